"""Measure the grain of the library's materials, what their scans have beyond what is drawn of them, and export it.

    python scripts/export_material_grain.py DATA/materials build/library_stacks artml_blender/models/weights

After the decoder (the package's own) and the library. First, relief and roughness are taken back to what of them is in
the scan: on polished stone and metal the decoder draws a weave. Then, of the detail of a few pixels, the power that is
missing is measured, of all channels together (Welch's method), and how it is spread over the tile. What the decoder
draws at least in part, and what is missing in few places only, are edges, not grain: noise would fray them.
"""

import argparse
from collections import Counter
from pathlib import Path

import torch
import torch.nn.functional as F
from export_material_decoder import source_rows
from export_material_library import load_chosen
from export_weights import write_with_card
from photo_materials import Truth, cut
from torch import Tensor

from artml_blender.engine.runtime.grain import CHANNELS, NAME, PAIRS, STRONGEST
from artml_blender.engine.runtime.library import load_library
from artml_blender.engine.runtime.relief import integrate
from artml_blender.engine.runtime.torch_networks import load_into
from artml_blender.models.material_vae import DecodedMaps, MaterialDecoder

REACH = {"colors": 3, "surface": 1}  # pixels to each side of the means (two in a row) that detail is told from
LEAST_DETAIL = torch.tensor([0.005, 0.005, 0.005, 0.05, 0.005])  # of each channel: so that none divides by nothing
WINDOW, TAPS = 24, 13  # pixels each way: of Welch's windows, and of the filters
CELL = 16  # pixels to a place of the strength
MISSING = (0.4, 0.75)  # of a place's power: up to the first nothing is grain, from the second on all that is missing is
LEVELS = 51  # of the strength: they pack better than 255
SURFACE, ROUGHNESS = 3, 4  # channels
GROUPS = (0, 1, 2, ROUGHNESS), (SURFACE,)  # of channels that share a strength
SHARE = 0.85  # of the amplitude: noise strikes the eye more than as much that has a shape
MOST = 2.5  # medians of what is missing: more than that is an edge
LIMITS = [
    "Random detail only: blades of grass and threads come out as grain of the same fineness.",
    "Materials whose edges are sharp and whose faces are smooth get none, and their edges stay as soft as drawn.",
]


def judged(color: Tensor, slopes: Tensor, roughness: Tensor) -> Tensor:
    """The channels that have grain, [1, 5, H, W]. The surface is that of the slopes."""
    return torch.cat([color, integrate(slopes), roughness], dim=1)


def trust(true: Tensor, drawn: Tensor) -> Tensor:
    """What of a drawn map, about its mean, is in the true one: the factor with the least square error, 0..1, [1]."""
    true, drawn = (each - each.mean((2, 3), keepdim=True) for each in (true, drawn))
    return ((true * drawn).sum() / (drawn.square().sum() + 1e-8)).clamp(0.0, 1.0)[None]


def fine_detail(channels: Tensor) -> Tensor:
    """Without what is smooth."""
    parts = channels[:, :3], channels[:, 3:4], channels[:, 4:]
    reaches = (REACH["colors"], REACH["surface"], REACH["colors"])
    return torch.cat([part - _mean(part, reach) for part, reach in zip(parts, reaches, strict=True)], dim=1)


def _mean(x: Tensor, reach: int) -> Tensor:
    for _ in range(2):
        x = F.avg_pool2d(F.pad(x, (reach,) * 4, mode="circular"), 2 * reach + 1, 1)
    return x


def local_power(detail: Tensor) -> Tensor:
    """[5, places, places]: mean squares."""
    return F.avg_pool2d(detail.square(), CELL)[0]


