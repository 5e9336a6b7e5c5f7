"""Train the toroidal texture VAE (a VAE-GAN) on a pack made by `pack_textures.py`; resumes from its checkpoint.

    PYTHONPATH=. python scripts/train_texture_vae.py build/packs/colour_128.npz build/texture_vae --images 200000

The first `--reconstruct` share of the pictures trains reconstruction alone (L1 on a pyramid, local log-spectrum, KL).
After it a patch discriminator judges the reconstructions too. (It never judges remixes of two latents: with nothing
else to hold them, they came out with dots like a halftone print.) Writes checkpoint.pt (every five minutes), log.csv
and sample sheets, whose remixes are for looking at. Runs on CPU or CUDA.
"""

import argparse
import csv
import math
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from PIL import Image
from torch import Tensor, nn

from artml_blender.engine.runtime.devices import autocast
from artml_blender.engine.runtime.latents import restyle, smooth_mask, style
from artml_blender.models.patch_discriminator import PatchDiscriminator
from artml_blender.models.texture_vae import TextureVAE, sample_latent

BATCH = 16  # pictures a step, as pairs of one class
LEARNING_RATE = 4e-4
DISCRIMINATOR_RATE = 2e-4
KL_WEIGHT = 1e-3
SPECTRUM_WEIGHT = 0.04
ADVERSARIAL_SHARE = 0.3  # the discriminator's gradient at the picture, relative to reconstruction's
RAMP = 4_000  # pictures over which the discriminator's word gains its full weight
EMA_DECAY = 0.998
CHECKPOINT_SECONDS = 300.0


@dataclass
class Pack:
    """The training pictures [N, 3, 128, 128] uint8, their class indices, and the held-out pictures."""

    textures: Tensor
    category: Tensor
    classes: list[str]
    held_out: Tensor


def load_pack(path: Path) -> Pack:
    data = np.load(path)
    classes = sorted(set(data["categories"].tolist()))
    textures = torch.from_numpy(data["textures"]).movedim(-1, 1)
    category = torch.tensor([classes.index(name) for name in data["categories"]])
    held_out = torch.from_numpy(data["held_out"])
    return Pack(textures[~held_out], category[~held_out], classes, textures[held_out])


def to_unit(textures: Tensor) -> Tensor:
    return textures.float() / 127.5 - 1.0


