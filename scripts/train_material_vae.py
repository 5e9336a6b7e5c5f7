"""Train the material VAE on materials, colour pictures and procedural materials; resumes from its checkpoint.

    python scripts/train_material_vae.py DATA/materials build/packs/colour_128.npz build/stacks build/material_vae

Everything is judged as parts of 128 pixels at every density that they have: the maps, their detail's spectrum, and
renders under random lights. Guessed maps count less. Writes checkpoint.pt (every five minutes), TensorBoard's events
and sheets of validation materials. Runs on CPU or CUDA.
"""

import argparse
import math
from functools import partial
from pathlib import Path

import torch
import torch.nn.functional as F
from material_sets import batches, density_of, load_sets, stack_of
from photo_materials import Materials, Truth, cut
from PIL import Image
from torch import Tensor, nn
from train_photo_unet import FLAT, misalignment
from training_run import TrainingState, add_arguments, run

from artml_blender.engine.runtime.relief import slopes_to_normal
from artml_blender.engine.training.conv_muon import ConvMuon, split
from artml_blender.engine.training.losses import local_log_spectrum, pyramid_l1
from artml_blender.engine.training.pbr_render import random_lights, render
from artml_blender.models.material_vae import DecodedMaps, MaterialVAE, sample_latent

SIDE, BATCH = 128, 12
SHARES = {"scans": 0.5, "colors": 0.3, "procedural": 0.2}
LEARNING_RATE = 1e-3
EMA_DECAY = 0.998
GUESSED = 0.3  # how much a guessed map counts beside a known one
COLOR_WEIGHT = 1.5
NORMAL_WEIGHT = 2.0
SHAPE_WEIGHT = 0.2
HEIGHT_WEIGHT = 0.15
ROUGHNESS_WEIGHT = 1.0
METALLIC_WEIGHT = 0.4
RENDER_WEIGHT = 1.0
SPECTRUM_WEIGHT = 0.06
KL_WEIGHT = 5e-4
COLUMNS = 12  # of a sheet
BORDER = 2  # pixels at the border of a part that does not tile whose relief is not judged


def relief_mask(truth: Truth) -> Tensor:
    """[H, W]: 0 at the border of parts that do not tile."""
    if bool(truth.inside.all()):
        return truth.inside
    return F.pad(torch.ones_like(truth.inside)[2 * BORDER :, 2 * BORDER :], (BORDER,) * 4)


def level_error(made: Tensor, true: Tensor) -> Tensor:
    """How far the surfaces' levels are from the true ones, each about its mean, [N]: near 1 where nothing fits.

    Slopes alone say little about how high a place is.
    """
    made, true = (F.avg_pool2d(each - each.mean((2, 3), keepdim=True), 4) for each in (made, true))
    spread = true.square().mean((1, 2, 3)).sqrt() + 0.3
    return (made - true).abs().mean((1, 2, 3)) / spread


def map_losses(made: DecodedMaps, truth: Truth, light: Tensor) -> dict[str, Tensor]:
    """All losses, weighted, in float32."""
    relief, roughness, metallic = (truth.known + GUESSED * ~truth.known).unbind(1)
    mask = relief_mask(truth)
    slopes = made.slopes * mask
    true_slopes = truth.slopes * mask
    normals, true_normals = (slopes_to_normal(each)[:, :2] * 2.0 - 1.0 for each in (slopes, true_slopes))
    drawn = torch.cat([made.base_color, normals, made.roughness], dim=1)
    true_drawn = torch.cat([truth.color, true_normals, truth.roughness], dim=1)
    spectrum = (local_log_spectrum(drawn) - local_log_spectrum(true_drawn)).abs().flatten(1).mean(1)
    doubt = F.binary_cross_entropy(made.metallic, truth.metallic, reduction="none")  # an L1 let all metals be lost
    picture = render(made.base_color, slopes, made.roughness, made.metallic, light)
    true_picture = render(truth.color, true_slopes, truth.roughness, truth.metallic, light)
    losses = {
        "color": COLOR_WEIGHT * pyramid_l1(made.base_color, truth.color),
        "normal": NORMAL_WEIGHT * relief * pyramid_l1(normals, true_normals),
        "shape": SHAPE_WEIGHT * relief * (truth.slopes.std((1, 2, 3)) > FLAT) * misalignment(slopes, true_slopes),
        "height": HEIGHT_WEIGHT * relief * level_error(made.surface, truth.height),
        "roughness": ROUGHNESS_WEIGHT * roughness * pyramid_l1(made.roughness, truth.roughness),
        "metallic": METALLIC_WEIGHT * metallic * doubt.mean((1, 2, 3)),
        "render": RENDER_WEIGHT * (picture - true_picture).abs().mean((1, 2, 3)),
        "spectrum": SPECTRUM_WEIGHT * spectrum,
    }
    return {name: loss.mean() for name, loss in losses.items()}


