"""The grain of a material: what a scan or a photo has of fine, random detail beyond what the decoder draws of it.

First, relief and roughness are taken back to what of them is in the material: on polished stone and metal the decoder
draws a weave. Then, of the detail of a few pixels, the power that is missing is measured, of all channels together
(Welch 1967, https://doi.org/10.1109/TAU.1967.1161901), and how it is spread over the tile. What the decoder draws at
least in part, and what is missing in few places only, are edges, not grain: noise would fray them.
"""

from typing import NamedTuple

import torch
import torch.nn.functional as F
from torch import Tensor

from ...models.material_vae import DecodedMaps
from ..runtime.grain import PAIRS, STRONGEST
from ..runtime.relief import integrate

REACH = {"colors": 3, "surface": 1}  # pixels to each side of the means (two in a row) that detail is told from
LEAST_DETAIL = torch.tensor([0.005, 0.005, 0.005, 0.05, 0.005])  # of each channel: so that none divides by nothing
WINDOW, TAPS = 24, 13  # pixels each way: of Welch's windows, and of the filters
CELL = 16  # pixels to a place of the strength
LEVELS = 51  # of the strength: they pack better than 255
SURFACE, ROUGHNESS = 3, 4  # channels
GROUPS = (0, 1, 2, ROUGHNESS), (SURFACE,)  # of channels that share a strength
SHARE = 0.85  # of the amplitude: noise strikes the eye more than as much that has a shape
MOST = 2.5  # medians of what is missing: more than that is an edge


class Kind(NamedTuple):
    """`padding` is what lies beyond the border of what grain is measured on: "circular" where it tiles, else "reflect".
    `missing` are shares of a place's power: up to the first nothing is grain, from the second on all that is missing
    is."""

    padding: str
    missing: tuple[float, float]


SCAN = Kind("circular", (0.4, 0.75))
PHOTO = Kind("reflect", (0.1, 0.4))  # drawn by a decoder that was trained on it: its edges are sharp, so none fray


class TrueMaps(NamedTuple):
    """Of one material: colour [1, 3, H, W] in -1..1 (sRGB), slopes [1, 2, H, W], roughness [1, 1, H, W] in 0..1."""

    color: Tensor
    slopes: Tensor
    roughness: Tensor


def judged(color: Tensor, slopes: Tensor, roughness: Tensor) -> Tensor:
    """The channels that have grain, [1, 5, H, W]. The surface is that of the slopes."""
    return torch.cat([color, integrate(slopes), roughness], dim=1)


def trust(true: Tensor, drawn: Tensor) -> Tensor:
    """What of a drawn map, about its mean, is in the true one: the factor with the least square error, 0..1, [1]."""
    true, drawn = (each - each.mean((2, 3), keepdim=True) for each in (true, drawn))
    return ((true * drawn).sum() / (drawn.square().sum() + 1e-8)).clamp(0.0, 1.0)[None]


def fine_detail(channels: Tensor, padding: str) -> Tensor:
    """Without what is smooth."""
    parts = channels[:, :3], channels[:, 3:4], channels[:, 4:]
    reaches = (REACH["colors"], REACH["surface"], REACH["colors"])
    return torch.cat([part - _mean(part, reach, padding) for part, reach in zip(parts, reaches, strict=True)], dim=1)


def _mean(x: Tensor, reach: int, padding: str) -> Tensor:
    for _ in range(2):
        x = F.avg_pool2d(F.pad(x, (reach,) * 4, mode=padding), 2 * reach + 1, 1)
    return x


def local_power(detail: Tensor) -> Tensor:
    """[5, places, places]: mean squares."""
    return F.avg_pool2d(detail.square(), CELL)[0]


