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
    download_gb: float
    disk_gb: float


CPU = Build("CPU", 0.3, 1.2)
CUDA = Build("CUDA", 3.2, 7.5)
ROCM = Build("ROCm", 4.5, 18.0)
XPU = Build("XPU", 1.5, 5.0)
METAL = Build("Metal", 0.2, 0.8)
BUILD_OF = {"NVIDIA": CUDA, "AMD": ROCM, "Intel": XPU, "Apple": METAL}


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
    """Look at the machine; takes a second at most."""
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
    if "AMD" in vendors and Path("/opt/rocm").exists():
        return "AMD", "AMD with ROCm"
    if "Intel" in vendors and sys.platform == "linux" and shutil.which("ze_info"):
        return "Intel", "Intel with Level Zero"
    unused = sorted(vendors - {"NVIDIA"}) + (["NVIDIA without its driver"] if "NVIDIA" in vendors else [])
    return "", f"{', '.join(unused)}, which PyTorch cannot use here" if unused else "none"


def free_bytes(folder: Path) -> int:
    """On the disk that the folder is, or will be, on."""
    existing = next(place for place in (folder, *folder.parents) if place.exists())
    return shutil.disk_usage(existing).free


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
        done = subprocess.run(command, capture_output=True, text=True, timeout=10)
    except (OSError, subprocess.TimeoutExpired):
        return []
    return done.stdout.strip().splitlines() if done.returncode == 0 else []
