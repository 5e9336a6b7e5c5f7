"""`doctor`: what the engine runs on, and the one next step for whatever is wrong."""

import dataclasses
import json
import os
import platform
import shutil
import subprocess
import sys
from collections.abc import Iterator

from ..contract.findings import Finding, to_text
from ..contract.handshake import VERSION
from .requirements import unmet_requirement

REINSTALL = "Reinstall ArtML from its zip"


def doctor(device: str, light: bool, as_json: bool) -> int:
    """Print the findings, as text or as JSON; the exit status is 1 when something must be mended first."""
    findings = list(examine(device, light))
    if as_json:
        print(json.dumps({"findings": [dataclasses.asdict(finding) for finding in findings]}))
    else:
        print(to_text(findings), end="")
    return 0 if all(finding.is_well for finding in findings) else 1


def examine(device: str, light: bool) -> Iterator[Finding]:
    """Everything, from the ground up; what builds on something broken is left out."""
    yield Finding("Engine", True, f"ArtML {VERSION} on Python {platform.python_version()} ({sys.executable})")
    yield Finding("System", True, f"{platform.platform()}, {os.cpu_count()} cores, {_memory()}")
    yield _graphics()
    if unmet := unmet_requirement(light):
        yield Finding("Packages", False, unmet, "Press Set Up PyTorch in ArtML's Preferences, or choose another Python")
        return
    yield from _weights()
    yield from _networks(device, light)


def _memory() -> str:
    """Free and whole memory, where the system tells."""
    try:
        page = os.sysconf("SC_PAGE_SIZE")
        whole = page * os.sysconf("SC_PHYS_PAGES") / 2**30
        free = page * os.sysconf("SC_AVPHYS_PAGES") / 2**30
    except (AttributeError, ValueError, OSError):  # Windows has no sysconf, macOS no free pages
        return "free memory unknown"
    return f"{free:.1f} of {whole:.1f} GB memory free"


def _graphics() -> Finding:
    """The card as its own driver names it; none is no fault, since the processor does the work as well."""
    tool = shutil.which("nvidia-smi")
    if tool is None:
        return Finding("Graphics", True, "no NVIDIA driver found; the processor does the work")
    query = [tool, "--query-gpu=name,driver_version,memory.free", "--format=csv,noheader"]
    try:
        done = subprocess.run(query, capture_output=True, text=True, timeout=20)
    except (OSError, subprocess.TimeoutExpired) as error:
        return Finding("Graphics", False, f"nvidia-smi does not answer ({error})", "Reinstall the graphics driver")
    if done.returncode != 0:
        return Finding("Graphics", False, f"nvidia-smi: {done.stdout.strip()}", "Reinstall the graphics driver")
    return Finding("Graphics", True, "; ".join(done.stdout.strip().splitlines()))


def _weights() -> Iterator[Finding]:
    from .errors import EngineFailure
    from .photos.prepare import NETWORK
    from .runtime.weights import read_card, read_verified
    from .texture.lay_out import BUNDLE

    for name in (*BUNDLE, NETWORK):
        try:
            card = read_card(name)
            for suffix, key in (("safetensors", "sha256"), ("onnx", "onnx_sha256")):
                if key in card:
                    read_verified(f"{name}.{suffix}", card[key])
            yield Finding("Weights", True, f"{name} is whole (SHA-256 {card['sha256'][:12]})")
        except EngineFailure as error:
            yield Finding("Weights", False, str(error), REINSTALL)


def _networks(device: str, light: bool) -> Iterator[Finding]:
    """The runtime, its device, and a small texture made with both."""
    from ..contract.messages import Finished, GenerateTexture
    from .errors import EngineFailure
    from .perform import perform
    from .runtime.networks import load_networks

    try:
        networks = load_networks(device, light)
    except EngineFailure as error:
        yield Finding("Device", False, str(error), "Choose the device Automatic or CPU in ArtML's Preferences")
        return
    yield Finding("Runtime", True, networks.runtime)
    yield Finding("Device", not networks.warning, networks.warning or networks.device)
    event = perform(GenerateTexture("brick", size=(256, 256)), lambda: networks, None, lambda fraction, text: None)
    if isinstance(event, Finished):
        yield Finding("Generation", True, f"a texture of 256 x 256 in {event.report['seconds']['total']:.2f} s")
    else:
        yield Finding("Generation", False, getattr(event, "text", "was cancelled"), REINSTALL)


def fix_and_examine() -> int:
    """Set up PyTorch in ArtML's own environment, in plain words on stderr; then what the doctor finds there."""
    from ..setup.detect import make_plan
    from ..setup.errors import SetupError
    from ..setup.install import Source, install

    print(make_plan().text, file=sys.stderr)
    try:
        found = install(Source(), "", lambda share, text: print(f"{share:4.0%} {text}", file=sys.stderr))
    except SetupError as error:
        print(error, file=sys.stderr)
        return 1
    return subprocess.run([found["python"], "-m", f"{__package__}", "doctor"]).returncode
