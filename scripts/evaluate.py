"""One table that measures generators' textures against validation textures, beside real ones and beside traps.

    PYTHONPATH=. python scripts/evaluate.py DATA --made NAME=FOLDER [NAME=FOLDER ...] --output build/evaluation

DATA holds `ambientcg-thumbs-128` and `materials`. A FOLDER is what a batch wrote: each result one whole tile, ten
or more of each class. `docs/evaluation.md` says what the figures mean and which damage they do not see.
"""

import argparse
import json
import sys
import time
from pathlib import Path
from typing import Any

import torch
from photo_materials import CLASSES
from texture_detail import measure_detail
from texture_report import markdown
from texture_ruler import Figures, Ruler
from texture_sets import Textures, load_made, load_real, same_files, traps

from artml_blender.engine.runtime.seams import seam_ratio

LARGEST = 8  # classes that are measured
ENOUGH = 5  # validation textures without which a class is not
FEWEST = 4  # results of a class, likewise
DRAWS = 4  # of training textures, for the floor
DISTANCES = ("texture", "spectrum", "color")
SEAM = 1.1


def class_counts(training: Textures, validation: Textures, made: list[Textures]) -> dict[int, int]:
    """Of the largest classes, how many textures are measured: as many as all have."""
    trained, judged, *have = (
        torch.bincount(each.category, minlength=len(CLASSES)) for each in (training, validation, *made)
    )
    fewest = torch.stack([trained // 2, *have]).amin(0).tolist()
    order = (trained + judged).argsort(descending=True).tolist()
    enough = [index for index in order if fewest[index] >= FEWEST and judged[index] >= ENOUGH]
    if not enough:
        raise SystemExit(f"No class has {FEWEST} results of each generator and {ENOUGH} validation textures.")
    return {index: fewest[index] for index in enough[:LARGEST]}


def chosen(textures: Textures, counts: dict[int, int]) -> Textures:
    """The first of each class."""
    indices = [torch.nonzero(textures.category == index)[:count, 0] for index, count in counts.items()]
    return textures.take(torch.cat(indices))


def floor(ruler: Ruler) -> tuple[dict[int, Figures], Figures]:
    """What draws of training textures get, by class; and how much one draw's mean over the classes differs."""
    drawn = [ruler.draw(seed) for seed in range(DRAWS)]
    measured = [ruler.measure(each, same_files(each.pictures)) for each in drawn]
    names = list(measured[0][next(iter(ruler.counts))])
    real = {
        index: {name: sum(each[index][name] for each in measured) / DRAWS for name in names} for index in ruler.counts
    }
    means = [mean_of(relative(each, real)) for each in measured]
    return real, {name: float(torch.tensor([each[name] for each in means]).std()) for name in names}


def relative(measured: dict[int, Figures], real: dict[int, Figures]) -> dict[int, Figures]:
    """Distances as multiples of the floor's."""
    return {
        index: {name: value / (real[index][name] if name in DISTANCES else 1.0) for name, value in figures.items()}
        for index, figures in measured.items()
    }


def mean_of(measured: dict[int, Figures]) -> Figures:
    """Over the classes."""
    names = list(next(iter(measured.values())))
    return {name: sum(each[name] for each in measured.values()) / len(measured) for name in names}


def row(ruler: Ruler, textures: Textures, ratios: list[float], real: dict[int, Figures]) -> dict[str, Any]:
    """Everything of one set of textures: by class, and together."""
    shown = same_files(textures.pictures)
    by_class = relative(ruler.measure(textures, shown), real)
    for index, named in ruler.fidelity(textures, shown).items():
        by_class[index]["fidelity"] = named
    verdict = ruler.remember(textures, shown)
    together = (
        mean_of(by_class)
        | ruler.tell_apart(textures, shown)
        | {
            "worst_texture": max(each["texture"] for each in by_class.values()),
            "seam_ratio": max(ratios),
            "seamless": sum(ratio <= SEAM for ratio in ratios) / len(ratios),
            "likeness": verdict.levels,
            "likeness_limits": verdict.limits,
            "memorisation_passed": verdict.passed,
        }
    )
    return {"classes": {CLASSES[index]: each for index, each in by_class.items()}, "together": together}


def correct_floor(table: dict[str, Any], ruler: Ruler, real: dict[int, Figures]) -> None:
    """The row of real textures: the mean of all draws; what training textures cannot tell, of validation ones."""
    named = ruler.fidelity(ruler.validation, ruler.shown)
    by_class = {index: figures | {"fidelity": named[index]} for index, figures in relative(real, real).items()}
    table["classes"] = {CLASSES[index]: each for index, each in by_class.items()}
    limits = table["together"]["likeness_limits"]
    table["together"] |= mean_of(by_class) | {"worst_texture": 1.0, "likeness": limits, "memorisation_passed": True}


def seam_ratios(textures: Textures) -> list[float]:
    return [seam_ratio(picture.movedim(0, -1).numpy()) for picture in textures.pictures]


def evaluate(data: Path, folders: dict[str, Path], steps: int) -> dict[str, Any]:
    """The whole table; a judge trains for so many steps."""
    started = time.perf_counter()

    def tell(text: str) -> None:
        print(f"{time.perf_counter() - started:5.0f} s  {text}", file=sys.stderr, flush=True)

    training, validation = load_real(data)
    made = {name: load_made(folder) for name, folder in folders.items()}
    counts = class_counts(training, validation, [textures for textures, _ in made.values()])
    tell(f"{len(training)} training and {len(validation)} validation textures; the judges learn the classes")
    ruler = Ruler(training, validation, counts, steps)
    real, spread = floor(ruler)
    drawn = ruler.draw(0)
    sets = {"real": (drawn, seam_ratios(drawn))}
    sets |= {name: (chosen(textures, counts), ratios) for name, (textures, ratios) in made.items()}
    sets |= {name: (textures, seam_ratios(textures)) for name, textures in traps(drawn).items()}
    rows = {}
    for name, (textures, ratios) in sets.items():
        tell(name)
        rows[name] = row(ruler, textures, ratios, real)
    correct_floor(rows["real"], ruler, real)
    judged = {CLASSES[index]: int((validation.category == index).sum()) for index in counts}
    detail = measure_detail(data / "materials", folders, steps, tell)
    tell("done")
    names = {CLASSES[index]: count for index, count in counts.items()}
    return {"counts": names, "validation": judged, "spread": spread, "rows": rows, "detail": detail}


def _named_folder(text: str) -> tuple[str, Path]:
    name, _, folder = text.partition("=")
    if not folder or name in ("real", "copy", "blurred", "noisy", "scrambled"):
        raise argparse.ArgumentTypeError(f"{text!r} is not NAME=FOLDER with a name of its own")
    return name, Path(folder)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("--made", nargs="+", required=True, type=_named_folder, metavar="NAME=FOLDER")
    parser.add_argument("--output", type=Path, default=Path("build/evaluation"))
    parser.add_argument("--steps", type=int, default=100, help="for which a judge trains (default 100)")
    arguments = parser.parse_args()

    torch.set_num_threads(1)  # small networks: faster than on two
    table = evaluate(arguments.data, dict(arguments.made), arguments.steps)
    arguments.output.mkdir(parents=True, exist_ok=True)
    (arguments.output / "table.json").write_text(json.dumps(table, indent=1) + "\n")
    (arguments.output / "table.md").write_text(markdown(table))
    print(markdown(table))


if __name__ == "__main__":
    main()
