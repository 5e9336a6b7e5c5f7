"""Two picture materials as one: the node group that mixes them.

Nothing is averaged where heights differ: each place changes over from A to B by itself, the one that stands higher
first, so that half-way there are patches of both and no ghost of either.
"""

from functools import cache

from ..contract.graph import Tree
from .tree_builder import TreeBuilder
from .value import COLOR, FLOAT, Triple

MIX_NAME = "ArtML Mix"
MAPS = {"Base Color": COLOR, "Roughness": FLOAT, "Metallic": FLOAT, "Normal": COLOR, "Height": FLOAT}
LIFT = 4.0  # a height map's range is mostly a quarter of 0..1
FLAT: dict[str, float | Triple] = {
    "Base Color": (0.5, 0.5, 0.5),
    "Roughness": 0.5,
    "Metallic": 0.0,
    "Normal": (0.5, 0.5, 1.0),
    "Height": 0.5,
}


@cache
def mix_tree() -> Tree:
    """A, and B where Mask times Amount says: 0 is A alone, 1 is B alone, whatever their heights."""
    build = TreeBuilder()
    for side in "AB":
        for name, kind in MAPS.items():
            build.input(f"{side} {name}", FLAT[name], kind, look={"hide_value": True})
    build.input("Mask", 1.0, minimum=0.0, maximum=1.0, look={"hide_value": True})
    for name, default in (("Amount", 0.5), ("Follow Height", 0.7), ("Softness", 0.2)):
        build.input(name, default, minimum=0.0, maximum=1.0, look={"subtype": "FACTOR"})
    with build.frame("Where"):
        soft = 0.005 + 0.5 * build["Softness"]
        higher = build.clamp((build["B Height"] - build["A Height"]) * LIFT, -1.0, 1.0) * build["Follow Height"]
        cover = build["Mask"] * build["Amount"] * 2.0 - 1.0
        share = build.smoothstep(higher + cover * (build["Follow Height"] + soft), -soft, soft)
    with build.frame("Mix"):
        for name in ("Base Color", "Normal"):
            build.output(name, build.blend(share, build[f"A {name}"], build[f"B {name}"]), COLOR)
        for name in ("Roughness", "Metallic", "Height"):
            build.output(name, build.mix(share, build[f"A {name}"], build[f"B {name}"]))
    return build.tree()
