"""What procedural families cost: materials made a second for learning, and render time beside pictures of the same.

PYTHONPATH=.:scripts .venv/bin/python scripts/bench_families.py stacks | render [FAMILY …]

`render` shows the same sphere, camera and light twice, in turn: with the family's nodes, and with an image material of
the maps that the engine makes of them, so that the ratio holds whatever else the machine does.
"""

import argparse
import os
import time

from artml_blender.families import FAMILIES
from artml_blender.families.family import Family

WANTED, SIDE, BATCH = 20.0, 128, 8  # materials a second, of so many pixels
RENDERED, SAMPLES, MAP_SIDE = 256, 16, 1024


def bench_stacks(names: list[str], rounds: int) -> None:
    """Through the processes of scripts/make_materials.py, without writing files; every family as often."""
    from make_materials import plan, stream

    workers = os.cpu_count() or 1
    warm_up = plan(names, workers, 1, 1, SIDE, "cpu")
    batches = plan(names, rounds * BATCH * len(names), BATCH, 1, SIDE, "cpu")
    made = stream(warm_up + batches, workers)
    for _ in warm_up:
        next(made)
    start = time.perf_counter()
    count = sum(batch.count for batch, _ in made)
    seconds = time.perf_counter() - start
    print(
        f"{count} materials of {SIDE} x {SIDE} pixels of {len(names)} families in {seconds:.1f} s on {workers} cores:"
    )
    print(f"{count / seconds:.1f} a second (wanted: {WANTED:.0f})")
    for name in names:
        print(f"  {name}: {_stack_seconds(name) * 1e3:.0f} ms each on one core")


def _stack_seconds(name: str) -> float:
    import torch
    from make_materials import Batch, make

    torch.set_num_threads(1)
    start = time.perf_counter()
    make(Batch(name, 1, BATCH, SIDE, "cpu"))
    return (time.perf_counter() - start) / BATCH


def bench_render(names: list[str]) -> None:
    import bpy

    print("| family | sliders | nodes | with them in groups | Cycles, nodes | Cycles, images | ratio |")
    print("|---|---|---|---|---|---|---|")
    for name in names:
        family = FAMILIES[name]
        scene, sphere = _scene()
        materials = _materials(family)
        seconds = []
        for material in (*materials, *materials):
            sphere.data.materials.clear()
            sphere.data.materials.append(material)
            start = time.perf_counter()
            bpy.ops.render.render(scene=scene.name)
            seconds.append(time.perf_counter() - start)
        nodes, images = min(seconds[0::2]), min(seconds[1::2])
        counts = f"{len(family.sliders)} | {_own_nodes(family)} | {_all_nodes(family)}"
        print(f"| {family.label} | {counts} | {nodes:.2f} s | {images:.2f} s | {nodes / images:.1f} |", flush=True)


def _scene():
    import bpy

    from artml_blender.blender import studio

    bpy.ops.wm.read_factory_settings(use_empty=True)
    scene = studio.make_studio("Bench", (RENDERED, RENDERED), SAMPLES)
    scene.cycles.use_denoising = False
    scene.render.use_persistent_data = True
    sphere = studio.add_sphere(scene, (0.0, 0.0, 0.0), 0.5)
    studio.add_camera(scene, (0.0, -3.0, 0.9), (0.0, 0.0, 0.0))
    return scene, sphere


def _materials(family: Family):
    """Of nodes, and of pictures with one tile to a UV unit, both at the defaults."""
    from artml_blender.blender.materials import Placement, make_material
    from artml_blender.blender.procedural import make_procedural
    from artml_blender.contract.messages import Finished, SampleFamily
    from artml_blender.engine.perform import perform
    from artml_blender.engine.runtime.networks import load_networks

    request = SampleFamily(family.name, 0, (MAP_SIDE, MAP_SIDE), family.defaults())
    result = perform(request, lambda: load_networks("cpu", False), None, lambda fraction, text: None)
    assert isinstance(result, Finished), result
    procedural = make_procedural(family, {}, [])
    procedural.node_tree.nodes["Mapping"].inputs["Scale"].default_value = (1.0, 1.0, 1.0)
    return procedural, make_material(result, Placement(1.0, False, metres_per_uv=1.0))


def _own_nodes(family: Family) -> int:
    return sum(node.idname != "NodeFrame" for node in family.tree.nodes)


def _all_nodes(family: Family) -> int:
    """What Cycles gets: each use of a group counted anew."""
    trees = {**family.groups, family.group_name: family.tree}

    def count(name: str) -> int:
        inside = (node.settings.get("node_tree") for node in trees[name].nodes if node.idname != "NodeFrame")
        return sum(1 if group is None else count(str(group)) for group in inside)

    return count(family.group_name)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=("stacks", "render"))
    parser.add_argument("families", nargs="*", default=list(FAMILIES))
    parser.add_argument("--rounds", type=int, default=2)
    arguments = parser.parse_args()
    if arguments.what == "stacks":
        bench_stacks(arguments.families, arguments.rounds)
    else:
        bench_render(arguments.families)


if __name__ == "__main__":
    main()
