"""Carry out one request, whatever happens: a result, a cancellation, or a sentence. The one broad except is here."""

import errno
import gc
import os
import sys
import tempfile
import time
import traceback
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from ..contract.errors import RequestError
from ..contract.messages import Cancelled, Event, Failed, Finished, GenerateTexture, Previewed, Request
from ..contract.recipes import to_recipe
from .errors import CancelledByUser, EngineFailure
from .runtime.files import encode_png, write_result
from .runtime.networks import Networks
from .runtime.seams import seam_ratio
from .tasks import ProgressCallback, find_task
from .texture.previews import Previews

PACKERS = 2  # maps worked on at once: each needs several times its own memory

# What PyTorch, ONNX Runtime and C++ say
OUT_OF_MEMORY = ("not enough memory", "out of memory", "can't allocate", "failed to allocate", "bad_alloc", "bad alloc")


def perform(request: Request, load: Callable[[], Networks], output: Path | None, progress: ProgressCallback) -> Event:
    """The final event of the request; with `output`, its files are in that folder when this returns Finished.

    `load` gives the networks, or raises EngineFailure.
    """

    def work(networks: Networks) -> Finished:
        try:
            return _finish(request, networks, output, progress)
        finally:
            gc.collect()
            networks.free_memory()

    return _outcome(request, load, work, progress)


def preview(request: Request, load: Callable[[], Networks], previews: Previews, progress: ProgressCallback) -> Event:
    """The final event of a preview. What it needed of memory is kept for the next."""

    def work(networks: Networks) -> Previewed:
        if not isinstance(request, GenerateTexture):
            raise EngineFailure(f"There are no previews of {request.task}.")
        return Previewed(previews.maps(request, networks, progress))

    return _outcome(request, load, work, progress)


def _outcome(
    request: Request, load: Callable[[], Networks], work: Callable[[Networks], Event], progress: ProgressCallback
) -> Event:
    """What comes of it, whatever happens."""
    try:
        progress(0.0, "Loading")
        return work(load())
    except CancelledByUser:
        return Cancelled()
    except (EngineFailure, RequestError) as error:
        return Failed(str(error))
    except Exception as error:
        return Failed(_sentence(error, request))


def _finish(request: Request, networks: Networks, output: Path | None, progress: ProgressCallback) -> Finished:
    start = time.perf_counter()
    result = find_task(request.task)(request, networks, progress)
    recipe = to_recipe(result.request)
    progress(0.9, "Packing")
    with ThreadPoolExecutor(PACKERS) as pool:  # NumPy and the encoder let other threads run
        pictures = pool.map(lambda array: encode_png(array, recipe), result.maps.values())
        seams = pool.map(seam_ratio, result.maps.values())
    maps = dict(zip(result.maps, pictures, strict=True))
    report = {
        **result.report,
        "device": networks.device,
        "runtime": networks.runtime,
        "peak_memory_mb": networks.peak_memory_mb(),
        "seam_ratio": dict(zip(result.maps, seams, strict=True)),
    }
    if networks.warning:
        report["warnings"].append(networks.warning)
    report["seconds"]["total"] = round(time.perf_counter() - start, 4)
    if output is not None:
        progress(0.98, "Writing")
        write_result(output, maps, recipe, report, result.graph)
    progress(1.0, "Done")
    return Finished(recipe, report, maps)


def _sentence(error: Exception, request: Request) -> str:
    """What to tell the user about an error that no task foresaw; the traceback goes to a log that the text names."""
    text = str(error).lower()
    if isinstance(error, MemoryError) or any(words in text for words in OUT_OF_MEMORY):
        return f"There is not enough memory for {request.size[0]} x {request.size[1]} pixels; try a smaller size."
    if isinstance(error, OSError) and error.errno == errno.ENOSPC:
        return "The disk is full; make room and try again."
    handle, log = tempfile.mkstemp(prefix="artml-error-", suffix=".log")
    with os.fdopen(handle, "w") as file:
        traceback.print_exception(error, file=file)
    print(f"An unforeseen error; the traceback is in {log}.", file=sys.stderr)
    return f"ArtML stopped on an error of its own ({type(error).__name__}); please report it with the log {log}."
