"""Install PyTorch into ArtML's own environment with uv, and remove it; what is not finished is never used."""

import contextlib
import json
import os
import platform
import shutil
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from . import places
from .detect import GB, Plan, free_bytes, make_plan
from .errors import SetupError
from .lock import lock
from .uv import get_uv

Progress = Callable[[float, str], None]

PYPI = "https://pypi.org/simple"
PACKAGES = ("torch>=2.4", "numpy", "safetensors", "array-api-compat", "pillow")
MANAGED_PYTHON = "3.12"
PACKAGE = Path(__file__).resolve().parents[1]
FULL = "The disk is full; make room and press the button again: what was downloaded is kept."
HELD = "A file is held by another program (a virus scanner, say); wait a moment and press the button again."
DENIED = "The folder {home} cannot be written; change its rights, or set ARTML_HOME to another."
OFFLINE = "The network cannot be reached; check it and press the button again: what came is kept."
PROXY = "The proxy refused the download; check the variables HTTPS_PROXY and NO_PROXY, or use a folder of wheels."
NO_WHEEL = "There is no PyTorch for Python {python} on this machine there; choose another folder of wheels or index."
WORDS = (  # what uv says when something is wrong: what to say of it
    ("no space left on device", FULL),
    ("(os error 112)", FULL),  # Windows' number of it
    ("(os error 32)" if sys.platform == "win32" else "text file busy", HELD),
    ("(os error 5)" if sys.platform == "win32" else "resource busy", HELD),
    ("permission denied", DENIED),
    ("tunnel error", PROXY),
    ("407 proxy", PROXY),
    ("error sending request", OFFLINE),
    ("timed out", OFFLINE),
    ("not found in the provided package locations", NO_WHEEL),
    ("no wheels with a matching", NO_WHEEL),
)


@dataclass(frozen=True)
class Source:
    """Where packages come from: the internet, another package index alone, or a folder of wheels alone."""

    index: str = ""
    wheels: Path | None = None

    @property
    def is_own(self) -> bool:
        """Then it decides what is installed and how large that is, and has no managed Pythons."""
        return bool(self.index or self.wheels)

    def options(self, backend: str) -> list[str]:
        if self.wheels:
            return ["--no-index", "--find-links", str(self.wheels)]
        if self.index:
            return ["--default-index", self.index]
        return ["--torch-backend", backend]


def install(source: Source, backend: str, progress: Progress) -> dict[str, str]:
    """Set up the environment anew, from what earlier tries downloaded; returns what `places.installed` does.

    `backend` is the PyTorch build as uv names it; empty for the one that the plan names.

    Raises SetupError with what to do next; what was downloaded until then is kept for the next try.
    """
    plan = make_plan()
    if source.wheels and not source.wheels.is_dir():
        raise SetupError(f"{source.wheels} is not a folder; choose the folder that holds the wheels.")
    with _told_in_words(), lock():
        if not source.is_own:
            _check_space(plan)
        places.marker().unlink(missing_ok=True)  # from here on it is not finished
        progress(0.0, "Getting uv, the installer")
        uv = get_uv(source.index or PYPI, source.wheels)
        progress(0.05, "Making the environment")
        _make_environment(uv, source)
        _install_packages(uv, source, backend or plan.build.backend, plan, progress)
        progress(0.9, "Making a first texture with it")
        found = verify(places.python_of(places.environment()))
        _write_marker(found)
        shutil.rmtree(places.home() / "cache", ignore_errors=True)
        progress(1.0, "Done")
        return found


def remove() -> int:
    """Delete the environment and all that the set-up downloaded; returns the bytes freed. Raises SetupError."""
    home = places.home()
    parts = [home / part for part in ("pytorch", "uv", "cache", "python")]
    freed = sum(places.size_of(part) for part in parts)
    with _told_in_words(), lock():
        places.marker().unlink(missing_ok=True)
        for part in parts:
            if part.exists():
                shutil.rmtree(part)
    return freed


def verify(python: Path) -> dict[str, str]:
    """Ask the engine's doctor in that Python; raises SetupError with the first thing that is wrong."""
    command = [str(python), "-m", f"{PACKAGE.name}.engine", "doctor", "--json"]
    done = subprocess.run(
        command, cwd=PACKAGE.parent, env=_environment(), capture_output=True, encoding="utf-8", errors="replace"
    )
    try:
        findings = json.loads(done.stdout.splitlines()[-1])["findings"]
    except (ValueError, IndexError, KeyError) as error:
        last = (done.stderr.strip().splitlines() or ["it said nothing"])[-1]
        raise SetupError(f"The new environment does not work: {last}; press Remove, then set it up again.") from error
    for finding in findings:
        if not finding["is_well"] and finding["subject"] in ("Packages", "Weights", "Generation"):
            raise SetupError(
                f"The new environment does not work: {finding['text']}; press Remove, then set it up again."
            )
    texts = {finding["subject"]: finding["text"] for finding in findings}
    return {"runtime": texts["Runtime"], "device": texts["Device"], "python": str(python)}


