"""The shader nodes that ArtML can evaluate, and the names of those in a graph that it cannot."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from .graph import Graph, Node
from .graph_walk import GROUP, GROUP_INPUT, GROUP_OUTPUT, reached

Choices = Mapping[str, tuple[str, ...] | None]


@dataclass(frozen=True)
class NodeSpec:
    """A supported node: its name in Blender, and the settings that its outputs depend on.

    A setting's choices are those that ArtML knows; None where any value will do.
    """

    label: str
    settings: Choices = field(default_factory=dict)


def _choices(**settings: str | None) -> Choices:
    return {name: None if values is None else tuple(values.split()) for name, values in settings.items()}


DIMENSIONS = "1D 2D 3D 4D"
BLEND_TYPES = (
    "MIX DARKEN MULTIPLY BURN LIGHTEN SCREEN DODGE ADD OVERLAY SOFT_LIGHT LINEAR_LIGHT DIFFERENCE EXCLUSION SUBTRACT "
    "DIVIDE HUE SATURATION COLOR VALUE"
)
MATH = (
    "ADD SUBTRACT MULTIPLY DIVIDE MULTIPLY_ADD POWER LOGARITHM SQRT INVERSE_SQRT ABSOLUTE EXPONENT MINIMUM MAXIMUM "
    "LESS_THAN GREATER_THAN SIGN COMPARE SMOOTH_MIN SMOOTH_MAX ROUND FLOOR CEIL TRUNC FRACT MODULO FLOORED_MODULO WRAP "
    "SNAP PINGPONG SINE COSINE TANGENT ARCSINE ARCCOSINE ARCTANGENT ARCTAN2 SINH COSH TANH RADIANS DEGREES"
)
VECTOR_MATH = (
    "ADD SUBTRACT MULTIPLY DIVIDE MULTIPLY_ADD CROSS_PRODUCT PROJECT REFLECT REFRACT FACEFORWARD DOT_PRODUCT DISTANCE "
    "LENGTH SCALE NORMALIZE ABSOLUTE POWER SIGN MINIMUM MAXIMUM ROUND FLOOR CEIL FRACTION MODULO WRAP SNAP SINE COSINE "
    "TANGENT"
)

SUPPORTED: Mapping[str, NodeSpec] = {
    "ShaderNodeTexNoise": NodeSpec(
        "Noise Texture",
        _choices(
            noise_dimensions=DIMENSIONS,
            noise_type="MULTIFRACTAL RIDGED_MULTIFRACTAL HYBRID_MULTIFRACTAL FBM HETERO_TERRAIN",
            normalize=None,
        ),
    ),
    "ShaderNodeTexVoronoi": NodeSpec(
        "Voronoi Texture",
        _choices(
            voronoi_dimensions=DIMENSIONS,
            distance="EUCLIDEAN MANHATTAN CHEBYCHEV MINKOWSKI",
            feature="F1 F2 SMOOTH_F1 DISTANCE_TO_EDGE N_SPHERE_RADIUS",
            normalize=None,
        ),
    ),
    "ShaderNodeTexWave": NodeSpec(
        "Wave Texture",
        _choices(
            wave_type="BANDS RINGS",
            bands_direction="X Y Z DIAGONAL",
            rings_direction="X Y Z SPHERICAL",
            wave_profile="SIN SAW TRI",
        ),
    ),
    "ShaderNodeTexBrick": NodeSpec(
        "Brick Texture", _choices(offset=None, offset_frequency=None, squash=None, squash_frequency=None)
    ),
    "ShaderNodeTexMagic": NodeSpec("Magic Texture", _choices(turbulence_depth=None)),
    "ShaderNodeTexGradient": NodeSpec(
        "Gradient Texture",
        _choices(gradient_type="LINEAR QUADRATIC EASING DIAGONAL SPHERICAL QUADRATIC_SPHERE RADIAL"),
    ),
    "ShaderNodeTexChecker": NodeSpec("Checker Texture"),
    "ShaderNodeTexWhiteNoise": NodeSpec("White Noise Texture", _choices(noise_dimensions=DIMENSIONS)),
    "ShaderNodeTexGabor": NodeSpec("Gabor Texture", _choices(gabor_type="2D 3D")),
    "ShaderNodeTexImage": NodeSpec(
        "Image Texture",
        _choices(
            image=None,
            projection="FLAT BOX SPHERE TUBE",
            interpolation="Linear Closest Cubic Smart",
            projection_blend=None,
            extension="REPEAT EXTEND CLIP MIRROR",
        ),
    ),
    "ShaderNodeTexCoord": NodeSpec("Texture Coordinate", _choices(object=None, from_instancer=None)),
    "ShaderNodeNewGeometry": NodeSpec("Geometry"),
    "ShaderNodeUVMap": NodeSpec("UV Map", _choices(uv_map=None, from_instancer=None)),
    "ShaderNodeMapping": NodeSpec("Mapping", _choices(vector_type="POINT TEXTURE VECTOR NORMAL")),
    "ShaderNodeVectorMath": NodeSpec("Vector Math", _choices(operation=VECTOR_MATH)),
    "ShaderNodeVectorRotate": NodeSpec(
        "Vector Rotate", _choices(rotation_type="AXIS_ANGLE X_AXIS Y_AXIS Z_AXIS EULER_XYZ", invert=None)
    ),
    "ShaderNodeMath": NodeSpec("Math", _choices(operation=MATH, use_clamp=None)),
    "ShaderNodeMapRange": NodeSpec(
        "Map Range",
        _choices(
            clamp=None, interpolation_type="LINEAR STEPPED SMOOTHSTEP SMOOTHERSTEP", data_type="FLOAT FLOAT_VECTOR"
        ),
    ),
    "ShaderNodeClamp": NodeSpec("Clamp", _choices(clamp_type="MINMAX RANGE")),
    "ShaderNodeMix": NodeSpec(
        "Mix",
        _choices(
            data_type="FLOAT VECTOR RGBA",
            factor_mode="UNIFORM NON_UNIFORM",
            blend_type=BLEND_TYPES,
            clamp_factor=None,
            clamp_result=None,
        ),
    ),
    "ShaderNodeMixRGB": NodeSpec("Mix (Legacy)", _choices(blend_type=BLEND_TYPES, use_alpha=None, use_clamp=None)),
    "ShaderNodeValToRGB": NodeSpec("Color Ramp", _choices(color_ramp=None)),
    "ShaderNodeRGBCurve": NodeSpec("RGB Curves", _choices(mapping=None)),
    "ShaderNodeVectorCurve": NodeSpec("Vector Curves", _choices(mapping=None)),
    "ShaderNodeFloatCurve": NodeSpec("Float Curve", _choices(mapping=None)),
    "ShaderNodeHueSaturation": NodeSpec("Hue/Saturation/Value"),
    "ShaderNodeBrightContrast": NodeSpec("Brightness/Contrast"),
    "ShaderNodeInvert": NodeSpec("Invert Color"),
    "ShaderNodeGamma": NodeSpec("Gamma"),
    "ShaderNodeSeparateColor": NodeSpec("Separate Color", _choices(mode="RGB HSV HSL")),
    "ShaderNodeCombineColor": NodeSpec("Combine Color", _choices(mode="RGB HSV HSL")),
    "ShaderNodeSeparateXYZ": NodeSpec("Separate XYZ"),
    "ShaderNodeCombineXYZ": NodeSpec("Combine XYZ"),
    "ShaderNodeSeparateRGB": NodeSpec("Separate RGB (Legacy)"),
    "ShaderNodeCombineRGB": NodeSpec("Combine RGB (Legacy)"),
    "ShaderNodeSeparateHSV": NodeSpec("Separate HSV (Legacy)"),
    "ShaderNodeCombineHSV": NodeSpec("Combine HSV (Legacy)"),
    "ShaderNodeRGBToBW": NodeSpec("RGB to BW"),
    "ShaderNodeBlackbody": NodeSpec("Blackbody"),
    "ShaderNodeValue": NodeSpec("Value"),
    "ShaderNodeRGB": NodeSpec("RGB"),
    "ShaderNodeBump": NodeSpec("Bump", _choices(invert=None)),
    "ShaderNodeNormalMap": NodeSpec(
        "Normal Map",
        _choices(
            space="TANGENT",
            uv_map=None,
            convention="OPENGL DIRECTX",
            base="ORIGINAL DISPLACED",
        ),
    ),
    "ShaderNodeDisplacement": NodeSpec("Displacement", _choices(space="OBJECT WORLD")),
    "ShaderNodeFresnel": NodeSpec("Fresnel"),
    "ShaderNodeLayerWeight": NodeSpec("Layer Weight"),
    "ShaderNodeBsdfPrincipled": NodeSpec("Principled BSDF"),
    "ShaderNodeEmission": NodeSpec("Emission"),
    "ShaderNodeMixShader": NodeSpec("Mix Shader"),
    "ShaderNodeOutputMaterial": NodeSpec("Material Output", _choices(is_active_output=None, target="ALL EEVEE CYCLES")),
    GROUP: NodeSpec("Group", _choices(node_tree=None)),
    GROUP_INPUT: NodeSpec("Group Input"),
    GROUP_OUTPUT: NodeSpec("Group Output", _choices(is_active_output=None)),
    "NodeReroute": NodeSpec("Reroute"),
    "NodeFrame": NodeSpec("Frame"),
}

# What the words of its idname do not say.
OTHER_LABELS: Mapping[str, str] = {
    "ShaderNodeBsdfAnisotropic": "Glossy BSDF",
    "ShaderNodeBsdfHairPrincipled": "Principled Hair BSDF",
    "ShaderNodeEeveeSpecular": "Specular BSDF",
    "ShaderNodeHairInfo": "Curves Info",
    "ShaderNodeOutputAOV": "AOV Output",
    "ShaderNodeOutputLight": "Light Output",
    "ShaderNodeOutputLineStyle": "Line Style Output",
    "ShaderNodeOutputWorld": "World Output",
    "ShaderNodeShaderToRGB": "Shader to RGB",
    "ShaderNodeSqueeze": "Squeeze Value (Legacy)",
    "ShaderNodeTexMusgrave": "Musgrave Texture (Blender 4.0 and older)",
    "ShaderNodeTexPointDensity": "Point Density",
    "ShaderNodeVertexColor": "Color Attribute",
    "ShaderNodeVolumePrincipled": "Principled Volume",
}
# What these outputs of Texture Coordinate show depends on a camera, which a flat tile has not.
BAKED_GEOMETRY = ("Normal", "True Normal", "Incoming", "Backfacing")
CAMERA_COORDINATES = ("Camera", "Window", "Reflection")
# Of these, artists know which data they show rather than that they show some.
NAMED_BY = {"ShaderNodeAttribute": "attribute_name", "ShaderNodeVertexColor": "layer_name"}


def label(idname: str) -> str:
    """What Blender's Add menu calls the node."""
    if idname in SUPPORTED:
        return SUPPORTED[idname].label
    if idname in OTHER_LABELS:
        return OTHER_LABELS[idname]
    name = idname.removeprefix("ShaderNode").removeprefix("Node")
    words = re.findall(r"[A-Z]{2,}(?![a-z])|[A-Z][a-z0-9]*", name) or [idname]
    ending = {"Bsdf": "BSDF", "Tex": "Texture"}.get(words[0])
    return " ".join([*words[1:], ending] if ending else words)


