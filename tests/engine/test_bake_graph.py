"""`python -m artml_blender.engine run` with a graph: its files and pictures, and graphs that somebody broke."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

pytest.importorskip("torch")

import numpy as np
from PIL import Image

ROOT = Path(__file__).resolve().parents[2]
MAPS = {"base_color", "roughness", "metallic", "normal", "height", "ambient_occlusion"}
EIGHT_BITS = {"base_color": "RGB", "normal": "RGB", "roughness": "L", "metallic": "L", "ambient_occlusion": "L"}


def node(name, idname, settings=None, inputs=None, **more):
    return {"name": name, "idname": idname, "settings": settings or {}, "inputs": inputs or {}, **more}


def link(from_node, from_socket, to_node, to_socket):
    return {"from_node": from_node, "from_socket": from_socket, "to_node": to_node, "to_socket": to_socket}


def graph(*nodes, links=(), **more):
    """A material whose Principled BSDF is `Shader`, with these nodes and links beside it."""
    end = [node("Shader", "ShaderNodeBsdfPrincipled"), node("Output", "ShaderNodeOutputMaterial", {"target": "ALL"})]
    joined = [link("Shader", "BSDF", "Output", "Surface"), *links]
    return {"name": "Test", "blender": [5, 0, 1], "tree": {"nodes": [*nodes, *end], "links": joined}, **more}


def colored(idname, output, settings=None, inputs=None, **more):
    """A material whose Base Color comes from one node."""
    colors = node("Colors", idname, settings, inputs)
    return graph(colors, links=[link("Colors", output, "Shader", "Base Color")], **more)


NOISE = colored("ShaderNodeTexNoise", "Color", {"noise_dimensions": "2D"}, {"Scale": 6.0, "Detail": 2.0})


def engine(*arguments, **options):
    command = [sys.executable, "-m", "artml_blender.engine", *map(str, arguments)]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=120, **options)


def write(folder: Path, material, **changes) -> Path:
    """A recipe in the folder, its graph in a folder beside it."""
    (folder / "material").mkdir(exist_ok=True)
    (folder / "material" / "graph.json").write_text(material if isinstance(material, str) else json.dumps(material))
    recipe = {"task": "bake_graph", "graph": "material/graph.json", "size": [128, 64], **changes}
    (folder / "recipe.json").write_text(json.dumps(recipe))
    return folder / "recipe.json"


def read(path: Path) -> np.ndarray:
    with Image.open(path) as picture:
        return np.asarray(picture)


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """The folder of one finished run."""
    folder = tmp_path_factory.mktemp("made")
    done = engine("run", write(folder, NOISE), "--output", folder / "out")
    assert done.returncode == 0, done.stderr
    return folder / "out"


def test_run_writes_every_map_in_its_size_and_depth(made):
    assert {path.name for path in made.iterdir()} == {f"{name}.png" for name in MAPS} | {"recipe.json", "report.json"}
    for name in MAPS:
        with Image.open(made / f"{name}.png") as picture:
            assert picture.size == (128, 64)
            assert picture.mode == EIGHT_BITS.get(name, "I;16")
    assert read(made / "base_color.png").std() > 5


def test_the_report_says_what_it_took(made):
    report = json.loads((made / "report.json").read_text())

    assert report["warnings"] == []
    assert report["seconds"].keys() >= {"bake", "relief", "total"}
    assert report["device"]
    assert report["seam_ratio"].keys() == MAPS


def test_the_written_recipe_holds_the_graph_and_replays_to_the_same_pixels(made, tmp_path):
    assert json.loads((made / "recipe.json").read_text())["graph"]["name"] == "Test"

    assert engine("run", made / "recipe.json", "--output", tmp_path).returncode == 0

    for name in MAPS:
        assert (tmp_path / f"{name}.png").read_bytes() == (made / f"{name}.png").read_bytes()


def test_pictures_are_found_beside_the_graph(tmp_path):
    (tmp_path / "material").mkdir()
    Image.new("RGB", (8, 8), (200, 100, 50)).save(tmp_path / "material" / "stain.png")
    images = {"stain": {"path": "stain.png", "color_space": "sRGB", "alpha_mode": "STRAIGHT"}}
    material = colored("ShaderNodeTexImage", "Color", {"image": "stain"}, images=images)

    done = engine("run", write(tmp_path, material), "--output", tmp_path / "out")

    assert done.returncode == 0, done.stderr
    assert np.abs(read(tmp_path / "out" / "base_color.png").astype(int) - (200, 100, 50)).max() <= 1


def test_what_no_map_can_show_is_a_warning(tmp_path):
    material = graph()
    material["tree"]["nodes"][0]["inputs"] = {"Transmission Weight": 1.0}

    assert engine("run", write(tmp_path, material), "--output", tmp_path / "out").returncode == 0

    (warning,) = json.loads((tmp_path / "out" / "report.json").read_text())["warnings"]
    assert warning.startswith("No map can show")


def group(name, *nodes):
    return {name: {"nodes": list(nodes), "links": [], "interface": []}}


def in_group(name):
    return node("Group", "ShaderNodeGroup", {"node_tree": name})


RAMP = {"color_mode": "RGB", "interpolation": "LINEAR", "hue_interpolation": "NEAR"}
PICTURE = {"path": "none.png", "color_space": "sRGB", "alpha_mode": "STRAIGHT"}
LOOP = graph(
    node("A", "ShaderNodeGamma"),
    node("B", "ShaderNodeGamma"),
    links=[
        link("A", "Color", "B", "Color"),
        link("B", "Color", "A", "Color"),
        link("A", "Color", "Shader", "Base Color"),
    ],
)
HOSTILE = {
    "not json": ("{", "not valid JSON"),
    "a list": ([], "is not one that ArtML wrote"),
    "nothing": ("null", "is not one that ArtML wrote"),
    "deep": ("[" * 100_000, "not valid JSON"),
    "tree is text": ({**graph(), "tree": "nodes"}, "is not one that ArtML wrote"),
    "links are numbers": ({**graph(), "tree": {"nodes": [], "links": [1]}}, "is not one that ArtML wrote"),
    "link to nowhere": (graph(links=[link("Ghost", "Color", "Shader", "Base Color")]), "node that is not there"),
    "not finite": (json.dumps(colored("ShaderNodeValue", "Value", {}, {"Value": float("inf")})), "not finite"),
    "unknown node": (colored("ShaderNodeTexEvil", "Color"), "cannot bake these nodes of 'Test' yet: Evil Texture"),
    "no output": ({**graph(), "tree": {"nodes": [], "links": []}}, "has no Material Output"),
    "no surface": ({**graph(), "tree": {"nodes": graph()["tree"]["nodes"], "links": []}}, "Nothing is linked to the"),
    "too many nodes": (graph(*(node(f"N{i}", "ShaderNodeValue") for i in range(30_000))), "more than 20000 nodes"),
    "loop": (LOOP, "depends on itself"),
    "group in itself": (graph(in_group("g"), groups=group("g", in_group("g"))), "'g' is inside itself"),
    "missing group": (graph(in_group("g")), "'g', which its graph does not hold"),
    "unknown setting": (colored("ShaderNodeTexNoise", "Color", {"noise_dimensions": "7D"}), "Noise Texture (7D)"),
    "text for a number": (colored("ShaderNodeTexBrick", "Color", {"offset": "half"}), "'offset' of the node 'Colors'"),
    "number for a text": (colored("ShaderNodeTexImage", "Color", {"image": 7}), "The graph has no picture '7'"),
    "ramp without stops": (
        colored("ShaderNodeValToRGB", "Color", {"color_ramp": {**RAMP, "elements": []}}),
        "'color_ramp' of the node 'Colors'",
    ),
    "ramp of text": (colored("ShaderNodeValToRGB", "Color", {"color_ramp": "rainbow"}), "'color_ramp' of the node"),
    "ramp of text stops": (
        colored("ShaderNodeValToRGB", "Color", {"color_ramp": {**RAMP, "elements": [["a", "b"]]}}),
        "'color_ramp' of the node",
    ),
    "curve without points": (
        colored("ShaderNodeRGBCurve", "Color", {"mapping": {"curves": [[], [], [], []]}}),
        "'mapping' of the node",
    ),
    "missing picture": (colored("ShaderNodeTexImage", "Color", {"image": "p"}, images={"p": PICTURE}), "is missing"),
    "unlisted picture": (colored("ShaderNodeTexImage", "Color", {"image": "p"}), "The graph has no picture 'p'"),
    "odd colour space": (
        colored("ShaderNodeTexImage", "Color", {"image": "p"}, images={"p": {**PICTURE, "color_space": "ACEScg"}}),
        "the colour space 'ACEScg'",
    ),
    "picture path with 0": (
        colored("ShaderNodeTexImage", "Color", {"image": "p"}, images={"p": {**PICTURE, "path": "a\0.png"}}),
        "cannot be read",
    ),
}


ASK = """
import json, sys
from pathlib import Path
from artml_blender.engine.run import run
from artml_blender.engine.runtime.networks import load_networks
for recipe in sys.argv[1:]:
    print("RECIPE", recipe, file=sys.stderr)
    status = run(Path(recipe), Path(recipe).parent / "out", lambda: load_networks("cpu"))
    print("STATUS", status, file=sys.stderr)
