"""The seam, both ways, for 50 seeds over every category and sizes that are not square or not a power of two.

    make bench           (or: PYTHONPATH=. .venv/bin/python scripts/bench_seams.py --seeds 50)

1. Rolling a latent by whole cells must roll what is drawn of it (largest difference, bound 1e-3).
2. `seam_ratio`: mean step across the wrap over the largest mean step inside (bound 1.1), beside the same of an anchor:
   the plain crop of the same texture, which does not tile.
"""

import argparse

import numpy as np

from artml_blender.contract.categories import CATEGORIES
from artml_blender.contract.maps import MAPS
from artml_blender.contract.messages import GenerateTexture
from artml_blender.engine.runtime.arrays import to_numpy
from artml_blender.engine.runtime.library import load_library
from artml_blender.engine.runtime.networks import Networks, load_networks
from artml_blender.engine.runtime.seams import seam_ratio
from artml_blender.engine.tasks.generate_texture import generate_texture
from artml_blender.engine.texture.draw import DENSITY

SIZES = ((256, 256), (320, 192), (200, 120), (97, 131), (300, 500))


def roll_error(latent: np.ndarray, networks: Networks) -> float:
    """The largest difference between rolling a latent [1, 16, h, w] before and after drawing it."""
    still, rolled = (
        to_numpy(networks.draw(networks.asarray(field), DENSITY)) for field in (latent, np.roll(latent, (4, 6), (2, 3)))
    )
    return float(np.abs(np.roll(still, (32, 48), (2, 3)) - rolled).max())


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seeds", type=int, default=50)
    seeds = parser.parse_args().seeds
    networks, library = load_networks("cpu"), load_library()
    ratios: dict[str, list[float]] = {name: [] for name in MAPS}
    crops, errors, over = [], [], []
    for seed in range(seeds):
        category, size = list(CATEGORIES)[seed % len(CATEGORIES)], SIZES[seed % len(SIZES)]
        request = GenerateTexture(category, seed=seed, size=size)
        made = generate_texture(request, networks, lambda fraction, text: None)
        maps = made.maps
        for name, array in maps.items():
            ratios[name].append(seam_ratio(array))
            if ratios[name][-1] > 1.1:
                over.append((category, seed, size, name, ratios[name][-1]))
        height, width = maps["base_color"].shape[:2]
        crops.append(seam_ratio(maps["base_color"][: height * 7 // 10, : width * 7 // 10]))
        errors.append(roll_error(library.latent(made.request.ingredients[0]), networks))
    print(f"{seeds} seeds over {len(CATEGORIES)} categories and sizes {', '.join(f'{w}x{h}' for w, h in SIZES)}")
    print(f"rolling the latent against rolling what is drawn, largest difference: {max(errors):.1e}   (bound: 1e-3)")
    for name, values in ratios.items():
        print(f"seam_ratio {name:18} median {np.median(values):.2f}  largest {max(values):.2f}   (bound: 1.1)")
    print(f"seam_ratio of base_color cropped (anchor) median {np.median(crops):.2f}  largest {max(crops):.2f}")
    for row in over:
        print("over the bound:", *row)


if __name__ == "__main__":
    main()
