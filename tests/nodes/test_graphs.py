"""Whole materials against Cycles: twelve of an artist's, and one for every turn a graph can take.

They are baked by the Blender that runs the tests; the others' graphs and maps are recorded (scripts/record_graphs.py).
"""

import json
from pathlib import Path

import numpy as np
import pytest

torch = pytest.importorskip("torch")
bpy = pytest.importorskip("bpy")

import baked_case
import cycles_bake
import graph_cases
from graph_comparison import unexplained

from artml_blender.blender.read_graph import read_graph
from artml_blender.contract.graph import from_json

REFERENCES = sorted(Path(__file__).with_name("references").glob("graphs-*.npz"))
SIDE = 128


@pytest.mark.parametrize("name", graph_cases.CASES)
def test_a_material_is_as_cycles_bakes_it(name, tmp_path):
    cycles_bake.make_scene()
    case = graph_cases.CASES[name]()
    graph = read_graph(case.material, tmp_path)
    assert not unexplained(graph, baked_case.cycles_maps(case, SIDE))


@pytest.mark.parametrize("name", graph_cases.CASES)
@pytest.mark.parametrize("path", REFERENCES, ids=lambda path: path.stem)
def test_a_material_is_as_another_blender_baked_it(path, name):
    with np.load(path) as recorded:
        graph = from_json(json.loads(str(recorded[name])))
        theirs = {key.split("/")[1]: recorded[key] for key in recorded.files if key.startswith(f"{name}/")}
    assert theirs
    assert not unexplained(graph, theirs)
