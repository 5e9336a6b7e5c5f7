"""Measure a trained material VAE on the validation materials, beside PCA and JPEG at equal bits and a blurred copy.

    python scripts/evaluate_material_vae.py DATA/materials build/material_vae --output build/material_vae.json

Whole tiles of 512 pixels (and of 128, with `--shrink 4`), only where maps are known. The latent counts as 8 bits a
number: 2 bits a pixel for all maps together. PCA keeps as many numbers of each 8 x 8 block of all maps, fitted on the
training materials; JPEG gets the best quality of one level for all pictures that takes no more bytes.
"""

import argparse
import io
import json
import math
from dataclasses import replace
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from material_sets import density_of, stack_of
from photo_materials import Materials, Truth, cut, load_materials
from photo_metrics import figures
from PIL import Image
from skimage.metrics import structural_similarity
from torch import Tensor
from train_material_vae import load_vae

from artml_blender.engine.runtime.relief import normal_to_slopes, slopes_to_normal
from artml_blender.models.material_vae import DOWNSCALE, LATENT_CHANNELS, MaterialVAE
from artml_blender.models.photo_unet import Maps

BITS = LATENT_CHANNELS * 8 / DOWNSCALE**2  # a pixel
BLUR = 5  # pixels of the blurred copy's binomial kernel
MAP_CHANNELS = {"base_color": slice(0, 3), "normal": slice(3, 6), "roughness": slice(6, 7), "metallic": slice(7, 8)}


def stored_maps(maps: Maps) -> Tensor:
    """As they are stored, [N, 8, H, W] in 0..1: colour, normal, roughness, metallic."""
    color = (maps.base_color.clamp(-1.0, 1.0) + 1.0) * 0.5
    return torch.cat([color, slopes_to_normal(maps.slopes), maps.roughness, maps.metallic], dim=1).clamp(0.0, 1.0)


def from_stored(stored: Tensor) -> Maps:
    """The inverse of `stored_maps`."""
    color, normal, roughness, metallic = (stored[:, part] for part in MAP_CHANNELS.values())
    return Maps(color * 2.0 - 1.0, normal_to_slopes(normal), roughness, metallic)


def true_maps(truth: Truth) -> Maps:
    return Maps(truth.color, truth.slopes, truth.roughness, truth.metallic)


@torch.inference_mode()
def rebuild(vae: MaterialVAE, truth: Truth, density: float) -> Maps:
    """Through the latent in 8 bits and back, one material after the other."""
    made = []
    stack, at = stack_of(truth, density), torch.full((1,), density)
    for each in stack:
        mean, _ = vae.encoder(each[None], at)
        reach = mean.abs().amax((2, 3), keepdim=True) / 127.0
        maps = vae.decoder(torch.round(mean / reach) * reach, at)
        made.append((maps.base_color, maps.slopes, maps.roughness, maps.metallic))
    return Maps(*(torch.cat(column) for column in zip(*made, strict=True)))


class Pca:
    """Blocks of 8 x 8 pixels of all maps, as `LATENT_CHANNELS` numbers each."""

    def __init__(self, stored: Tensor) -> None:
        blocks = F.pixel_unshuffle(stored, DOWNSCALE).movedim(1, -1).flatten(0, 2)
        self.mean = blocks.mean(0)
        _, _, self.basis = torch.pca_lowrank(blocks, LATENT_CHANNELS)

    def rebuild(self, stored: Tensor) -> Tensor:
        blocks = F.pixel_unshuffle(stored, DOWNSCALE).movedim(1, -1) - self.mean
        rebuilt = blocks @ self.basis @ self.basis.T + self.mean
        return F.pixel_shuffle(rebuilt.movedim(-1, 1), DOWNSCALE).clamp(0.0, 1.0)


def jpeg(stored: Tensor) -> Tensor:
    """Every map as a JPEG, of one quality for all maps of a material, within its bits."""
    return torch.stack([_jpeg_within(each, int(BITS * each[0].numel() / 8)) for each in stored])