def unsupported(graph: Graph) -> list[str]:
    """The nodes that the active Material Output depends on and ArtML cannot evaluate, as an artist would name them."""
    return list(dict.fromkeys(name for node, output in reached(graph) for name in _problems(node, output)))


def _problems(node: Node, output: str) -> Iterator[str]:
    name = label(node.idname)
    if node.idname not in SUPPORTED:
        shown = node.settings.get(NAMED_BY.get(node.idname, ""))
        yield f"{name} '{shown}'" if shown else name
        return
    for setting, known in SUPPORTED[node.idname].settings.items():
        value = node.settings.get(setting)
        if known is not None and value is not None and value not in known:
            yield f"{name} ({str(value).replace('_', ' ').title()})"
    if "texture_mapping" in node.settings:
        yield f"{name} (Texture Mapping)"
    if node.settings.get("from_instancer"):
        yield f"{name} (From Instancer)"
    if node.idname == "ShaderNodeNewGeometry" and output not in BAKED_GEOMETRY:
        yield f"{name} ({output})"
    if node.idname == "ShaderNodeTexCoord":
        if output in CAMERA_COORDINATES:
            yield f"{name} ({output})"
        elif output == "Object" and node.settings.get("object"):
            yield f"{name} (Object '{node.settings['object']}')"
