"""Train the texture generator on the latents of a trained material VAE; resumes from its checkpoint.

    python scripts/train_texture_generator.py DATA/materials build/packs/colour_128.npz build/stacks \\
        build/material_vae build/texture_generator

Generator and discriminator meet in the latent space, where a tile of 128 pixels has 16 x 16 cells. The generator gets
a real material's layout, style, class and density and some noise; the discriminator, told the same, compares what it
makes with that material (a relativistic loss with R1 and R2). A probe that reads layouts from latents keeps the layout.
Writes checkpoint.pt (every five minutes), TensorBoard's events and sheets. Runs on CPU or CUDA.
"""

import argparse
import math
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import NamedTuple

import torch
import torch.nn.functional as F
from latent_sets import Latents, encode_sets, load_latents, save_latents, style_of
from material_sets import class_weights, load_sets
from photo_materials import CLASSES
from PIL import Image
from torch import Tensor, nn
from train_material_vae import load_vae
from training_run import TrainingState, add_arguments, run

from artml_blender.engine.training.conv_muon import ConvMuon, split
from artml_blender.engine.training.pbr_render import render
from artml_blender.models.latent_discriminator import LatentDiscriminator
from artml_blender.models.material_vae import LATENT_CHANNELS, MaterialVAE
from artml_blender.models.texture_generator import NOISE_CHANNELS, TextureGenerator

CELLS = 16  # of a tile of 128 pixels
BATCH = 16  # such tiles; larger ones count for more
WINDOW, MARGIN = 32, 4  # cells of the parts of larger tiles, and their border, which is not judged
DENSITY_SHARES = {-2.0: 0.5, -1.0: 0.25, 0.0: 0.25}
SWAPPED_SHARE = 0.35  # of the batches are made on the layouts of others
SET_SHARES = {"scans": 0.4, "colors": 0.4, "procedural": 0.2}
LEARNING_RATE, DISCRIMINATOR_RATE = 3e-4, 1.5e-3
MOMENTUM = 0.8
EMA_DECAY = 0.999
PENALTY, PENALTY_EVERY = 0.1, 8  # gamma of R1 and R2, and the steps between
LAYOUT_WEIGHT = 1.0
STYLE_WEIGHT = 0.5
LIKENESS_WEIGHT = 0.5  # of the pooled latent with the material's, fading out over the first half
POOL = 4  # cells


class Batch(NamedTuple):
    """Real latents with their layouts, and what the generator is told: `given` layouts, style, class and density.

    `is_part` says that the tiles are parts, which do not tile; `is_swapped` that the given layouts are of others.
    """

    latent: Tensor
    layout: Tensor
    given: Tensor
    style: Tensor
    category: Tensor
    density: Tensor
    is_part: bool
    is_swapped: bool

    @property
    def told(self) -> tuple[Tensor, Tensor, Tensor]:
        return self.style, self.category, self.density


class LayoutProbe(nn.Sequential):
    """Reads the layout, as 2 x 2 pixels to a cell, from latents of unit spread."""

    def __init__(self) -> None:
        first = nn.Conv2d(LATENT_CHANNELS, 64, 3, padding=1)
        super().__init__(first, nn.LeakyReLU(0.2), nn.Conv2d(64, 4, 3, padding=1))


