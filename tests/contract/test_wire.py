"""Messages on the pipe, and what happens to bytes that are none."""

import io
import json
import struct

import numpy as np
import pytest

from artml_blender.contract.wire import WireError, read_message, write_message


def encoded(header, arrays=None) -> bytes:
    stream = io.BytesIO()
    write_message(stream, header, arrays)
    return stream.getvalue()


def raw(header: dict, payload: bytes = b"") -> bytes:
    head = json.dumps(header).encode()
    return struct.pack(">I", len(head)) + head + payload


def test_headers_and_arrays_come_back():
    maps = {
        "base_color": np.arange(24, dtype=np.uint8).reshape(2, 4, 3),
        "height": np.arange(8, dtype=np.uint16).reshape(2, 4, 1)[:, ::2],
        "empty": np.zeros((0, 3), np.float32),
    }

    stream = io.BytesIO(encoded({"kind": "a"}, maps) + encoded({"kind": "b"}))
    header, arrays = read_message(stream)

    assert header == {"kind": "a"}
    assert arrays.keys() == maps.keys()
    for name, array in maps.items():
        np.testing.assert_array_equal(arrays[name], array)
        assert arrays[name].dtype == array.dtype
    assert read_message(stream) == ({"kind": "b"}, {})
    assert read_message(stream) is None


def test_a_message_cut_anywhere_is_an_error():
    whole = encoded({"kind": "a"}, {"x": np.ones((4, 4), np.float32)})

    for length in range(1, len(whole)):
        with pytest.raises(WireError):
            read_message(io.BytesIO(whole[:length]))


@pytest.mark.parametrize(
    "data",
    [
        b"Traceback (most recent call last):",
        b"\xff\xff\xff\xff",
        raw({"kind": "no arrays"}),
        raw({"arrays": [{"name": "x", "shape": [2], "dtype": "object"}]}, b"\0" * 16),
        raw({"arrays": [{"name": "x", "shape": [-1], "dtype": "uint8"}]}),
        raw({"arrays": [{"name": "x", "shape": [2**40], "dtype": "uint8"}]}),
        raw({"arrays": [{"shape": [1], "dtype": "uint8"}]}, b"\0"),
        raw({"arrays": 3}),
        struct.pack(">I", 4) + b"null",
    ],
)
def test_what_is_no_message_is_an_error(data):
    with pytest.raises(WireError):
        read_message(io.BytesIO(data))
