"""The White Noise Texture node.

Source: Cycles' svm/white_noise.h and util/hash.h.
"""

import torch
from torch import Tensor

from .hashing import hash_floats


def white_noise(position: Tensor) -> tuple[Tensor, Tensor]:
    """Value [...] and Color [..., 3], in 0..1, at positions [..., D]: Vector and W together, D of 1 to 4."""
    keys = position.unbind(-1)
    value = hash_floats(*keys)
    if len(keys) == 4:
        x, y, z, w = keys
        second, third = hash_floats(z, x, w, y), hash_floats(w, z, y, x)
    else:
        second, third = (hash_floats(*keys, torch.full_like(value, seed)) for seed in (1.0, 2.0))
    return value, torch.stack([value, second, third], dim=-1)
