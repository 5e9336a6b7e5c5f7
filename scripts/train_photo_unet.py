"""Train the photo U-Net on a folder of materials and on procedural stacks; resumes.

    python scripts/train_photo_unet.py DATA/materials build/stacks build/photo_unet --images 80000

Maps that a material lacks are masked. Writes checkpoint.pt (every five minutes), log.csv and sheets of the validation
materials. Runs on CPU or CUDA. `evaluate_photo_unet.py` measures the result and exports it.
"""

import argparse
import csv
import math
import time
from pathlib import Path

import torch
import torch.nn.functional as F
from photo_materials import UNKNOWN_CLASS, Materials, Truth, cut, load_materials, load_stacks
from photo_shots import shots
from PIL import Image
from torch import Tensor, nn

from artml_blender.engine.runtime.relief import integrate, slopes_to_normal
from artml_blender.engine.training.pbr_render import random_lights, render
from artml_blender.models.photo_unet import Maps, PhotoUNet

LEARNING_RATE = 1.5e-3
EMA_DECAY = 0.998
CHECKPOINT_SECONDS = 300.0
COLOR_WEIGHT = 1.5
NORMAL_WEIGHT = 3.0
SHAPE_WEIGHT = 0.25
FLAT = 0.02  # spread of the slopes below which a relief has no shape worth learning
STRENGTH_WEIGHT = 0.15
SPECTRUM_WEIGHT = 0.08
ROUGHNESS_WEIGHT = 1.0
METALLIC_WEIGHT = 0.6
RENDER_WEIGHT = 1.5
TRUTH_COLOR_SHARE = 0.5  # of the renders have the true colour, so that they judge the other maps


def per_material(error: Tensor, inside: Tensor) -> Tensor:
    """Mean absolute error of each material, [N]."""
    return (error.abs() * inside).mean((1, 2, 3)) / inside.mean()


def masked_mean(values: Tensor, known: Tensor) -> Tensor:
    return (values * known).sum() / len(values)


