"""A training on an artist's photos from beginning to end; it may be stopped at any step, and goes on where it was."""

import copy
import math
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import torch

from ...contract.training import TrainFromPhotos
from ..errors import CancelledByUser, EngineFailure
from ..runtime.library import load_library
from ..runtime.networks import Networks
from ..runtime.weights import bundle_hash
from ..tasks import ProgressCallback
from .fine_tuning import FineTuning, shipped_decoder
from .judge import held_out_distance
from .latents import encode, fit_encoder
from .packed_model import make_card, pack, write_model
from .photo_stacks import PhotoStacks, read_photos
from .records import (
    LOSSES,
    SAMPLES,
    Row,
    load_checkpoint,
    losses_csv,
    png_bytes,
    save,
    save_checkpoint,
    sheet_with_curve,
)
from .samples import CELLS, Samples, sheet

CHECK_STEPS = 100  # from judgement to judgement: about 20 s on one core
SAVE_SECONDS = 60.0  # from checkpoint to checkpoint, at the least
READ, TRAINED = 0.05, 0.95  # shares of the work that are over when photos are read, and when steps are


def train(
    request: TrainFromPhotos,
    folder: Path,
    networks: Networks,
    progress: ProgressCallback,
    should_stop: Callable[[], bool],
) -> Path:
    """The path of the model's card `folder/<name>.json`, with the best that the training has seen.

    The folder keeps the training's checkpoint, losses and a sheet of samples, too: with the same photos, category and
    seed it goes on there. When `should_stop` says so, what is there is saved and the model made of it; when `progress`
    raises CancelledByUser, it is saved and no model made. Raises EngineFailure; then the last checkpoint stays.
    """
    progress(0.0, "Reading the photos")
    photos = read_photos(
        request.photos, request.category, networks, lambda share: progress(READ * share, "Reading the photos")
    )
    training = PersonalTraining(request, folder, photos, networks.device)
    training.run(progress, should_stop)
    tensors = pack(
        training.best["decoder"],
        training.best["latents"],
        photos,
        lambda share: progress(TRAINED + (1.0 - TRAINED) * share, "Measuring grain"),
    )
    card = make_card(photos, request.category, training.told())
    return write_model(folder, request.name, tensors, card)


class PersonalTraining:
    """One training in its folder: its state, what has been seen of it so far, and the best of that."""

    def __init__(self, request: TrainFromPhotos, folder: Path, photos: PhotoStacks, device: str) -> None:
        """Goes on with what the folder has; raises EngineFailure where that is of something else."""
        self.minutes, self._folder, self._photos, self._device = request.minutes, folder, photos, device
        self._identity = {"photos": photos.hashes, "category": request.category, "seed": request.seed}
        self._identity["base"] = bundle_hash("material_decoder", "material_library")
        state = load_checkpoint(folder)
        if state is not None and state["identity"] != self._identity:
            raise EngineFailure(
                f"The training in {folder} is of other photos, another category or seed, or of another version of"
                " ArtML; choose another name, or delete it."
            )
        first = self._first_latents() if state is None else state["first_latents"]
        self.tuning = FineTuning(photos.trained, first, request.seed, device)
        self._first_latents_kept, self._samples = first, Samples(first, request.seed)
        self._before = self._now = self._samples.draw(self.tuning.average, self.tuning.average_latents)
        self.seconds, self.rows, self._losses = 0.0, list[Row](), Row()
        self.best: dict[str, Any] = {"distance": math.inf}
        if state is None:
            self._judge({})
        else:
            self._load(state)

    def run(self, progress: ProgressCallback, should_stop: Callable[[], bool]) -> None:
        """Train until the minutes are over, or it should stop, or the user cancels; all of it is saved anyhow."""
        try:
            self._step_on(progress, should_stop)
        except CancelledByUser:
            self.save()
            raise
        if self.rows[-1]["steps"] < self.tuning.steps:
            self._judge(self._losses)
        self.save()
        self._show()

    def save(self) -> None:
        """Raises EngineFailure when the folder cannot take it; what was saved before stays."""
        save_checkpoint(
            self._folder,
            {
                "identity": self._identity,
                "first_latents": self._first_latents_kept,
                "tuning": self.tuning.state_dict(),
                "seconds": self.seconds,
                "rows": self.rows,
                "best": self.best,
            },
        )

    def told(self) -> dict[str, Any]:
        """For the model's card."""
        return {
            "figures": {"distance_before": self.rows[0]["distance"], "distance_after": self.best["distance"]},
            "steps": self.best["steps"],
            "minutes": round(self.seconds / 60.0, 2),
            "device": self._device,
            "base": self._identity["base"],
        }

    def _step_on(self, progress: ProgressCallback, should_stop: Callable[[], bool]) -> None:
        saved = last = time.monotonic()
        while self.seconds < 60.0 * self.minutes and not should_stop():
            self._losses = self.tuning.step()
            now = time.monotonic()
            self.seconds, last = self.seconds + now - last, now
            if self.tuning.steps % CHECK_STEPS == 0:
                self._judge(self._losses)
                if now - saved > SAVE_SECONDS:
                    self.save()
                    saved = now
                self._show()
            progress(READ + (TRAINED - READ) * min(1.0, self.seconds / (60.0 * self.minutes)), self._words())

    def _first_latents(self) -> torch.Tensor:
        """Of the photos' parts that are trained on, by the shipped decoder."""
        weights = fit_encoder(shipped_decoder(torch.device("cpu")), load_library())
        return torch.cat([encode(weights, stack[None].float()) for stack in self._photos.trained])

    def _load(self, state: dict[str, Any]) -> None:
        self.tuning.load_state_dict(state["tuning"])
        self.seconds, self.rows, self.best = state["seconds"], state["rows"], state["best"]

    def _judge(self, losses: dict[str, float]) -> None:
        """Measure the averages against what was kept aside, and keep them if they are the best so far."""
        decoder, latents = self.tuning.average, self.tuning.average_latents
        self._now = self._samples.draw(decoder, latents)
        distance = held_out_distance(self._now, self._photos.held_out[self._samples.photos])
        at = {"steps": float(self.tuning.steps), "minutes": self.seconds / 60.0, "distance": distance}
        self.rows.append(at | losses)
        if distance < self.best["distance"]:
            weights = copy.deepcopy(decoder.state_dict())
            self.best = {"distance": distance, "steps": self.tuning.steps, "decoder": weights}
            self.best["latents"] = latents.cpu().clone()

    def _show(self) -> None:
        """Write the losses, and a sheet: photos above what was and what is made of them, and the curve."""
        from PIL import Image

        save(self._folder, LOSSES, losses_csv(self.rows))
        side = 8 * CELLS
        photos = self._photos.trained[self._samples.photos, :, :side, :side]
        samples = Image.fromarray(sheet(photos, self._before, self._now))
        save(self._folder, SAMPLES, png_bytes(sheet_with_curve(samples, self.rows)))

    def _words(self) -> str:
        left = max(0.0, self.minutes - self.seconds / 60.0)
        first, best = self.rows[0]["distance"], self.best["distance"]
        return f"Training, {left:.0f} min left; distance {best:.3f}, at first {first:.3f}"
