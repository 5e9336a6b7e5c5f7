"""What Blender may ask of the engine: one frozen dataclass per request, and the events that answer it.

Nothing but the request's fields may influence a result; as JSON it is the recipe that replays it.
"""

import dataclasses
import json
import reprlib
import typing
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path, PureWindowsPath
from typing import Any, ClassVar

from .categories import CATEGORIES
from .errors import RequestError
from .graph import Graph
from .graph import from_json as graph_from_json
from .graph import to_json as graph_to_json

MIN_SIZE, MAX_SIZE = 64, 4096  # pixels
MAX_BAKE_SIZE = 8192  # pixels
MIN_EXTENT, MAX_EXTENT = 1e-4, 1e5  # metres
MAX_SEED = 2**31 - 1

Settings = Mapping[str, float | tuple[float, ...]]  # of sliders, by name


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
        _check_size(self.size, MAX_SIZE)
        if not 0.0 <= self.variation <= 1.0:
            raise RequestError(f"Variation must be between 0 and 1, not {self.variation}.")

    @property
    def label(self) -> str:
        """What it makes, in a word or two: for folders and tags."""
        return f"{self.category}_{self.seed}"


@dataclass(frozen=True)
class BakeGraph:
    """The maps of a material's node graph: what it shows on a flat tile from UV (0, 0) to (1, 1).

    `extent` is how many metres the tile is wide and high, on which Object coordinates and relief depend.
    """

    task: ClassVar[str] = "bake_graph"

    graph: Graph
    size: tuple[int, int] = (1024, 1024)  # width, height in pixels
    extent: tuple[float, float] = (2.0, 2.0)

    def __post_init__(self) -> None:
        _check_size(self.size, MAX_BAKE_SIZE)
        if not all(MIN_EXTENT <= side <= MAX_EXTENT for side in self.extent):
            raise RequestError(f"The extent must be {MIN_EXTENT} to {MAX_EXTENT:.0f} metres, not {self.extent}.")

    @property
    def label(self) -> str:
        return self.graph.name


@dataclass(frozen=True)
class SampleFamily:
    """One material of a procedural family, as a graph and as the maps of one tile.

    The seed draws every slider; `settings` are those that are set otherwise, by the slider's name: a number, or a scene
    linear colour. The engine fills in all of them.
    """

    task: ClassVar[str] = "sample_family"

    family: str
    seed: int = 0
    size: tuple[int, int] = (512, 512)  # width, height in pixels
    settings: Settings = field(default_factory=dict)

    def __post_init__(self) -> None:
        if not 0 <= self.seed <= MAX_SEED:
            raise RequestError(f"The seed must be between 0 and {MAX_SEED}, not {_quote(self.seed)}.")
        _check_size(self.size, MAX_BAKE_SIZE)

    @property
    def label(self) -> str:
        return f"{self.family}_{self.seed}"


@dataclass(frozen=True)
class TilePhoto:
    """A tile in the manner of a photo: pieces of it, laid anew for each seed, and the maps of the material it shows.

    `photo` is a file's path; `category` is what the photo shows, by which the maps are guessed. The tile keeps the
    photo's scale, but for a photo larger than the tile, which is made as small. The engine fills in `photo_hash`
    (SHA-256 of the file); in a request, the file must have that hash.
    """

    task: ClassVar[str] = "tile_photo"

    photo: str
    category: str
    seed: int = 0
    size: tuple[int, int] = (512, 512)  # width, height in pixels
    photo_hash: str = ""

    def __post_init__(self) -> None:
        if self.category not in CATEGORIES:
            raise RequestError(f"Unknown category {_quote(self.category)}; choose one of {', '.join(CATEGORIES)}.")
        if not 0 <= self.seed <= MAX_SEED:
            raise RequestError(f"The seed must be between 0 and {MAX_SEED}, not {_quote(self.seed)}.")
        _check_size(self.size, MAX_SIZE)

    @property
    def label(self) -> str:
        return f"{photo_name(self.photo)}_{self.seed}"


def photo_name(path: str) -> str:
    """A photo's name without folder and ending, whatever system the path is of."""
    return PureWindowsPath(path).stem


def _check_size(size: tuple[int, int], largest: int) -> None:
    if not all(MIN_SIZE <= side <= largest for side in size):
        given = f"{_quote(size[0])} x {_quote(size[1])}"
        raise RequestError(f"Width and height must be {MIN_SIZE} to {largest} pixels, not {given}.")


Request = GenerateTexture | BakeGraph | SampleFamily | TilePhoto
REQUESTS: dict[str, type[GenerateTexture] | type[BakeGraph] | type[SampleFamily] | type[TilePhoto]] = {
    request.task: request for request in (GenerateTexture, BakeGraph, SampleFamily, TilePhoto)
}


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
        if name not in values and item.default is item.default_factory is dataclasses.MISSING:
            raise RequestError(f"The recipe lacks the field {name!r}.")
    return request_type(**{name: _typed(name, value, hints[name]) for name, value in values.items()})


def recipe_from_text(text: str | bytes, folder: Path | None = None) -> Request:
    """As `from_recipe`, from JSON text; paths in it are relative to the folder, and none are allowed without one."""
    recipe = _parse(text, "The recipe")
    if folder is not None and isinstance(recipe, dict):
        if isinstance(recipe.get("graph"), str):
            recipe = {**recipe, "graph": _read_graph(folder / recipe["graph"])}
        if isinstance(recipe.get("photo"), str):
            recipe = {**recipe, "photo": str(folder / recipe["photo"])}
    return from_recipe(recipe)


def _read_graph(path: Path) -> Any:
    """A graph's file as JSON values, its pictures' paths made absolute."""
    try:
        text = path.read_bytes()
    except OSError as error:
        raise RequestError(f"The graph {path} cannot be read: {error.strerror}.") from None
    except ValueError:  # as of a path with the character 0 in it
        raise RequestError(f"The graph {_quote(str(path))} cannot be read: that is no path.") from None
    graph = graph_from_json(_parse(text, f"The graph {path}"))
    images = {name: replace(image, path=str(path.parent / image.path)) for name, image in graph.images.items()}
    return graph_to_json(replace(graph, images=images))


def _parse(text: str | bytes, what: str) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        raise RequestError(f"{what} is not valid JSON.") from None


def _typed(name: str, value: Any, kind: Any) -> Any:
    """`value` as the field's type; JSON's lists become tuples and whole numbers may stand for floats."""
    if kind is Graph:
        return graph_from_json(value)
    if kind == Settings:
        return _typed_settings(name, value)
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


def _typed_settings(name: str, value: Any) -> Settings:
    if not isinstance(value, dict):
        raise RequestError(f"The field {name!r} must be an object, not {_kind(value)}.")
    return {
        slider: _typed(slider, item, tuple[float, ...] if isinstance(item, list | tuple) else float)
        for slider, item in value.items()
    }


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
