"""Carry out one request, whatever happens: a result, a cancellation, or a sentence. The one broad except is here."""

import errno
import gc
import os
import sys
import tempfile
import time
import traceback
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import torch

from ..contract.messages import Cancelled, Event, Failed, Finished, Request, RequestError, to_recipe
from .errors import CancelledByUser, EngineFailure
from .runtime.devices import find_device
from .runtime.files import encode_png, write_result
from .runtime.report import peak_memory_mb
from .runtime.seams import seam_ratio
from .tasks import ProgressCallback, find_task


def perform(request: Request, device_name: str, output: Path | None, progress: ProgressCallback) -> Event:
    """The final event of the request; with `output`, its files are in that folder when this returns Finished."""
    try:
        return _finish(request, device_name, output, progress)
    except CancelledByUser:
        return Cancelled()
    except (EngineFailure, RequestError) as error:
        return Failed(str(error))
    except Exception as error:
        return Failed(_sentence(error, request))
    finally:
        _free_memory()


def _finish(request: Request, device_name: str, output: Path | None, progress: ProgressCallback) -> Finished:
    start = time.perf_counter()
    device = find_device(device_name)
    result = find_task(request.task)(request, device, progress)
    recipe = to_recipe(result.request)
    progress(0.9, "Checking the seams")
    report = {
        **result.report,
        "device": str(device),
        "peak_memory_mb": peak_memory_mb(device),
        "seam_ratio": {name: seam_ratio(array) for name, array in result.maps.items()},
    }
    progress(0.92, "Packing")
    with ThreadPoolExecutor() as pool:  # the encoder lets other threads run
        pictures = pool.map(lambda array: encode_png(array, recipe), result.maps.values())
    maps = dict(zip(result.maps, pictures, strict=True))
    report["seconds"]["total"] = round(time.perf_counter() - start, 4)
    if output is not None:
        progress(0.98, "Writing")
        write_result(output, maps, recipe, report)
    progress(1.0, "Done")
    return Finished(recipe, report, maps)


def _sentence(error: Exception, request: Request) -> str:
    """What to tell the user about an error that no task foresaw; the traceback goes to a log that the text names."""
    text = str(error).lower()
    if (
        isinstance(error, MemoryError | torch.cuda.OutOfMemoryError)
        or "not enough memory" in text
        or "can't allocate" in text
    ):
        return f"There is not enough memory for {request.size[0]} x {request.size[1]} pixels; try a smaller size."
    if isinstance(error, OSError) and error.errno == errno.ENOSPC:
        return "The disk is full; make room and try again."
    handle, log = tempfile.mkstemp(prefix="artml-error-", suffix=".log")
    with os.fdopen(handle, "w") as file:
        traceback.print_exception(error, file=file)
    print(f"An unforeseen error; the traceback is in {log}.", file=sys.stderr)
    return f"ArtML stopped on an error of its own ({type(error).__name__}); please report it with the log {log}."


def _free_memory() -> None:
    """Give back what the job used; the loaded networks stay."""
    gc.collect()
    if torch.cuda.is_available():
        torch.cuda.empty_cache()