"""


@pytest.fixture(scope="module")
def hostile(tmp_path_factory):
    """What `run` says to each: one process for all, since each start of PyTorch takes seconds."""
    root = tmp_path_factory.mktemp("hostile")
    recipes = []
    for number, (material, _) in enumerate(HOSTILE.values()):
        (root / str(number)).mkdir()
        recipes.append(write(root / str(number), material))
    done = subprocess.run(
        [sys.executable, "-c", ASK, *map(str, recipes)], cwd=ROOT, capture_output=True, text=True, timeout=120
    )
    parts = done.stderr.split("RECIPE ")[1:]
    assert len(parts) == len(HOSTILE), done.stderr
    return dict(zip(HOSTILE, ((root / str(number), part) for number, part in enumerate(parts)), strict=True))


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_graph_is_one_sentence_and_writes_nothing(hostile, name):
    folder, said = hostile[name]
    *_, sentence, status = said.strip().splitlines()

    assert status == "STATUS 1", said
    assert HOSTILE[name][1] in sentence
    assert "an error of its own" not in sentence
    assert "Traceback" not in said
    assert len(sentence) < 400
    assert not (folder / "out").exists()


def test_the_exit_status_of_a_bad_graph_is_1(tmp_path):
    done = engine("run", write(tmp_path, HOSTILE["loop"][0]), "--output", tmp_path / "out")

    assert (done.returncode, done.stderr.splitlines()[-1]) == (1, "The node 'A' depends on itself.")
