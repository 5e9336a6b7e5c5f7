"""How far drawn maps are from true ones: by pixels, under a light, and in how much detail of each size there is."""

import torch
import torch.nn.functional as F
from torch import Tensor

from ..runtime.relief import slopes_to_normal
from .pbr_render import render

COLOR_WEIGHT = 1.5
NORMAL_WEIGHT = 2.0
METALLIC_WEIGHT = 0.4
SPECTRUM_WEIGHT = 0.3  # five times what the shipped decoder was trained with: its fine detail is soft
BORDER = 2  # pixels at a part's border whose relief is not judged, since parts do not tile


def pyramid_l1(made: Tensor, true: Tensor) -> Tensor:
    """Mean absolute error at three sizes of each material, [N]."""
    total = (made - true).abs().mean((1, 2, 3))
    for _ in range(2):
        made, true = F.avg_pool2d(made, 2), F.avg_pool2d(true, 2)
        total = total + (made - true).abs().mean((1, 2, 3))
    return total


def local_log_spectrum(maps: Tensor) -> Tensor:
    """Log amplitude of every 32-pixel square's Fourier transform: how much of each detail is where."""
    n, c, h, w = maps.shape
    squares = maps.reshape(n, c, h // 32, 32, w // 32, 32).transpose(3, 4)
    return torch.log(torch.fft.rfft2(squares, norm="ortho").abs() + 0.02)


def part_losses(made: Tensor, true: Tensor, light: Tensor) -> dict[str, Tensor]:
    """All losses, weighted, of stacks [N, 7, H, W] as `photo_stacks` has them, lit from `light` [N, 3]."""
    made, true = _without_border(made), _without_border(true)
    normals, true_normals = (slopes_to_normal(each[:, 3:5])[:, :2] * 2.0 - 1.0 for each in (made, true))
    seen, truly_seen = (
        torch.cat([each[:, :3], normal, each[:, 5:6]], dim=1)
        for each, normal in ((made, normals), (true, true_normals))
    )
    picture, true_picture = (
        render(each[:, :3], each[:, 3:5], each[:, 5:6], each[:, 6:], light) for each in (made, true)
    )
    return {
        "color": COLOR_WEIGHT * pyramid_l1(made[:, :3], true[:, :3]).mean(),
        "normal": NORMAL_WEIGHT * pyramid_l1(normals, true_normals).mean(),
        "roughness": pyramid_l1(made[:, 5:6], true[:, 5:6]).mean(),
        "metallic": METALLIC_WEIGHT * F.binary_cross_entropy(made[:, 6:], true[:, 6:]),
        "render": (picture - true_picture).abs().mean(),
        "spectrum": SPECTRUM_WEIGHT * (local_log_spectrum(seen) - local_log_spectrum(truly_seen)).abs().mean(),
    }


def _without_border(stack: Tensor) -> Tensor:
    inside = F.pad(torch.ones_like(stack[0, 0, 2 * BORDER :, 2 * BORDER :]), (BORDER,) * 4)
    return torch.cat([stack[:, :3], stack[:, 3:5] * inside, stack[:, 5:].clamp(0.0, 1.0)], dim=1)
