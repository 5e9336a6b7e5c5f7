"""Node trees written as arithmetic: `height = grain * 0.3 + edge` adds the Math nodes that compute it.

The trees are the contract's plain values, so that Blender builds from them what the engine evaluates.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from ..contract.graph import Link, Node, Socket, Tree
from ..contract.graph_walk import GROUP_INPUT, GROUP_OUTPUT
from .arrange import arrange
from .value import COLOR, FLOAT, VECTOR, Operand, Triple, Value, as_default, is_vector, opaque, spread

AXES = (1.0, 0.0, 0.0), (0.0, 1.0, 0.0)  # for x and y alone: what Separate XYZ gives and nobody reads takes up room
# Of the sockets of Blender's nodes, by identifier; all others take floats
KINDS = {
    **dict.fromkeys(("Vector", "Vector_001", "Vector_002", "A_Vector", "B_Vector"), VECTOR),
    **dict.fromkeys(("Color", "A_Color", "B_Color"), COLOR),
}


@dataclass
class _Frame:
    name: str
    input_node: str = ""  # its own Group Input
    inputs: dict[str, Value] = field(default_factory=dict)  # what that gives


class TreeBuilder:
    """A node group under construction. Nodes go into the frame that is open; `tree()` is the group, arranged."""

    def __init__(self) -> None:
        self.nodes: dict[str, Node] = {}
        self.links: list[Link] = []
        self.sockets: list[Socket] = []
        self.groups: dict[str, Tree] = {}  # those that this group uses, and those in them
        self.counts: dict[str, int] = {}
        self.frames = [_Frame("")]

    # --- the group's own sockets

    def input(self, name: str, default: float | Triple, socket_type: str = FLOAT, **described: Any) -> None:
        """Give the group an input; `described` are the contract's `minimum`, `maximum` and `look`."""
        self.sockets.append(Socket(name, name, "INPUT", socket_type, as_default(default, socket_type), **described))

    def __getitem__(self, name: str) -> Value:
        """What an input of the group gives, out of the open frame's own Group Input node."""
        frame = self.frames[-1]
        if name not in frame.inputs:
            socket = next(socket for socket in self.sockets if socket.in_out == "INPUT" and socket.name == name)
            frame.input_node = frame.input_node or self._add(GROUP_INPUT, {}, {})
            frame.inputs[name] = self.limit(name, Value(self, frame.input_node, name, socket.socket_type))
        return frame.inputs[name]

    def limit(self, name: str, value: Value) -> Value:
        """An input as the nodes are to see it; here, as it is."""
        return value

    def output(self, name: str, value: Operand, socket_type: str = FLOAT, **described: Any) -> None:
        """An output of the group, and what it shows. All outputs come out of one node."""
        default = as_default(0.0 if socket_type == FLOAT else (0.0, 0.0, 0.0), socket_type)
        self.sockets.append(Socket(name, output_identifier(name), "OUTPUT", socket_type, default, **described))
        if GROUP_OUTPUT not in self.nodes:
            self.nodes[GROUP_OUTPUT] = Node(GROUP_OUTPUT, GROUP_OUTPUT, {"is_active_output": True})
        given = self._as_kind(value, socket_type)
        self._feed(GROUP_OUTPUT, output_identifier(name), opaque(given) if socket_type == COLOR else given)

    # --- nodes

    @contextmanager
    def frame(self, name: str) -> Iterator[None]:
        """Nodes added within are drawn in a frame of that name."""
        node = Node(self._name(name), "NodeFrame", {}, look={"label": name})
        self.nodes[node.name] = node
        self.frames.append(_Frame(node.name))
        yield
        self.frames.pop()

    def add(self, idname: str, inputs: Mapping[str, Operand], **settings: Any) -> str:
        """A node with its inputs, which may be values of other nodes; returns its name."""
        given = {socket: self._as_kind(value, KINDS.get(socket, FLOAT)) for socket, value in inputs.items()}
        return self._add(f"ShaderNode{idname}", given, settings)

    def fold(self, value: Value) -> Value:
        """The same value, of a node that is drawn folded up."""
        self.nodes[value.node].look["hide"] = True  # type: ignore[index]  # a dict until the tree is finished
        return value

    def use(self, name: str, tree: Tree, groups: Mapping[str, Tree], inputs: Mapping[str, Any]) -> dict[str, Value]:
        """A node that shows a group; returns its outputs by name. `groups` are those in it."""
        self.groups |= {**groups, name: tree}
        own: dict[str, Any] = {socket.name: socket.default for socket in tree.interface if socket.in_out == "INPUT"}
        kinds = {socket.name: socket.socket_type for socket in tree.interface if socket.in_out == "INPUT"}
        given = {socket: self._as_kind(value, kinds[socket]) for socket, value in inputs.items()}
        label = name.removeprefix("ArtML ")
        node = self._add("ShaderNodeGroup", own | given, {"node_tree": name}, label)
        outputs = (socket for socket in tree.interface if socket.in_out == "OUTPUT")
        return {socket.name: Value(self, node, socket.identifier, socket.socket_type) for socket in outputs}

    def math(self, operation: str, *values: Operand, clamp: bool = False) -> Value:
        """A Math node's result, clamped to 0..1 if so wanted."""
        inputs = dict(zip(("Value", "Value_001", "Value_002"), values, strict=False))
        result = Value(self, self.add("Math", inputs, operation=operation), "Value")
        return self.clamp(result, 0.0, 1.0) if clamp else result

    def clamp(self, value: Operand, low: Operand, high: Operand) -> Value:
        """A value between two others, whichever is the lower.

        A node of its own: Cycles makes one at the end of all of what other nodes clamp; see `_as_kind`.
        """
        inputs = {"Value": value, "Min": low, "Max": high}
        return Value(self, self.add("Clamp", inputs, clamp_type="RANGE"), "Result")

    def vector_math(self, operation: str, *vectors: Operand, scale: Operand | None = None) -> Value:
        """A Vector Math node's result."""
        inputs = dict(zip(("Vector", "Vector_001", "Vector_002"), vectors, strict=False))
        if scale is not None:
            inputs["Scale"] = scale
        node = self.add("VectorMath", inputs, operation=operation)
        if operation in ("LENGTH", "DISTANCE", "DOT_PRODUCT"):
            return Value(self, node, "Value")
        return Value(self, node, "Vector", VECTOR)

    def arithmetic(self, operation: str, a: Operand, b: Operand) -> Value:
        """Of floats a Math node, of vectors a Vector Math node; a float meets a vector on all three axes."""
        if operation == "MULTIPLY" and is_vector(a) != is_vector(b):
            vector, share = (a, b) if is_vector(a) else (b, a)
            return self.vector_math("SCALE", vector, scale=share)
        if is_vector(a) or is_vector(b):
            return self.vector_math(operation, spread(a), spread(b))
        return self.math(operation, a, b)

    def separate(self, vector: Operand) -> tuple[Value, Value, Value]:
        """The x, y and z of a vector, or the red, green and blue of a colour."""
        if isinstance(vector, Value) and vector.kind == COLOR:
            node = self.add("SeparateColor", {"Color": vector}, mode="RGB")
            return Value(self, node, "Red"), Value(self, node, "Green"), Value(self, node, "Blue")
        node = self.add("SeparateXYZ", {"Vector": vector})
        return Value(self, node, "X"), Value(self, node, "Y"), Value(self, node, "Z")

    def combine(self, x: Operand, y: Operand, z: Operand = 0.0) -> Value:
        """A vector of three numbers."""
        return Value(self, self.add("CombineXYZ", {"X": x, "Y": y, "Z": z}), "Vector", VECTOR)

    def map_range(self, value: Operand, source: tuple[Any, Any], target: tuple[Any, Any] = (0.0, 1.0)) -> Value:
        """From one range to another, clamped to it."""
        return self.clamp(self._map_range("LINEAR", value, source, target), *target)

    def smoothstep(self, value: Operand, low: Operand, high: Operand) -> Value:
        """0 up to `low`, 1 from `high` on, smooth between."""
        return self._map_range("SMOOTHSTEP", value, (low, high), (0.0, 1.0))

    def mix(self, factor: Operand, a: Operand, b: Operand) -> Value:
        """Between two floats."""
        inputs = {"Factor_Float": factor, "A_Float": a, "B_Float": b}
        return Value(self, self.add("Mix", inputs, data_type="FLOAT", clamp_factor=True), "Result_Float")

    def mix_vectors(self, factor: Operand, a: Operand, b: Operand) -> Value:
        """Between two vectors."""
        inputs = {"Factor_Float": factor, "A_Vector": a, "B_Vector": b}
        settings = {"data_type": "VECTOR", "factor_mode": "UNIFORM", "clamp_factor": True}
        return Value(self, self.add("Mix", inputs, **settings), "Result_Vector", VECTOR)

    def blend(self, factor: Operand, a: Operand, b: Operand, blend_type: str = "MIX") -> Value:
        """Between two colours, in one of Blender's blend modes; the result is clamped to 0..1 where it may leave it."""
        inputs = {"Factor_Float": factor, "A_Color": opaque(a), "B_Color": opaque(b)}
        settings = {"blend_type": blend_type, "clamp_factor": True, "clamp_result": blend_type != "MIX"}
        return Value(self, self.add("Mix", inputs, data_type="RGBA", **settings), "Result_Color", COLOR)

    def tint(self, color: Operand, hue: Operand = 0.5, saturation: Operand = 1.0, value: Operand = 1.0) -> Value:
        """A colour turned in hue (0.5 leaves it), saturated and brightened."""
        inputs = {"Hue": hue, "Saturation": saturation, "Value": value, "Fac": 1.0, "Color": opaque(color)}
        return Value(self, self.add("HueSaturation", inputs), "Color", COLOR)

    def ramp(self, factor: Operand, *stops: tuple[float, Triple | float], interpolation: str = "LINEAR") -> Value:
        """A Color Ramp through (position, colour or grey)."""
        elements = [[place, [*(color if isinstance(color, tuple) else (color,) * 3), 1.0]] for place, color in stops]
        ramp = {"color_mode": "RGB", "interpolation": interpolation, "hue_interpolation": "NEAR", "elements": elements}
        return Value(self, self.add("ValToRGB", {"Fac": factor}, color_ramp=ramp), "Color", COLOR)

    def white_noise(self, vector: Operand, w: Value | float = 0.0) -> Value:
        """Three random numbers 0..1, the same wherever the vector (and w) is the same: a vector.

        x and y are whole numbers up to 255, w (or z) is a seed, which counts modulo 256. They go into one number, of
        24 bits, so that every computer rounds it alike. The white noise of a vector would do, but to Cycles that is of
        another type, so that it would come late; see `_as_kind`.
        """
        turned = self.math("FLOORED_MODULO", w, 256.0) / 256.0 if isinstance(w, Value) else w % 256.0 / 256.0
        number = self.vector_math("DOT_PRODUCT", vector, (1.0, 256.0, 1.0 / 256.0)) + turned
        node = self.add("TexWhiteNoise", {"W": number}, noise_dimensions="1D")
        red, green, blue = self.separate(Value(self, node, "Color", COLOR))
        first = (Value(self, node, "Value") + red) * 0.5  # they are the same; in Cycles an output unused takes up room
        return self.combine(first, green, blue)

    def more_random(self, random: Value, number: int) -> Value:
        """Three more random numbers for what has three already; other ones for each `number`."""
        return self.white_noise(
            self.vector_math("FLOOR", self.vector_math("SCALE", random, scale=256.0)), float(number)
        )

    def tree(self) -> Tree:
        """The group's tree, its nodes in their places."""
        inputs = [socket.identifier for socket in self.sockets if socket.in_out == "INPUT"]
        nodes = arrange(tuple(self.nodes.values()), self.links, inputs)
        return Tree(nodes, tuple(self.links), tuple(self.sockets))

    # --- how

    def _as_kind(self, value: Operand, kind: str) -> Any:
        """A value as a socket of this type takes it, by nodes of our own.

        Blender would convert it, too. But to Cycles such a conversion comes after all other nodes, so that whatever
        needs it has to wait, and more numbers are in use at once than it has room for (255).
        """
        if not isinstance(value, Value) or value.kind == kind:
            return value
        if kind == FLOAT:
            if value.kind == COLOR:
                return Value(self, self._add("ShaderNodeRGBToBW", {"Color": value}, {}), "Val")
            return self.vector_math("DOT_PRODUCT", value, (1.0 / 3.0, 1.0 / 3.0, 1.0 / 3.0))
        parts = (value, value, value) if value.kind == FLOAT else self.separate(value)
        if kind == VECTOR:
            return self.combine(*parts)
        inputs = dict(zip(("Red", "Green", "Blue"), parts, strict=True))
        return Value(self, self._add("ShaderNodeCombineColor", inputs, {"mode": "RGB"}), "Color", COLOR)

    def _map_range(self, kind: str, value: Operand, source: tuple[Any, Any], target: tuple[Any, Any]) -> Value:
        names = ("Value", "From Min", "From Max", "To Min", "To Max")
        inputs = dict(zip(names, (value, *source, *target), strict=True))
        return Value(self, self.add("MapRange", inputs, interpolation_type=kind, clamp=False), "Result")

    def _name(self, base: str) -> str:
        self.counts[base] = number = self.counts.get(base, 0) + 1
        return base if number == 1 else f"{base}.{number - 1:03d}"

    def _add(self, idname: str, inputs: Mapping[str, Operand], settings: Mapping[str, Any], label: str = "") -> str:
        look: dict[str, Any] = {"label": label} if label else {}
        if self.frames[-1].name:
            look["parent"] = self.frames[-1].name
        name = self._name(idname.removeprefix("ShaderNode"))
        self.nodes[name] = Node(name, idname, dict(settings), look=look)
        for socket, value in inputs.items():
            self._feed(name, socket, value)
        return name

    def _feed(self, node: str, socket: str, value: Operand) -> None:
        """Link a value into an input, or set the input to it."""
        if isinstance(value, Value):
            self.links.append(Link(value.node, value.socket, node, socket))
        else:
            own = tuple(map(float, value)) if isinstance(value, tuple) else float(value)
            self.nodes[node].inputs[socket] = own  # type: ignore[index]  # a dict until the tree is finished


def output_identifier(name: str) -> str:
    """Of an output of a group by its name, which an input may have, too."""
    return f"{name} Output"
