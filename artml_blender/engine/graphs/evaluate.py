"""Run a plan on a surface: from the graph's numbers to what its output shows, pixel by pixel."""

from collections.abc import Callable
from dataclasses import dataclass

from torch import Tensor

from ...contract.graph import Graph
from ..nodes.bump import bump
from ..nodes.values import Vector
from .call import Call, Carried, constant_input, convert, kind_of
from .node_table import NODES
from .pictures import Picture
from .plan import Origin, Plan
from .shading import Shader
from .surface import Surface


@dataclass(frozen=True)
class Shaded:
    """What a material's output shows on a surface."""

    shader: Shader | None  # None: nothing is linked
    height: Tensor | None  # metres, 0 at the surface; None: no displacement


def evaluate(graph: Graph, plan: Plan, surface: Surface, images: Callable[[str], Picture]) -> Shaded:
    """Run the plan that was made of the graph; `images` gives a picture by its name in the graph."""
    return _Run(graph, plan, surface, images).shaded()


class _Run:
    def __init__(self, graph: Graph, plan: Plan, surface: Surface, images: Callable[[str], Picture]) -> None:
        self.graph, self.plan, self.surface, self.images = graph, plan, surface, images
        self.made: dict[int, dict[str, Carried]] = {}
        self.relief: Vector | None = None

    def shaded(self) -> Shaded:
        for number, step in enumerate(self.plan.steps):
            linked = {place: self._fetch(origin) for place, origin in step.inputs.items()}
            call = Call(
                node=step.node,
                version=self.graph.blender,
                surface=self.surface.at(step.shift),
                shift=step.shift,
                linked=linked,
                wanted=step.wanted,
                base_normal=self._base_normal(number),
                images=self.images,
            )
            self.made[number] = NODES[step.node.idname](call)
            for finished in step.finished:
                del self.made[finished]
        shader = self._fetch(self.plan.surface)[0] if self.plan.surface else None
        heights = self._heights()
        return Shaded(shader if isinstance(shader, Shader) else None, heights[0] if heights else None)

    def _fetch(self, origin: Origin) -> tuple[Carried, str]:
        """The value that an input gets, and its kind."""
        if origin.step < 0:
            value, kind = constant_input(origin.value, self.surface)
        else:
            value = self.made[origin.step][origin.output]
            kind = kind_of(value, origin.output)
        for cast in origin.casts:
            value, kind = convert(value, kind, cast), cast
        return value, kind

    def _base_normal(self, number: int) -> Vector:
        """The surface's normal, which the displacement bends; its own steps come first and see it flat."""
        first = 1 + max((origin.step for origin in self.plan.displacement), default=-1)
        if not self.plan.displacement or number < first:
            return self.surface.normal()
        if self.relief is None:
            here, first, second = self._heights()
            one = self.surface.constant(1.0)
            self.relief = bump(self.surface.slopes((here, first, second), 1.0), one, one, self.surface.normal())
        return self.relief

    def _heights(self) -> tuple[Tensor, ...]:
        """The displacement along the normal here and at the two sides, in metres."""
        return tuple(convert(*self._fetch(origin), "VECTOR")[2] for origin in self.plan.displacement)
