"""A small differentiable renderer for flat PBR materials: one directional light, the viewer straight above.

Source: the metallic-roughness model (GGX distribution, Schlick's Fresnel, Smith's visibility) as in Karis 2013,
"Real shading in Unreal Engine 4"; a loss on renders: Deschaintre et al. 2018 (https://arxiv.org/abs/1810.09718).
"""

import math

import torch
from torch import Tensor

LIGHT = 2.5  # radiance times pi of the directional light
AMBIENT = 0.15  # share of the albedo that is seen without the light
MIN_ROUGHNESS = 0.08  # sharper highlights than this fall between the pixels


def random_lights(count: int, generator: torch.Generator) -> Tensor:
    """Unit directions to the light, [count, 3] as (right, up, to the viewer), 20 to 75 degrees above the surface."""
    azimuth = 2.0 * math.pi * torch.rand(count, generator=generator)
    elevation = torch.deg2rad(20.0 + 55.0 * torch.rand(count, generator=generator))
    flat = torch.cos(elevation)
    return torch.stack([flat * torch.cos(azimuth), flat * torch.sin(azimuth), torch.sin(elevation)], dim=1)


def render(color: Tensor, slopes: Tensor, roughness: Tensor, metallic: Tensor, light: Tensor) -> Tensor:
    """The lit surface [N, 3, H, W] in sRGB 0..1, softly limited; `color` is in -1..1 sRGB, `light` is [N, 3]."""
    normal = torch.cat([-slopes, torch.ones_like(slopes[:, :1])], dim=1)
    normal = normal / normal.square().sum(1, keepdim=True).sqrt()
    light = light[:, :, None, None]
    half = light + torch.tensor([0.0, 0.0, 1.0], device=light.device)[:, None, None]
    half = half / half.square().sum(1, keepdim=True).sqrt()
    n_light = (normal * light).sum(1, keepdim=True).clamp(min=0.0)
    n_half = (normal * half).sum(1, keepdim=True).clamp(0.0, 1.0)
    n_view = normal[:, 2:]
    alpha2 = roughness.clamp(min=MIN_ROUGHNESS) ** 4
    distribution = alpha2 / (n_half.square() * (alpha2 - 1.0) + 1.0).square()
    k = (roughness + 1.0).square() / 8.0
    visibility = 0.25 / ((n_light * (1.0 - k) + k) * (n_view * (1.0 - k) + k))
    albedo = ((color + 1.0) * 0.5).clamp(0.0, 1.0) ** 2.2
    f0 = torch.lerp(torch.full_like(albedo, 0.04), albedo, metallic)
    fresnel = f0 + (1.0 - f0) * (1.0 - half[:, 2:]) ** 5
    diffuse = albedo * (1.0 - metallic)
    lit = (diffuse + distribution * visibility * fresnel) * n_light * LIGHT + AMBIENT * (diffuse + f0)
    return (lit / (1.0 + 0.25 * lit)).clamp(min=1e-6) ** (1.0 / 2.2)
