"""Drive a real Blender window from inside: real X11 input by xdotool, pictures of what the X server really shows.

A step is a generator function; `yield 0.5` lets Blender's own event loop run for half a second. Nothing here waits
without yielding, so that what a step measures about the interface is not its own doing.
"""

import contextlib
import json
import os
import subprocess
import sys
import time
import traceback
from collections.abc import Callable, Generator
from pathlib import Path

import bpy
import numpy as np

Step = Generator[float, None, None]

OUTPUT = Path(os.environ["ARTML_GUI_OUTPUT"])
PRESS_SECONDS = 0.1  # between press and release, so that Blender draws and reads them as two events
SETTLE_SECONDS = 0.4  # after an action, for the answer to be drawn

editor = "VIEW_3D"  # which one is looked at; a step that opens another one sets it


def prepare() -> None:
    """Set the preferences that tests need; must be called before the window is first drawn."""
    bpy.context.preferences.view.show_splash = False
    bpy.context.preferences.view.show_tooltips = False  # they would cover what a picture is of
    bpy.context.preferences.system.viewport_aa = "OFF"  # each sample takes the processor 0.3 s


def window() -> bpy.types.Window:
    return bpy.context.window_manager.windows[0]


def area() -> bpy.types.Area:
    """The editor that is looked at."""
    return next(item for item in window().screen.areas if item.type == editor)


def region(kind: str) -> bpy.types.Region:
    """A region of that editor: WINDOW (the scene) or UI (the sidebar)."""
    return next(item for item in area().regions if item.type == kind)


def run_tool(*command: object) -> Generator[float, None, int]:
    """Run a program and yield until it has ended; its exit status."""
    process = subprocess.Popen([str(word) for word in command], stdout=subprocess.DEVNULL)
    while process.poll() is None:
        yield 0.01
    return process.returncode


def move(x: float, y: float) -> Step:
    """Put the pointer at a place of the window, in Blender's pixels (from the bottom left)."""
    yield from run_tool("xdotool", "mousemove", int(x), window().height - 1 - int(y))
    yield 0.06


def click(x: float, y: float) -> Step:
    """Move there, press and release the left mouse button."""
    yield from move(x, y)
    yield PRESS_SECONDS
    yield from run_tool("xdotool", "mousedown", 1)
    yield PRESS_SECONDS
    yield from run_tool("xdotool", "mouseup", 1)
    yield SETTLE_SECONDS


def press(key: str) -> Step:
    """Press and release a key, named as xdotool does: "Escape", "ctrl+z"."""
    yield from run_tool("xdotool", "key", key)
    yield SETTLE_SECONDS


def wait(condition: Callable[[], object], seconds: float, what: str) -> Step:
    """Yield until the condition holds; fails after so many seconds."""
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, f"{what} did not happen within {seconds:g} s"
        yield 0.05


def photograph(name: str, kind: str = "") -> Generator[float, None, Path]:
    """Save what the screen shows, all of it or one region of the viewport."""
    path = OUTPUT / f"{name}.png"
    crop = []
    if kind:
        part = region(kind)
        top = window().height - part.y - part.height
        crop = ["-crop", f"{part.width}x{part.height}+{part.x}+{top}", "+repage"]
    # Blender's own screenshot operator writes black pictures under software OpenGL.
    status = yield from run_tool("import", "-window", "root", *crop, path)
    assert status == 0, f"no picture {path.name} could be taken"
    print("picture:", path.name, flush=True)
    return path


def is_fresh(name: str, kind: str) -> Generator[float, None, bool]:
    """Whether a region shows the present state: drawing it again changes no pixel."""
    before = yield from photograph(f"{name}_as_it_was", kind)
    region(kind).tag_redraw()
    yield SETTLE_SECONDS
    after = yield from photograph(f"{name}_drawn_again", kind)
    return (yield from run_tool("compare", "-metric", "AE", before, after, "null:")) == 0


def leave_panel() -> Step:
    """Move the pointer off the sidebar: a hovered button stays hovered until the next mouse event is handled."""
    scene = region("WINDOW")
    yield from move(scene.x + 250, scene.y + 80)
    yield SETTLE_SECONDS


def open_tab(category: str) -> Step:
    """Show the editor's sidebar with this tab in front."""
    area().spaces.active.show_region_ui = True
    yield 0.5

    def is_open() -> bool:
        try:
            region("UI").active_panel_category = category
        except TypeError:  # the tabs are known only after the sidebar was drawn once
            region("UI").tag_redraw()
        return region("UI").active_panel_category == category

    yield from wait(is_open, 15, f"opening the tab {category}")
    region("UI").tag_redraw()
    yield SETTLE_SECONDS


