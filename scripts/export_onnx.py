"""Export the shipped weights for the light runtime: `<name>.onnx` beside `<name>.safetensors`, its hash on the card.

    make onnx

The graphs hold no weights of their own: they name the tensors of the safetensors, which the light runtime hands over
in fp16, and compute in float32. Height and width are free.
"""

import hashlib
import json
from pathlib import Path

import numpy as np
import onnx
import torch
from onnx import TensorProto, helper
from torch import Tensor, nn

from artml_blender.contract.categories import CATEGORIES
from artml_blender.engine.runtime.torch_networks import load_into
from artml_blender.engine.runtime.weights import WEIGHTS
from artml_blender.models.material_vae import LATENT_CHANNELS, MaterialDecoder
from artml_blender.models.photo_unet import DOWNSCALE, PhotoUNet

OPSET = 20  # the first in which Pad can wrap is 19


class JoinedDrawing(MaterialDecoder):
    """The material decoder with its maps in one tensor, [N, 6, H, W]."""

    def forward(self, latent: Tensor, density: Tensor) -> Tensor:  # type: ignore[override]
        return torch.cat(super().forward(latent, density), dim=1)


class JoinedMaps(PhotoUNet):
    """The photo U-Net with its maps in one tensor, [N, 7, H, W]."""

    def forward(self, picture: Tensor, category: Tensor) -> Tensor:  # type: ignore[override]
        return torch.cat(super().forward(picture, category), dim=1)


def main() -> None:
    rows, columns = (torch.export.Dim(name, min=2, max=4096) for name in ("rows", "columns"))
    latent, density = torch.randn(1, LATENT_CHANNELS, 16, 24), torch.zeros(1)
    even_sides = {"latent": {2: 2 * rows, 3: 2 * columns}, "density": {}}
    decoder = load_into(JoinedDrawing(), "material_decoder")
    export("material_decoder", decoder, {"latent": latent, "density": density}, "maps", even_sides)
    picture, category = torch.rand(1, 3, 128, 192), torch.tensor([0])
    shapes = {"picture": {2: DOWNSCALE * rows, 3: DOWNSCALE * columns}, "category": {}}
    net = load_into(JoinedMaps(len(CATEGORIES)), "photo_unet")
    export("photo_unet", net, {"picture": picture, "category": category}, "maps", shapes)


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
    name_weights(model.graph, f"{name}.safetensors", {*module.state_dict()})
    data = model.SerializeToString()
    (WEIGHTS / f"{name}.onnx").write_bytes(data)
    card_path = WEIGHTS / f"{name}.json"
    card = json.loads(card_path.read_text())
    card.pop("onnx_sha256", None)
    head = {key: card.pop(key) for key in ("name", "sha256")} | {"onnx_sha256": hashlib.sha256(data).hexdigest()}
    card_path.write_text(json.dumps({**head, **card}, indent=2) + "\n", encoding="utf-8")
    print(f"{Path(name).name}.onnx: {len(data) / 1e6:.2f} MB")


def name_weights(graph: onnx.GraphProto, file: str, names: set[str]) -> None:
    """Leave the network's parameters in their file, in fp16, with a cast behind each, which ONNX Runtime folds when it
    loads them."""
    for constant in list(graph.initializer):
        if constant.name not in names:
            assert np.prod(constant.dims) < 64, f"{constant.name} is none of the network's parameters"
            continue
        outside = TensorProto(name=constant.name, dims=constant.dims, data_type=TensorProto.FLOAT16)
        outside.data_location = TensorProto.EXTERNAL
        outside.external_data.add(key="location", value=file)
        used = f"{constant.name}_float32"
        for node in graph.node:
            node.input[:] = [used if name == constant.name else name for name in node.input]
        graph.initializer.remove(constant)
        graph.initializer.append(outside)
        graph.node.insert(0, helper.make_node("Cast", [outside.name], [used], to=TensorProto.FLOAT))
    for node in graph.node:
        del node.metadata_props[:]  # where in PyTorch it came from
    del graph.value_info[:]


if __name__ == "__main__":
    main()
