"""Getting uv from a package index: broken, damaged, foreign and protected ones; nothing is used that is not whole."""

import sys

import pytest
from index import NAME

from artml_blender.setup import places, uv
from artml_blender.setup.errors import SetupError

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the stand-in for uv is a shell script")


def test_an_index_that_speaks_html_only_will_do(index):
    index.is_html = True

    assert uv.get_uv(index.url, None).is_file()


def test_a_page_of_something_else_is_no_index(index, monkeypatch):
    monkeypatch.setattr(index, "page", lambda: b"<html>Please log in to the hotel's network</html>")

    with pytest.raises(SetupError, match="has no uv for this machine"):
        uv.get_uv(index.url, None)


def test_a_download_that_breaks_off_goes_on_where_it_stopped(index):
    index.break_after = 50_000

    with pytest.raises(SetupError, match=r"broke off \(.* bytes are missing\)"):
        uv.get_uv(index.url, None)
    program = uv.get_uv(index.url, None)

    assert program.read_text().startswith("#!/bin/sh")
    assert index.ranges == [None, "bytes=50000-"]


def test_a_download_that_was_complete_when_it_was_ended_is_used(index):
    (places.home() / "uv").mkdir(parents=True)
    (places.home() / "uv" / f"{NAME}.part").write_bytes(index.data)

    assert uv.get_uv(index.url, None).is_file()


@pytest.mark.parametrize("address", ["pypi.example/simple", "http://[bad/simple", "file:///nowhere/simple"])
def test_an_address_that_is_none_is_one_sentence(address):
    with pytest.raises(SetupError, match="check the address"):
        uv.get_uv(address, None)


def test_a_password_in_the_address_reaches_the_index_and_no_sentence(index):
    address = index.url.replace("http://", "http://user:secret@")

    assert uv.get_uv(address, None).is_file()
    assert "Basic dXNlcjpzZWNyZXQ=" in index.authorizations
    index.close()
    (places.home() / "uv" / "uv").unlink()
    with pytest.raises(SetupError) as raised:
        uv.get_uv(address, None)
    assert "secret" not in str(raised.value)


def test_a_damaged_download_is_thrown_away(index):
    index.sha256 = "0" * 64

    with pytest.raises(SetupError, match="damaged"):
        uv.get_uv(index.url, None)

    assert list((places.home() / "uv").iterdir()) == []


def test_a_page_that_is_no_index_is_named(index):
    with pytest.raises(SetupError, match=r"answered 404 .*folder of wheels"):
        uv.get_uv(index.url.replace("simple", "other") + "/more", None)