def batches(sets: dict[str, list[Latents]], times: int, generator: torch.Generator) -> Iterator[Batch]:
    """Endless batches, each of one set and density."""
    pools = [(name, each) for name, latents in sets.items() for each in latents]
    weights = [class_weights(each.category) for _, each in pools]
    of_density = {d: sum(SET_SHARES[n] for n, each in pools if each.density == d) for d in DENSITY_SHARES}
    chances = torch.tensor([DENSITY_SHARES[p.density] * SET_SHARES[n] / of_density[p.density] for n, p in pools])
    while True:
        index = int(torch.multinomial(chances, 1, generator=generator))
        pool = pools[index][1]
        side = pool.latents.shape[-1]
        count = max(1, times * BATCH * CELLS**2 // min(side, WINDOW) ** 2)
        chosen = torch.multinomial(weights[index], count, replacement=count > len(pool), generator=generator)
        start = torch.randint(side, (2,), generator=generator).tolist()
        layout = vary(part(pool.layouts[chosen], 2, start), generator)
        is_swapped = float(torch.rand((), generator=generator)) < SWAPPED_SHARE
        given = layout
        if is_swapped:
            others = [each for _, each in pools if each.density == pool.density]
            other = others[int(torch.randint(len(others), (), generator=generator))]
            given = vary(
                part(other.layouts[torch.randint(len(other), (count,), generator=generator)], 2, start), generator
            )
        latent, density = part(pool.latents[chosen], 1, start), torch.full((count,), pool.density)
        told = (pool.styles[chosen], pool.category[chosen], density)
        yield Batch(latent, layout, given, *told, side > WINDOW, is_swapped)


def part(maps: Tensor, pixels_per_cell: int, start: list[int]) -> Tensor:
    """At most `WINDOW` cells of tiles, from the row and column `start` on, in float32."""
    row, column = (pixels_per_cell * each for each in start)
    taken = pixels_per_cell * WINDOW
    return maps.roll((row, column), (2, 3))[:, :, :taken, :taken].float()


def vary(layout: Tensor, generator: torch.Generator) -> Tensor:
    """Layouts as artists might give them: fainter or stronger, blurred, or none."""
    n = len(layout)
    strength = torch.rand(n, 1, 1, 1, generator=generator) * 0.7 + 0.5
    softness = torch.rand(n, 1, 1, 1, generator=generator).square()
    blurred = F.avg_pool2d(F.pad(layout, (2, 2, 2, 2), mode="circular"), 5, stride=1)
    given = (torch.rand(n, 1, 1, 1, generator=generator) > 0.1).float()
    return torch.lerp(layout, blurred, softness) * strength * given


def with_noise(layout: Tensor, generator: torch.Generator) -> Tensor:
    """The generator's field [N, 12, h, w] of layouts [N, 1, 2h, 2w]."""
    cells = F.pixel_unshuffle(layout, 2)
    noise = torch.randn(len(cells), NOISE_CHANNELS, *cells.shape[2:], generator=generator)
    return torch.cat([cells, noise], dim=1)


class Training(TrainingState):
    """Networks, optimizers and progress; `scale` [16, 1, 1] is the latents' spread."""

    OPTIMIZERS = ("optimizer", "other_optimizer", "judge_optimizer", "other_judge_optimizer")
    STATEFUL = ("model", "ema", "judges", *OPTIMIZERS)

    def __init__(self, scale: Tensor, images: int, device: str) -> None:
        super().__init__(images, device)
        self.scale = scale.to(device)
        self.model, self.ema = (TextureGenerator(len(CLASSES)).to(device) for _ in range(2))
        self.ema.load_state_dict(self.model.state_dict())
        self.ema.requires_grad_(False)
        self.discriminator = LatentDiscriminator(len(CLASSES)).to(device)
        self.probe = LayoutProbe().to(device)
        for network in (self.model, self.ema, self.discriminator):
            network.to(memory_format=torch.channels_last)  # type: ignore[call-overload]
        self.judges = nn.ModuleList([self.discriminator, self.probe])
        kernels, others = split(self.model)
        self.optimizer = ConvMuon(kernels, LEARNING_RATE, momentum=MOMENTUM)
        self.other_optimizer = torch.optim.Adam(others, LEARNING_RATE, betas=(0.0, 0.99))
        kernels, others = split(self.judges)
        self.judge_optimizer = ConvMuon(kernels, DISCRIMINATOR_RATE, momentum=MOMENTUM)
        self.other_judge_optimizer = torch.optim.Adam(others, DISCRIMINATOR_RATE, betas=(0.0, 0.99))

    def step(self, batch: Batch) -> dict[str, float]:
        """One step of both; returns the losses."""
        self._schedule()
        field = with_noise(batch.given.cpu(), self.generator).to(self.device)
        made = self.model(field, *batch.told) / self.scale
        real, layout, given = batch.latent / self.scale, batch.layout, batch.given
        if batch.is_part:
            made, real = (each[:, :, MARGIN:-MARGIN, MARGIN:-MARGIN] for each in (made, real))
            layout, given = (each[:, :, 2 * MARGIN : -2 * MARGIN, 2 * MARGIN : -2 * MARGIN] for each in (layout, given))
        batch = batch._replace(latent=real, layout=layout, given=given)
        losses = self._judge_step(batch, made.detach())
        losses |= self._generator_step(batch, made)
        self.follow(self.ema, self.model, EMA_DECAY)
        self.seen += field[:, 0].numel() // CELLS**2
        self.steps += 1
        return losses

    def _judge_step(self, batch: Batch, made: Tensor) -> dict[str, float]:
        penalised = self.steps % PENALTY_EVERY == 0
        real, made = batch.latent.requires_grad_(penalised), made.requires_grad_(penalised)
        real_logits = self.discriminator(real, batch.layout, *batch.told)
        made_logits = self.discriminator(made, batch.given, *batch.told)
        loss = relativistic = F.softplus(made_logits - real_logits).mean()
        if penalised:
            gradients = torch.autograd.grad(real_logits.sum() + made_logits.sum(), (real, made), create_graph=True)
            per_logit = sum(g.square().sum() for g in gradients) / real_logits.numel()
            loss = loss + 0.5 * PENALTY * PENALTY_EVERY * per_logit
        reading = F.mse_loss(self.probe(real.detach()), F.pixel_unshuffle(batch.layout, 2))
        self.judges.zero_grad()
        (loss + reading).backward()
        self.judge_optimizer.step()
        self.other_judge_optimizer.step()
        return {"discriminator": relativistic.item(), "probe": reading.item()}

    def _generator_step(self, batch: Batch, made: Tensor) -> dict[str, float]:
        real = batch.latent.detach()
        self.judges.requires_grad_(False)
        with torch.no_grad():
            real_logits = self.discriminator(real, batch.layout, *batch.told)
        made_logits = self.discriminator(made, batch.given, *batch.told)
        losses = {"generator": F.softplus(real_logits - made_logits).mean()}
        losses["layout"] = LAYOUT_WEIGHT * F.mse_loss(self.probe(made), F.pixel_unshuffle(batch.given, 2))
        if not batch.is_part:
            losses["style"] = STYLE_WEIGHT * (style_of(made) - style_of(real)).abs().mean()
        if not batch.is_swapped:
            fading = max(0.0, 1.0 - 2.0 * self.progress)
            likeness = F.l1_loss(F.avg_pool2d(made, POOL), F.avg_pool2d(real, POOL))
            losses["likeness"] = LIKENESS_WEIGHT * fading * likeness
        self.model.zero_grad()
        torch.stack(list(losses.values())).sum().backward()
        self.optimizer.step()
        self.other_optimizer.step()
        self.judges.requires_grad_(True)
        return {name: loss.item() for name, loss in losses.items()}

    def _schedule(self) -> None:
        """Warm up for 100 steps, then a cosine down to a twentieth."""
        factor = min(1.0, (self.steps + 1) / 100) * (0.525 + 0.475 * math.cos(math.pi * self.progress))
        for name in self.OPTIMIZERS:
            rate = DISCRIMINATOR_RATE if "judge" in name else LEARNING_RATE
            getattr(self, name).param_groups[0]["lr"] = rate * factor


@torch.no_grad()
def sample_sheet(training: Training, vae: MaterialVAE, sets: dict[str, list[Latents]], path: Path) -> None:
    """A column per class: the real material lit, what is made of its layout and style, its style on another's layout,
    and the style alone; all of 128 pixels. Below, three tiles of 512 pixels."""
    pool = sets["colors"][-1]
    chosen = torch.stack([torch.nonzero(pool.category == index)[0, 0] for index in range(len(CLASSES))])
    generator = torch.Generator().manual_seed(3)
    layout, style, category = pool.layouts[chosen].float(), pool.styles[chosen], pool.category[chosen]
    density = torch.full((len(chosen),), pool.density)

    def made(layouts: Tensor) -> Tensor:
        arguments = (with_noise(layouts, generator), style, category, density)
        latent = training.ema(*(each.to(training.device) for each in arguments)).cpu()
        return lit(vae, latent, density)

    rows = [lit(vae, pool.latents[chosen].float(), density)]
    rows += [made(layout), made(layout.roll(5, 0)), made(torch.zeros_like(layout))]
    sheet = torch.cat([torch.cat(list(row), dim=2) for row in rows], dim=1)
    large = sets["scans"][0]
    some = torch.linspace(0, len(large) // 4 - 1, 3).long()
    field = with_noise(large.layouts[some].float(), generator)
    arguments = (field, large.styles[some], large.category[some], torch.full((3,), large.density))
    latent = training.ema(*(each.to(training.device) for each in arguments)).cpu()
    below = torch.cat(list(lit(vae, latent, arguments[-1])), dim=2)
    sheet = torch.cat([sheet, F.pad(below, (0, sheet.shape[2] - below.shape[2]))], dim=1)
    Image.fromarray((sheet.clamp(0, 1) * 255).byte().movedim(0, -1).numpy()).save(path)


def lit(vae: MaterialVAE, latent: Tensor, density: Tensor) -> Tensor:
    """A render of the materials under one light, [N, 3, H, W] in 0..1."""
    maps = vae.decoder(latent, density)
    light = F.normalize(torch.tensor([-0.6, 0.6, 0.53]), dim=0).expand(len(latent), 3)
    return render(maps.base_color, maps.slopes, maps.roughness, maps.metallic, light)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    add_arguments(parser, images=150_000)
    parser.add_argument("vae", type=Path, help="the folder that train_material_vae.py wrote")
    parser.add_argument("output", type=Path)
    arguments = parser.parse_args()

    torch.manual_seed(1)  # the layers' initial weights
    vae = load_vae(arguments.vae)
    arguments.output.mkdir(parents=True, exist_ok=True)
    encoded = arguments.output / "latents.pt"
    if not encoded.exists():
        materials = load_sets(arguments.materials, arguments.pack, arguments.stacks).training
        save_latents(encode_sets(vae, materials), encoded)
    sets = load_latents(encoded)
    scale = torch.cat([pool[-1].latents.float() for pool in sets.values()]).std((0, 2, 3))[:, None, None]
    training = Training(scale, arguments.images, arguments.device)

    def step(batch: Batch) -> dict[str, float]:
        moved = (each.to(arguments.device) if isinstance(each, Tensor) else each for each in batch)
        return training.step(Batch(*moved))

    stream = batches(sets, arguments.times, training.generator)
    draw_sheet = partial(sample_sheet, training, vae, sets)
    run(training, step, stream, arguments.output, arguments.minutes, draw_sheet)


if __name__ == "__main__":
    main()
