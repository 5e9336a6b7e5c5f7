"""The shipped library of encoded materials: every category, what its latents are drawn as, clear refusals."""

import numpy as np
import pytest

pytest.importorskip("torch")

from artml_blender.contract.categories import CATEGORIES
from artml_blender.engine.errors import EngineFailure
from artml_blender.engine.runtime.arrays import to_numpy
from artml_blender.engine.runtime.library import Library, load_library
from artml_blender.engine.runtime.networks import load_networks
from artml_blender.engine.runtime.palettes import measure
from artml_blender.engine.runtime.weights import read_card


@pytest.fixture(scope="module")
def library() -> Library:
    return load_library()


@pytest.mark.parametrize("category", CATEGORIES)
def test_every_category_has_materials(library: Library, category: str) -> None:
    assert len(library.members(category)) >= 6


def test_each_material_is_named_once_with_its_source(library: Library) -> None:
    card = read_card("material_library")
    assert len(set(library.asset_ids)) == len(library.asset_ids) == len(library.codes) == len(card["sources"])
    assert {row["name"] for row in card["data"]} == set(card["sources"])


def test_a_latent_is_drawn_in_its_palette(library: Library) -> None:
    name = library.asset_ids[library.members("brick")[0]]
    latent = library.latent(name)
    assert latent.shape == (1, 16, 64, 64)
    assert latent.dtype == np.float32
    networks = load_networks("cpu")
    found = measure(networks.draw(networks.asarray(latent), 0.0)[:, :3])
    for ours, theirs in zip(found, library.palette(name), strict=True):
        np.testing.assert_allclose(to_numpy(ours), theirs, atol=0.01)


def test_what_is_not_there_is_named(library: Library) -> None:
    with pytest.raises(EngineFailure, match="no textures of the category sky"):
        library.members("sky")
    for ask in (library.index, library.latent, library.palette):
        with pytest.raises(EngineFailure, match="'other' is not in this version's library"):
            ask("other")
