"""Train the map U-Net (colour to slopes, roughness and metallic) on a pack made by `pack_materials.py`; resumes.

    python scripts/train_map_unet.py build/packs/materials.npz build/map_unet --images 25000

Maps that a material lacks are masked. Writes checkpoint.pt (every five minutes), log.csv and sheets of the held-out
materials. Runs on CPU or CUDA. `evaluate_map_unet.py` measures the result and exports it.
"""

import argparse
import csv
import math
import time
from pathlib import Path

import torch
from material_batches import Batch, Materials, batches, load_materials
from pbr_render import random_lights, render
from PIL import Image
from torch import Tensor, nn

from artml_blender.engine.runtime.relief import integrate, slopes_to_normal
from artml_blender.models.map_unet import Maps, MapUNet

LEARNING_RATE = 2e-3
EMA_DECAY = 0.995
CHECKPOINT_SECONDS = 300.0
NORMAL_WEIGHT = 0.5
SHAPE_WEIGHT = 0.5
STRENGTH_WEIGHT = 0.2
FLAT = 0.02  # spread of the slopes, or of the roughness, below which a map has no shape worth learning
SPECTRUM_WEIGHT = 0.15
ROUGHNESS_WEIGHT = 1.5
ROUGHNESS_SHAPE_WEIGHT = 0.15
METALLIC_WEIGHT = 0.5
RENDER_WEIGHT = 2.0


def per_material(error: Tensor) -> Tensor:
    """Mean absolute error of each material, [N]."""
    return error.abs().mean((1, 2, 3))


def masked_mean(values: Tensor, known: Tensor) -> Tensor:
    return (values * known).sum() / len(values)


