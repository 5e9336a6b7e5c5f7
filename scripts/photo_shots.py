"""Training batches of the photo U-Net: parts of materials, painted anew, and the photos that a camera takes of them.

A shot is lit by one distant light, with the shadows that the relief throws, and by the sky, which crevices see less of;
then come the lens, the exposure, the white balance and JPEG. Asselin et al. 2020 (https://arxiv.org/abs/2006.16441)
found that pictures rendered alone do not carry over to real photos without such variety.
"""

import math
from collections.abc import Iterator

import torch
import torch.nn.functional as F
from photo_materials import UNKNOWN_CLASS, Materials, Truth, cut
from torch import Tensor

from artml_blender.engine.runtime.relief import ambient_occlusion
from artml_blender.engine.training.pbr_render import MIN_ROUGHNESS

SIDES = ((128, 8), (256, 2))  # pixels of the parts, and how many are in a batch
LARGE_SHARE = 0.4  # of the batches are of large parts
PROCEDURAL_SHARE = 0.25  # of the batches are procedural materials
SHRINKS = (1, 2, 4)  # times smaller than a material is
UNKNOWN_CLASS_SHARE = 0.35  # of the materials are shown without their class, as most photos are
EVEN_SHARE = 0.4  # of the pictures are lit by an even sky alone, as scans and generated textures are
SHADOW_STEPS, NEAR_STEPS = 14, 6  # the near ones are a pixel each
DCT = 8  # pixels: JPEG's block


def shots(
    scans: Materials, stacks: Materials, generator: torch.Generator, times: int = 1
) -> Iterator[tuple[Tensor, Truth]]:
    """Endless pictures [N, 3, H, W] in -1..1 and their truth, whose colour is the material's as that camera sees it.

    All is on the generator's device, where the materials have to be. A batch has `times` as many as in `SIDES`.
    """
    rarity = torch.bincount(scans.category, minlength=UNKNOWN_CLASS).clamp(min=1) ** -0.5
    while True:
        side, count = SIDES[int(_chance(generator) < LARGE_SHARE)]
        is_procedural = _chance(generator) < PROCEDURAL_SHARE
        materials = stacks if is_procedural else scans
        weight = torch.ones_like(rarity)[stacks.category] if is_procedural else rarity[scans.category]
        indices = torch.multinomial(weight, count * times, replacement=times > 1, generator=generator)
        fitting = [shrink for shrink in SHRINKS if side * shrink <= materials.side]
        shrink = fitting[_number(len(fitting), generator)]
        origin = _number(materials.side, generator), _number(materials.side, generator)
        truth = turn(cut(materials, indices, side, shrink, origin), generator)
        truth.color = paint(truth, generator, is_procedural)
        unknown = _uniform((len(indices),), generator) < UNKNOWN_CLASS_SHARE
        truth.category = truth.category.masked_fill(unknown, UNKNOWN_CLASS)
        picture, truth.color = shoot(truth, generator)
        yield develop(picture, generator), truth


def turn(truth: Truth, generator: torch.Generator) -> Truth:
    """One random flip and quarter turn of the whole batch; slopes turn with the surface."""
    return turned(truth, turns=_number(4, generator), flip=_number(4, generator) % 2 == 1)


def turned(truth: Truth, turns: int, flip: bool) -> Truth:
    """Flipped left to right, or not, and then turned counter-clockwise by so many quarter turns."""

    def moved(maps: Tensor) -> Tensor:
        return torch.rot90(maps.flip(3) if flip else maps, turns, (2, 3))

    slope_x, slope_y = moved(truth.slopes).unbind(1)
    if flip:
        slope_x = -slope_x
    for _ in range(turns):
        slope_x, slope_y = -slope_y, slope_x
    maps = (moved(each) for each in (truth.height, truth.roughness, truth.metallic))
    slopes = torch.stack([slope_x, slope_y], dim=1)
    return Truth(moved(truth.color), slopes, *maps, truth.known, truth.category, truth.inside)


