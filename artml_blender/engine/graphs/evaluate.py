"""Run a plan on a surface: from the graph's numbers to what its output shows, pixel by pixel."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from torch import Tensor

from ...contract.graph import Graph
from ..nodes.bump import bump
from ..nodes.values import Vector, triple
from .call import Call, Carried, constant_input, convert, kind_of
from .node_table import NODES
from .pictures import Picture
from .plan import Origin, Plan, Step, ValuePlan
from .shading import Shader
from .spreads import displacement_spread
from .surface import Surface


@dataclass(frozen=True)
class Shaded:
    """What a material's output shows on a surface."""

    shader: Shader | None  # None: nothing is linked
    height: Tensor | None  # metres, 0 at the surface; None: no displacement


def evaluate(graph: Graph, plan: Plan, surface: Surface, images: Callable[[str], Picture]) -> Shaded:
    """Run the plan that was made of the graph; `images` gives a picture by its name in the graph."""
    run = _Run(graph, plan.steps, plan.displacement, surface, images)
    run.make_all()
    shader = run.fetch(plan.surface)[0] if plan.surface else None
    return Shaded(shader if isinstance(shader, Shader) else None, run.height())


def evaluate_values(
    graph: Graph, plan: ValuePlan, surface: Surface, images: Callable[[str], Picture]
) -> dict[str, tuple[Carried, str]]:
    """Run such a plan; gives each input's value, and its kind (VALUE, VECTOR, RGBA or SHADER)."""
    run = _Run(graph, plan.steps, None, surface, images)
    run.make_all()
    return {socket: run.fetch(origin) for socket, origin in plan.values.items()}


class _Run:
    def __init__(
        self,
        graph: Graph,
        steps: Sequence[Step],
        displacement: Origin | None,
        surface: Surface,
        images: Callable[[str], Picture],
    ) -> None:
        self.graph, self.steps, self.displacement = graph, steps, displacement
        self.surface, self.images = surface, images
        self.made: dict[int, dict[str, Carried]] = {}
        self.relief: Vector | None = None

    def make_all(self) -> None:
        """Run the steps; what is read no more is forgotten."""
        for number, step in enumerate(self.steps):
            call = Call(
                node=step.node,
                version=self.graph.blender,
                surface=self._surface(step.spread),
                is_spread=step.spread is not None,
                linked={socket: self.fetch(origin) for socket, origin in step.inputs.items()},
                wanted=step.wanted,
                base_normal=self._base_normal(number),
                images=self.images,
            )
            self.made[number] = NODES[step.node.idname](call)
            for finished in step.finished:
                del self.made[finished]

    def height(self) -> Tensor | None:
        """The displacement at the pixels themselves."""
        return None if self.displacement is None else self._here(self._heights())

    def _surface(self, spread: float | None) -> Surface:
        return self.surface if spread is None else self.surface.spread(spread)

    def _here(self, value: Tensor) -> Tensor:
        """Of a value that is spread, the part at the pixels themselves; what does not vary is not spread."""
        return value[0] if value.ndim > self.surface.u.ndim else value

    def fetch(self, origin: Origin) -> tuple[Carried, str]:
        """The value that an input gets, and its kind."""
        if origin.step < 0:
            value, kind = constant_input(origin.value, self.surface)
        else:
            value = self.made[origin.step][origin.output]
            kind = kind_of(value, origin.output)
            if origin.here and not isinstance(value, Shader):
                value = self._here(value) if isinstance(value, Tensor) else triple(map(self._here, value))
        for cast in origin.casts:
            value, kind = convert(value, kind, cast), cast
        return value, kind

    def _base_normal(self, number: int) -> Vector:
        """The surface's normal, which the displacement bends; its own steps come first and see it flat."""
        displacement = self.displacement
        if displacement is None or number <= displacement.step:
            return self.surface.normal()
        if self.relief is None:
            one = self.surface.constant(1.0)
            slopes = self.surface.slopes(self._heights(), displacement_spread(self.graph.blender))
            self.relief = bump(slopes, one, one, self.surface.normal())
        return self.relief

    def _heights(self) -> Tensor:
        """The displacement along the normal, in metres, spread."""
        assert self.displacement is not None
        vector = convert(*self.fetch(self.displacement), "VECTOR")
        assert isinstance(vector, tuple)
        return vector[2]