def local_log_spectrum(maps: Tensor) -> Tensor:
    """Log amplitude of every 32-pixel square's Fourier transform: how much of each detail is where."""
    n, c, h, w = maps.shape
    squares = maps.reshape(n, c, h // 32, 32, w // 32, 32).transpose(3, 4)
    return torch.log(torch.fft.rfft2(squares, norm="ortho").abs() + 0.02).flatten(2, 4)


def misalignment(made: Tensor, true: Tensor) -> Tensor:
    """1 - cosine of the two maps of each material, [N]: 0 for the same relief at any strength, 2 for the inverse."""
    return 1.0 - torch.cosine_similarity(made.flatten(1), true.flatten(1), dim=1, eps=1e-3)


def relief_losses(slopes: Tensor, true: Tensor, known: Tensor) -> dict[str, Tensor]:
    """How far slopes and integrated height are from the true ones, in shape and in strength.

    The shape counts the same for fine relief as for cobbles; the normals' X and Y are compared relative to the
    material's own relief; strength and spectrum keep relief of which the network is unsure from being washed out.
    """
    made_xy, true_xy = (slopes_to_normal(s)[:, :2] * 2.0 - 1.0 for s in (slopes, true))
    made_height, true_height = integrate(slopes), integrate(true)
    normal = per_material(made_xy - true_xy) / (per_material(true_xy) + 0.05)
    shape = misalignment(slopes, true) + misalignment(made_height, true_height)
    made_strength, true_strength = (s.std((1, 2, 3)) for s in (slopes, true))
    strength = torch.log((made_strength + FLAT) / (true_strength + FLAT)).abs()
    spectrum = per_material(local_log_spectrum(made_xy) - local_log_spectrum(true_xy))
    return {
        "normal": NORMAL_WEIGHT * masked_mean(normal, known),
        "shape": SHAPE_WEIGHT * masked_mean(shape, known * (true_strength > FLAT)),
        "strength": STRENGTH_WEIGHT * masked_mean(strength, known),
        "spectrum": SPECTRUM_WEIGHT * masked_mean(spectrum, known),
    }


def roughness_losses(made: Tensor, true: Tensor, known: Tensor) -> dict[str, Tensor]:
    """The level, the shape of what varies around it, and how much of each detail there is."""
    varied = true - true.mean((2, 3), keepdim=True)
    shape = misalignment(made - made.mean((2, 3), keepdim=True), varied)
    spectrum = per_material(local_log_spectrum(made) - local_log_spectrum(true))
    return {
        "roughness": ROUGHNESS_WEIGHT * masked_mean(per_material(made - true), known),
        "roughness shape": ROUGHNESS_SHAPE_WEIGHT * masked_mean(shape, known * (varied.std((1, 2, 3)) > FLAT)),
        "roughness spectrum": SPECTRUM_WEIGHT * masked_mean(spectrum, known),
    }


def map_losses(made: Maps, batch: Batch, light: Tensor) -> dict[str, Tensor]:
    """All losses, weighted, in float32; a map that is not known counts nothing."""
    slopes_known, roughness_known, metallic_known = batch.known.float().unbind(1)
    losses = relief_losses(made.slopes, batch.slopes, slopes_known)
    losses |= roughness_losses(made.roughness, batch.roughness, roughness_known)
    losses["metallic"] = METALLIC_WEIGHT * masked_mean(per_material(made.metallic - batch.metallic), metallic_known)
    made_picture = render(batch.color, *made, light)
    true_picture = render(batch.color, batch.slopes, batch.roughness, batch.metallic, light)
    losses["render"] = RENDER_WEIGHT * masked_mean(per_material(made_picture - true_picture), batch.known.all(1))
    return losses


class Training:
    """Network, optimizer and progress; everything a checkpoint holds."""

    def __init__(self, classes: int, images: int, device: str) -> None:
        self.images, self.device = images, device
        self.model = MapUNet(classes).to(device, memory_format=torch.channels_last)
        self.ema = MapUNet(classes).to(device, memory_format=torch.channels_last).requires_grad_(False)
        self.ema.load_state_dict(self.model.state_dict())
        self.optimizer = torch.optim.AdamW(self.model.parameters(), LEARNING_RATE, betas=(0.9, 0.98), weight_decay=0.01)
        self.generator = torch.Generator().manual_seed(1)
        self.seen, self.steps, self.seconds = 0, 0, 0.0

    _STATEFUL = ("model", "ema", "optimizer")

    def save(self, path: Path) -> None:
        parts = {name: getattr(self, name).state_dict() for name in self._STATEFUL}
        state = {**parts, "seen": self.seen, "steps": self.steps, "seconds": self.seconds}
        state["device"] = self.device if self.device != "cpu" else f"cpu, {torch.get_num_threads()} threads"
        torch.save({**state, "generator": self.generator.get_state()}, path.with_suffix(".part"))
        path.with_suffix(".part").replace(path)

    def load(self, path: Path) -> None:
        state = torch.load(path, weights_only=True, map_location="cpu")
        for name in self._STATEFUL:
            getattr(self, name).load_state_dict(state[name])
        self.generator.set_state(state["generator"])
        self.seen, self.steps, self.seconds = state["seen"], state["steps"], state["seconds"]

    def step(self, batch: Batch) -> dict[str, float]:
        """One step; returns the weighted losses."""
        self._schedule()
        batch = Batch(*(tensor.to(self.device) for tensor in batch))
        light = random_lights(len(batch.seen), self.generator).to(self.device)
        with torch.autocast(self.device, torch.bfloat16):
            made = self.model(batch.seen.contiguous(memory_format=torch.channels_last), batch.category)
        losses = map_losses(made, batch, light)
        self.optimizer.zero_grad()
        torch.stack(list(losses.values())).sum().backward()
        nn.utils.clip_grad_norm_(self.model.parameters(), 1.0)
        self.optimizer.step()
        with torch.no_grad():
            torch._foreach_lerp_(list(self.ema.parameters()), list(self.model.parameters()), 1.0 - EMA_DECAY)
        # pictures of 128 pixels: one of 256 counts as four
        self.seen, self.steps = self.seen + batch.seen[:, 0].numel() // 128**2, self.steps + 1
        return {name: loss.item() for name, loss in losses.items()}

    def _schedule(self) -> None:
        """Warm up for 100 steps, then a cosine down to a hundredth."""
        progress = min(self.seen / self.images, 1.0)
        factor = min(1.0, (self.steps + 1) / 100) * (0.505 + 0.495 * math.cos(math.pi * progress))
        for group in self.optimizer.param_groups:
            group["lr"] = LEARNING_RATE * factor


@torch.no_grad()
def sample_sheet(training: Training, held_out: Materials, path: Path) -> None:
    """A row per held-out material: colour; true and made normal, roughness, metallic; both under two lights.

    A map that is not known is black, and so is the true render of a material that lacks one.
    """
    batch = held_out.batch(torch.arange(len(held_out.names)), 128)
    with torch.autocast(training.device, torch.bfloat16):
        made = training.ema(batch.seen.to(training.device), batch.category.to(training.device))
    made = Maps(*(maps.cpu() for maps in made))
    known = batch.known.float()[:, :, None, None, None].unbind(1)
    normals = slopes_to_normal(batch.slopes) * known[0], slopes_to_normal(made.slopes)
    columns = [(batch.color + 1.0) * 0.5, *normals]
    columns += [batch.roughness * known[1], made.roughness, batch.metallic * known[2], made.metallic]
    for direction in ((-0.6, 0.6, 0.53), (0.8, -0.3, 0.52)):
        light = torch.tensor(direction).expand(len(held_out.names), 3)
        truth = render(batch.color, batch.slopes, batch.roughness, batch.metallic, light)
        columns += [truth * batch.known.all(1)[:, None, None, None], render(batch.color, *made, light)]
    sheet = torch.cat([torch.cat(list(column.expand(-1, 3, -1, -1)), dim=1) for column in columns], dim=2)
    Image.fromarray((sheet.clamp(0, 1) * 255).byte().movedim(0, -1).numpy()).save(path)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("pack", type=Path)
    parser.add_argument("output", type=Path)
    parser.add_argument("--images", type=int, default=25_000, help="pictures of 128 pixels to see in all")
    parser.add_argument("--device", default="cuda" if torch.cuda.is_available() else "cpu")
    arguments = parser.parse_args()

    materials, held_out = load_materials(arguments.pack)
    arguments.output.mkdir(parents=True, exist_ok=True)
    checkpoint = arguments.output / "checkpoint.pt"
    torch.manual_seed(1)  # the layers' initial weights
    training = Training(len(materials.classes), arguments.images, arguments.device)
    if checkpoint.exists():
        training.load(checkpoint)

    stream = batches(materials, training.generator)
    last = saved = time.monotonic()
    with open(arguments.output / "log.csv", "a", newline="") as log:
        while training.seen < arguments.images:
            losses = training.step(next(stream))
            now = time.monotonic()
            training.seconds, last = training.seconds + now - last, now
            if training.steps % 20 == 0:
                row = [f"{name} {loss:.4f}" for name, loss in losses.items()]
                csv.writer(log).writerow([training.seen, round(training.seconds), *row])
                log.flush()
            if now - saved > CHECKPOINT_SECONDS or training.seen >= arguments.images:
                saved = now
                training.save(checkpoint)
                sample_sheet(training, held_out, arguments.output / f"sheet_{training.seen:07d}.png")
                print(f"{training.seen} seen, {training.seconds:.0f} s", flush=True)


if __name__ == "__main__":
    main()
