"""What the model makes at any time: small tiles laid from the photos' latents, always of the same pieces."""

import torch
from torch import Tensor

from ...models.material_vae import MaterialDecoder
from ..runtime.arrays import Numpy
from ..runtime.devices import autocast
from ..runtime.remix import lay, make_generator
from .latents import stack_drawn

CELLS = 32  # of a sample's side
MOST = 6  # photos that samples are made of


class Samples:
    """Tiles of 256 pixels, one of each of at most six photos, spread over all of them."""

    def __init__(self, latents: Tensor, seed: int) -> None:
        """`latents` [N, 16, h, w] are those that a training begins with."""
        count = min(MOST, len(latents))
        self.photos = [index * len(latents) // count for index in range(count)]
        self._sources = []
        for photo in self.photos:
            generator = make_generator(seed)
            laid = lay(latents[photo, None].cpu().numpy(), (CELLS, CELLS), generator, lambda share: None, wraps=False)
            self._sources.append(torch.from_numpy(laid))

    @torch.inference_mode()
    def draw(self, decoder: MaterialDecoder, latents: Tensor) -> Tensor:
        """Stacks [photos, 7, 256, 256] of the tiles, without grain."""
        made = []
        for photo, sources in zip(self.photos, self._sources, strict=True):
            latent = latents[photo, None][:, :, sources[..., 0], sources[..., 1]].contiguous()
            with autocast(latent.device):
                made.append(stack_drawn(decoder(latent, torch.zeros(1, device=latent.device))).float().cpu())
        return torch.cat(made)


def sheet(photos: Tensor, before: Tensor, now: Tensor) -> Numpy:
    """Base colours [N, C, H, W] in -1..1 in three rows, as a picture [3 H, N W, 3] in 8 bits."""
    rows = [torch.cat(list(each[:, :3].float()), dim=2) for each in (photos, before, now)]
    picture = (torch.cat(rows, dim=1).clamp(-1.0, 1.0) * 127.5 + 127.5).round().byte()
    pixels: Numpy = picture.movedim(0, -1).contiguous().numpy()
    return pixels
