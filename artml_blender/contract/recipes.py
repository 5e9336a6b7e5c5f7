"""Requests as JSON, which is what a recipe is: written out, and read again with a sentence for whatever is wrong."""

import dataclasses
import json
import os
import typing
from dataclasses import replace
from pathlib import Path
from typing import Any, TypeVar

from .checks import quote
from .errors import RequestError
from .graph import Graph
from .graph import from_json as graph_from_json
from .graph import to_json as graph_to_json
from .messages import REQUESTS, Request, Settings
from .training import TrainFromPhotos

Filled = TypeVar("Filled", bound=Request | TrainFromPhotos)


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
        raise RequestError(f"The recipe's task is {quote(task)}; this version knows {', '.join(REQUESTS)}.")
    return _filled(request_type, values)


def recipe_from_text(text: str | bytes, folder: Path | None = None) -> Request:
    """As `from_recipe`, from JSON text; paths in it are relative to the folder, and none are allowed without one."""
    recipe = _parse(text, "The recipe")
    if folder is not None and isinstance(recipe, dict):
        if isinstance(recipe.get("graph"), str):
            recipe = {**recipe, "graph": _read_graph(folder / recipe["graph"])}
        if isinstance(recipe.get("photo"), str):
            recipe = {**recipe, "photo": str((folder / recipe["photo"]).absolute())}
        if isinstance(recipe.get("structure"), str) and _is_path(recipe["structure"], folder):
            recipe = {**recipe, "structure": str((folder / recipe["structure"]).absolute())}
    return from_recipe(recipe)


def training_to_text(request: TrainFromPhotos) -> str:
    """As JSON."""
    return json.dumps({"task": request.task, **dataclasses.asdict(request)}, indent=1)


def training_from_text(text: str | bytes, folder: Path) -> TrainFromPhotos:
    """The training that a recipe's text asks for; its photos' paths are relative to the folder. Raises RequestError."""
    recipe = _parse(text, "The recipe")
    if not isinstance(recipe, dict) or recipe.get("task") != TrainFromPhotos.task:
        raise RequestError(f"The recipe is none of the task {TrainFromPhotos.task}.")
    request = _filled(TrainFromPhotos, {name: value for name, value in recipe.items() if name != "task"})
    return replace(request, photos=tuple(str((folder / photo).absolute()) for photo in request.photos))


def _filled(request_type: type[Filled], values: dict[str, Any]) -> Filled:
    """A request of that type with its fields; raises RequestError."""
    hints = typing.get_type_hints(request_type)
    fields = {item.name: item for item in dataclasses.fields(request_type)}
    unknown = sorted(set(values) - set(fields))
    if unknown:
        names = ", ".join(map(quote, unknown[:9]))
        raise RequestError(f"The recipe has fields that {request_type.task} does not know: {names}.")
    for name, item in fields.items():
        if name not in values and item.default is item.default_factory is dataclasses.MISSING:
            raise RequestError(f"The recipe lacks the field {name!r}.")
    return request_type(**{name: _typed(name, value, hints[name]) for name, value in values.items()})


def _is_path(structure: str, folder: Path) -> bool:
    """Whether it is a picture's, by its look or because that file is there; else it is a family's name, or nothing."""
    looks_like_one = any(letter in structure for letter in "./\\")
    return looks_like_one or os.path.isfile(folder / structure)


def _read_graph(path: Path) -> Any:
    """A graph's file as JSON values, its pictures' paths made absolute."""
    try:
        text = path.read_bytes()
    except OSError as error:
        raise RequestError(f"The graph {path} cannot be read: {error.strerror}.") from None
    except ValueError:  # as of a path with the character 0 in it
        raise RequestError(f"The graph {quote(str(path))} cannot be read: that is no path.") from None
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
        words = {str: "text", int: "a whole number", float: "a number", bool: "true or false"}
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


def _kind(value: Any) -> str:
    names = {dict: "an object", list: "a list", str: "text", bool: "true/false", int: "a whole number"}
    return names.get(type(value), "nothing" if value is None else f"a {type(value).__name__}")
