"""Live materials: the pictures of a material follow its sliders, however fast they are dragged.

One request at a time is on its way. When its answer is there, the sliders are looked at again: what they said in
between is never asked for. When they have rested a moment, the final pictures are made. Undo and redo change sliders
and pictures, too, and are followed in the same way. Whatever holds the interface up is done a few pictures at a time.
"""

import time
from collections.abc import Mapping

import bpy
import numpy as np

from ..client.errors import EngineError
from ..contract.errors import RequestError
from ..contract.messages import Cancelled, Event, Failed, Finished, GenerateTexture, Previewed
from . import adjustments, session
from .live_images import make_own, own_images, recipe_of, show_final, show_map, unload
from .live_state import Followed, Sent, State

INTERVAL = 0.01  # seconds between looks
REST = 0.25  # seconds that sliders rest before the final pictures are made
HOLD_UP = 0.02  # seconds after which no further map is begun in one go; each takes 2 or 3 ms
KEPT = 3.0  # seconds that previews stay loaded, for a next drag, where the final pictures look the same
TIMEOUT = 900.0  # seconds that a script waits

_state = State()


def adjust(material: bpy.types.Material, values: Mapping[str, float]) -> None:
    """Put a material's sliders there; its pictures follow. In background mode this waits for them."""
    adjustments.write_values(material, values)
    follow(material)


def follow(material: bpy.types.Material) -> None:
    """The material's sliders are not where they were."""
    if not adjustments.is_adjustable(material):
        return
    uid = material.session_uid
    _state.problems.pop(uid, None)
    _state.loaded.setdefault(uid, recipe_of(material))
    if bpy.app.background:
        _wait(material)
        return
    if uid in _state.followed:
        _state.followed[uid].changed = time.monotonic()
    else:
        make_own(material)
        _state.followed[uid] = Followed(time.monotonic())
    if not bpy.app.timers.is_registered(_tick):
        bpy.app.timers.register(_tick, first_interval=0.0)
    _send()


def replace(uid: int, result: Finished) -> bool:
    """Make a result the pictures of a material, by its session_uid; False if that is no more."""
    material = find(uid)
    if material is None:
        return False
    _state.followed.pop(uid, None)
    _state.known = (0, {})
    _drop_sent()
    make_own(material)
    show_final(material, result)
    _state.loaded[uid] = recipe_of(material)
    for image in own_images(material).values():
        _state.unloading.keep(image)
        unload(image)
    if not bpy.app.background and adjustments.wanted(material) != adjustments.made_by(material):
        follow(material)  # a slider was moved in the meantime
    return True


def is_resting() -> bool:
    """Whether every material shows what its sliders say."""
    return not (_state.followed or _state.sent or _state.unloading)


def problem(material: bpy.types.Material) -> str:
    """Why its pictures do not follow, or nothing."""
    return _state.problems.get(material.session_uid, "")


def stop() -> None:
    """Another file, or the add-on ends: nothing is followed any more."""
    global _state
    _drop_sent()
    _state = State()
    if bpy.app.timers.is_registered(_tick):
        bpy.app.timers.unregister(_tick)


def show_packed(is_ending: bool = False) -> None:
    """Show the packed pictures of materials that have previews, or (after undo) other pictures than were loaded; of all
    when the add-on is ending. Blender keeps what it has loaded of a picture otherwise."""
    previewed = {uid for uid, followed in _state.followed.items() if followed.shown is not None}
    _state.followed, _state.known = {}, (0, {})
    _drop_sent()
    for material in bpy.data.materials:
        uid = material.session_uid
        if uid in _state.loaded and (is_ending or uid in previewed or _state.loaded[uid] != recipe_of(material)):
            _state.loaded[uid] = recipe_of(material)
            for image in own_images(material).values():
                unload(image)


def not_followed() -> list[bpy.types.Material]:
    """The materials whose pictures are not what their sliders say."""
    materials = filter(adjustments.is_adjustable, bpy.data.materials)
    return [each for each in materials if adjustments.wanted(each) != adjustments.made_by(each)]