def _jpeg_within(stored: Tensor, most_bytes: int) -> Tensor:
    best = None
    for quality in range(1, 96, 2):
        files = [_encode(stored[part], quality) for part in MAP_CHANNELS.values()]
        if best is not None and sum(map(len, files)) > most_bytes:
            break
        best = files
    assert best is not None
    arrays = [np.asarray(Image.open(io.BytesIO(file))) for file in best]
    return torch.cat([torch.from_numpy(a.reshape(*a.shape[:2], -1).copy()).movedim(-1, 0) for a in arrays]) / 255.0


def _encode(maps: Tensor, quality: int) -> bytes:
    array = (maps * 255.0).round().byte().movedim(0, -1).numpy()
    file = io.BytesIO()
    Image.fromarray(array.squeeze()).save(file, "JPEG", quality=quality, optimize=True)
    return file.getvalue()


def blurred(stored: Tensor) -> Tensor:
    """A copy without its finest detail."""
    line = torch.tensor([math.comb(BLUR - 1, i) for i in range(BLUR)]) / 2.0 ** (BLUR - 1)
    kernel = (line[:, None] * line).expand(stored.shape[1], 1, BLUR, BLUR)
    return F.conv2d(F.pad(stored, (BLUR // 2,) * 4, mode="circular"), kernel, groups=stored.shape[1])


def measure(made: Maps, truth: Truth) -> dict[str, float]:
    """PSNR (dB) and SSIM of each map over the materials where it is known, angle and render error as in
    `photo_metrics`."""
    relief, roughness, metallic = truth.known.unbind(1)
    known = {"base_color": torch.ones_like(relief), "normal": relief, "roughness": roughness, "metallic": metallic}
    stored, true = stored_maps(made), stored_maps(true_maps(truth))
    row = {}
    for name, part in MAP_CHANNELS.items():
        ours, theirs = (each[known[name]][:, part] for each in (stored, true))
        row[f"{name}_psnr"] = float(-10.0 * torch.log10((ours - theirs).square().mean().clamp(min=1e-8)))
        row[f"{name}_ssim"] = float(np.mean([_ssim(a, b) for a, b in zip(ours, theirs, strict=True)]))
    errors = figures(made, replace(truth))
    return row | {name: errors[name] for name in ("normal_angle", "render_rmse")}


def _ssim(first: Tensor, second: Tensor) -> float:
    return float(structural_similarity(first.numpy(), second.numpy(), channel_axis=0, data_range=1.0))


def table(vae: MaterialVAE, training: Materials, validation: Materials, shrink: int) -> dict[str, dict[str, float]]:
    """Method, then figure."""
    side, density = validation.side // shrink, density_of(validation, shrink)
    truth = cut(validation, torch.arange(len(validation.names)), side, shrink, (0, 0))
    fitted = torch.nonzero(training.known.all(1))[:, 0]
    pca = Pca(stored_maps(true_maps(cut(training, fitted, side, shrink, (0, 0)))))
    stored = stored_maps(true_maps(truth))
    made = {
        "material_vae": rebuild(vae, truth, density),
        "pca": from_stored(pca.rebuild(stored)),
        "jpeg": from_stored(jpeg(stored)),
        "blurred": from_stored(blurred(stored)),
    }
    return {name: {k: round(v, 4) for k, v in measure(maps, truth).items()} for name, maps in made.items()}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("materials", type=Path, help="a folder with SOURCES.csv")
    parser.add_argument("training", type=Path, help="the folder that train_material_vae.py wrote")
    parser.add_argument("--shrink", type=int, default=1, choices=(1, 2, 4), help="times smaller than 512 pixels")
    parser.add_argument("--output", type=Path, required=True, help="the figures, as JSON")
    arguments = parser.parse_args()

    training, validation = load_materials(arguments.materials)
    rows = table(load_vae(arguments.training), training, validation, arguments.shrink)
    arguments.output.parent.mkdir(parents=True, exist_ok=True)
    arguments.output.write_text(json.dumps(rows, indent=2) + "\n", encoding="utf-8")
    names = next(iter(rows.values()))
    for name in names:
        print(f"{name:18}", *(f"{method} {row[name]:8.4f}" for method, row in rows.items()))


if __name__ == "__main__":
    main()
