"""Train a material VAE's decoder further on the library that it ships with, from the library's own 8-bit latents.

    python scripts/fit_material_decoder.py DATA/materials build/library_stacks build/material_vae \\
        artml_blender/models/weights build/material_decoder

So it learns to draw these materials, and to draw them from latents in steps. It draws others a little worse than the
VAE's own. Resumes; writes checkpoint.pt (every five minutes), which `export_material_decoder.py` takes, TensorBoard's
events and sheets.
"""

import argparse
import math
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import NamedTuple

import torch
import torch.nn.functional as F
from export_material_library import load_chosen
from photo_materials import Materials, Truth, cut
from PIL import Image
from torch import Tensor, nn
from train_material_vae import load_vae, map_losses
from training_run import TrainingState, add_length, run

from artml_blender.engine.runtime.library import load_library
from artml_blender.engine.training.conv_muon import ConvMuon, split
from artml_blender.engine.training.pbr_render import random_lights, render
from artml_blender.models.material_vae import DOWNSCALE, MaterialVAE

LEARNING_RATE = 4e-4
EMA_DECAY = 0.998
BATCH = 4
SIDE = 256  # pixels of the parts
COLUMNS = 8  # of a sheet


class Batch(NamedTuple):
    """Parts of materials, and their latents [N, 16, SIDE / 8, SIDE / 8]."""

    truth: Truth
    latent: Tensor


def batches(sets: list[Materials], latents: Tensor, count: int, generator: torch.Generator) -> Iterator[Batch]:
    """Endless parts of the sets' materials, whose latents [N, 16, h, w] are in the same order."""
    firsts = torch.tensor([0] + [len(each.names) for each in sets[:-1]]).cumsum(0).tolist()
    sizes = torch.tensor([float(len(each.names)) for each in sets])
    whole = latents.shape[-1]
    while True:
        chosen = int(torch.multinomial(sizes, 1, generator=generator))
        indices = torch.randint(len(sets[chosen].names), (count,), generator=generator)
        row, column = torch.randint(whole, (2,), generator=generator).tolist()
        truth = cut(sets[chosen], indices, SIDE, 1, (DOWNSCALE * row, DOWNSCALE * column))
        rolled = latents[firsts[chosen] + indices].roll((-row, -column), (2, 3))
        yield Batch(truth, rolled[:, :, : SIDE // DOWNSCALE, : SIDE // DOWNSCALE])


class Fitting(TrainingState):
    """The decoder, its average, optimizers and progress."""

    STATEFUL = ("model", "ema", "optimizer", "other_optimizer")

    def __init__(self, vae: MaterialVAE, images: int, device: str) -> None:
        super().__init__(images, device, seed=5)
        self.ema = vae.to(device)
        self.model = MaterialVAE().to(device, memory_format=torch.channels_last).decoder
        self.model.load_state_dict(vae.decoder.state_dict())
        kernels, others = split(self.model)
        self.optimizer = ConvMuon(kernels, LEARNING_RATE)
        self.other_optimizer = torch.optim.AdamW(others, LEARNING_RATE, betas=(0.9, 0.99), weight_decay=0.0)

    def step(self, batch: Batch) -> dict[str, float]:
        """One step; returns the losses."""
        self._schedule()
        truth, latent = batch.truth.to(self.device), batch.latent.to(self.device)
        light = random_lights(len(latent), self.generator).to(self.device)
        with torch.autocast(self.device, torch.bfloat16, enabled=self.device != "cpu"):
            made = self.model(latent, torch.zeros(len(latent), device=self.device))
        losses = map_losses(made, truth, light)
        self.model.zero_grad()
        torch.stack(list(losses.values())).sum().backward()
        nn.utils.clip_grad_norm_(self.model.parameters(), 1.0)
        self.optimizer.step()
        self.other_optimizer.step()
        self.follow(self.ema.decoder, self.model, EMA_DECAY)
        self.seen, self.steps = self.seen + len(latent), self.steps + 1
        return {name: loss.item() for name, loss in losses.items()}

    def _schedule(self) -> None:
        """A cosine down to a fiftieth."""
        factor = 0.51 + 0.49 * math.cos(math.pi * self.progress)
        for group in (*self.optimizer.param_groups, *self.other_optimizer.param_groups):
            group["lr"] = LEARNING_RATE * factor


@torch.no_grad()
def sample_sheet(vae: MaterialVAE, shown: Batch, device: str, path: Path) -> None:
    """Colours and renders of true materials, and of those drawn, in four rows."""
    latent, truth = shown.latent.to(device), shown.truth
    made = vae.decoder(latent, torch.zeros(len(latent), device=device))
    light = F.normalize(torch.tensor([-0.6, 0.6, 0.53]), dim=0).expand(len(latent), 3)
    drawn = (each.cpu() for each in (made.base_color, made.slopes, made.roughness, made.metallic))
    rows = [truth.color * 0.5 + 0.5, made.base_color.cpu() * 0.5 + 0.5]
    rows += [
        render(*maps, light) for maps in ((truth.color, truth.slopes, truth.roughness, truth.metallic), tuple(drawn))
    ]
    sheet = torch.cat([torch.cat(list(row), dim=2) for row in rows], dim=1)
    Image.fromarray((sheet.clamp(0, 1) * 255).byte().movedim(0, -1).numpy()).save(path)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("materials", type=Path, help="a folder with SOURCES.csv")
    parser.add_argument("stacks", type=Path, help="what make_materials.py wrote, 512 pixels each")
    parser.add_argument("vae", type=Path, help="the folder that train_material_vae.py wrote")
    parser.add_argument("library", type=Path, help="the folder with the library and its card")
    parser.add_argument("output", type=Path)
    add_length(parser, images=8_000)
    arguments = parser.parse_args()

    scans, procedural = load_chosen(arguments.materials, arguments.stacks)
    library = load_library(arguments.library)
    latents = torch.cat([torch.from_numpy(library.latent(name)) for name in scans.names + procedural.names])
    torch.manual_seed(1)  # the layers' initial weights
    training = Fitting(load_vae(arguments.vae), arguments.images, arguments.device)
    stream = batches([scans, procedural], latents, BATCH * arguments.times, training.generator)
    shown = next(batches([scans], latents, COLUMNS, torch.Generator().manual_seed(2)))
    draw_sheet = partial(sample_sheet, training.ema, shown, arguments.device)
    run(training, training.step, stream, arguments.output, arguments.minutes, draw_sheet)


if __name__ == "__main__":
    main()