def batches(pack: Pack, generator: torch.Generator) -> Iterator[tuple[Tensor, Tensor]]:
    """Endless batches in which pictures 2i and 2i+1 are of one class; classes weigh by the root of their size."""
    sizes = torch.bincount(pack.category, minlength=len(pack.classes)).float()
    members = [torch.nonzero(pack.category == index)[:, 0] for index in range(len(pack.classes))]
    while True:
        pairs = torch.multinomial(sizes.sqrt(), BATCH // 2, replacement=True, generator=generator)
        category = pairs.repeat_interleave(2)
        chosen = [members[c][torch.randint(len(members[c]), (1,), generator=generator)] for c in category.tolist()]
        textures = to_unit(pack.textures[torch.cat(chosen)])
        yield torch.stack([augment(texture, generator) for texture in textures]), category


def augment(texture: Tensor, generator: torch.Generator) -> Tensor:
    """A random roll, flips, and a mild gain per channel."""
    flip_x, flip_y, roll_y, roll_x = torch.randint(128, (4,), generator=generator).tolist()
    dims = [dim for dim, flip in ((1, flip_y), (2, flip_x)) if flip % 2]
    gain = 1.0 + 0.08 * torch.randn(3, 1, 1, generator=generator)
    rolled = texture.flip(dims).roll((roll_y, roll_x), (1, 2))
    return ((rolled + 1.0) * gain - 1.0).clamp(-1.0, 1.0)


def pyramid_l1(made: Tensor, real: Tensor) -> Tensor:
    loss = F.l1_loss(made, real)
    for _ in range(2):
        made, real = F.avg_pool2d(made, 2), F.avg_pool2d(real, 2)
        loss = loss + F.l1_loss(made, real)
    return loss


def local_log_spectrum(texture: Tensor) -> Tensor:
    """Log amplitude of every 32-pixel square's Fourier transform: how much of each detail is where."""
    n, c, h, w = texture.shape
    squares = texture.reshape(n, c, h // 32, 32, w // 32, 32).transpose(3, 4)
    return torch.log(torch.fft.rfft2(squares, norm="ortho").abs() + 0.02)


def remix(latent: Tensor, generator: torch.Generator) -> Tensor:
    """Mix each pair (2i, 2i+1) under a smooth torus mask, in a style between theirs, [N/2, C, H, W]."""
    first, second = latent[0::2], latent[1::2]
    shift = torch.randint(16, (2,), generator=generator).tolist()
    second = second.roll(shift, (2, 3))
    (mean_a, std_a), (mean_b, std_b) = style(first), style(second)
    between = torch.rand(len(first), 1, 1, 1, generator=generator).to(latent.device)
    mean, std = torch.lerp(mean_a, mean_b, between), torch.lerp(std_a, std_b, between)
    white = torch.randn((len(first), 1, *latent.shape[2:]), generator=generator).to(latent.device)
    mask = smooth_mask(white, wavelength=6.0)
    return torch.lerp(restyle(first, mean, std), restyle(second, mean, std), mask)


class Training:
    """Networks, optimizers and progress; everything a checkpoint holds."""

    def __init__(self, classes: int, images: int, reconstruct: float, device: str) -> None:
        self.device, self.images, self.adversarial_from = torch.device(device), images, reconstruct * images
        self.vae = TextureVAE().to(device, memory_format=torch.channels_last)
        self.ema = TextureVAE().to(device, memory_format=torch.channels_last)
        self.ema.load_state_dict(self.vae.state_dict())
        self.discriminator = PatchDiscriminator(classes).to(device, memory_format=torch.channels_last)
        self.optimizer = torch.optim.AdamW(self.vae.parameters(), LEARNING_RATE, betas=(0.5, 0.99), weight_decay=1e-4)
        self.discriminator_optimizer = torch.optim.AdamW(
            self.discriminator.parameters(), DISCRIMINATOR_RATE, betas=(0.0, 0.99), weight_decay=1e-4
        )
        self.generator = torch.Generator().manual_seed(1)
        self.seen, self.steps, self.seconds = 0, 0, 0.0

    def save(self, path: Path) -> None:
        parts = {name: getattr(self, name).state_dict() for name in self._STATEFUL}
        state = {**parts, "seen": self.seen, "steps": self.steps, "seconds": self.seconds}
        torch.save({**state, "generator": self.generator.get_state()}, path.with_suffix(".part"))
        path.with_suffix(".part").replace(path)

    def load(self, path: Path) -> None:
        state = torch.load(path, weights_only=True, map_location="cpu")
        for name in self._STATEFUL:
            getattr(self, name).load_state_dict(state[name])
        self.generator.set_state(state["generator"])
        for group in self.discriminator_optimizer.param_groups:
            group["lr"] = DISCRIMINATOR_RATE  # which may have been another when the checkpoint was written
        self.seen, self.steps, self.seconds = state["seen"], state["steps"], state["seconds"]

    _STATEFUL = ("vae", "ema", "discriminator", "optimizer", "discriminator_optimizer")

    def step(self, real: Tensor, category: Tensor) -> dict[str, float]:
        self._schedule()
        real = real.to(self.device, memory_format=torch.channels_last)
        category = category.to(self.device)
        with autocast(self.device):
            mean, log_variance = self.vae.encode(real)
            made = self.vae.decode(sample_latent(mean, log_variance, self.generator))
        kl = 0.5 * (mean.square() + log_variance.exp() - 1.0 - log_variance).mean()
        gradient, losses = self._reconstruction_gradient(made, real)
        adversarial = self.seen >= self.adversarial_from
        if adversarial:
            share, more = self._adversarial_gradient(made, category, gradient)
            gradient, losses = gradient + share, losses | more
        self.optimizer.zero_grad()
        torch.autograd.backward([made, KL_WEIGHT * kl], [gradient, torch.ones_like(kl)])
        nn.utils.clip_grad_norm_(self.vae.parameters(), 1.0)
        self.optimizer.step()
        if adversarial:
            losses |= self._discriminator_step(real, made.detach(), category)
        with torch.no_grad():
            torch._foreach_lerp_(list(self.ema.parameters()), list(self.vae.parameters()), 1.0 - EMA_DECAY)
        self.seen, self.steps = self.seen + len(real), self.steps + 1
        return losses | {"kl": kl.item()}

    def _schedule(self) -> None:
        """Warm up for 200 steps, then a cosine down to a twentieth; the discriminator keeps its rate."""
        progress = min(self.seen / self.images, 1.0)
        factor = min(1.0, (self.steps + 1) / 200) * (0.525 + 0.475 * math.cos(math.pi * progress))
        for group in self.optimizer.param_groups:
            group["lr"] = LEARNING_RATE * factor

    def _reconstruction_gradient(self, made: Tensor, real: Tensor) -> tuple[Tensor, dict[str, float]]:
        """The reconstruction losses' gradient at `made`."""
        leaf = made.detach().requires_grad_()
        l1 = pyramid_l1(leaf, real)
        spectrum = F.l1_loss(local_log_spectrum(leaf), local_log_spectrum(real))
        (gradient,) = torch.autograd.grad(l1 + SPECTRUM_WEIGHT * spectrum, leaf)
        return gradient, {"l1": l1.item(), "spectrum": spectrum.item()}

    def _adversarial_gradient(
        self, made: Tensor, category: Tensor, reference: Tensor
    ) -> tuple[Tensor, dict[str, float]]:
        """The non-saturating gradient at `made`, scaled per picture to a share of the reconstruction's mean norm."""
        leaf = made.detach().requires_grad_()
        with autocast(self.device):
            score = self.discriminator(leaf, category)
        loss = F.softplus(-score).mean()
        (gradient,) = torch.autograd.grad(loss, leaf)
        ratio = reference.square().mean().sqrt() / (gradient.square().mean().sqrt() + 1e-12)
        ramp = min(1.0, (self.seen - self.adversarial_from) / RAMP)
        return gradient * (ratio * ADVERSARIAL_SHARE * ramp), {"generator": loss.item()}

    def _discriminator_step(self, real: Tensor, made: Tensor, category: Tensor) -> dict[str, float]:
        with autocast(self.device):
            scores = self.discriminator(torch.cat([real, made]), torch.cat([category, category]))
        loss = F.softplus(-scores[: len(real)]).mean() + F.softplus(scores[len(real) :]).mean()
        self.discriminator_optimizer.zero_grad()
        loss.backward()
        self.discriminator_optimizer.step()
        return {"discriminator": loss.item()}


@torch.no_grad()
def sample_sheet(training: Training, pack: Pack, path: Path) -> float:
    """Held-out pictures over their reconstructions, then remixes tiled 2x2; returns the held-out pyramid L1."""
    held_out = to_unit(pack.held_out).to(training.device)
    with autocast(training.device):
        rebuilt = training.ema.decode(training.ema.encode(held_out)[0])
        generator = torch.Generator().manual_seed(0)
        indices = []
        for index in range(len(pack.classes)):
            members = torch.nonzero(pack.category == index)[:, 0]
            indices += members[torch.randint(len(members), (4,), generator=generator)].tolist()
        pairs = to_unit(pack.textures[indices]).to(training.device)
        mixed = training.ema.decode(remix(training.ema.encode(pairs)[0], generator))
    rows = [
        held_out[:14],
        rebuilt[:14],
        held_out[14:28],
        rebuilt[14:28],
        held_out[28:42],
        rebuilt[28:42],
        pairs[0::4],
        pairs[1::4],
        mixed[0::2],
        pairs[2::4],
        pairs[3::4],
        mixed[1::2],
    ]
    sheet = torch.cat([torch.cat(list(row.float().clamp(-1, 1)), dim=2) for row in rows], dim=1)
    Image.fromarray(((sheet + 1) * 127.5).byte().movedim(0, -1).cpu().numpy()).save(path)
    return pyramid_l1(rebuilt, held_out).item()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("pack", type=Path)
    parser.add_argument("output", type=Path)
    parser.add_argument("--images", type=int, default=200_000, help="pictures to see in all")
    parser.add_argument("--reconstruct", type=float, default=0.5, help="share of them without the discriminator")
    parser.add_argument("--device", default="cuda" if torch.cuda.is_available() else "cpu")
    arguments = parser.parse_args()

    pack = load_pack(arguments.pack)
    arguments.output.mkdir(parents=True, exist_ok=True)
    checkpoint = arguments.output / "checkpoint.pt"
    torch.manual_seed(1)  # the layers' initial weights
    training = Training(len(pack.classes), arguments.images, arguments.reconstruct, arguments.device)
    if checkpoint.exists():
        training.load(checkpoint)

    stream = batches(pack, training.generator)
    last, since = time.monotonic(), time.monotonic()
    with open(arguments.output / "log.csv", "a", newline="") as log:
        while training.seen < arguments.images:
            losses = training.step(*next(stream))
            if training.steps % 50 == 0:
                now = time.monotonic()
                training.seconds, last = training.seconds + now - last, now
                row = {name: round(value, 4) for name, value in losses.items()}
                csv.writer(log).writerow([training.seen, round(training.seconds), row])
                log.flush()
            if time.monotonic() - since > CHECKPOINT_SECONDS or training.seen >= arguments.images:
                since = time.monotonic()
                training.save(checkpoint)
                error = sample_sheet(training, pack, arguments.output / f"sheet_{training.seen:07d}.png")
                print(f"{training.seen} seen, {training.seconds:.0f} s, held-out pyramid L1 {error:.4f}", flush=True)


if __name__ == "__main__":
    main()