def local_log_spectrum(maps: Tensor) -> Tensor:
    """Log amplitude of every 32-pixel square's Fourier transform: how much of each detail is where."""
    n, c, h, w = maps.shape
    squares = maps.reshape(n, c, h // 32, 32, w // 32, 32).transpose(3, 4)
    return torch.log(torch.fft.rfft2(squares, norm="ortho").abs() + 0.05).flatten(2, 4)


def misalignment(made: Tensor, true: Tensor) -> Tensor:
    """1 - cosine of the two maps of each material, [N]: 0 for the same relief at any strength, 2 for the inverse."""
    return 1.0 - torch.cosine_similarity(made.flatten(1), true.flatten(1), dim=1, eps=1e-3)


def relief_losses(slopes: Tensor, truth: Truth) -> dict[str, Tensor]:
    """How far normals and integrated height are from the true ones; the shape counts the same for fine relief as for
    cobbles, and strength and spectrum keep relief of which the network is unsure from being washed out."""
    known, inside = truth.known[:, 0].float(), truth.inside
    made, true = (slopes_to_normal(s) * 2.0 - 1.0 for s in (slopes, truth.slopes))
    distance = ((made - true).square().sum(1, keepdim=True) + 1e-5).sqrt()
    is_shaped = known * (truth.slopes.std((1, 2, 3)) > FLAT)
    shape = misalignment(slopes * inside, truth.slopes * inside)
    if bool(inside.all()):
        shape = shape + misalignment(integrate(slopes), truth.height)
    made_strength, true_strength = ((s * inside).std((1, 2, 3)) for s in (slopes, truth.slopes))
    strength = torch.log((made_strength + FLAT) / (true_strength + FLAT)).abs()
    spectrum = (local_log_spectrum(made[:, :2]) - local_log_spectrum(true[:, :2])).abs().mean((1, 2, 3))
    return {
        "normal": NORMAL_WEIGHT * masked_mean(per_material(distance, inside), known),
        "shape": SHAPE_WEIGHT * masked_mean(shape, is_shaped),
        "strength": STRENGTH_WEIGHT * masked_mean(strength, known),
        "spectrum": SPECTRUM_WEIGHT * masked_mean(spectrum, known),
    }


def map_losses(made: Maps, truth: Truth, light: Tensor, is_true_color: Tensor) -> dict[str, Tensor]:
    """All losses, weighted, in float32; a map that is not known counts nothing."""
    _, roughness_known, metallic_known = truth.known.float().unbind(1)
    inside = truth.inside
    losses = {"color": COLOR_WEIGHT * per_material(made.base_color - truth.color, inside).mean()}
    losses |= relief_losses(made.slopes, truth)
    roughness = per_material(made.roughness - truth.roughness, inside)
    losses["roughness"] = ROUGHNESS_WEIGHT * masked_mean(roughness, roughness_known)
    doubt = F.binary_cross_entropy(made.metallic, truth.metallic, reduction="none")
    losses["metallic"] = METALLIC_WEIGHT * masked_mean(per_material(doubt, inside), metallic_known)
    color = torch.where(is_true_color[:, None, None, None], truth.color, made.base_color)
    picture = render(color, *made[1:], light)
    true_picture = render(truth.color, truth.slopes, truth.roughness, truth.metallic, light)
    losses["render"] = RENDER_WEIGHT * masked_mean(
        per_material(picture - true_picture, inside), truth.known.all(1).float()
    )
    return losses


class Training:
    """Network, optimizer and progress; everything a checkpoint holds."""

    def __init__(self, images: int, device: str) -> None:
        self.images, self.device = images, device
        self.model = PhotoUNet(UNKNOWN_CLASS).to(device, memory_format=torch.channels_last)
        self.ema = PhotoUNet(UNKNOWN_CLASS).to(device, memory_format=torch.channels_last).requires_grad_(False)
        self.ema.load_state_dict(self.model.state_dict())
        self.optimizer = torch.optim.AdamW(self.model.parameters(), LEARNING_RATE, betas=(0.9, 0.98), weight_decay=0.02)
        self.generator = torch.Generator(device).manual_seed(1)  # of the pictures
        self.lights = torch.Generator().manual_seed(2)
        self.seen, self.steps, self.seconds = 0, 0, 0.0

    _STATEFUL = ("model", "ema", "optimizer")

    def save(self, path: Path) -> None:
        parts = {name: getattr(self, name).state_dict() for name in self._STATEFUL}
        state = {**parts, "seen": self.seen, "steps": self.steps, "seconds": self.seconds, "images": self.images}
        state["device"] = self.device if self.device != "cpu" else f"cpu, {torch.get_num_threads()} threads"
        state |= {"generator": self.generator.get_state(), "lights": self.lights.get_state()}
        torch.save(state, path.with_suffix(".part"))
        path.with_suffix(".part").replace(path)

    def load(self, path: Path) -> None:
        state = torch.load(path, weights_only=True, map_location="cpu")
        for name in self._STATEFUL:
            getattr(self, name).load_state_dict(state[name])
        self.generator.set_state(state["generator"])
        self.lights.set_state(state["lights"])
        self.seen, self.steps, self.seconds = state["seen"], state["steps"], state["seconds"]

    def step(self, picture: Tensor, truth: Truth) -> dict[str, float]:
        """One step; returns the weighted losses."""
        self._schedule()
        light = random_lights(len(picture), self.lights).to(self.device)
        is_true_color = (torch.rand(len(picture), generator=self.lights) < TRUTH_COLOR_SHARE).to(self.device)
        picture = picture.contiguous(memory_format=torch.channels_last)
        with torch.autocast(self.device, torch.bfloat16, enabled=self.device != "cpu"):
            made = self.model(picture, truth.category)
        losses = map_losses(made, truth, light, is_true_color)
        self.optimizer.zero_grad()
        torch.stack(list(losses.values())).sum().backward()
        nn.utils.clip_grad_norm_(self.model.parameters(), 1.0)
        self.optimizer.step()
        with torch.no_grad():
            torch._foreach_lerp_(list(self.ema.parameters()), list(self.model.parameters()), 1.0 - self._forgetting())
        # pictures of 128 pixels: one of 256 counts as four
        self.seen, self.steps = self.seen + picture[:, 0].numel() // 128**2, self.steps + 1
        return {name: loss.item() for name, loss in losses.items()}

    def _forgetting(self) -> float:
        """The average's decay: shorter at the start."""
        return min(EMA_DECAY, (1.0 + self.steps) / (10.0 + self.steps))

    def _schedule(self) -> None:
        """Warm up for 200 steps, then a cosine down to a hundredth."""
        progress = min(self.seen / self.images, 1.0)
        factor = min(1.0, (self.steps + 1) / 200) * (0.505 + 0.495 * math.cos(math.pi * progress))
        for group in self.optimizer.param_groups:
            group["lr"] = LEARNING_RATE * factor


@torch.no_grad()
def sample_sheet(training: Training, validation: Materials, path: Path) -> None:
    """A row per validation material: the picture, made colour, true and made normal, roughness, metallic; both lit.

    A map that is not known is black.
    """
    everything = torch.arange(len(validation.names))
    truth = cut(validation, everything, 128, 2, (0, 0))
    unknown = torch.full_like(truth.category, UNKNOWN_CLASS)
    made = training.ema(truth.color.to(training.device), unknown.to(training.device))
    made = Maps(*(maps.cpu() for maps in made))
    known = truth.known.float()[:, :, None, None, None].unbind(1)
    columns = [truth.color * 0.5 + 0.5, made.base_color * 0.5 + 0.5]
    columns += [slopes_to_normal(truth.slopes) * known[0], slopes_to_normal(made.slopes)]
    columns += [truth.roughness * known[1], made.roughness, truth.metallic * known[2], made.metallic]
    light = F.normalize(torch.tensor([-0.6, 0.6, 0.53]), dim=0).expand(len(everything), 3)
    lit = render(truth.color, truth.slopes, truth.roughness, truth.metallic, light)
    columns += [lit * truth.known.all(1)[:, None, None, None], render(*made, light)]
    sheet = torch.cat([torch.cat(list(column.expand(-1, 3, -1, -1)), dim=1) for column in columns], dim=2)
    Image.fromarray((sheet.clamp(0, 1) * 255).byte().movedim(0, -1).numpy()).save(path)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("materials", type=Path, help="a folder with SOURCES.csv")
    parser.add_argument("stacks", type=Path, help="a folder that make_materials.py wrote")
    parser.add_argument("output", type=Path)
    parser.add_argument("--images", type=int, default=80_000, help="pictures of 128 pixels to see in all")
    parser.add_argument("--times", type=int, default=1, help="times larger batches, for a graphics card")
    parser.add_argument("--minutes", type=float, default=math.inf, help="stop after these, to be resumed")
    parser.add_argument("--device", default="cuda" if torch.cuda.is_available() else "cpu")
    arguments = parser.parse_args()

    scans, validation = load_materials(arguments.materials)
    stacks = load_stacks(arguments.stacks)
    arguments.output.mkdir(parents=True, exist_ok=True)
    checkpoint = arguments.output / "checkpoint.pt"
    torch.manual_seed(1)  # the layers' initial weights
    training = Training(arguments.images, arguments.device)
    if checkpoint.exists():
        training.load(checkpoint)

    stream = shots(scans.to(arguments.device), stacks.to(arguments.device), training.generator, arguments.times)
    last = saved = time.monotonic()
    end = last + 60.0 * arguments.minutes
    with open(arguments.output / "log.csv", "a", newline="") as log:
        while training.seen < arguments.images and last < end:
            losses = training.step(*next(stream))
            now = time.monotonic()
            training.seconds, last = training.seconds + now - last, now
            if training.steps % 20 == 0:
                row = [f"{name} {loss:.4f}" for name, loss in losses.items()]
                csv.writer(log).writerow([training.seen, round(training.seconds), *row])
                log.flush()
            if now - saved > CHECKPOINT_SECONDS or training.seen >= arguments.images or now >= end:
                saved = now
                training.save(checkpoint)
                sample_sheet(training, validation, arguments.output / f"sheet_{training.seen:07d}.png")


if __name__ == "__main__":
    main()
