"""The one engine of this Blender. It starts with the first job, and again only when the user asks for another job."""

from pathlib import Path

from ..client.engine import Engine
from ..client.job import Job
from ..client.python import EnginePython, find_engine_python
from ..contract.messages import Request
from ..setup.places import pictures
from . import light_runtime, preferences
from .photo_files import kept_for_the_light_runtime

_engine: Engine | None = None
_started_with: tuple[EnginePython, str] | None = None
current_job: Job | None = None  # the interface runs one at a time
_is_cancelling = False


def submit(request: Request, output: Path | None = None, python: str = "", device: str = "") -> Job:
    """Start the engine if it is not running (as it is now set), and queue the request.

    Raises EngineError, and RequestError for a picture that Blender cannot read for the light runtime.
    """
    engine = _running_engine(python, device)
    return engine.submit(_readable(request, python), output)


def preview(request: Request) -> Job:
    """As `submit`, for a preview."""
    engine = _running_engine()
    return engine.preview(_readable(request))


def _running_engine(python: str = "", device: str = "") -> Engine:
    """Started if it is not running, or not as it is now set; while the interface has a job, it stays. Raises
    EngineError."""
    global _engine, _started_with
    if _engine is not None and _engine.is_alive and current_job is not None:
        return _engine
    wanted = engine_python(python), device or preferences.device()
    if _engine is not None and not (_engine.is_alive and wanted == _started_with):
        close()
    if _engine is None:
        _engine, _started_with = Engine(*wanted), wanted
    return _engine


def _readable(request: Request, python: str = "") -> Request:
    """The request as the engine's runtime can read its pictures. Raises RequestError."""
    if engine_python(python) == light_runtime.find():
        return kept_for_the_light_runtime(request, pictures())
    return request


def engine_python(python: str = "") -> EnginePython:
    """What the engine runs on, as things are set now; `python` goes before the Preferences. Raises EngineError."""
    return find_engine_python(python or preferences.engine_python(), light_runtime.find())


def cancel() -> None:
    """Cancel the interface's job; asked a second time, end an engine that does not listen."""
    global _is_cancelling
    if current_job is None:
        return
    if _is_cancelling:
        close()
    else:
        _is_cancelling = True
        current_job.cancel()


def set_current_job(job: Job | None) -> None:
    """The interface's job begins (or, with None, is over)."""
    global current_job, _is_cancelling
    current_job, _is_cancelling = job, False


def close() -> None:
    """End the engine's process; the next job starts a new one."""
    global _engine
    if _engine is not None:
        _engine.close()
        _engine = None