def _check_space(plan: Plan) -> None:
    have = places.size_of(places.home())
    needed = plan.build.disk_gb * GB - have
    if free_bytes(places.home()) < needed:
        raise SetupError(
            f"PyTorch for {plan.build.name} needs {plan.build.disk_gb:g} GB and only {plan.free_gb:.1f} GB are free in"
            f" {places.home()}; make room, or set ARTML_HOME to a folder on another disk."
        )


def _make_environment(uv: Path, source: Source) -> None:
    """With a Python that uv brings, which outlives any Blender; where there is none to be had, with this one.

    Always a new one: what is in an old one may be for another Python or card, and uv has kept the downloads.
    """
    folder = places.environment()
    if folder.exists():
        shutil.rmtree(folder)
    if not source.is_own:
        with contextlib.suppress(_NoManagedPython):
            return _run(uv, "venv", "--managed-python", "--python", MANAGED_PYTHON, str(folder))
    _run(uv, "venv", "--no-managed-python", "--python", sys.executable, str(folder))


class _NoManagedPython(SetupError):
    """uv found no Python of its own for this machine, or could not download it."""


def _install_packages(uv: Path, source: Source, backend: str, plan: Plan, progress: Progress) -> None:
    """Progress is what has arrived on the disk, against what the plan expects."""
    python = str(places.python_of(places.environment()))
    stop = threading.Event()

    def watch() -> None:
        while not stop.wait(1.0):
            arrived = places.size_of(places.home()) / GB
            progress(
                0.1 + 0.8 * min(1.0, arrived / plan.build.disk_gb), f"Installing PyTorch ({arrived:.1f} GB so far)"
            )

    watcher = threading.Thread(target=watch, name="ArtML set-up progress", daemon=True)
    watcher.start()
    try:
        _run(uv, "pip", "install", "--python", python, *source.options(backend), *PACKAGES)
    finally:
        stop.set()
        watcher.join()


def _run(uv: Path, *arguments: str) -> None:
    """Run uv; raises SetupError in the user's words, with uv's own last line where we have none."""
    done = subprocess.run(
        [str(uv), "--no-config", *arguments],
        env=_environment(),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        encoding="utf-8",
        errors="replace",
        close_fds=sys.platform == "win32",  # elsewhere uv holds the lock too, should this process be killed alone
    )
    if done.returncode == 0:
        return
    kind = _NoManagedPython if "--managed-python" in arguments else SetupError
    for words, sentence in WORDS:
        if words in done.stderr.lower():
            kind = SetupError if sentence in (FULL, HELD, DENIED) else kind
            raise kind(sentence.format(home=places.home(), python=platform.python_version()))
    said = " ".join(done.stderr.split())[-300:] or f"exit status {done.returncode}"
    raise kind(f"uv could not install PyTorch: {said}")


def _environment() -> dict[str, str]:
    """Ours to work in: no PYTHON* variables of Blender's, and everything uv keeps inside ArtML's folder."""
    inherited = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "VIRTUAL_ENV"))}
    home = places.home()
    return {
        **inherited,
        "UV_CACHE_DIR": str(home / "cache"),
        "UV_PYTHON_INSTALL_DIR": str(home / "python"),
        "UV_NO_PROGRESS": "1",
        "UV_LINK_MODE": "hardlink",
    }


def _write_marker(found: dict[str, str]) -> None:
    part = places.marker().with_suffix(".part")
    part.write_text(json.dumps(found, indent=2), encoding="utf-8")
    part.replace(places.marker())


@contextlib.contextmanager
def _told_in_words() -> Iterator[None]:
    """An error of the system as a sentence."""
    try:
        yield
    except PermissionError as error:
        raise SetupError(
            f"{error.filename or places.home()} cannot be changed ({error.strerror}): close other programs that use it,"
            " change its rights, or set ARTML_HOME to another folder."
        ) from error
    except OSError as error:
        raise SetupError(
            f"The set-up stopped: {error.strerror or error} ({error.filename or places.home()})."
        ) from error