def paint(truth: Truth, generator: torch.Generator, freely: bool) -> Tensor:
    """Another paint on the same surface: gain per channel, saturation and gamma; `freely`, also lights for darks and
    other hues, so that dark is not taken for low."""
    n = len(truth.color)

    def spread(amount: float, channels: int = 1) -> Tensor:
        return torch.exp(amount * _normal((n, channels, 1, 1), generator))

    unit = (truth.color + 1.0) * 0.5
    if freely:
        inverted = (_uniform((n, 1, 1, 1), generator) < 0.25) & (truth.metallic.amax((2, 3), True) < 0.5)
        unit = torch.where(inverted, 0.95 - 0.9 * unit, unit)
        turned = _uniform((n, 1, 1, 1), generator) < 0.25
        unit = torch.where(turned, unit.roll(1, 1), unit)
    grey = unit.mean(1, keepdim=True)
    unit = torch.lerp(grey, unit, spread(0.3)) * spread(0.15) * spread(0.06, channels=3)
    return unit.clamp(1e-4, 1.0) ** spread(0.2) * 2.0 - 1.0


def shoot(truth: Truth, generator: torch.Generator) -> tuple[Tensor, Tensor]:
    """The picture of the materials under some light, and their base colour under its exposure; both in -1..1, sRGB."""
    n = len(truth.color)

    def uniform(low: float, high: float) -> Tensor:
        return low + (high - low) * _uniform((n, 1, 1, 1), generator)

    albedo = ((truth.color + 1.0) * 0.5).clamp(0.0, 1.0) ** 2.2
    sky = torch.where(uniform(0.0, 1.0) < EVEN_SHARE, 1.0, uniform(0.2, 0.9))
    elevation, azimuth = torch.deg2rad(uniform(18.0, 75.0)), uniform(0.0, 2.0 * math.pi)
    light = torch.cat([torch.cos(elevation) * torch.cos(azimuth), torch.cos(elevation) * torch.sin(azimuth)], 1)
    light = torch.cat([light, torch.sin(elevation)], 1)
    occlusion = ambient_occlusion(truth.height.float()) ** uniform(0.0, 1.2)
    sun = (1.0 - sky) * shadow(truth.height.float(), light, 0.2 + uniform(0.0, 1.0))
    metallic, roughness = truth.metallic, truth.roughness
    diffuse, shine = reflect(albedo, truth.slopes, roughness, metallic, light)
    base = albedo * (1.0 - metallic)
    f0 = torch.lerp(torch.full_like(albedo, 0.04), albedo, metallic)
    lit = (base + f0) * occlusion * sky + (diffuse + shine) * sun
    gain = torch.exp(0.25 * _normal((n, 1, 1, 1), generator) + 0.08 * _normal((n, 3, 1, 1), generator))
    falloff = torch.where(uniform(0.0, 1.0) < 0.5, uneven(n, lit.shape[-1], generator), 1.0)
    return encode(lit * gain * falloff), encode(albedo * gain)


def reflect(
    albedo: Tensor, slopes: Tensor, roughness: Tensor, metallic: Tensor, light: Tensor
) -> tuple[Tensor, Tensor]:
    """What a light [N, 3, 1, 1] gives the viewer above, diffusely and as highlights; 1 for a flat white wall.

    The model is that of `pbr_render.py`.
    """
    normal = F.normalize(torch.cat([-slopes, torch.ones_like(slopes[:, :1])], dim=1), dim=1)
    half = F.normalize(light + torch.tensor([0.0, 0.0, 1.0], device=light.device)[:, None, None], dim=1)
    n_light = (normal * light).sum(1, keepdim=True).clamp(min=0.0)
    n_half = (normal * half).sum(1, keepdim=True).clamp(0.0, 1.0)
    alpha2 = roughness.clamp(min=MIN_ROUGHNESS) ** 4
    distribution = alpha2 / (n_half.square() * (alpha2 - 1.0) + 1.0).square()
    k = (roughness + 1.0).square() / 8.0
    visibility = 0.25 / ((n_light * (1.0 - k) + k) * (normal[:, 2:] * (1.0 - k) + k))
    f0 = torch.lerp(torch.full_like(albedo, 0.04), albedo, metallic)
    fresnel = f0 + (1.0 - f0) * (1.0 - half[:, 2:]) ** 5
    level = n_light / light[:, 2:]
    return albedo * (1.0 - metallic) * level, distribution * visibility * fresnel * level


