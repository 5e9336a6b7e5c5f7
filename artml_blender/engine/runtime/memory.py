"""How the C library of Linux gives memory out: freed tensors stay ours while a job runs, and go back after it.

By default glibc returns every larger block at once, and the next tensor of the same size is paged in anew, which took
more time than computing it (26 ms instead of 8 ms for a noise of 256 x 1024 pixels). Elsewhere this does nothing.
"""

import ctypes
import sys

# Source: glibc's malloc.h
_TRIM_THRESHOLD, _MMAP_THRESHOLD = -1, -3
_LARGEST_MMAP_THRESHOLD = 32 * 2**20  # bytes; more is refused
_NEVER = 2**31 - 1


def keep_freed_memory() -> None:
    """From now on, freed memory is used again by this process."""
    if libc := _glibc():
        libc.mallopt(_MMAP_THRESHOLD, _LARGEST_MMAP_THRESHOLD)
        libc.mallopt(_TRIM_THRESHOLD, _NEVER)


def return_freed_memory() -> None:
    """Give all that is free to the system."""
    if libc := _glibc():
        libc.malloc_trim(0)


def _glibc() -> ctypes.CDLL | None:
    if sys.platform != "linux":
        return None
    library = ctypes.CDLL(None)
    return library if hasattr(library, "mallopt") and hasattr(library, "malloc_trim") else None
