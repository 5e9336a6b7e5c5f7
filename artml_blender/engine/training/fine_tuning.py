"""The shipped decoder and the photos' latents, trained together on random parts of the photos."""

from typing import Any

import torch
from torch import Tensor, nn

from ...models.material_vae import DOWNSCALE, MaterialDecoder
from ..runtime.devices import autocast
from ..runtime.torch_networks import load_into
from .conv_muon import ConvMuon, split
from .latents import stack_drawn
from .losses import part_losses
from .pbr_render import random_lights

BATCH, CELLS = 8, 16  # parts in a step, and cells of the latent of each, each way
LEARNING_RATE, LATENT_RATE = 1e-3, 0.02
WARM_UP = 150  # steps; from then on the rates fall as 1 / sqrt(steps), so that a training may end at any step
EMA_DECAY = 0.995


class FineTuning:
    """Decoder, latents, their averages, optimizers and the source of chance: all that a training's next step needs."""

    def __init__(self, maps: Tensor, latents: Tensor, seed: int, device: str) -> None:
        """`maps` [N, 7, H, W] are stacks of `photo_stacks`, `latents` [N, 16, H/8, W/8] where to begin."""
        self.maps, self.device, self.steps = maps, torch.device(device), 0
        self.generator = torch.Generator().manual_seed(seed)
        self.decoder, self.average = (shipped_decoder(self.device) for _ in range(2))
        self.decoder.train().requires_grad_(True)
        self.latents = latents.to(self.device).clone().requires_grad_(True)
        self.average_latents = self.latents.detach().clone()
        kernels, others = split(self.decoder)
        self._optimizers: list[torch.optim.Optimizer] = [
            ConvMuon(kernels, LEARNING_RATE),
            torch.optim.Adam(others, LEARNING_RATE, betas=(0.9, 0.99)),
            torch.optim.Adam([self.latents], LATENT_RATE, betas=(0.9, 0.99)),
        ]
        self._rates = [optimizer.param_groups[0]["lr"] for optimizer in self._optimizers]

    def step(self) -> dict[str, float]:
        """One step; returns the weighted losses."""
        latent, true = self._choose_parts()
        light = random_lights(BATCH, self.generator).to(self.device)
        with autocast(self.device):
            made = self.decoder(latent, torch.zeros(BATCH, device=self.device))
        losses = part_losses(stack_drawn(made), true, light)
        share = min((self.steps + 1) / WARM_UP, (WARM_UP / (self.steps + 1)) ** 0.5)
        for optimizer, rate in zip(self._optimizers, self._rates, strict=True):
            optimizer.param_groups[0]["lr"] = share * rate
            optimizer.zero_grad()
        total: Tensor = torch.stack(list(losses.values())).sum()
        total.backward()  # type: ignore[no-untyped-call]
        nn.utils.clip_grad_norm_(self.decoder.parameters(), 1.0)
        for optimizer in self._optimizers:
            optimizer.step()
        self.steps += 1
        self._follow()
        return {name: loss.item() for name, loss in losses.items()}

    def state_dict(self) -> dict[str, Any]:
        return {
            "steps": self.steps,
            "generator": self.generator.get_state(),
            "decoder": self.decoder.state_dict(),
            "average": self.average.state_dict(),
            "latents": self.latents.detach(),
            "average_latents": self.average_latents,
            "optimizers": [optimizer.state_dict() for optimizer in self._optimizers],
        }

    @torch.no_grad()
    def load_state_dict(self, state: dict[str, Any]) -> None:
        self.steps = state["steps"]
        self.generator.set_state(state["generator"])
        self.decoder.load_state_dict(state["decoder"])
        self.average.load_state_dict(state["average"])
        self.latents.copy_(state["latents"])
        self.average_latents.copy_(state["average_latents"])
        for optimizer, stored in zip(self._optimizers, state["optimizers"], strict=True):
            optimizer.load_state_dict(stored)

    def _choose_parts(self) -> tuple[Tensor, Tensor]:
        """Latents [BATCH, 16, CELLS, CELLS] of random places, and the true stacks there.

        The decoder takes each for a torus. So it learns to draw well beside what does not go on, as at the cuts of laid
        pieces, and a photo's border needs no care.
        """
        count, _, height, width = self.latents.shape
        latents, stacks = [], []
        for _ in range(BATCH):
            photo, top, left = (
                int(torch.randint(most, (), generator=self.generator))
                for most in (count, height - CELLS + 1, width - CELLS + 1)
            )
            latents.append(self.latents[photo, :, top : top + CELLS, left : left + CELLS])
            rows, columns = (slice(DOWNSCALE * first, DOWNSCALE * (first + CELLS)) for first in (top, left))
            stacks.append(self.maps[photo, :, rows, columns])
        return torch.stack(latents), torch.stack(stacks).to(self.device, torch.float32)

    @torch.no_grad()
    def _follow(self) -> None:
        """Move the averages towards what is trained; faster at the start."""
        forgetting = 1.0 - min(EMA_DECAY, (1.0 + self.steps) / (10.0 + self.steps))
        torch._foreach_lerp_(list(self.average.parameters()), list(self.decoder.parameters()), forgetting)
        self.average_latents.lerp_(self.latents, forgetting)


def shipped_decoder(device: torch.device) -> MaterialDecoder:
    """Where a training begins."""
    decoder = load_into(MaterialDecoder(), "material_decoder")
    return decoder.to(device).to(memory_format=torch.channels_last)  # type: ignore[call-overload, no-any-return]
