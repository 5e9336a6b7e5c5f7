"""Get `uv`, the installer, from its wheel: found in a folder or downloaded from a package index, checked, unpacked.

Sources: the simple index as JSON (https://peps.python.org/pep-0691/) and as HTML (https://peps.python.org/pep-0503/),
wheels (https://peps.python.org/pep-0427/).
"""

import hashlib
import http.client
import json
import platform
import re
import sys
import urllib.error
import urllib.request
import zipfile
from html.parser import HTMLParser
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import unquote, urljoin

from . import places
from .errors import SetupError

JSON_INDEX = "application/vnd.pypi.simple.v1+json"
TIMEOUT = 60.0  # seconds without a byte
CHUNK = 1 << 20
MACHINES = {"AMD64": "amd64", "x86_64": "x86_64", "arm64": "arm64", "aarch64": "aarch64", "ARM64": "arm64"}
WHEEL = re.compile(r"uv-(\d+(?:\.\d+)+)-py3-none-([\w.]+)\.whl")


def get_uv(index: str, wheels: Path | None) -> Path:
    """The uv program, in ArtML's folder; what is there already is used again. Raises SetupError."""
    program = places.home() / "uv" / ("uv.exe" if sys.platform == "win32" else "uv")
    if program.is_file():
        return program
    program.parent.mkdir(parents=True, exist_ok=True)
    wheel = _find_in(wheels) if wheels else _download(index, program.parent)
    _unpack(wheel, program)
    return program


def _fits(filename: str) -> bool:
    """Whether a wheel of uv is for this machine."""
    found = WHEEL.fullmatch(filename)
    system = {"win32": "win", "darwin": "macosx"}.get(sys.platform, "manylinux")
    return found is not None and system in found[2] and found[2].endswith(MACHINES.get(platform.machine(), "?"))


def _version(filename: str) -> tuple[int, ...]:
    found = WHEEL.fullmatch(filename)
    return tuple(map(int, found[1].split("."))) if found else ()


def _find_in(wheels: Path) -> Path:
    fitting = sorted(
        (path for path in wheels.glob("uv-*.whl") if _fits(path.name)), key=lambda path: _version(path.name)
    )
    if not fitting:
        raise SetupError(f"The folder {wheels} has no wheel of uv for this machine; add it (from pypi.org/project/uv).")
    return fitting[-1]


def _download(index: str, folder: Path) -> Path:
    """The newest fitting wheel of the index, hash checked; goes on with what an earlier try left."""
    page = urljoin(index.rstrip("/") + "/", "uv/")
    files = [file for file in _files_of(page) if _fits(file.name)]
    if not files:
        raise SetupError(f"The package index {index} has no uv for this machine; use another, or a folder of wheels.")
    newest = max(files, key=lambda file: _version(file.name))
    wheel, part = folder / newest.name, folder / f"{newest.name}.part"
    _continue(newest.url, part)
    if hashlib.sha256(part.read_bytes()).hexdigest() != newest.sha256:
        part.unlink()
        raise SetupError("The download of uv was damaged on the way and is thrown away; press the button to try again.")
    part.replace(wheel)
    return wheel


class _File(NamedTuple):
    name: str
    url: str
    sha256: str


def _files_of(page: str) -> list[_File]:
    """The files that an index page lists, as JSON or as HTML, whichever the index answers."""
    with _get(page, {"Accept": f"{JSON_INDEX}, text/html;q=0.5"}) as answer:
        text = answer.read().decode("utf-8", "replace")
    try:
        listed = [
            _File(file["filename"], file["url"], file["hashes"].get("sha256", "")) for file in json.loads(text)["files"]
        ]
    except (ValueError, KeyError, TypeError, AttributeError):
        links = _Links()
        links.feed(text)
        listed = links.files
    return [file._replace(url=urljoin(page, file.url)) for file in listed]


class _Links(HTMLParser):
    """Collects the links of a page whose fragment is a SHA-256."""

    def __init__(self) -> None:
        super().__init__()
        self.files: list[_File] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        url, _, sha256 = (dict(attrs).get("href") or "").partition("#sha256=")
        if tag == "a" and sha256:
            self.files.append(_File(unquote(url.rpartition("/")[2]), url, sha256))


def _continue(url: str, part: Path) -> None:
    """Download to the end, from where `part` stops if the server can."""
    have = part.stat().st_size if part.exists() else 0
    try:
        with _get(url, {"Range": f"bytes={have}-"} if have else {}) as answer, open(part, "ab") as file:
            if have and answer.status != 206:
                file.truncate(0)
            missing = int(answer.headers["Content-Length"])
            while chunk := answer.read(CHUNK):
                missing -= file.write(chunk)
            if missing:
                raise ConnectionError(f"{missing} bytes are missing")
    except (http.client.HTTPException, TimeoutError, ConnectionError) as error:
        raise SetupError(f"The download of uv broke off ({error}); press the button to go on with it.") from error


def _get(url: str, headers: dict[str, str]) -> Any:
    try:
        return urllib.request.urlopen(urllib.request.Request(url, headers=headers), timeout=TIMEOUT)
    except urllib.error.HTTPError as error:
        raise SetupError(
            f"{url} answered {error.code} {error.reason}; try again later, or use a folder of wheels."
        ) from error
    except (urllib.error.URLError, OSError) as error:
        reason = getattr(error, "reason", error)
        raise SetupError(
            f"{url} cannot be reached ({reason}); check the network and its proxy, or use a folder of wheels."
        ) from error


def _unpack(wheel: Path, program: Path) -> None:
    """Only the program; it takes its name when it is whole."""
    part = program.with_name("uv.part")
    try:
        with zipfile.ZipFile(wheel) as archive:
            inside = next(name for name in archive.namelist() if name.endswith(f".data/scripts/{program.name}"))
            part.write_bytes(archive.read(inside))
    except (zipfile.BadZipFile, StopIteration, EOFError) as error:
        raise SetupError(f"{wheel.name} is not a whole wheel of uv; delete it and try again.") from error
    part.chmod(0o755)
    part.replace(program)
