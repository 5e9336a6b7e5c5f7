"""What this machine has, which build of PyTorch that calls for, and how large it is."""

import platform
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from . import places

GB = 10**9
PCI_VENDORS = {"0x10de": "NVIDIA", "0x1002": "AMD", "0x8086": "Intel"}


@dataclass(frozen=True)
class Build:
    """A build of PyTorch; the sizes are those of PyTorch 2.13 with what it needs, rounded up."""

    name: str
    backend: str  # what uv is told
    download_gb: float
    disk_gb: float


CPU = Build("CPU", "cpu", 0.3, 1.2)
CUDA = Build("CUDA", "auto", 3.2, 7.5)
ROCM = Build("ROCm", "auto", 4.5, 18.0)
METAL = Build("Metal", "auto", 0.2, 0.8)
BUILD_OF = {"NVIDIA": CUDA, "AMD": ROCM, "Apple": METAL}  # on Intel's cards the networks do not run yet


@dataclass(frozen=True)
class Plan:
    """What was detected and what would be done; for the user to read before anything is downloaded."""

    card: str  # the graphics card with its driver, or "none"
    build: Build
    free_gb: float
    folder: Path

    @property
    def text(self) -> str:
        return (
            f"Graphics card: {self.card}. PyTorch for {self.build.name}: about {self.build.download_gb:g} GB to"
            f" download, {self.build.disk_gb:g} GB on disk ({self.free_gb:.0f} GB free). Folder: {self.folder}"
        )


def make_plan() -> Plan:
    """Look at the machine; may take seconds, since it asks the graphics driver."""
    vendor, card = find_card()
    folder = places.environment()
    return Plan(card, BUILD_OF.get(vendor, CPU), free_bytes(folder) / GB, folder)


def find_card() -> tuple[str, str]:
    """The vendor whose PyTorch build uv would take, and the card in words; ("", "none") without one."""
    if sys.platform == "darwin" and platform.machine() == "arm64":
        return "Apple", "Apple"
    if named := _nvidia():
        return "NVIDIA", named
    vendors = _windows_vendors() if sys.platform == "win32" else _pci_vendors()
    if "AMD" in vendors and shutil.which("rocm_agent_enumerator"):
        return "AMD", "AMD with ROCm"
    unused = sorted(vendors - {"NVIDIA"}) + (["NVIDIA without its driver"] if "NVIDIA" in vendors else [])
    return "", f"{', '.join(unused)}, which ArtML cannot use here" if unused else "none"


def free_bytes(folder: Path) -> int:
    """On the disk that the folder is, or will be, on."""
    existing = places.nearest_folder(folder)
    return shutil.disk_usage(existing).free if existing else 0


def _nvidia() -> str:
    query = ["nvidia-smi", "--query-gpu=name,driver_version", "--format=csv,noheader"]
    return "; ".join(_lines(query)).replace(", ", ", driver ")


def _pci_vendors() -> set[str]:
    """Linux lists each card's vendor; elsewhere nothing is found."""
    found = (path.read_text().strip() for path in Path("/sys/class/drm").glob("card?/device/vendor"))
    return {PCI_VENDORS[vendor] for vendor in found if vendor in PCI_VENDORS}


def _windows_vendors() -> set[str]:
    names = " ".join(_lines(["powershell", "-Command", "(Get-CimInstance Win32_VideoController).Name"]))
    return {vendor for vendor in PCI_VENDORS.values() if vendor in names}


def _lines(command: list[str]) -> list[str]:
    """What a program prints, or nothing when it is not there, fails or hangs."""
    try:
        done = subprocess.run(
            command,
            capture_output=True,
            text=True,
            errors="replace",
            timeout=10,
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
    except (OSError, subprocess.TimeoutExpired):
        return []
    return done.stdout.strip().splitlines() if done.returncode == 0 else []