def shadow(height: Tensor, light: Tensor, softness: Tensor) -> Tensor:
    """How much of the light [N, 3, 1, 1] reaches each place, [N, 1, H, W]: 0 where the relief stands before it."""
    lit = torch.ones_like(height)
    for index, (right, up, out) in enumerate(light[:, :, 0, 0].tolist()):
        flat = math.hypot(right, up)
        surface = height[index, 0]
        hidden = torch.full_like(surface, -1e3)
        for step in range(1, SHADOW_STEPS + 1):
            way = step + max(0, step - NEAR_STEPS) ** 2 / 4.0  # pixels
            before = surface.roll((round(way * up / flat), -round(way * right / flat)), (0, 1))
            hidden = torch.maximum(hidden, before - surface - way * out / flat)
        lit[index, 0] = (1.0 - hidden / softness[index]).clamp(0.0, 1.0)
    return lit


def uneven(n: int, side: int, generator: torch.Generator) -> Tensor:
    """Light that falls off to one side and to the corners, [N, 1, S, S]."""
    across = torch.linspace(-1.0, 1.0, side, device=generator.device)
    y, x = across[:, None], across[None]
    amount = _normal((3, n, 1, 1, 1), generator)
    slope = 0.2 * (amount[0] * x + amount[1] * y)
    return torch.exp(slope - 0.25 * amount[2].abs() * (x * x + y * y))


def encode(linear: Tensor) -> Tensor:
    return linear.clamp(1e-6, 1.0) ** (1.0 / 2.2) * 2.0 - 1.0


def develop(picture: Tensor, generator: torch.Generator) -> Tensor:
    """A lens a little soft or a picture a little sharpened, JPEG's blocks, the sensor's noise."""
    n = len(picture)
    amount = _uniform((4, n, 1, 1, 1), generator)
    for _ in range(2):
        picture = torch.lerp(picture, blur(picture), amount[0] * 1.6 - 0.6)  # -0.6 sharpens, 1 blurs
    picture = torch.lerp(picture, block_noise(picture, 0.02 + 0.1 * amount[1]), (amount[2] > 0.5).float())
    noise = _normal(picture.shape, generator)
    return (picture + noise * 0.04 * amount[3].square()).clamp(-1.0, 1.0)


def blur(picture: Tensor) -> Tensor:
    """A 3x3 binomial blur on the torus."""
    line = torch.tensor([0.25, 0.5, 0.25], device=picture.device)
    kernel = (line[:, None] * line).expand(3, 1, 3, 3)
    return F.conv2d(F.pad(picture, (1, 1, 1, 1), mode="circular"), kernel, groups=3)


def block_noise(picture: Tensor, step: Tensor) -> Tensor:
    """Quantise 8x8 blocks' cosine coefficients, high ones coarser, as JPEG does; `step` is [N, 1, 1, 1]."""
    n, c, h, w = picture.shape
    index = torch.arange(DCT, device=picture.device)
    basis = torch.cos(math.pi / DCT * (index[None, :] + 0.5) * index[:, None]) * math.sqrt(2.0 / DCT)
    basis[0] /= math.sqrt(2.0)
    blocks = picture.reshape(n, c, h // DCT, DCT, w // DCT, DCT).transpose(3, 4)  # [N, C, rows, columns, 8, 8]
    coarseness = step[..., None, None] * (1.0 + 0.5 * (index[:, None] + index[None, :]))
    coefficients = torch.round(basis @ blocks @ basis.T / coarseness) * coarseness
    return (basis.T @ coefficients @ basis).transpose(3, 4).reshape(n, c, h, w)


def _chance(generator: torch.Generator) -> float:
    return _uniform((), generator).item()


def _number(below: int, generator: torch.Generator) -> int:
    return min(below - 1, int(_chance(generator) * below))


def _uniform(shape: tuple[int, ...], generator: torch.Generator) -> Tensor:
    return torch.rand(shape, generator=generator, device=generator.device)


def _normal(shape: tuple[int, ...], generator: torch.Generator) -> Tensor:
    return torch.randn(shape, generator=generator, device=generator.device)