class Training(TrainingState):
    """Network, optimizers and progress."""

    STATEFUL = ("model", "ema", "optimizer", "other_optimizer")

    def __init__(self, images: int, device: str) -> None:
        super().__init__(images, device)
        self.model = MaterialVAE().to(device, memory_format=torch.channels_last)
        self.ema = MaterialVAE().to(device, memory_format=torch.channels_last).requires_grad_(False)
        self.ema.load_state_dict(self.model.state_dict())
        kernels, others = split(self.model)
        self.optimizer = ConvMuon(kernels, LEARNING_RATE, weight_decay=1e-3)
        self.other_optimizer = torch.optim.AdamW(others, LEARNING_RATE, betas=(0.9, 0.99), weight_decay=1e-3)

    def step(self, truth: Truth, density: float) -> dict[str, float]:
        """One step; returns the weighted losses."""
        self._schedule()
        stack = stack_of(truth, density).contiguous(memory_format=torch.channels_last)
        densities = torch.full((len(stack),), density, device=self.device)
        light = random_lights(len(stack), self.generator).to(self.device)
        with torch.autocast(self.device, torch.bfloat16, enabled=self.device != "cpu"):
            mean, log_variance = self.model.encoder(stack, densities)
            made = self.model.decoder(sample_latent(mean, log_variance, self.generator), densities)
        losses = map_losses(made, truth, light)
        losses["kl"] = KL_WEIGHT * 0.5 * (mean.square() + log_variance.exp() - 1.0 - log_variance).mean()
        self.model.zero_grad()
        torch.stack(list(losses.values())).sum().backward()
        nn.utils.clip_grad_norm_(self.model.parameters(), 1.0)
        self.optimizer.step()
        self.other_optimizer.step()
        self.follow(self.ema, self.model, EMA_DECAY)
        self.seen, self.steps = self.seen + len(stack), self.steps + 1
        return {name: loss.item() for name, loss in losses.items()}

    def _schedule(self) -> None:
        """Warm up for 60 steps, then a cosine down to a hundredth."""
        factor = min(1.0, (self.steps + 1) / 60) * (0.505 + 0.495 * math.cos(math.pi * self.progress))
        for group in (*self.optimizer.param_groups, *self.other_optimizer.param_groups):
            group["lr"] = LEARNING_RATE * factor


@torch.no_grad()
def sample_sheet(vae: MaterialVAE, validation: dict[str, Materials], device: str, path: Path) -> None:
    """Validation materials: colour, normal, roughness and a render of the true ones, then of the rebuilt ones."""
    rows = []
    scans, colors = validation["scans"], validation["colors"]
    for materials, shrink in ((scans, 1), (scans, scans.side // SIDE), (colors, 1)):
        truth = cut(materials, torch.arange(min(COLUMNS, len(materials.names))), SIDE, shrink, (0, 0))
        density = density_of(materials, shrink)
        at = torch.full((len(truth.color),), density, device=device)
        mean, _ = vae.encoder(stack_of(truth, density).to(device), at)
        made = vae.decoder(mean, at)
        rows += _rows(truth.color, truth.slopes, truth.roughness, truth.metallic)
        rows += _rows(*(maps.cpu() for maps in (made.base_color, made.slopes, made.roughness, made.metallic)))
    sheet = torch.cat([_row_picture(row) for row in rows], dim=1)
    Image.fromarray((sheet.clamp(0, 1) * 255).byte().movedim(0, -1).numpy()).save(path)


def _row_picture(maps: Tensor) -> Tensor:
    """[3, H, COLUMNS W]: the maps side by side."""
    row = torch.cat(list(maps.expand(-1, 3, -1, -1)), dim=2)
    return F.pad(row, (0, COLUMNS * SIDE - row.shape[2]))


def _rows(color: Tensor, slopes: Tensor, roughness: Tensor, metallic: Tensor) -> list[Tensor]:
    light = F.normalize(torch.tensor([-0.6, 0.6, 0.53]), dim=0).expand(len(color), 3)
    picture = render(color, slopes, roughness, metallic, light)
    return [color * 0.5 + 0.5, slopes_to_normal(slopes), roughness, picture]


def load_vae(folder: Path) -> MaterialVAE:
    """The averaged weights of a training's last checkpoint."""
    state = torch.load(folder / "checkpoint.pt", weights_only=True, map_location="cpu")
    vae = MaterialVAE().to(memory_format=torch.channels_last)  # type: ignore[call-overload]
    vae.load_state_dict(state["ema"])
    return vae.eval().requires_grad_(False)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    add_arguments(parser, images=100_000)
    parser.add_argument("output", type=Path)
    arguments = parser.parse_args()

    sets = load_sets(arguments.materials, arguments.pack, arguments.stacks)
    torch.manual_seed(1)  # the layers' initial weights
    training = Training(arguments.images, arguments.device)

    def step(batch: tuple[Truth, float]) -> dict[str, float]:
        truth, density = batch
        return training.step(truth.to(arguments.device), density)

    stream = batches(sets.training, SHARES, BATCH * arguments.times, SIDE, training.generator)
    draw_sheet = partial(sample_sheet, training.ema, sets.validation, arguments.device)
    run(training, step, stream, arguments.output, arguments.minutes, draw_sheet)


if __name__ == "__main__":
    main()