def note_problem(material: bpy.types.Material, text: str) -> None:
    _state.problems[material.session_uid] = text


def _tick() -> float | None:
    """What a timer does again and again until all is shown."""
    _state.unloading.do_one()
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
        material = find(uid)
        while material is not None and followed.waiting and time.monotonic() < end:
            name, array = followed.waiting.popitem()
            is_showing = True
            if (image := own_images(material).get(name)) is not None:  # the artist may have taken it out
                _state.unloading.keep(image)
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
    material, followed = find(sent.uid), _state.followed.get(sent.uid)
    if material is not None and followed is not None:
        _take(events[-1], sent, material, followed)


def _take(event: Event, sent: Sent, material: bpy.types.Material, followed: Followed) -> None:
    """Whatever is not wanted any more is left."""
    wanted = adjustments.wanted(material)
    match event:
        case Previewed(maps) if not sent.is_cancelled and wanted != adjustments.made_by(material):
            known = _state.known[1] if _state.known[0] == sent.uid else {}
            for name, array in maps.items():
                if name not in known or not np.array_equal(array, known[name]):
                    followed.waiting[name] = array
            _state.known, followed.shown = (sent.uid, maps), sent.request
            followed.is_smaller = maps["base_color"].shape[1] < sent.request.size[0]
        case Finished() as result if wanted == sent.request:
            show_final(material, result)
            _state.loaded[sent.uid] = recipe_of(material)
            _put_away(sent.uid, material)
        case Failed(text):
            _give_up(sent.uid, text)
        case Cancelled() if not sent.is_cancelled:  # the engine was ended: only the user starts it again
            _give_up(sent.uid, "Cancelled")


def _send() -> None:
    """Ask for what is wanted next, unless something is on its way; a final picture that is out of date is cancelled."""
    for uid, followed in list(_state.followed.items()):
        material = find(uid)
        request = material and adjustments.wanted(material)
        if material is None or request is None or request == adjustments.made_by(material):
            _put_away(uid, material)
        elif _state.sent is not None:
            if _state.sent.is_final and _state.sent.uid == uid and _state.sent.request != request:
                _drop_sent()
        elif followed.shown != request:
            _submit(uid, request, is_final=False)
        elif not followed.waiting and time.monotonic() - followed.changed >= REST:
            _submit(uid, request, is_final=True)


def _drop_sent() -> None:
    """Nobody wants what is on its way."""
    if _state.sent is not None:
        _state.sent.is_cancelled = True
        _state.sent.job.cancel()


def _submit(uid: int, request: GenerateTexture, is_final: bool) -> None:
    try:
        job = session.submit(request) if is_final else session.preview(request)
    except (EngineError, RequestError) as error:
        _give_up(uid, str(error))
        return
    _state.sent = Sent(uid, request, job, is_final)


def _put_away(uid: int, material: bpy.types.Material | None) -> None:
    """The packed pictures are what is wanted."""
    followed = _state.followed.pop(uid)
    if material is None or followed.shown is None:
        return
    is_shown = adjustments.made_by(material) == followed.shown
    _state.unloading.add(own_images(material).values(), KEPT if is_shown and not followed.is_smaller else 0.0)
    if not is_shown:
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
        job = session.submit(request)
        *_, event = job.wait(TIMEOUT)
    except (EngineError, RequestError) as error:
        event = Failed(str(error))
    except TimeoutError as error:
        job.cancel()
        event = Failed(str(error))
    if isinstance(event, Finished):
        replace(material.session_uid, event)
    elif isinstance(event, Failed):
        _give_up(material.session_uid, event.text)


def find(uid: int) -> bpy.types.Material | None:
    """By its session_uid: undo replaces materials, and artists rename them."""
    return next((material for material in bpy.data.materials if material.session_uid == uid), None)
