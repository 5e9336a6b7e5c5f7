"""Per tile, those of many candidates that may count; worked through in ranks, one candidate of every tile at a time."""

from collections.abc import Callable

import torch
from torch import Tensor

State = tuple[Tensor, ...]


class Ranks:
    """The candidates of each tile that `keep`, bool [candidates, tiles], says may count, in their order.

    Tiles are put in order of how many they have left, so that a rank is for the first few of them.
    """

    def __init__(self, keep: Tensor) -> None:
        left, self.order = keep.sum(0).sort(descending=True)
        ranks = torch.arange(int(left[0]), device=keep.device)
        self.live: list[int] = (left > ranks[:, None]).sum(1).tolist()  # how many tiles have so many
        self._shape = keep.shape
        self._chosen = (~keep[:, self.order]).to(torch.uint8).argsort(dim=0, stable=True)[: len(ranks)]

    def pick(self, values: Tensor) -> Tensor:
        """Of values that broadcast to [candidates, tiles], those that are left, [ranks, tiles]."""
        return values.expand(self._shape)[:, self.order].gather(0, self._chosen)

    def tiles(self, values: Tensor) -> Tensor:
        """Values [..., tiles or 1] in the order of the tiles here."""
        return values.expand(*values.shape[:-1], len(self.order))[..., self.order]


def sweep(live: list[int], start: State, update: Callable[[int, int, State], State]) -> State:
    """A state [rows, columns, tiles] that every rank after the first updates, in the tiles which have so many.

    `update` takes the rank, how many tiles it is for, and the state of these tiles.
    """
    done, state = [], start
    for rank, tiles in enumerate(live[1:], 1):
        done.append(tuple(part[..., tiles:] for part in state))
        state = update(rank, tiles, tuple(part[..., :tiles] for part in state))
    done.append(state)
    return tuple(torch.cat(parts[::-1], -1) for parts in zip(*done, strict=True))


def bounding_ways(point: Tensor, within: Tensor) -> tuple[Tensor, Tensor]:
    """The least and the most that points [points, tiles] are away from a tile's pixels along an axis."""
    low, high = within.amin((0, 1)), within.amax((0, 1))
    nearest = torch.maximum(low - point, point - high).clamp(min=0.0)
    return nearest, torch.maximum(high - point, point - low)
