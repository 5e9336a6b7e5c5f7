"""Get `uv`, the installer, from its wheel: found in a folder or downloaded from a package index, checked, unpacked.

Sources: the simple index as JSON (https://peps.python.org/pep-0691/) and as HTML (https://peps.python.org/pep-0503/),
wheels (https://peps.python.org/pep-0427/).
"""

import base64
import contextlib
import hashlib
import http.client
import json
import platform
import re
import sys
import urllib.error
import urllib.request
import zipfile
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import unquote, urljoin, urlsplit, urlunsplit

from . import places
from .errors import SetupError

JSON_INDEX = "application/vnd.pypi.simple.v1+json"
TIMEOUT = 60.0  # seconds without a byte
CHUNK = 1 << 20
PARTIAL, PAST_THE_END = 206, 416  # HTTP status: what was asked for from its middle on; from behind its end
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
    try:
        page = urljoin(index.rstrip("/") + "/", "uv/")
    except ValueError as error:
        raise SetupError(f"{index} is no address of a package index ({error}); check the address.") from error
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
    with _answer(page, {"Accept": f"{JSON_INDEX}, text/html;q=0.5"}) as answer:
        text = answer.read().decode("utf-8", "replace")
    try:
        found = json.loads(text)["files"]
        listed = [_File(file["filename"], file["url"], file["hashes"].get("sha256", "")) for file in found]
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
    with _answer(url, {"Range": f"bytes={have}-"} if have else {}) as answer, open(part, "ab") as file:
        if answer.status == PAST_THE_END:  # an earlier try got it all, and was ended before it could say so
            return
        if have and answer.status != PARTIAL:
            file.truncate(0)
        expected = answer.headers["Content-Length"]
        written = 0
        while chunk := answer.read(CHUNK):
            written += file.write(chunk)
        if expected is not None and written != int(expected):
            raise ConnectionError(f"{int(expected) - written} bytes are missing")


@contextlib.contextmanager
def _answer(url: str, headers: dict[str, str]) -> Iterator[Any]:
    """What the address answers; raises SetupError, also for what goes wrong while it is read."""
    try:
        with _open(url, headers) as answer:
            yield answer
    except urllib.error.HTTPError as error:
        raise SetupError(
            f"{_shown(url)} answered {error.code} {error.reason}; try again later, or use a folder of wheels."
        ) from error
    except (urllib.error.URLError, http.client.HTTPException, ValueError, TimeoutError, ConnectionError) as error:
        reason = getattr(error, "reason", error)
        raise SetupError(
            f"{_shown(url)} cannot be reached, or broke off ({reason}): check the address, the network and its proxy,"
            " and press the button again; what came is kept."
        ) from error


def _open(url: str, headers: dict[str, str]) -> Any:
    """With the name and password of an address, if it has them, where HTTP wants them."""
    parts = urlsplit(url)
    if parts.username is not None:
        secret = f"{unquote(parts.username)}:{unquote(parts.password or '')}".encode()
        headers = {**headers, "Authorization": f"Basic {base64.b64encode(secret).decode()}"}
    try:
        return urllib.request.urlopen(urllib.request.Request(_shown(url), headers=headers), timeout=TIMEOUT)
    except urllib.error.HTTPError as error:
        if error.code == PAST_THE_END:
            return error
        raise


def _shown(url: str) -> str:
    """The address without name and password."""
    parts = urlsplit(url)
    return urlunsplit(parts._replace(netloc=parts.netloc.rpartition("@")[2]))


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
