"""Seconds for a 512 x 512 PBR set from warm engines of both runtimes, beside Cycles baking five maps of a node graph.

make bench           (or: PYTHONPATH=. .venv/bin/python scripts/bench_generate.py --rounds 7)
"""

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import bpy

from artml_blender.client.engine import Engine
from artml_blender.client.python import EnginePython
from artml_blender.contract.messages import Finished, GenerateTexture

SIZE = 512
BAKES = (("EMIT", "base_color"), ("ROUGHNESS", "roughness"), ("NORMAL", "normal"), ("EMIT", "metallic"), ("AO", "ao"))


def generate(engine: Engine, seed: int) -> Finished:
    *_, last = engine.submit(GenerateTexture("brick", seed=seed, size=(SIZE, SIZE))).wait(300)
    assert isinstance(last, Finished), last
    return last


def time_engine(python: EnginePython, rounds: int) -> tuple[float, Finished]:
    """Median seconds as the client sees them, and the last result, whose report has the stages and the memory."""
    engine = Engine(python, "cpu")
    generate(engine, 0)
    seconds = []
    for seed in range(1, rounds + 1):
        start = time.perf_counter()
        finished = generate(engine, seed)
        seconds.append(time.perf_counter() - start)
    engine.close()
    return statistics.median(seconds), finished


def light_python(folder: str) -> EnginePython:
    """This Python without its packages, and the light runtime's in a folder, as Blender unpacks the zip's wheels."""
    base = Path(sys.base_prefix) / "bin" / "python3"
    packages = ["onnxruntime==1.20.1", "numpy==1.26.4", "safetensors==0.8.0", "array-api-compat==1.16.0"]
    command = [sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--target", folder]
    subprocess.run([*command, *packages], check=True)
    return EnginePython(base, Path(folder))


def make_bake_scene() -> bpy.types.Object:
    """A plane whose material mixes noise, Voronoi and wave, as a simple procedural material does."""
    bpy.ops.wm.read_factory_settings(use_empty=True)
    bpy.context.scene.render.engine = "CYCLES"
    bpy.context.scene.cycles.samples = 1
    bpy.ops.mesh.primitive_plane_add()
    material = bpy.data.materials.new("Anchor")
    if bpy.app.version < (5, 0, 0):
        material.use_nodes = True
    nodes, links = material.node_tree.nodes, material.node_tree.links
    nodes.clear()
    principled, output = nodes.new("ShaderNodeBsdfPrincipled"), nodes.new("ShaderNodeOutputMaterial")
    noise, cells, wave = (nodes.new(f"ShaderNodeTex{kind}") for kind in ("Noise", "Voronoi", "Wave"))
    bump = nodes.new("ShaderNodeBump")
    links.new(noise.outputs["Color"], principled.inputs["Base Color"])
    links.new(noise.outputs["Color"], principled.inputs["Emission Color"])
    links.new(cells.outputs["Distance"], principled.inputs["Roughness"])
    links.new(wave.outputs["Color"], bump.inputs["Height"])
    links.new(bump.outputs["Normal"], principled.inputs["Normal"])
    links.new(principled.outputs["BSDF"], output.inputs["Surface"])
    target = nodes.new("ShaderNodeTexImage")
    target.image = bpy.data.images.new("Bake", SIZE, SIZE)
    nodes.active = target
    bpy.context.object.data.materials.append(material)
    return bpy.context.object


def time_bakes(rounds: int) -> float:
    """Median seconds for all five maps at one sample."""
    make_bake_scene()
    seconds = []
    for _ in range(rounds):
        start = time.perf_counter()
        for kind, _ in BAKES:
            bpy.ops.object.bake(type=kind)
        seconds.append(time.perf_counter() - start)
    return statistics.median(seconds)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=7)
    rounds = parser.parse_args().rounds
    bakes = time_bakes(rounds)
    print(f"load average before: {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores; medians of {rounds} rounds")
    print(f"Cycles, five maps {SIZE} x {SIZE}, 1 sample, CPU (anchor): {bakes:.3f} s")
    with tempfile.TemporaryDirectory() as folder:
        pythons = {"PyTorch": (EnginePython(Path(sys.executable)), 0.5), "light": (light_python(folder), 1.0)}
        for name, (python, bound) in pythons.items():
            ours, finished = time_engine(python, rounds)
            runtime, stages = finished.report["runtime"], finished.report["seconds"]
            print(f"{name} ({runtime}), six maps, warm engine, CPU: {ours:.3f} s   (bound: {bound:g} s)")
            print(f"  the bakes take {bakes / ours:.1f} x that")
            print(f"  by stage: {stages}; peak memory of the engine {finished.report['peak_memory_mb']} MB")


if __name__ == "__main__":
    main()
