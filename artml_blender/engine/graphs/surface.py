"""The piece of surface that a material is shaded on: a flat tile, or some rows of it."""

import dataclasses
import math
from dataclasses import dataclass

import torch
from torch import Tensor

from ..nodes.values import Vector


@dataclass(frozen=True)
class Surface:
    """Pixels of a flat tile in the plane z = 0, looked at along its normal.

    UV and Generated coordinates run from 0 to 1 over the tile, Object coordinates have their origin in its middle. The
    tangent frame is x, y, z, so that normals are those of an OpenGL normal map.
    """

    u: Tensor  # [1, W], rising to the right
    v: Tensor  # [H, 1], rising to the top: the first row has the highest
    pixel: tuple[float, float]  # of u and v from one pixel to the next
    extent: tuple[float, float]  # metres that the tile is wide and high

    def spread(self, pixels: float) -> "Surface":
        """Three surfaces in one, [3, …]: the pixels, and as many so far to their one side and to the other."""
        way = self._way(pixels)
        sides = torch.tensor([[0.0, 0.0], [way, -way], [way, way]], dtype=self.u.dtype, device=self.u.device)
        across, up = (side[:, None, None] / metres for side, metres in zip(sides.T, self.extent, strict=True))
        return dataclasses.replace(self, u=self.u + across, v=self.v + up)

    def slopes(self, heights: Tensor, pixels: float) -> tuple[Tensor, Tensor]:
        """How much a height, spread so far, rises per metre along x and y."""
        if heights.ndim <= self.u.ndim:
            return torch.zeros_like(heights), torch.zeros_like(heights)  # the same everywhere
        here, first, second = heights
        way = 2.0 * self._way(pixels)
        return (first + second - 2.0 * here) / way, (second - first) / way

    def _way(self, pixels: float) -> float:
        """Metres along x and along y to a side.

        Cycles' bake looks diagonally: to (1, -1) and to (1, 1), which is what its bases have for a normal along z.
        Source: util/math_float3.h (`make_orthonormals`) and geom/primitive.h; measured.
        """
        pixel = 0.5 * (self.pixel[0] * self.extent[0] + self.pixel[1] * self.extent[1])
        return pixel * pixels / math.sqrt(2.0)

    def uv(self) -> Vector:
        return self.u, self.v, self.constant(0.0)

    def generated(self) -> Vector:
        """Blender puts 0.5 where an object has no depth."""
        return self.u, self.v, self.constant(0.5)

    def object(self) -> Vector:
        """Metres."""
        width, height = self.extent
        return (self.u - 0.5) * width, (self.v - 0.5) * height, self.constant(0.0)

    def normal(self) -> Vector:
        return self.constant(0.0), self.constant(0.0), self.constant(1.0)

    def constant(self, value: float | Tensor) -> Tensor:
        """A number, the same for every pixel: a tensor without axes. A batch's, [N, 1, 1], is one already."""
        if isinstance(value, Tensor):
            return value
        return torch.tensor(value, dtype=self.u.dtype, device=self.u.device)


def tile_rows(
    size: tuple[int, int], rows: range, extent: tuple[float, float], device: torch.device | str = "cpu"
) -> Surface:
    """Those rows, counted from the top, of a tile of `size` (width, height) pixels: the centres of the pixels."""
    width, height = size
    u = (torch.arange(width, device=device) + 0.5) / width
    v = 1.0 - (torch.arange(rows.start, rows.stop, device=device) + 0.5) / height
    return Surface(u[None, :], v[:, None], (1.0 / width, 1.0 / height), extent)
