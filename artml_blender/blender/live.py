"""Live materials: the pictures of a material follow its sliders, however fast they are dragged.

One request at a time is on its way. When its answer is there, the sliders are looked at again: what they said in
between is never asked for. When they have rested a moment, the final pictures are made. Undo and redo change sliders
and pictures, too, and are followed in the same way. Whatever holds the interface up is done a few pictures at a time.
"""

import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import bpy
import numpy as np

from ..client.errors import EngineError
from ..client.job import Job
from ..contract.errors import RequestError
from ..contract.messages import Cancelled, Event, Failed, Finished, GenerateTexture, Previewed
from . import adjustments, session
from .live_images import make_own, own_images, show_final, show_map, unload

Maps = dict[str, np.ndarray[Any, Any]]

INTERVAL = 0.01  # seconds between looks
REST = 0.25  # seconds that sliders rest before the final pictures are made
HOLD_UP = 0.02  # seconds after which no further map is begun in one go; each takes 2 or 3 ms
KEPT = 3.0  # seconds that previews stay loaded, for a next drag, where the final pictures look the same
TIMEOUT = 900.0  # seconds that a script waits


@dataclass
class _Followed:
    """A material whose sliders were changed."""

    changed: float  # when they were
    shown: GenerateTexture | None = None  # what its previews show; None: the packed pictures are shown
    waiting: Maps = field(default_factory=dict)  # maps that are still to be shown


@dataclass(frozen=True)
class _Sent:
    """A request on its way."""

    uid: int
    request: GenerateTexture
    job: Job
    is_final: bool


@dataclass
class _State:
    followed: dict[int, _Followed] = field(default_factory=dict)  # by session_uid
    sent: _Sent | None = None
    known: tuple[int, Maps] = (
        0,
        {},
    )  # the material that had the last preview, and that: what equals it is not shown again
    stale: list[bpy.types.Image] = field(default_factory=list)  # still to be unloaded
    unload_from: float = 0.0  # the time
    touched: set[int] = field(default_factory=set)  # materials whose pictures were changed in this file
    problems: dict[int, str] = field(default_factory=dict)  # why a material's pictures do not follow


_state = _State()


def adjust(material: bpy.types.Material, values: Mapping[str, float]) -> None:
    """Put a material's sliders there; its pictures follow. In background mode this waits for them."""
    adjustments.write_values(material, values)
    follow(material)


def follow(material: bpy.types.Material) -> None:
    """The material's sliders are not where they were."""
    uid = material.session_uid
    _state.problems.pop(uid, None)
    _state.touched.add(uid)
    if bpy.app.background:
        _wait(material)
        return
    if uid in _state.followed:
        _state.followed[uid].changed = time.monotonic()
    else:
        make_own(material)
        _state.followed[uid] = _Followed(time.monotonic())
    if not bpy.app.timers.is_registered(_tick):
        bpy.app.timers.register(_tick, first_interval=0.0)
    _send()


def replace(uid: int, result: Finished) -> bool:
    """Make a result the pictures of a material, by its session_uid; False if that is no more."""
    material = _find(uid)
    if material is None:
        return False
    _state.followed.pop(uid, None)
    _state.known = (0, {})
    _state.touched.add(uid)
    make_own(material)
    show_final(material, result)
    for image in own_images(material).values():
        unload(image)
    return True


def is_resting() -> bool:
    """Whether every material shows what its sliders say."""
    return not (_state.followed or _state.sent or _state.stale)


def problem(material: bpy.types.Material) -> str:
    """Why its pictures do not follow, or nothing."""
    return _state.problems.get(material.session_uid, "")


def stop(*_: object) -> None:
    """Another file, or the add-on ends: nothing is followed any more."""
    global _state
    if _state.sent is not None:
        _state.sent.job.cancel()
    _state = _State()
    if bpy.app.timers.is_registered(_tick):
        bpy.app.timers.unregister(_tick)


def attach() -> None:
    for handlers, function in _handlers():
        handlers.append(bpy.app.handlers.persistent(function))


def detach() -> None:
    stop()
    for handlers, function in _handlers():
        handlers.remove(function)


def _handlers() -> list[tuple[Any, Any]]:
    handlers = bpy.app.handlers
    return [
        (handlers.load_pre, stop),
        (handlers.load_post, _follow_all),
        (handlers.undo_post, _follow_undo),
        (handlers.redo_post, _follow_undo),
    ]


def _follow_all(*_: object) -> None:
    """After undo, or in a file that was saved in the middle of a drag."""
    for material in bpy.data.materials:
        if adjustments.wanted(material) != adjustments.made_by(material):
            follow(material)


