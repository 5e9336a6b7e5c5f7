"""What the trainings of the material VAE and of the texture generator share: checkpoints, their loop and arguments."""

import argparse
import math
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, ClassVar

import torch
from torch import nn
from training_log import TrainingLog

CHECKPOINT_SECONDS = 300.0


class TrainingState:
    """Progress, and everything a checkpoint holds: the parts named in `STATEFUL` and the source of chance."""

    STATEFUL: ClassVar[tuple[str, ...]]

    def __init__(self, images: int, device: str, seed: int = 1) -> None:
        self.images, self.device = images, device
        self.generator = torch.Generator().manual_seed(seed)
        self.seen, self.steps, self.seconds = 0, 0, 0.0

    @property
    def progress(self) -> float:
        return min(self.seen / self.images, 1.0)

    def save(self, path: Path) -> None:
        state = {name: getattr(self, name).state_dict() for name in self.STATEFUL}
        state |= {"seen": self.seen, "steps": self.steps, "seconds": self.seconds, "images": self.images}
        state |= {"generator": self.generator.get_state(), "device": self.device}
        torch.save(state, path.with_suffix(".part"))
        path.with_suffix(".part").replace(path)

    def load(self, path: Path) -> None:
        state = torch.load(path, weights_only=True, map_location="cpu")
        for name in self.STATEFUL:
            getattr(self, name).load_state_dict(state[name])
        self.generator.set_state(state["generator"])
        self.seen, self.steps, self.seconds = state["seen"], state["steps"], state["seconds"]

    def follow(self, average: nn.Module, model: nn.Module, decay: float) -> None:
        """Move the average's weights towards the model's; faster at the start."""
        forgetting = 1.0 - min(decay, (1.0 + self.steps) / (10.0 + self.steps))
        with torch.no_grad():
            torch._foreach_lerp_(list(average.parameters()), list(model.parameters()), forgetting)


def run(
    training: TrainingState,
    step: Callable[[Any], dict[str, float]],
    batches: Iterable[Any],
    output: Path,
    minutes: float,
    draw_sheet: Callable[[Path], None],
) -> None:
    """Step through the batches until the pictures or the minutes are over, from the output's checkpoint on.

    Losses are logged every 20 steps; every five minutes, and at the end, a checkpoint and a sheet are written.
    """
    output.mkdir(parents=True, exist_ok=True)
    checkpoint = output / "checkpoint.pt"
    if checkpoint.exists():
        training.load(checkpoint)
    log = TrainingLog(output)
    last = saved = time.monotonic()
    end = last + 60.0 * minutes
    for batch in batches:
        losses = step(batch)
        now = time.monotonic()
        training.seconds, last = training.seconds + now - last, now
        if training.steps % 20 == 0:
            log.write(training.seen, training.seconds, losses)
        is_over = training.seen >= training.images or now >= end
        if now - saved > CHECKPOINT_SECONDS or is_over:
            saved = now
            training.save(checkpoint)
            draw_sheet(output / f"sheet_{training.seen:07d}.png")
        if is_over:
            break
    log.close()


def add_arguments(parser: argparse.ArgumentParser, images: int) -> None:
    """Where the data is, and how long to train and on what."""
    parser.add_argument("materials", type=Path, help="a folder with SOURCES.csv")
    parser.add_argument("pack", type=Path, help="what pack_textures.py wrote")
    parser.add_argument("stacks", type=Path, help="a folder that make_materials.py wrote")
    add_length(parser, images)


def add_length(parser: argparse.ArgumentParser, images: int) -> None:
    """How long to train, and on what."""
    parser.add_argument("--images", type=int, default=images, help="pictures of 128 pixels to see in all")
    parser.add_argument("--times", type=int, default=1, help="times larger batches, for a graphics card")
    parser.add_argument("--minutes", type=float, default=math.inf, help="stop after these, to be resumed")
    parser.add_argument("--device", default="cuda" if torch.cuda.is_available() else "cpu")
