"""How far made maps are from the true ones: of one batch, in plain units, beside two simple rules.

`tests/engine/test_photo_metrics.py` holds the figures to a ladder of damage before they count: noise and a little blur
below much blur, and that below scrambled phases, shuffled blocks and another material.
"""

import torch
import torch.nn.functional as F
from photo_materials import Truth
from torch import Tensor

from artml_blender.engine.runtime.relief import slopes_to_normal
from artml_blender.engine.training.pbr_render import random_lights, render
from artml_blender.models.photo_unet import Maps, slopes_of

LIGHTS = 8
LIGHTS_SEED = 1234  # none of them is in the training, which draws others
DETAIL = 25  # pixels: relief that is larger counts no more when heights are compared


class Baselines:
    """What two simple rules say of a picture, fitted on training materials: `constant`, a flat surface with the mean
    roughness and metallic, and `luminance`, which takes luminance for height and for roughness, each with the gain that
    fits best. Both take the picture for the base colour."""

    def __init__(self, picture: Tensor, truth: Truth) -> None:
        relief_known, roughness_known, metallic_known = truth.known.unbind(1)
        self.metallic = truth.metallic[metallic_known].mean()
        roughness = truth.roughness[roughness_known]
        light = luminance(picture[roughness_known])
        self.roughness, self.light = roughness.mean(), light.mean()
        deviation = light - self.light
        self.roughness_gain = (deviation * (roughness - self.roughness)).mean() / deviation.square().mean()
        made = slopes_of(luminance(picture[relief_known])[:, 0])
        self.relief_gain = (made * truth.slopes[relief_known]).sum() / made.square().sum()

    def constant(self, picture: Tensor) -> Maps:
        flat = torch.zeros_like(picture[:, :1])
        return Maps(picture, torch.zeros_like(picture[:, :2]), flat + self.roughness, flat + self.metallic)

    def luminance(self, picture: Tensor) -> Maps:
        light = luminance(picture)
        roughness = (self.roughness + self.roughness_gain * (light - self.light)).clamp(0.0, 1.0)
        return Maps(picture, slopes_of(light[:, 0]) * self.relief_gain, roughness, torch.zeros_like(light))


def luminance(picture: Tensor) -> Tensor:
    return (picture * torch.tensor([0.2126, 0.7152, 0.0722])[:, None, None]).sum(1, keepdim=True)


def figures(made: Maps, truth: Truth) -> dict[str, float]:
    """Errors over the pixels of the materials whose map is known; lower is better in each.

    Angles are in degrees, all else in 0..1. `relief_mismatch` is 1 - the correlation of the relief's details, over the
    materials that have any, at whatever strength. `render_rmse` is over `LIGHTS` lights, in sRGB, where all is known.
    """
    relief, roughness, metallic = truth.known.unbind(1)
    made_normal, true_normal = (slopes_to_normal(each.slopes[relief]) * 2.0 - 1.0 for each in (made, truth))
    angle = torch.rad2deg(torch.acos((made_normal * true_normal).sum(1).clamp(-1.0, 1.0)))
    lit = []
    whole = truth.known.all(1)
    for light in random_lights(LIGHTS, torch.Generator().manual_seed(LIGHTS_SEED)):
        lights = light.expand(int(whole.sum()), 3)
        true = (truth.color, truth.slopes, truth.roughness, truth.metallic)
        made_picture, true_picture = (render(*(maps[whole] for maps in each), lights) for each in (made, true))
        lit.append((made_picture - true_picture).square().mean())
    return {
        "normal_angle": float(angle.mean()),
        "relief_mismatch": _mismatch(made.slopes[relief], truth.slopes[relief]),
        "base_color_rmse": _rms((made.base_color.clamp(-1.0, 1.0) - truth.color) * 0.5),
        "roughness_rmse": _rms((made.roughness - truth.roughness)[roughness]),
        "metallic_rmse": _rms((made.metallic - truth.metallic)[metallic]),
        "render_rmse": float(torch.stack(lit).mean().sqrt()),
    }


def _mismatch(made: Tensor, true: Tensor) -> float:
    has_relief = true.std((1, 2, 3)) > 0.02
    details = [_details(each[has_relief]).flatten(1) for each in (made, true)]
    return float(1.0 - torch.cosine_similarity(*details, dim=1, eps=1e-6).mean())


def _details(slopes: Tensor) -> Tensor:
    """Slopes without those of what is larger than `DETAIL` pixels."""
    padded = F.pad(slopes, (DETAIL // 2,) * 4, mode="circular")
    return slopes - F.avg_pool2d(padded, DETAIL, stride=1)


def _rms(error: Tensor) -> float:
    return float(error.square().mean().sqrt())
