"""How a photo's camera was held, by its EXIF data. Blender neither heeds nor gives it.

Source: Exif 2.3 (JEITA CP-3451B), sections 4.5 and 4.6.4.A; TIFF 6.0, section 2.
"""

import struct

LONGEST_HEAD = 2**17  # bytes at a JPEG's start in which it lies
ORIENTATION = 0x0112  # the number of EXIF's field


def orientation(head: bytes) -> int:
    """1 to 8, from the start of a JPEG's file; 1, upright, where it says nothing that can be read."""
    start = head.find(b"Exif\0\0")
    if not head.startswith(b"\xff\xd8") or start < 0:
        return 1
    tiff = head[start + 6 :]
    order = {b"II": "<", b"MM": ">"}.get(tiff[:2])
    if order is None:
        return 1
    try:
        (table,) = struct.unpack_from(order + "I", tiff, 4)
        (count,) = struct.unpack_from(order + "H", tiff, table)
        for entry in range(count):
            field, _, _, value = struct.unpack_from(order + "HHIH", tiff, table + 2 + 12 * entry)
            if field == ORIENTATION:
                return int(value)
    except struct.error:  # damaged, or beyond what was read
        pass
    return 1
