"""What Blender may ask of the engine: one frozen dataclass per request, and the events that answer it.

Nothing but the request's fields may influence a result; as JSON it is the recipe that replays it.
"""

import dataclasses
import json
import reprlib
import typing
from dataclasses import dataclass, field
from typing import Any, ClassVar

from .categories import CATEGORIES
from .errors import RequestError

MIN_SIZE, MAX_SIZE = 64, 4096  # pixels
MAX_SEED = 2**31 - 1


@dataclass(frozen=True)
class GenerateTexture:
    """A new tileable PBR material of a class.

    `variation` is the truncation: 0 = the class's mean look, 1 = full variety. `weights` (a hash) and `ingredients`
    (asset ids of the library) are filled in by the engine. In a request, weights must be the shipped ones, and
    ingredients (layout, partner, palette) may be chosen among the category's.
    """

    task: ClassVar[str] = "generate_texture"

    category: str
    seed: int = 0
    size: tuple[int, int] = (512, 512)  # width, height in pixels
    model: str = "texture_vae"
    variation: float = 1.0
    weights: str = ""
    ingredients: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if self.category not in CATEGORIES:
            raise RequestError(f"Unknown category {_quote(self.category)}; choose one of {', '.join(CATEGORIES)}.")
        if not 0 <= self.seed <= MAX_SEED:
            raise RequestError(f"The seed must be between 0 and {MAX_SEED}, not {_quote(self.seed)}.")
        if not all(MIN_SIZE <= side <= MAX_SIZE for side in self.size):
            width, height = self.size
            given = f"{_quote(width)} x {_quote(height)}"
            raise RequestError(f"Width and height must be {MIN_SIZE} to {MAX_SIZE} pixels, not {given}.")
        if not 0.0 <= self.variation <= 1.0:
            raise RequestError(f"Variation must be between 0 and 1, not {self.variation}.")


Request = GenerateTexture  # becomes a union as tasks are added
REQUESTS: dict[str, type[Request]] = {request.task: request for request in (GenerateTexture,)}


def to_recipe(request: Request) -> dict[str, Any]:
    """The request as JSON-ready values, task name first."""
    return json.loads(json.dumps({"task": request.task, **dataclasses.asdict(request)}))  # type: ignore[no-any-return]


def from_recipe(recipe: Any) -> Request:
    """The request a recipe stands for; raises RequestError for anything that is not exactly one."""
    if not isinstance(recipe, dict):
        raise RequestError(f"A recipe is a JSON object, not {_kind(recipe)}.")
    values = dict(recipe)
    task = values.pop("task", None)
    request_type = REQUESTS.get(task) if isinstance(task, str) else None
    if request_type is None:
        raise RequestError(f"The recipe's task is {_quote(task)}; this version knows {', '.join(REQUESTS)}.")
    hints = typing.get_type_hints(request_type)
    fields = {item.name: item for item in dataclasses.fields(request_type)}
    unknown = sorted(set(values) - set(fields))
    if unknown:
        raise RequestError(f"The recipe has fields that {task} does not know: {', '.join(map(_quote, unknown[:9]))}.")
    for name, item in fields.items():
        if name not in values and item.default is dataclasses.MISSING:
            raise RequestError(f"The recipe lacks the field {name!r}.")
    return request_type(**{name: _typed(name, value, hints[name]) for name, value in values.items()})


def recipe_from_text(text: str | bytes) -> Request:
    """As `from_recipe`, from JSON text."""
    try:
        recipe = json.loads(text)
    except (ValueError, RecursionError):
        raise RequestError("The recipe is not valid JSON.") from None
    return from_recipe(recipe)


def _typed(name: str, value: Any, kind: Any) -> Any:
    """`value` as the field's type; JSON's lists become tuples and whole numbers may stand for floats."""
    if typing.get_origin(kind) is tuple:
        return _typed_tuple(name, value, typing.get_args(kind))
    if kind is float and type(value) is int and abs(value) < 2**53:
        return float(value)
    if type(value) is not kind:
        words = {str: "text", int: "a whole number", float: "a number"}
        raise RequestError(f"The field {name!r} must be {words[kind]}, not {_kind(value)}.")
    return value


def _typed_tuple(name: str, value: Any, kinds: tuple[Any, ...]) -> tuple[Any, ...]:
    if not isinstance(value, list | tuple):
        raise RequestError(f"The field {name!r} must be a list, not {_kind(value)}.")
    if kinds[-1] is Ellipsis:
        kinds = (kinds[0],) * len(value)
    if len(value) != len(kinds):
        raise RequestError(f"The field {name!r} must have {len(kinds)} entries, not {len(value)}.")
    return tuple(_typed(name, item, kind) for item, kind in zip(value, kinds, strict=True))


def _quote(value: Any) -> str:
    """A value to name in a sentence: on one line, short, and in letters that any terminal has."""
    return reprlib.repr(value).encode("ascii", "backslashreplace").decode()


def _kind(value: Any) -> str:
    names = {dict: "an object", list: "a list", str: "text", bool: "true/false", int: "a whole number"}
    return names.get(type(value), "nothing" if value is None else f"a {type(value).__name__}")


@dataclass(frozen=True)
class Progress:
    """The job goes on: `fraction` of it (0..1) is done, and `text` says what happens now."""

    fraction: float
    text: str
    is_final: ClassVar[bool] = False


@dataclass(frozen=True)
class Finished:
    """The job is done: the complete recipe, the report of `report.json`, and the maps as PNG files that carry it."""

    recipe: dict[str, Any]
    report: dict[str, Any]
    maps: dict[str, bytes] = field(repr=False)
    is_final: ClassVar[bool] = True


@dataclass(frozen=True)
class Failed:
    """The job failed: one sentence for the user."""

    text: str
    is_final: ClassVar[bool] = True


@dataclass(frozen=True)
class Cancelled:
    """The user cancelled the job."""

    is_final: ClassVar[bool] = True


Event = Progress | Finished | Failed | Cancelled
