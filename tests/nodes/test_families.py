"""Every procedural family as Blender bakes its node group, at settings by chance, against what the engine evaluates."""

import pytest

torch = pytest.importorskip("torch")
bpy = pytest.importorskip("bpy")

import cycles_bake
from baked_case import Case, cycles_maps
from graph_comparison import unexplained

from artml_blender.blender.procedural import family_nodes, make_procedural, write_sliders
from artml_blender.blender.read_graph import read_graph
from artml_blender.families import FAMILIES
from artml_blender.families.chance import surprise
from artml_blender.families.material import MAPPING

SIDE = 64
SEEDS = range(1, 11)
SHOWN = {"base_color": "Base Color", "roughness": "Roughness", "metallic": "Metallic"}


@pytest.mark.parametrize("name", FAMILIES)
def test_a_family_is_as_cycles_bakes_it(name, tmp_path):
    cycles_bake.make_scene()
    family = FAMILIES[name]
    material = make_procedural(family, {}, [])
    material.node_tree.nodes[MAPPING].inputs["Scale"].default_value = (1.0, 1.0, 1.0)
    node = next(family_nodes(material))
    sources = {shown: node.outputs[socket] for shown, socket in SHOWN.items()} | {"normal": "NORMAL"}
    wrong = {}
    for seed in SEEDS:
        write_sliders(node, surprise(family, seed))
        differing = unexplained(read_graph(material, tmp_path), cycles_maps(Case(material, sources), SIDE))
        wrong |= {(seed, shown): share for shown, share in differing.items()}

    assert wrong == {}