def cross_spectrum(detail: Tensor) -> Tensor:
    """The power and how channels share it, by frequency: [WINDOW, WINDOW, 5, 5], Hermitian."""
    hann = torch.hann_window(WINDOW)
    window = hann[:, None] * hann
    around = F.pad(detail, (0, WINDOW, 0, WINDOW), mode="circular")[0]
    parts = around.unfold(1, WINDOW, WINDOW // 2).unfold(2, WINDOW, WINDOW // 2)
    spectra = torch.fft.fft2(parts * (window / window.square().mean().sqrt()), norm="ortho").flatten(1, 2)
    return torch.einsum("ikxy,jkxy->xyij", spectra, spectra.conj()) / spectra.shape[1]


def filters(missing: Tensor) -> Tensor:
    """[5, 5, TAPS, TAPS] whose noise has that cross spectrum, where it is positive: its root, with no phase."""
    values, vectors = torch.linalg.eigh((missing + missing.mH) / 2.0)
    root = vectors @ torch.diag_embed(values.clamp(min=0.0).sqrt()).to(vectors.dtype) @ vectors.mH
    impulse = torch.fft.fftshift(torch.fft.ifft2(root.permute(2, 3, 0, 1)).real, dim=(2, 3))
    start = WINDOW // 2 - TAPS // 2
    return impulse[:, :, start : start + TAPS, start : start + TAPS]


def slope_gain(taps: Tensor) -> Tensor:
    """How many times steeper grain of these filters [5, TAPS, TAPS] is than central differences see it, at most twice:
    `integrate` has the slopes of the surface itself, the engine takes differences two pixels apart."""
    power = torch.fft.fft2(taps, s=(WINDOW, WINDOW)).abs().square().sum(0)
    turns = 2.0 * torch.pi * torch.fft.fftfreq(WINDOW)
    true, seen = (each[:, None].square() + each.square() for each in (turns, turns.sin()))
    return ((true * power).sum() / ((seen * power).sum() + 1e-12)).sqrt().clamp(1.0, 2.0)


def measure(true: Tensor, drawn: Tensor) -> dict[str, Tensor]:
    """The grain that `drawn` lacks of `true`, both [1, 5, 512, 512], as `grain.Grain` has it, before rounding."""
    true, drawn = fine_detail(true), fine_detail(drawn)
    unit = true.std((2, 3), keepdim=True) + LEAST_DETAIL[:, None, None]
    true, drawn = true / unit, drawn / unit
    power = local_power(true)
    missing = (1.0 - local_power(drawn) / (power + 1e-8)).clamp(0.0, 1.0)
    share = ((missing - MISSING[0]) / (MISSING[1] - MISSING[0])).clamp(0.0, 1.0)
    grain = power * missing * share
    grain = torch.minimum(grain, MOST * grain.flatten(1).median(1).values[:, None, None])
    amplitude = SHARE * (grain.mean((1, 2)) / ((power * missing).mean((1, 2)) + 1e-8)).sqrt() * unit[0, :, 0, 0]
    shared = torch.stack([grain[list(group)].sum(0) for group in GROUPS])
    calmed = 0.5 * shared + 0.5 * F.avg_pool2d(F.pad(shared, (1,) * 4, mode="circular"), 3, 1)
    strength = (calmed / (calmed.mean((1, 2), keepdim=True) + 1e-8)).sqrt()
    taps = filters(cross_spectrum(true) - cross_spectrum(drawn))
    amplitude[SURFACE] *= slope_gain(taps[SURFACE])
    return {"taps": torch.stack([taps[pair] for pair in PAIRS]), "amplitude": amplitude, "strength": strength}


def compare(truth: Truth, made: DecodedMaps) -> dict[str, Tensor]:
    """What is to be changed in what is drawn of a material, and the grain that it lacks then. Maps that the scan came
    without are left as they are drawn."""
    knows_relief, knows_roughness, _ = truth.known[0].float()[:, None]
    relief = 1.0 - knows_relief * (1.0 - trust(truth.slopes, made.slopes))
    shine = 1.0 - knows_roughness * (1.0 - trust(truth.roughness, made.roughness))
    middle = made.roughness.mean()[None]
    drawn = judged(made.base_color, made.slopes * relief, middle + (made.roughness - middle) * shine)
    grain = measure(judged(truth.color, truth.slopes, truth.roughness), drawn)
    grain["amplitude"][SURFACE] *= knows_relief[0]
    grain["amplitude"][ROUGHNESS] *= knows_roughness[0]
    return {**grain, "trust": torch.cat([relief, shine]), "middle": middle}


def stored(grain: dict[str, Tensor]) -> dict[str, Tensor]:
    """In 8 bits."""
    scale = (grain["taps"].abs().amax((1, 2)) / 127.0).half().clamp(min=1e-6)
    taps = torch.round(grain["taps"] / scale.float()[:, None, None]).clamp(-127, 127).to(torch.int8)
    strength = torch.round(grain["strength"] * (LEVELS / STRONGEST)).clamp(0, LEVELS) * (255 // LEVELS)
    halves = {key: value.half() for key, value in grain.items() if key not in ("taps", "strength")}
    return {"taps": taps, "scale": scale, "strength": strength.byte(), **halves}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("materials", type=Path, help="a folder with SOURCES.csv")
    parser.add_argument("stacks", type=Path, help="what make_materials.py wrote, 512 pixels each")
    parser.add_argument(
        "weights", type=Path, help="the folder with the library and its card; the grain goes there, too"
    )
    arguments = parser.parse_args()

    decoder, library = load_into(MaterialDecoder(), "material_decoder"), load_library(arguments.weights)
    rows = []
    sets = load_chosen(arguments.materials, arguments.stacks)
    for materials in sets:
        for index, name in enumerate(materials.names):
            truth = cut(materials, torch.tensor([index]), materials.side, 1, (0, 0))
            with torch.inference_mode():
                made: DecodedMaps = decoder(torch.from_numpy(library.latent(name)), torch.zeros(1))
            rows.append(stored(compare(truth, made)))
    tensors = {key: torch.stack([row[key] for row in rows]) for key in rows[0]}
    asset_ids, sources = ([item for each in sets for item in getattr(each, key)] for key in ("names", "sources"))
    card = {"data": source_rows(Counter(sources)), "channels": CHANNELS, "limits": LIMITS, "asset_ids": asset_ids}
    write_with_card(tensors, card, arguments.weights, NAME)
    for name, column in zip(("relief", "roughness"), tensors["trust"].float().T, strict=True):
        counts = ", ".join(f"{int((column <= bound).sum())} at most {bound}" for bound in (0.01, 0.5, 0.75))
        print(f"{name}: of {len(column)} materials, what is drawn is the scan's in {counts}")


if __name__ == "__main__":
    main()
