"""The figures of the ruler must put damage in order before they count: a ladder of ever worse sets of textures.

What a figure does not see is held here too, so that nobody counts on it.
"""

import pytest

torch = pytest.importorskip("torch")

from texture_damage import blurred, noisy, scrambled, shuffled
from texture_judges import Sample, answers, told_by_cnn, told_by_features, train
from texture_memory import judge_memory, likeness
from texture_metrics import Texture, colors, density_and_coverage, energy_distance, repeats, spectra

from artml_blender.engine.graphs.stacks import make_stacks
from artml_blender.families import FAMILIES
from artml_blender.families.chance import surprise

SEEDS = 36
FAMILY_NAMES = ("cobbles", "brick_wall")  # what is measured, and another material


@pytest.fixture(scope="module")
def made():
    """Of two families, [SEEDS, 3, 128, 128]: thirds are to fit on, to measure, and to measure against."""
    return [
        make_stacks(FAMILIES[name], [surprise(FAMILIES[name], seed) for seed in range(SEEDS)], (128, 128))["base_color"]
        for name in FAMILY_NAMES
    ]


@pytest.fixture(scope="module")
def texture(made):
    return Texture(torch.cat([each[0::3] for each in made]), torch.arange(2).repeat_interleave(SEEDS // 3))


@pytest.fixture(scope="module")
def rungs(made):
    """Ever worse sets of one material, none of which is among those it is measured against."""
    ours, generator = made[0][1::3], torch.Generator().manual_seed(1)
    return {
        "real": ours,
        "rolled": ours.roll((40, 71), (2, 3)),
        "light blur": blurred(ours, 1),
        "heavy blur": blurred(ours, 6),
        "light noise": noisy(ours, 0.03, generator),
        "heavy noise": noisy(ours, 0.15, generator),
        "scrambled": scrambled(ours, generator),
        "shuffled": shuffled(ours, 8, generator),
        "other material": made[1][1::3],
    }


def distances(rungs, made, describe):
    return {name: energy_distance(describe(each), describe(made[0][2::3])) for name, each in rungs.items()}


def test_distance_in_texture_sees_every_rung(rungs, made, texture):
    found = distances(rungs, made, texture)
    assert found["rolled"] < 1.5 * found["real"]
    assert 1.5 * found["real"] < found["light blur"] < found["heavy blur"]
    assert 1.5 * found["real"] < found["light noise"] < found["heavy noise"]
    assert all(found[name] > 2.0 * found["real"] for name in ("scrambled", "shuffled", "other material"))


def test_spectrum_sees_blur_noise_and_blocks_but_no_phases(rungs, made):
    found = distances(rungs, made, spectra)
    assert found["real"] < found["light blur"] < found["heavy blur"]
    assert found["real"] < found["light noise"] < found["heavy noise"]
    assert found["real"] < found["other material"]
    assert found["scrambled"] == pytest.approx(found["real"], rel=0.5)


def test_color_sees_another_color_but_no_texture(rungs, made):
    found = distances(rungs, made, colors)
    tinted = {
        strength: rungs["real"] * torch.tensor([1.0 - strength, 1.0, 1.0])[:, None, None] for strength in (0.2, 0.6)
    }
    light, heavy = distances(tinted, made, colors).values()
    assert found["real"] < light < heavy
    assert found["shuffled"] == pytest.approx(found["real"], rel=0.2)


def test_density_and_coverage_fall_with_damage_and_coverage_with_lack_of_variety(rungs, made, texture):
    theirs = texture(made[0][2::3])
    found = {name: density_and_coverage(texture(each), theirs, 3) for name, each in rungs.items()}
    assert found["real"][1] >= 0.7
    for name in ("heavy blur", "heavy noise", "shuffled", "other material"):
        assert found[name][0] < 0.5 * found["real"][0], name
        assert found[name][1] < 0.6, name
    same = density_and_coverage(texture(rungs["real"][:1].expand(8, -1, -1, -1)), theirs, 3)
    assert same[1] < 0.6


def test_repeats_are_seen_and_nothing_else(rungs):
    ours = rungs["heavy noise"]
    half, quarter = ours[:, :, :, :64].repeat(1, 1, 1, 2), ours[:, :, :64, :64].repeat(1, 1, 2, 2)
    partly = ours.clone()
    partly[:, :, 64:, :64] = ours[:, :, :64, 64:]
    assert (repeats(ours) < repeats(partly)).all()
    assert (repeats(partly) < repeats(half)).all()
    assert repeats(half).min() > 0.99
    assert repeats(quarter).min() > 0.99


def test_copies_are_found_at_any_shift_and_brightness(made):
    training, own, validation = (torch.cat([each[third::3] for each in made]) for third in range(3))
    known = [likeness(validation, training)]
    copies = 0.8 * training.roll((23, 71), (2, 3)) + 0.05
    assert judge_memory([likeness(own, training)], known).passed
    assert not judge_memory([likeness(copies, training)], known).passed
    assert not judge_memory([likeness(noisy(blurred(copies, 1), 0.02, torch.Generator()), training)], known).passed
    half = torch.cat([own[::2], copies[::2]])
    assert not judge_memory([likeness(half, training)], known).passed
    assert likeness(copies, training).median() > 0.8 > likeness(own, training).median()


def sample(pictures, name):
    return Sample(pictures, torch.ones(len(pictures)), [f"{name} {index}" for index in range(len(pictures))])


def test_features_tell_damage_from_real_textures(rungs, made):
    theirs = sample(torch.cat([made[0][2::3], made[0][0::3]]), "validation")
    found = {name: told_by_features(sample(each, "made"), theirs) for name, each in rungs.items()}
    assert found["real"] < 0.75
    for name in ("light blur", "heavy blur", "light noise", "heavy noise", "scrambled", "shuffled", "other material"):
        assert found[name] > 0.75, name


def test_the_cnn_tells_heavy_noise_from_real_textures(rungs, made):
    theirs = sample(torch.cat([made[0][2::3], made[0][0::3]]), "validation")
    real, heavy = (told_by_cnn(sample(rungs[name], "made"), theirs, 30) for name in ("real", "heavy noise"))
    assert real < 0.7
    assert heavy > 0.8


def test_a_judge_learns_classes(made):
    training = torch.cat([each[0::2] for each in made])
    label = torch.arange(2).repeat_interleave(SEEDS // 2)
    judge = train(training, label, torch.ones(len(label)), 50, 0)
    named = answers(judge, torch.cat([each[1::2] for each in made])).mean(1).argmax(1)
    assert (named == label).float().mean() > 0.9
