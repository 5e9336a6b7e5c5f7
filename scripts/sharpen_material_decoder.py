"""Train a material VAE's decoder further, against a patch discriminator; the encoder, hence every latent, stays.

    python scripts/sharpen_material_decoder.py DATA/materials build/packs/colour_128.npz build/stacks \\
        build/material_vae build/material_vae_sharp

The discriminator sees colour, normals and roughness together. Its gradient is held to a share of the reconstruction's,
measured at the decoder's last layer. Resumes; writes checkpoint.pt (every five minutes), which evaluates and exports
like the VAE's own, TensorBoard's events and sheets.

Source of the balance: Esser et al. 2021, "Taming Transformers" (https://arxiv.org/abs/2012.09841), section 3.1.
"""

import argparse
import math
from functools import partial
from pathlib import Path

import torch
import torch.nn.functional as F
from conv_muon import ConvMuon, split
from material_sets import batches, load_sets, stack_of
from pbr_render import random_lights
from photo_materials import CLASSES, Truth
from torch import Tensor, nn
from train_material_vae import BATCH, SHARES, SIDE, load_vae, map_losses, relief_mask, sample_sheet
from training_run import TrainingState, add_arguments, run

from artml_blender.engine.runtime.relief import slopes_to_normal
from artml_blender.models.material_vae import MaterialVAE
from artml_blender.models.patch_discriminator import PatchDiscriminator

LEARNING_RATE, DISCRIMINATOR_RATE = 2e-4, 2e-4
EMA_DECAY = 0.998
ADVERSARIAL_SHARE = 0.4  # of the reconstruction's gradient
RAMP = 4_000  # pictures over which the discriminator's word gains its full weight
JUDGED_CHANNELS = 6  # base colour 3, normal x and y, roughness


def judged(color: Tensor, slopes: Tensor, roughness: Tensor) -> Tensor:
    """What the discriminator sees of a material, [N, 6, H, W] in -1..1."""
    normal = slopes_to_normal(slopes)[:, :2]
    return torch.cat([color, normal * 2.0 - 1.0, roughness * 2.0 - 1.0], dim=1)


class Sharpening(TrainingState):
    """Networks, optimizers and progress."""

    STATEFUL = ("model", "ema", "discriminator", "optimizer", "other_optimizer", "discriminator_optimizer")

    def __init__(self, vae: MaterialVAE, images: int, device: str) -> None:
        super().__init__(images, device, seed=5)
        self.encoder = vae.encoder.to(device).requires_grad_(False)
        self.ema = vae.to(device)
        self.model = MaterialVAE().to(device, memory_format=torch.channels_last).decoder
        self.model.load_state_dict(vae.decoder.state_dict())
        self.discriminator = PatchDiscriminator(len(CLASSES), JUDGED_CHANNELS).to(device)
        kernels, others = split(self.model)
        self.optimizer = ConvMuon(kernels, LEARNING_RATE)
        self.other_optimizer = torch.optim.AdamW(others, LEARNING_RATE, betas=(0.9, 0.99), weight_decay=0.0)
        self.discriminator_optimizer = torch.optim.AdamW(
            self.discriminator.parameters(), DISCRIMINATOR_RATE, betas=(0.0, 0.99), weight_decay=1e-4
        )

    def step(self, truth: Truth, density: float) -> dict[str, float]:
        """One step of both; returns the losses."""
        self._schedule()
        stack = stack_of(truth, density).contiguous(memory_format=torch.channels_last)
        densities = torch.full((len(stack),), density, device=self.device)
        light = random_lights(len(stack), self.generator).to(self.device)
        with torch.autocast(self.device, torch.bfloat16, enabled=self.device != "cpu"):
            with torch.no_grad():
                latent, _ = self.encoder(stack, densities)
            made = self.model(latent, densities)
        losses = map_losses(made, truth, light)
        rebuilding = torch.stack(list(losses.values())).sum()
        mask = relief_mask(truth)
        ours, theirs = (
            judged(color, slopes * mask, roughness)
            for color, slopes, roughness in (
                (made.base_color, made.slopes, made.roughness),
                (truth.color, truth.slopes, truth.roughness),
            )
        )
        fooling = self._fooling(ours, truth.category)
        self._decoder_step(rebuilding, fooling)
        losses |= {
            "generator": fooling,
            "discriminator": self._discriminator_step(theirs, ours.detach(), truth.category),
        }
        self.follow(self.ema.decoder, self.model, EMA_DECAY)
        self.seen, self.steps = self.seen + len(stack), self.steps + 1
        return {name: loss.item() for name, loss in losses.items()}

    def _fooling(self, ours: Tensor, category: Tensor) -> Tensor:
        self.discriminator.requires_grad_(False)
        loss = F.softplus(-self.discriminator(ours, category)).mean()
        self.discriminator.requires_grad_(True)
        return loss

    def _decoder_step(self, rebuilding: Tensor, fooling: Tensor) -> None:
        last = self.model.layers[-1].weight
        norms = [torch.autograd.grad(loss, last, retain_graph=True)[0].norm() for loss in (rebuilding, fooling)]
        share = ADVERSARIAL_SHARE * min(1.0, self.seen / RAMP) * norms[0] / (norms[1] + 1e-6)
        self.model.zero_grad()
        (rebuilding + share.clamp(max=100.0) * fooling).backward()
        nn.utils.clip_grad_norm_(self.model.parameters(), 1.0)
        self.optimizer.step()
        self.other_optimizer.step()

    def _discriminator_step(self, theirs: Tensor, ours: Tensor, category: Tensor) -> Tensor:
        scores = self.discriminator(torch.cat([theirs, ours]), torch.cat([category, category]))
        loss = F.softplus(-scores[: len(theirs)]).mean() + F.softplus(scores[len(theirs) :]).mean()
        self.discriminator_optimizer.zero_grad()
        loss.backward()
        self.discriminator_optimizer.step()
        return loss.detach()

    def _schedule(self) -> None:
        """A cosine down to a tenth; the discriminator keeps its rate."""
        factor = 0.55 + 0.45 * math.cos(math.pi * self.progress)
        for group in (*self.optimizer.param_groups, *self.other_optimizer.param_groups):
            group["lr"] = LEARNING_RATE * factor


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    add_arguments(parser, images=30_000)
    parser.add_argument("vae", type=Path, help="the folder that train_material_vae.py wrote")
    parser.add_argument("output", type=Path)
    arguments = parser.parse_args()

    sets = load_sets(arguments.materials, arguments.pack, arguments.stacks)
    torch.manual_seed(1)  # the layers' initial weights
    training = Sharpening(load_vae(arguments.vae), arguments.images, arguments.device)

    def step(batch: tuple[Truth, float]) -> dict[str, float]:
        truth, density = batch
        return training.step(truth.to(arguments.device), density)

    stream = batches(sets.training, SHARES, BATCH * arguments.times, SIDE, training.generator)
    draw_sheet = partial(sample_sheet, training.ema, sets.validation, arguments.device)
    run(training, step, stream, arguments.output, arguments.minutes, draw_sheet)


if __name__ == "__main__":
    main()
