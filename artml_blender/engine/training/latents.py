"""From maps to the latents that the decoder draws nearly those maps from: where a training begins.

The decoder is nearly linear in what it draws of a cell, so a linear regression of the library's latents on the pixels
that the decoder draws of them comes near the lost half of the autoencoder: a colour error of 0.03 of -1..1, where the
mean latent has 0.34. It is made anew in a few seconds for each training, so nothing has to be shipped.
"""

import torch
import torch.nn.functional as F
from torch import Tensor

from ...models.material_vae import DOWNSCALE, LATENT_CHANNELS, DecodedMaps, MaterialDecoder
from ..runtime.library import Library
from .photo_stacks import CHANNELS

EVERY = 8  # of the library: materials that are looked at
RIDGE = 0.1  # of the mean power of a pixel: with 0.01 the slopes' noise came to more than the slopes


@torch.inference_mode()
def fit_encoder(decoder: MaterialDecoder, library: Library) -> Tensor:
    """The weights [7 * 64 + 1, 16] by which `encode` goes from a cell's pixels to its latent (ridge regression, Hoerl
    and Kennard 1970)."""
    size = CHANNELS * DOWNSCALE**2 + 1
    square, product = torch.zeros(size, size), torch.zeros(size, LATENT_CHANNELS)
    for asset_id in library.asset_ids[::EVERY]:
        latent = torch.from_numpy(library.latent(asset_id))
        pixels = _pixels(stack_drawn(decoder(latent, torch.zeros(1))))[0].flatten(1)
        square += pixels @ pixels.T
        product += pixels @ latent[0].flatten(1).T
    weights: Tensor = torch.linalg.solve(square + RIDGE * square.diagonal().mean() * torch.eye(size), product)
    return weights


def encode(weights: Tensor, stack: Tensor) -> Tensor:
    """Stacks [N, 7, H, W] to latents [N, 16, H/8, W/8]."""
    return torch.einsum("pc,nphw->nchw", weights, _pixels(stack))


def stack_drawn(made: DecodedMaps) -> Tensor:
    """What is drawn as a stack [N, 7, H, W]; see `photo_stacks.CHANNELS`."""
    return torch.cat([made.base_color, made.slopes, made.roughness, made.metallic], dim=1)


def _pixels(stack: Tensor) -> Tensor:
    """The pixels of every cell, and 1: [N, 7 * 64 + 1, h, w]."""
    cells = F.pixel_unshuffle(stack, DOWNSCALE)
    return torch.cat([cells, torch.ones_like(cells[:, :1])], dim=1)
