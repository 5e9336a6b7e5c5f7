"""A home for the set-up that is hard on every tool, and a package index on the loopback."""

import pytest
from index import Index, make_wheel

from artml_blender.setup import install, places


@pytest.fixture(autouse=True)
def home(monkeypatch, tmp_path):
    folder = tmp_path / "the home 材质"
    monkeypatch.setenv(places.VARIABLE, str(folder))
    monkeypatch.setattr(
        install, "verify", lambda python: {"runtime": "PyTorch", "device": "cpu", "python": str(python)}
    )
    for name in ("http_proxy", "HTTP_PROXY", "https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)
    return folder / "artml"


@pytest.fixture
def index(tmp_path):
    index = Index(make_wheel(tmp_path / "served", "good"))
    yield index
    index.close()