def hovered() -> str:
    """The operator call or the property path of the button under the pointer, or nothing."""
    context = bpy.context
    part = region("UI")
    with context.temp_override(window=window(), screen=window().screen, area=area(), region=part):
        context.window_manager.clipboard = ""
        if bpy.ops.ui.copy_python_command_button.poll():
            with contextlib.suppress(RuntimeError):  # a button that is no operator
                bpy.ops.ui.copy_python_command_button()
        found = getattr(bpy.context, "property", None)
    return context.window_manager.clipboard or (found[1] if found else "")


def find_button(name: str) -> Generator[float, None, tuple[int, int]]:
    """Sweep the pointer over the sidebar until it rests on the button of this operator or property.

    Finds only what is visible: no pop-ups, nothing scrolled out of view.
    """
    part = region("UI")
    yield from leave_panel()
    for share in (0.5, 0.85, 0.2):  # the columns: rows of several buttons have one of them in each
        x = part.x + int(part.width * share)
        hits: list[int] = []
        for y in range(part.y + part.height - 6, part.y, -6):
            yield from move(x, y)
            if name in hovered():
                hits.append(y)
            elif hits:
                break
        if hits:
            middle = sum(hits) // len(hits)
            yield from move(x, middle)
            yield SETTLE_SECONDS
            assert name in hovered(), f"the button {name} moved away"
            return x, middle
    raise AssertionError(f"no button {name} is visible in the sidebar")


def find_spot_beside(x: int, y: int) -> Generator[float, None, tuple[int, int]]:
    """The panel's own ground to the right of a button. (Below the panels a click goes through to the scene.)"""
    part = region("UI")
    for beside in range(x, part.x + part.width, 3):
        yield from move(beside, y)
        if not hovered():
            return beside + 2, y
    raise AssertionError("the panel has no room beside the button")


class Pulse:
    """A timer that should run every 20 ms; remembers the longest time it had to wait."""

    def __init__(self) -> None:
        self.longest = 0.0
        self._last = time.monotonic()
        self._is_stopped = False
        bpy.app.timers.register(self._beat)

    def stop(self) -> float:
        self._is_stopped = True
        return self.longest

    def _beat(self) -> float | None:
        if self._is_stopped:
            return None
        now = time.monotonic()
        self.longest = max(self.longest, now - self._last)
        self._last = now
        return 0.02


def wait_for_color(picture: str, is_there: Callable[[float, float, float], bool], seconds: float, what: str) -> Step:
    """Until the middle of the viewport, where the cube is, has such red, green and blue; says how long that took."""
    start = time.monotonic()
    color = yield from middle_of_viewport(picture)
    while not is_there(*color):
        assert time.monotonic() < start + seconds, f"the viewport shows {', '.join(f'{each:.2f}' for each in color)}"
        yield 0.2
        color = yield from middle_of_viewport(picture)
    print(f"seconds to {what}: {time.monotonic() - start:.1f}", flush=True)


def middle_of_viewport(picture: str) -> Generator[float, None, tuple[float, float, float]]:
    """The mean red, green and blue, 0..1, of the fifth in the middle."""
    path = yield from photograph(picture, "WINDOW")
    image = bpy.data.images.load(str(path))
    width, height = image.size
    pixels = np.array(image.pixels[:]).reshape(height, width, image.channels)
    bpy.data.images.remove(image)
    middle = pixels[height * 2 // 5 : height * 3 // 5, width * 2 // 5 : width * 3 // 5]
    red, green, blue = (float(middle[..., channel].mean()) for channel in range(3))
    return red, green, blue


def run(steps: list[Callable[[], Step]]) -> None:
    """Run the steps one after the other in the window, write results.jsonl, and end Blender."""
    bpy.app.timers.register(_Runner(steps).tick, first_interval=0.5, persistent=True)


class _Runner:
    """Goes through the steps; a failed one is photographed and the next one starts all the same."""

    def __init__(self, steps: list[Callable[[], Step]]) -> None:
        self._rest = list(steps)
        self._name = ""
        self._current: Step | None = None
        self._results = (OUTPUT / "results.jsonl").open("w")

    def tick(self) -> float:
        if self._current is None:
            if not self._rest:
                self._results.close()
                sys.stdout.flush()
                os._exit(0)  # no question about unsaved changes; the results are in the file
            step = self._rest.pop(0)
            self._name, self._current = step.__name__, step()
        try:
            return max(0.01, next(self._current))
        except StopIteration:
            self._note("")
        except Exception as error:  # noqa: BLE001 (whatever a step raises is its result)
            traceback.print_exc()
            self._note(str(error) or type(error).__name__)
            subprocess.run(["import", "-window", "root", str(OUTPUT / f"failed_{self._name}.png")], check=False)
        return SETTLE_SECONDS

    def _note(self, failure: str) -> None:
        print("step", self._name, "failed:" if failure else "passed", failure, flush=True)
        self._results.write(json.dumps({"name": self._name, "failure": failure}) + "\n")
        self._results.flush()
        self._current = None
