"""How far to its sides Cycles' bake looks for the slopes of a relief, in pixels, in each version of Blender."""

from ...contract.graph import Node

FILTER_WIDTH_SINCE = (4, 4, 0)
WHOLE_STEP_SINCE = (5, 2, 0)


def bump_spread(bump: Node, blender: tuple[int, int, int]) -> float:
    """How many pixels to each side a Bump looks: its Filter Width, which is no socket to Cycles, times the bake's step.

    Blender before 4.4 has no Filter Width, and goes the whole way.
    """
    width = bump.inputs.get("Filter Width", 1.0)
    return (width if isinstance(width, float) else 1.0) * _bake_step(blender)


def displacement_spread(blender: tuple[int, int, int]) -> float:
    """The same of the Bump that Cycles makes of a displacement (scene/shader_graph.cpp): a Filter Width of 0.1."""
    return (0.1 if blender >= FILTER_WIDTH_SINCE else 1.0) * _bake_step(blender)


def _bake_step(blender: tuple[int, int, int]) -> float:
    """How far, in pixels, Cycles' bake takes a pixel to reach to each side; measured."""
    return 1.0 if blender >= WHOLE_STEP_SINCE else 0.5
