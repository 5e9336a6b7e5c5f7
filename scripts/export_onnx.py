"""Export the shipped weights for the light runtime: `<name>.onnx` beside `<name>.safetensors`, its hash on the card.

    make onnx

The graphs hold the very same fp16 numbers as the safetensors; they compute in float32. Height and width are free.
"""

import hashlib
import json
from pathlib import Path

import numpy as np
import onnx
import torch
from onnx import TensorProto, helper, numpy_helper
from torch import Tensor, nn

from artml_blender.contract.categories import CATEGORIES
from artml_blender.engine.runtime.torch_networks import load_into
from artml_blender.engine.runtime.weights import WEIGHTS
from artml_blender.models.map_unet import MapUNet
from artml_blender.models.texture_vae import LATENT_CHANNELS, TextureVAE

OPSET = 20  # the first in which Pad can wrap is 19


class Decoder(nn.Module):
    """The decoder alone: the library is encoded already."""

    def __init__(self) -> None:
        super().__init__()
        self.decoder = load_into(TextureVAE(), "texture_vae").decoder

    def forward(self, latent: Tensor) -> Tensor:
        color: Tensor = self.decoder(latent)
        return color


class Maps(nn.Module):
    """The map net with its maps in one tensor, [N, 4, H, W]."""

    def __init__(self) -> None:
        super().__init__()
        self.net = load_into(MapUNet(len(CATEGORIES)), "map_unet")

    def forward(self, color: Tensor, category: Tensor) -> Tensor:
        return torch.cat(self.net(color, category), dim=1)


def main() -> None:
    rows, columns = (torch.export.Dim(name, min=2, max=4096) for name in ("rows", "columns"))
    latent = torch.randn(1, LATENT_CHANNELS, 16, 24)
    export("texture_vae", Decoder(), {"latent": latent}, "color", {"latent": {2: rows, 3: columns}})
    color, category = torch.rand(1, 3, 128, 192), torch.tensor([0])
    shapes = {"color": {2: 8 * rows, 3: 8 * columns}, "category": {}}
    export("map_unet", Maps(), {"color": color, "category": category}, "maps", shapes)


def export(name: str, module: nn.Module, inputs: dict[str, Tensor], output: str, shapes: dict[str, object]) -> None:
    """Write `<name>.onnx` and put its hash on the card."""
    with torch.no_grad():
        program = torch.onnx.export(
            module.eval(),
            tuple(inputs.values()),
            input_names=list(inputs),
            output_names=[output],
            dynamic_shapes=shapes,
            opset_version=OPSET,
            dynamo=True,
        )
    model = program.model_proto
    store_in_half(model.graph)
    onnx.checker.check_model(model, full_check=True)
    data = model.SerializeToString()
    (WEIGHTS / f"{name}.onnx").write_bytes(data)
    card_path = WEIGHTS / f"{name}.json"
    card = json.loads(card_path.read_text())
    card.pop("onnx_sha256", None)
    head = {key: card.pop(key) for key in ("name", "sha256")} | {"onnx_sha256": hashlib.sha256(data).hexdigest()}
    card_path.write_text(json.dumps({**head, **card}, indent=2) + "\n", encoding="utf-8")
    print(f"{Path(name).name}.onnx: {len(data) / 1e6:.2f} MB")


def store_in_half(graph: onnx.GraphProto) -> None:
    """Keep large float32 constants as fp16 with a cast behind each, which ONNX Runtime folds when it loads them."""
    for constant in list(graph.initializer):
        values = numpy_helper.to_array(constant)
        if values.dtype != np.float32 or values.size < 64:
            continue
        halved = values.astype(np.float16)
        assert np.array_equal(halved, values), f"{constant.name} is not a number of the shipped fp16 weights"
        stored = f"{constant.name}_fp16"
        graph.initializer.append(numpy_helper.from_array(halved, stored))
        graph.initializer.remove(constant)
        graph.node.insert(0, helper.make_node("Cast", [stored], [constant.name], to=TensorProto.FLOAT))
    del graph.value_info[:]


if __name__ == "__main__":
    main()
