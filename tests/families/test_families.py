"""What every family keeps to, as plain values: names, ranges, presets, tiling, and pictures whatever is typed."""

import dataclasses
import json
import math
import os
import subprocess
import sys
from pathlib import Path

import pytest

torch = pytest.importorskip("torch")

from artml_blender.contract.errors import RequestError
from artml_blender.contract.graph import check
from artml_blender.contract.node_specs import unsupported
from artml_blender.engine.graphs.evaluate import evaluate
from artml_blender.engine.graphs.plan import make_plan
from artml_blender.engine.graphs.stacks import make_stacks
from artml_blender.engine.graphs.surface import tile_rows
from artml_blender.families import FAMILIES
from artml_blender.families.chance import surprise
from artml_blender.families.layers import MASKS, layer_tree
from artml_blender.families.material import displaced_graph
from artml_blender.families.settings import check_settings, preset_text, read_preset

SIDE, LARGE = 64, 256
SEAM = 1.1
ROOT = Path(__file__).resolve().parents[2]
each_family = pytest.mark.parametrize("family", FAMILIES.values(), ids=FAMILIES)


def seam_ratio(stack: torch.Tensor) -> float:
    """The mean step across the wrap over the largest mean step between neighbouring lines inside, worst axis."""
    worst = 0.0
    for axis in (2, 3):
        steps = (stack - stack.roll(1, axis)).abs().mean(dim=[0, 1, 5 - axis])
        worst = max(worst, float(steps[0] / steps[1:].max().clamp(min=1e-6)))
    return worst


def shown(graph, surface) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    """Base colour, roughness and displacement, [H, W] or [H, W, 3]."""
    with torch.inference_mode():
        found = evaluate(graph, make_plan(graph), surface, {}.__getitem__)
    flat = [
        value.broadcast_to(SIDE, SIDE) for value in (*found.shader.base_color, found.shader.roughness, found.height)
    ]
    return torch.stack(flat[:3], -1), flat[3], flat[4]


@each_family
def test_it_has_an_artists_sliders(family):
    sliders = family.sliders

    assert 10 <= len(sliders) <= 40
    assert "Seed" in sliders
    for name, slider in sliders.items():
        assert slider.tip, name
        assert not slider.tip[0].islower(), name
        assert not slider.tip.endswith("."), name
        if not slider.is_color:
            assert slider.minimum <= slider.likely[0] <= slider.likely[1] <= slider.maximum, name
            assert slider.minimum <= slider.default <= slider.maximum, name


@each_family
def test_its_presets_are_settings_of_it_that_differ(family):
    assert 3 <= len(family.presets) <= 8
    for name, values in family.presets.items():
        assert check_settings(family, values) == {slider: value for slider, value in values.items()}, name
        assert values, name


@each_family
def test_its_graph_is_one_that_can_be_evaluated(family):
    graph = displaced_graph(family, {}, (5, 0, 0))

    check(graph)
    assert unsupported(graph) == []


@each_family
def test_it_has_no_seam_at_the_size_that_artists_take(family):
    for name, stack in make_stacks(family, [surprise(family, 1)], (LARGE, LARGE)).items():
        assert bool(stack.isfinite().all()), name
        assert 0.0 <= float(stack.min()) <= float(stack.max()) <= 1.0, name
        assert seam_ratio(stack) <= SEAM, name


@each_family
def test_another_seed_is_another_material(family):
    color = make_stacks(family, [surprise(family, seed) for seed in (1, 2, 3)], (SIDE, SIDE))["base_color"]

    assert float((color[0] - color[1]).abs().mean()) > 0.005
    assert float((color[1] - color[2]).abs().mean()) > 0.005


@each_family
def test_it_moves_by_whole_tiles_without_a_change(family):
    """What lies one tile to the right and two below is the same: nothing in it knows where it is."""
    graph = displaced_graph(family, surprise(family, 3), (5, 0, 0))
    surface = tile_rows((SIDE, SIDE), range(SIDE), (1.0, 1.0))
    elsewhere = dataclasses.replace(surface, u=surface.u + 1.0, v=surface.v - 2.0)

    for name, here, there in zip(
        ("color", "roughness", "height"), shown(graph, surface), shown(graph, elsewhere), strict=True
    ):
        differing = ((here - there).abs() > 0.02 * float(here.abs().max())).float().mean()
        assert float(differing) < 0.01, name


@each_family
def test_extremes_and_nonsense_stay_within_a_picture(family):
    """Beyond its limits a slider counts as at the limit."""
    for slider in (slider for slider in family.sliders.values() if not slider.is_color):
        typed = (slider.minimum, -1e9, slider.maximum, 1e9)
        for name, stack in make_stacks(family, [{slider.name: value} for value in typed], (16, 16)).items():
            assert bool(stack.isfinite().all()), (slider.name, name)
            torch.testing.assert_close(stack[0], stack[1], msg=f"{slider.name} {name}")
            torch.testing.assert_close(stack[2], stack[3], msg=f"{slider.name} {name}")


def test_chance_is_the_same_in_every_process():
    code = (
        "import json; from artml_blender.families import FAMILIES; from artml_blender.families.chance import surprise;"
        "print(json.dumps(surprise(FAMILIES['brick_wall'], 1)))"
    )
    for hash_seed in ("1", "2"):
        environment = {**os.environ, "PYTHONHASHSEED": hash_seed}
        told = subprocess.run([sys.executable, "-c", code], cwd=ROOT, env=environment, capture_output=True, check=True)
        assert json.loads(told.stdout) == json.loads(json.dumps(surprise(FAMILIES["brick_wall"], 1)))


def test_a_batch_is_its_materials_one_by_one():
    family = FAMILIES["brick_wall"]
    settings = [surprise(family, seed) for seed in (1, 2)]

    together = make_stacks(family, settings, (SIDE, SIDE))

    for place, values in enumerate(settings):
        for name, stack in make_stacks(family, [values], (SIDE, SIDE)).items():
            torch.testing.assert_close(together[name][place], stack[0], atol=1e-5, rtol=0.0)


def test_a_preset_is_read_back_and_lacks_nothing():
    family = FAMILIES["brick_wall"]
    settings = surprise(family, 9)
    text = preset_text(family, settings)

    assert read_preset(family, text) == settings
    older = json.loads(text)
    del older["settings"]["Damage"]
    assert read_preset(family, json.dumps(older))["Damage"] == family.defaults()["Damage"]


@pytest.mark.parametrize("value", [math.nan, math.inf, True, None, "3", [1.0]])
def test_a_setting_that_is_no_number_is_refused(value):
    with pytest.raises(RequestError, match="must be a number"):
        check_settings(FAMILIES["brick_wall"], {"Rows": value})


def test_the_groups_of_layers_are_built():
    assert layer_tree().nodes
    for mask in MASKS.values():
        tree, groups = mask.built
        assert tree.nodes
        assert groups
