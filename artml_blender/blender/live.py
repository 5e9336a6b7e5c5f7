"""Live materials: the pictures of a material follow its sliders, however fast they are dragged.

One request at a time is on its way. When its answer is there, the sliders are looked at again: what they said in
between is never asked for. When they have rested a moment, the final pictures are made. Undo and redo change sliders
and pictures, too, and are followed in the same way.
"""

import time
from collections.abc import Mapping
from dataclasses import dataclass, field

import bpy

from ..client.errors import EngineError
from ..client.job import Job
from ..contract.errors import RequestError
from ..contract.messages import Cancelled, Failed, Finished, GenerateTexture, Previewed
from . import adjustments, session
from .live_images import own_images, show_final, show_preview, unload

INTERVAL = 0.01  # seconds between looks
REST = 0.25  # seconds that sliders rest before the final pictures are made
TIMEOUT = 900.0  # seconds that a script waits


@dataclass
class _Sent:
    """A request on its way."""

    uid: int
    request: GenerateTexture
    job: Job
    is_final: bool


@dataclass
class _State:
    changed: dict[int, float] = field(default_factory=dict)  # when the sliders of materials, by session_uid, were
    shown: dict[int, GenerateTexture] = field(default_factory=dict)  # what previews show
    sent: _Sent | None = None
    stale: list[bpy.types.Image] = field(default_factory=list)  # pictures whose final state is still to be loaded


_state = _State()
_touched: set[int] = set()  # materials whose pictures were changed in this file
problems: dict[int, str] = {}  # why pictures do not follow, by session_uid


def adjust(material: bpy.types.Material, values: Mapping[str, float]) -> None:
    """Put a material's sliders there; its pictures follow. In background mode this waits for them."""
    adjustments.write_values(material, values)
    follow(material)


def follow(material: bpy.types.Material) -> None:
    """The material's sliders are not where they were."""
    problems.pop(material.session_uid, None)
    _touched.add(material.session_uid)
    if bpy.app.background:
        _wait(material)
        return
    _state.changed[material.session_uid] = time.monotonic()
    if not bpy.app.timers.is_registered(_tick):
        bpy.app.timers.register(_tick, first_interval=0.0)
    _send()


def replace(uid: int, result: Finished) -> bool:
    """Make a result the pictures of a material, by its session_uid; False if that is no more."""
    material = _find(uid)
    if material is None:
        return False
    _forget(uid)
    _touched.add(uid)
    for image in show_final(material, result):
        unload(image)
    return True


def stop() -> None:
    """Another file, or the add-on ends: nothing is followed any more."""
    global _state
    if _state.sent is not None:
        _state.sent.job.cancel()
    _state = _State()
    _touched.clear()
    problems.clear()
    if bpy.app.timers.is_registered(_tick):
        bpy.app.timers.unregister(_tick)


@bpy.app.handlers.persistent  # type: ignore[untyped-decorator]
def _leave_file(*_: object) -> None:
    stop()


@bpy.app.handlers.persistent  # type: ignore[untyped-decorator]
def _follow_file(*_: object) -> None:
    """A file that was saved in the middle of a drag."""
    for material in bpy.data.materials:
        if adjustments.wanted(material) != adjustments.made_by(material):
            follow(material)


@bpy.app.handlers.persistent  # type: ignore[untyped-decorator]
def _follow_undo(*_: object) -> None:
    """Blender keeps what it has loaded of a picture whose file undo changed, so that is given up."""
    _state.shown.clear()
    for material in bpy.data.materials:
        if material.session_uid in _touched:
            for image in own_images(material).values():
                unload(image)
            if adjustments.wanted(material) != adjustments.made_by(material):
                follow(material)


def attach() -> None:
    bpy.app.handlers.load_pre.append(_leave_file)
    bpy.app.handlers.load_post.append(_follow_file)
    bpy.app.handlers.undo_post.append(_follow_undo)
    bpy.app.handlers.redo_post.append(_follow_undo)


def detach() -> None:
    stop()
    bpy.app.handlers.load_pre.remove(_leave_file)
    bpy.app.handlers.load_post.remove(_follow_file)
    bpy.app.handlers.undo_post.remove(_follow_undo)
    bpy.app.handlers.redo_post.remove(_follow_undo)


def _tick() -> float | None:
    """What a timer does again and again until all is shown."""
    if _state.stale:
        unload(_state.stale.pop())  # one at a time: each is decoded when it is next drawn
    _receive()
    _send()
    return INTERVAL if _state.changed or _state.sent or _state.stale else None


def _receive() -> None:
    """Show what came back, unless the sliders were put back in the meantime."""
    sent = _state.sent
    events = sent.job.poll() if sent is not None else []
    if sent is None or not events or not events[-1].is_final:
        return
    _state.sent = None
    material = _find(sent.uid)
    wanted = material and adjustments.wanted(material)
    match events[-1]:
        case Previewed(maps) if wanted != (material and adjustments.made_by(material)):
            _state.stale.clear()
            show_preview(material, maps)
            _state.shown[sent.uid] = sent.request
        case Finished() as result if wanted == sent.request:
            _state.stale = show_final(material, result)
            _forget(sent.uid)
        case Failed(text):
            _give_up(sent.uid, text)
        case Cancelled() if wanted == sent.request:  # the engine was ended: only the user starts it again
            _give_up(sent.uid, "Cancelled")


def _send() -> None:
    """Ask for what is wanted next, unless something is on its way; a final picture that is out of date is cancelled."""
    for uid, changed in list(_state.changed.items()):
        material = _find(uid)
        request = material and adjustments.wanted(material)
        if request is None or request == adjustments.made_by(material):
            _put_back(uid, material)
        elif _state.sent is not None:
            if _state.sent.is_final and _state.sent.uid == uid and _state.sent.request != request:
                _state.sent.job.cancel()
        elif _state.shown.get(uid) != request:
            _submit(uid, request, is_final=False)
        elif time.monotonic() - changed >= REST:
            _submit(uid, request, is_final=True)


def _submit(uid: int, request: GenerateTexture, is_final: bool) -> None:
    try:
        job = session.submit(request) if is_final else session.preview(request)
    except (EngineError, RequestError) as error:
        _give_up(uid, str(error))
        return
    _state.sent = _Sent(uid, request, job, is_final)


def _put_back(uid: int, material: bpy.types.Material | None) -> None:
    """The packed pictures are what is wanted."""
    if material is not None and uid in _state.shown:
        _state.stale = list(own_images(material).values())
    _forget(uid)


def _forget(uid: int) -> None:
    """There is nothing more to show of it."""
    _state.changed.pop(uid, None)
    _state.shown.pop(uid, None)


def _wait(material: bpy.types.Material) -> None:
    """Make the final pictures, and wait for them."""
    request = adjustments.wanted(material)
    if request is None or request == adjustments.made_by(material):
        return
    try:
        *_, event = session.submit(request).wait(TIMEOUT)
    except (EngineError, RequestError, TimeoutError) as error:
        event = Failed(str(error))
    if isinstance(event, Finished):
        for image in show_final(material, event):
            unload(image)
    elif isinstance(event, Failed):
        _give_up(material.session_uid, event.text)


def _give_up(uid: int, text: str) -> None:
    """Until the sliders change again."""
    _state.changed.pop(uid, None)
    problems[uid] = text
    print(f"ArtML: {text}")


def _find(uid: int) -> bpy.types.Material | None:
    """By its session_uid: undo replaces materials, and artists rename them."""
    return next((material for material in bpy.data.materials if material.session_uid == uid), None)
