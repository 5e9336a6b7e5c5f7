"""Where a training's losses go: TensorBoard's events where it is installed, and always a line per entry in log.csv."""

import csv
import importlib.util
from pathlib import Path


class TrainingLog:
    """Both logs of one training, which go on where an earlier run stopped."""

    def __init__(self, folder: Path) -> None:
        self._file = open(folder / "log.csv", "a", newline="", encoding="utf-8")
        self._board = None
        if importlib.util.find_spec("tensorboard") is not None:
            from torch.utils.tensorboard import SummaryWriter

            self._board = SummaryWriter(str(folder))

    def write(self, seen: int, seconds: float, values: dict[str, float]) -> None:
        """Losses after `seen` pictures and so many seconds of training."""
        csv.writer(self._file).writerow([seen, round(seconds), *(f"{name} {x:.4f}" for name, x in values.items())])
        self._file.flush()
        if self._board is not None:
            for name, value in values.items():
                self._board.add_scalar(name, value, seen)

    def close(self) -> None:
        self._file.close()
        if self._board is not None:
            self._board.close()
