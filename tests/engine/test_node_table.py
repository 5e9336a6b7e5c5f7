"""Every node that the contract calls supported can be evaluated, and no other."""

import pytest

pytest.importorskip("torch")

from artml_blender.contract.node_specs import SUPPORTED
from artml_blender.engine.graphs.node_table import NODES

LED_THROUGH = {  # the plan deals with these
    "NodeFrame",
    "NodeGroupInput",
    "NodeGroupOutput",
    "NodeReroute",
    "ShaderNodeGroup",
    "ShaderNodeOutputMaterial",
}


def test_what_is_supported_can_be_evaluated():
    assert set(SUPPORTED) == set(NODES) | LED_THROUGH
