"""A node's own settings as JSON values, and back: properties, colour ramps, curves and texture mappings."""

from collections.abc import Callable, Mapping
from typing import Any

import bpy

from ..contract.graph import GraphError

SHARED = frozenset(bpy.types.Node.bl_rna.properties.keys())  # what every node has
LEFT_OUT = {"socket_idname", "bytecode", "bytecode_hash"}  # of reroutes and scripts: Blender finds them out
RAMP = ("color_mode", "interpolation", "hue_interpolation")
CURVES = (
    "extend", "use_clip", "clip_min_x", "clip_min_y", "clip_max_x", "clip_max_y", "black_level", "white_level", "tone",
)  # fmt: skip
TEXTURE_MAPPING = {  # what a texture node begins with, and nearly always keeps
    "vector_type": "POINT",
    "translation": [0.0, 0.0, 0.0],
    "rotation": [0.0, 0.0, 0.0],
    "scale": [1.0, 1.0, 1.0],
    "use_min": False,
    "use_max": False,
    "min": [0.0, 0.0, 0.0],
    "max": [1.0, 1.0, 1.0],
    "mapping_x": "X",
    "mapping_y": "Y",
    "mapping_z": "Z",
}
FEWEST_ELEMENTS, FEWEST_POINTS = 1, 2  # that Blender leaves in a ramp, in a curve


def read_settings(node: bpy.types.Node) -> dict[str, Any]:
    """Every setting that the node has beyond those that all nodes have; what it points to by name."""
    found = {}
    for prop in node.bl_rna.properties:
        if prop.identifier in SHARED or prop.identifier in LEFT_OUT or prop.type == "COLLECTION":
            continue
        value = getattr(node, prop.identifier)
        if isinstance(value, bpy.types.ColorRamp):
            found[prop.identifier] = _read_ramp(value)
        elif isinstance(value, bpy.types.CurveMapping):
            found[prop.identifier] = _read_curves(value)
        elif isinstance(value, bpy.types.TexMapping):
            mapping = {name: _plain(getattr(value, name)) for name in TEXTURE_MAPPING}
            if mapping != TEXTURE_MAPPING:
                found[prop.identifier] = mapping
        elif isinstance(value, bpy.types.ID):
            found[prop.identifier] = value.name_full
        elif prop.type != "POINTER" and not prop.is_readonly:
            found[prop.identifier] = _plain(value)
    return found


def write_settings(node: bpy.types.Node, settings: Mapping[str, Any], find: Callable[[str, str], Any]) -> None:
    """Set what was read; `find` gives the data-block for its type (Image, Object, …) and name.

    Only what differs is set: each time Blender goes through the whole tree.
    """
    for name, value in settings.items():
        prop = None if name in SHARED else node.bl_rna.properties.get(name)
        if prop is None:
            raise GraphError(f"This Blender's node {node.bl_label} has no setting '{name[:60]}'.")
        try:
            if prop.type != "POINTER":
                if _plain(getattr(node, name)) != value:
                    setattr(node, name, set(value) if prop.type == "ENUM" and prop.is_enum_flag else value)
            elif not prop.is_readonly:
                setattr(node, name, None if value is None else find(prop.fixed_type.identifier, value))
            else:
                _write_part(getattr(node, name), value)
        except (TypeError, ValueError, KeyError, IndexError, AttributeError, OverflowError, RuntimeError):
            shown = f"'{value[:60]}'" if isinstance(value, str) else "what the graph says"
            raise GraphError(
                f"In this Blender the setting '{name}' of the node {node.bl_label} cannot be {shown}."
            ) from None


def _write_part(part: Any, value: Any) -> None:
    if isinstance(part, bpy.types.ColorRamp):
        _write_ramp(part, value)
    elif isinstance(part, bpy.types.CurveMapping):
        _write_curves(part, value)
    elif isinstance(part, bpy.types.TexMapping):
        for name in TEXTURE_MAPPING:
            setattr(part, name, value[name])
    else:
        raise TypeError("not a part that is read")


def _read_ramp(ramp: bpy.types.ColorRamp) -> dict[str, Any]:
    elements = [[element.position, list(element.color)] for element in ramp.elements]
    return {**{name: getattr(ramp, name) for name in RAMP}, "elements": elements}


def _write_ramp(ramp: bpy.types.ColorRamp, value: Mapping[str, Any]) -> None:
    for name in RAMP:
        setattr(ramp, name, value[name])
    while len(ramp.elements) > FEWEST_ELEMENTS:
        ramp.elements.remove(ramp.elements[-1])
    count = len(value["elements"])
    ramp.elements[0].position = 0.0
    for index in range(1, count):  # in order first: Blender sorts new elements, and some may share a position
        ramp.elements.new(index / count)
    for element, (position, color) in zip(ramp.elements, value["elements"], strict=True):
        element.position, element.color = position, color


def _read_curves(mapping: bpy.types.CurveMapping) -> dict[str, Any]:
    curves = [[[*point.location, point.handle_type] for point in curve.points] for curve in mapping.curves]
    return {**{name: _plain(getattr(mapping, name)) for name in CURVES}, "curves": curves}


def _write_curves(mapping: bpy.types.CurveMapping, value: Mapping[str, Any]) -> None:
    for name in CURVES * 2:  # twice: a limit cannot pass the other one
        setattr(mapping, name, value[name])
    for curve, points in zip(mapping.curves, value["curves"], strict=True):
        while len(curve.points) > FEWEST_POINTS:
            curve.points.remove(curve.points[-1])
        for _ in range(len(points) - FEWEST_POINTS):
            curve.points.new(curve.points[-1].location[0], 0.0)
        for point, (x, y, handle_type) in zip(curve.points, points, strict=True):
            point.location, point.handle_type = (x, y), handle_type
    mapping.update()


def _plain(value: Any) -> Any:
    """A property's value as JSON has it."""
    if isinstance(value, bool | int | float | str):
        return value
    return sorted(value) if isinstance(value, set) else [float(part) for part in value]
