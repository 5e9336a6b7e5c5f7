"""A package index on the loopback that holds one wheel of a program that stands in for uv."""

import hashlib
import json
import sys
import threading
import zipfile
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

FAKE_UV = Path(__file__).with_name("fake_uv.py")
NAME = "uv-9.9.9-py3-none-manylinux_2_17_x86_64.manylinux2014_x86_64.whl"


def make_wheel(folder: Path, mode: str) -> Path:
    """A wheel in which uv is the fake, in that mode."""
    folder.mkdir(parents=True, exist_ok=True)
    wheel = folder / NAME
    with zipfile.ZipFile(wheel, "w") as archive:
        script = f'#!/bin/sh\nexec "{sys.executable}" "{FAKE_UV}" {mode} "$@"\n'
        archive.writestr("uv-9.9.9.data/scripts/uv", script)
        archive.writestr("uv-9.9.9.data/padding", bytes(200_000))
    return wheel


class Index:
    """Serves the wheel; `break_after` bytes of it, the first time, when that is set."""

    def __init__(self, wheel: Path) -> None:
        self.data, self.sha256 = wheel.read_bytes(), hashlib.sha256(wheel.read_bytes()).hexdigest()
        self.break_after: int | None = None
        self.is_html = False
        self.authorizations: list[str | None] = []
        self.ranges: list[str | None] = []
        index = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                index.authorizations.append(self.headers.get("Authorization"))
                if self.path == "/simple/uv/":
                    return self._send(index.page())
                if not self.path.endswith(NAME):
                    return self.send_error(404)
                if int((self.headers.get("Range") or "bytes=0-")[6:-1]) >= len(index.data):
                    return self.send_error(416)
                asked = self.headers.get("Range")
                index.ranges.append(asked)
                start = int(asked.removeprefix("bytes=").rstrip("-")) if asked else 0
                self._send(index.data[start:], 206 if asked else 200)

            def _send(self, data: bytes, status: int = 200) -> None:
                self.send_response(status)
                self.send_header("Content-Length", str(len(data)))
                self.end_headers()
                stop, index.break_after = (
                    (index.break_after, None) if len(data) > 100_000 else (None, index.break_after)
                )
                self.wfile.write(data[:stop])

            def log_message(self, *arguments: object) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self._server.server_port}/simple"
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def page(self) -> bytes:
        """A wheel for another machine, and ours."""
        names = (NAME.replace("x86_64", "s390x"), NAME)
        if self.is_html:
            return "".join(f'<a href="../../files/{name}#sha256={self.sha256}">{name}</a>' for name in names).encode()
        file = {"url": f"../../files/{NAME}", "hashes": {"sha256": self.sha256}}
        return json.dumps({"files": [{**file, "filename": name} for name in names]}).encode()

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()