def cross_spectrum(detail: Tensor, padding: str) -> Tensor:
    """The power and how channels share it, by frequency: [WINDOW, WINDOW, 5, 5], Hermitian."""
    hann = torch.hann_window(WINDOW)
    window = hann[:, None] * hann
    around = F.pad(detail, (0, WINDOW, 0, WINDOW), mode=padding)[0]
    parts = around.unfold(1, WINDOW, WINDOW // 2).unfold(2, WINDOW, WINDOW // 2)
    spectra = torch.fft.fft2(parts * (window / window.square().mean().sqrt()), norm="ortho").flatten(1, 2)
    spectrum: Tensor = torch.einsum("ikxy,jkxy->xyij", spectra, spectra.conj()) / spectra.shape[1]
    return spectrum


def filters(missing: Tensor) -> Tensor:
    """[5, 5, TAPS, TAPS] whose noise has that cross spectrum, where it is positive: its root, with no phase."""
    values, vectors = torch.linalg.eigh((missing + missing.mH) / 2.0)
    root = vectors @ torch.diag_embed(values.clamp(min=0.0).sqrt()).to(vectors.dtype) @ vectors.mH
    impulse: Tensor = torch.fft.fftshift(torch.fft.ifft2(root.permute(2, 3, 0, 1)).real, dim=(2, 3))
    start = WINDOW // 2 - TAPS // 2
    return impulse[:, :, start : start + TAPS, start : start + TAPS]


def slope_gain(taps: Tensor) -> Tensor:
    """How many times steeper grain of these filters [5, TAPS, TAPS] is than central differences see it, at most twice:
    `integrate` has the slopes of the surface itself, the engine takes differences two pixels apart."""
    power = torch.fft.fft2(taps, s=(WINDOW, WINDOW)).abs().square().sum(0)
    turns = 2.0 * torch.pi * torch.fft.fftfreq(WINDOW)
    true, seen = (each[:, None].square() + each.square() for each in (turns, turns.sin()))
    gain: Tensor = ((true * power).sum() / ((seen * power).sum() + 1e-12)).sqrt().clamp(1.0, 2.0)
    return gain


def measure(true: Tensor, drawn: Tensor, kind: Kind = SCAN) -> dict[str, Tensor]:
    """The grain that `drawn` lacks of `true`, both [1, 5, H, W], as `grain.Grain` has it, before rounding; H and W
    divide by 16."""
    padding, (least, most) = kind
    true, drawn = fine_detail(true, padding), fine_detail(drawn, padding)
    unit = true.std((2, 3), keepdim=True) + LEAST_DETAIL[:, None, None]
    true, drawn = true / unit, drawn / unit
    power = local_power(true)
    missing = (1.0 - local_power(drawn) / (power + 1e-8)).clamp(0.0, 1.0)
    share = ((missing - least) / (most - least)).clamp(0.0, 1.0)
    grain = power * missing * share
    grain = torch.minimum(grain, MOST * grain.flatten(1).median(1).values[:, None, None])
    amplitude = SHARE * (grain.mean((1, 2)) / ((power * missing).mean((1, 2)) + 1e-8)).sqrt() * unit[0, :, 0, 0]
    shared = torch.stack([grain[list(group)].sum(0) for group in GROUPS])
    calmed = 0.5 * shared + 0.5 * F.avg_pool2d(F.pad(shared, (1,) * 4, mode=padding), 3, 1)
    strength = (calmed / (calmed.mean((1, 2), keepdim=True) + 1e-8)).sqrt()
    taps = filters(cross_spectrum(true, padding) - cross_spectrum(drawn, padding))
    amplitude[SURFACE] *= slope_gain(taps[SURFACE])
    return {"taps": torch.stack([taps[pair] for pair in PAIRS]), "amplitude": amplitude, "strength": strength}


def compare(truth: TrueMaps, made: DecodedMaps, knows: tuple[float, float], kind: Kind) -> dict[str, Tensor]:
    """What is to be changed in what is drawn of a material, and the grain that it lacks then, as `grain.Grain` has it.

    `knows` says whether the true relief and roughness are known (1) or not (0): maps that are not are left as they are
    drawn.
    """
    knows_relief, knows_roughness = knows
    relief = 1.0 - knows_relief * (1.0 - trust(truth.slopes, made.slopes))
    shine = 1.0 - knows_roughness * (1.0 - trust(truth.roughness, made.roughness))
    middle = made.roughness.mean()[None]
    drawn = judged(made.base_color, made.slopes * relief, middle + (made.roughness - middle) * shine)
    grain = measure(judged(truth.color, truth.slopes, truth.roughness), drawn, kind)
    grain["amplitude"][SURFACE] *= knows_relief
    grain["amplitude"][ROUGHNESS] *= knows_roughness
    return {**grain, "trust": torch.cat([relief, shine]), "middle": middle}


def stored(grain: dict[str, Tensor]) -> dict[str, Tensor]:
    """In 8 bits."""
    scale = (grain["taps"].abs().amax((1, 2)) / 127.0).half().clamp(min=1e-6)
    taps = torch.round(grain["taps"] / scale.float()[:, None, None]).clamp(-127, 127).to(torch.int8)
    strength = torch.round(grain["strength"] * (LEVELS / STRONGEST)).clamp(0, LEVELS) * (255 // LEVELS)
    halves = {key: value.half() for key, value in grain.items() if key not in ("taps", "strength")}
    return {"taps": taps, "scale": scale, "strength": strength.byte(), **halves}