def _follow_undo(*_: object) -> None:
    """Blender keeps what it has loaded of a picture whose packed file undo has changed, so that is given up."""
    _state.followed.clear()
    _state.known = (0, {})
    for material in bpy.data.materials:
        if material.session_uid in _state.touched:
            for image in own_images(material).values():
                unload(image)
    _follow_all()


def _tick() -> float | None:
    """What a timer does again and again until all is shown."""
    if _state.stale and time.monotonic() >= _state.unload_from:
        unload(_state.stale.pop())  # it is decoded when it is next drawn
    is_showing = _show_some()
    _receive()
    _send()
    if is_resting():
        return None
    return 0.0 if is_showing else INTERVAL


def _show_some() -> bool:
    """Show maps that wait, for as long as may be; whether there were any."""
    end = time.monotonic() + HOLD_UP
    is_showing = False
    for uid, followed in _state.followed.items():
        material = _find(uid)
        while material is not None and followed.waiting and time.monotonic() < end:
            name, array = followed.waiting.popitem()
            is_showing = True
            if (image := own_images(material).get(name)) is not None:  # the artist may have taken it out
                _state.stale = [each for each in _state.stale if each != image]
                is_slow = not image.has_data  # Blender decodes it first
                show_map(image, array)
                if is_slow:
                    break
    return is_showing


def _receive() -> None:
    """Take what came back, unless the sliders were put back in the meantime."""
    sent = _state.sent
    events = sent.job.poll() if sent is not None else []
    if sent is None or not events or not events[-1].is_final:
        return
    _state.sent = None
    material, followed = _find(sent.uid), _state.followed.get(sent.uid)
    if material is not None and followed is not None:
        _take(events[-1], sent, material, followed)


def _take(event: Event, sent: _Sent, material: bpy.types.Material, followed: _Followed) -> None:
    """Whatever is not wanted any more is left."""
    wanted = adjustments.wanted(material)
    match event:
        case Previewed(maps) if wanted != adjustments.made_by(material):
            known = _state.known[1] if _state.known[0] == sent.uid else {}
            for name, array in maps.items():
                if name not in known or not np.array_equal(array, known[name]):
                    followed.waiting[name] = array
            _state.known, followed.shown = (sent.uid, maps), sent.request
        case Finished() as result if wanted == sent.request:
            show_final(material, result)
            _put_away(sent.uid, material)
        case Failed(text):
            _give_up(sent.uid, text)
        case Cancelled() if wanted == sent.request:  # the engine was ended: only the user starts it again
            _give_up(sent.uid, "Cancelled")


def _send() -> None:
    """Ask for what is wanted next, unless something is on its way; a final picture that is out of date is cancelled."""
    for uid, followed in list(_state.followed.items()):
        material = _find(uid)
        request = material and adjustments.wanted(material)
        if material is None or request is None or request == adjustments.made_by(material):
            _put_away(uid, material)
        elif _state.sent is not None:
            if _state.sent.is_final and _state.sent.uid == uid and _state.sent.request != request:
                _state.sent.job.cancel()
        elif followed.shown != request:
            _submit(uid, request, is_final=False)
        elif not followed.waiting and time.monotonic() - followed.changed >= REST:
            _submit(uid, request, is_final=True)


def _submit(uid: int, request: GenerateTexture, is_final: bool) -> None:
    try:
        job = session.submit(request) if is_final else session.preview(request)
    except (EngineError, RequestError) as error:
        _give_up(uid, str(error))
        return
    _state.sent = _Sent(uid, request, job, is_final)


def _put_away(uid: int, material: bpy.types.Material | None) -> None:
    """The packed pictures are what is wanted."""
    followed = _state.followed.pop(uid)
    if material is None or followed.shown is None:
        return
    made = adjustments.made_by(material)
    is_same = made is not None and made == followed.shown and _state.known[1]["base_color"].shape[1] == made.size[0]
    _state.stale = list(own_images(material).values())
    _state.unload_from = time.monotonic() + (KEPT if is_same else 0.0)
    if made != followed.shown:
        _state.known = (0, {})


def _give_up(uid: int, text: str) -> None:
    """Until the sliders change again."""
    _state.followed.pop(uid, None)
    _state.problems[uid] = text
    print(f"ArtML: {text}")


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
        replace(material.session_uid, event)
    elif isinstance(event, Failed):
        _give_up(material.session_uid, event.text)


def _find(uid: int) -> bpy.types.Material | None:
    """By its session_uid: undo replaces materials, and artists rename them."""
    return next((material for material in bpy.data.materials if material.session_uid == uid), None)
