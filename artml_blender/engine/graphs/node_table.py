"""Every node that can be evaluated, by its `bl_idname`: a function from a call to the outputs."""

from collections.abc import Callable

from .call import Call, Carried
from .color_nodes import COLOR_NODES
from .converter_nodes import CONVERTER_NODES
from .input_nodes import INPUT_NODES
from .picture_nodes import PICTURE_NODES
from .shader_nodes import SHADER_NODES
from .texture_nodes import TEXTURE_NODES
from .vector_nodes import VECTOR_NODES
from .voronoi_node import VORONOI_NODES

NODES: dict[str, Callable[[Call], dict[str, Carried]]] = {
    **INPUT_NODES,
    **TEXTURE_NODES,
    **VORONOI_NODES,
    **PICTURE_NODES,
    **CONVERTER_NODES,
    **COLOR_NODES,
    **VECTOR_NODES,
    **SHADER_NODES,
}
