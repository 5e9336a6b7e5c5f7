"""Live materials as a window drives them, tick by tick, with an engine that answers when the test says so."""

import json
import time
from dataclasses import asdict
from types import SimpleNamespace

import bpy
import numpy as np
import pytest

CHANNELS = {"base_color": 3, "roughness": 1, "metallic": 1, "normal": 3, "height": 1, "ambient_occlusion": 1}


class FakeJob:
    """Answers once it is told to."""

    def __init__(self, request, is_final, events):
        self.request, self.is_final, self.is_cancelled, self._events = request, is_final, False, events
        self._answers = []

    def cancel(self):
        self.is_cancelled = True

    def poll(self):
        answers, self._answers = self._answers, []
        return answers

    def show(self, grey):
        pixels = {name: np.full((128, 128, channels), grey, np.uint8) for name, channels in CHANNELS.items()}
        self._answers.append(self._events.Previewed({**pixels, "height": pixels["height"].astype(np.uint16) * 257}))

    def finish(self, material):
        """With the pictures that the material has packed, and the request's own recipe."""
        packed = {node.label: node.image.packed_file.data for node in pictures(material)}
        self._answers.append(self._events.Finished({"task": "generate_texture", **asdict(self.request)}, {}, packed))

    def end(self):
        self._answers.append(self._events.Cancelled())

    def fail(self):
        self._answers.append(self._events.Failed("It failed"))


class Window:
    """What a window does: ticks. Every job that was asked for is kept."""

    def __init__(self, live):
        self.live, self.jobs = live, []

    def tick(self, times=8):
        for _ in range(times):
            self.live._tick()

    def answer(self, grey):
        self.jobs[-1].show(grey)
        self.tick()


@pytest.fixture
def window(scene, room, monkeypatch):
    live, session, events = room("blender.live"), room("blender.session"), room("contract.messages")
    window = Window(live)

    def ask(is_final):
        def asked(request):
            window.jobs.append(FakeJob(request, is_final, events))
            return window.jobs[-1]

        return asked

    timers = SimpleNamespace(is_registered=lambda function: True, unregister=lambda function: None)
    app = SimpleNamespace(background=False, timers=timers)
    materials = [generate(scene, seed) for seed in (1, 2)]
    monkeypatch.setattr(live, "bpy", SimpleNamespace(app=app, data=bpy.data))
    monkeypatch.setattr(session, "preview", ask(False))
    monkeypatch.setattr(session, "submit", ask(True))
    monkeypatch.setattr(live, "REST", 0.0)
    monkeypatch.setattr(live, "KEPT", 0.0)
    window.first, window.second = materials
    yield window
    live.stop()


def generate(scene, seed) -> bpy.types.Material:
    scene.artml.seed = seed
    assert bpy.ops.artml.generate_texture() == {"FINISHED"}
    return bpy.context.object.active_material


def pictures(material):
    return [node for node in material.node_tree.nodes if node.label in CHANNELS]


def grey(material) -> int:
    """The base colour's first pixel, of 255."""
    image = next(node.image for node in pictures(material) if node.label == "base_color")
    return round(image.pixels[0] * 255)


def is_dirty(material) -> bool:
    return any(node.image.is_dirty for node in pictures(material))


def recipe(material) -> dict:
    return json.loads(material["artml_recipe"])


def test_only_the_newest_of_many_changes_is_asked_for(window):
    for step in range(1, 101):
        window.first.artml.hue = step / 250.0
    assert len(window.jobs) == 1

    window.answer(40)
    assert [job.request.hue for job in window.jobs] == pytest.approx([1 / 250.0, 0.4])
    assert grey(window.first) == 40

    window.answer(80)
    assert grey(window.first) == 80
    assert window.jobs[-1].is_final
    window.jobs[-1].finish(window.first)
    window.tick()
    assert len(window.jobs) == 3
    assert recipe(window.first)["hue"] == pytest.approx(0.4)
    assert window.live.is_resting()
    assert not is_dirty(window.first)


def test_a_slider_that_is_put_back_needs_no_engine(window):
    before = grey(window.first)
    window.first.artml.hue = 0.2
    window.answer(40)
    assert grey(window.first) == 40

    window.first.artml.hue = 0.0
    window.jobs[-1].end()
    window.tick()

    assert grey(window.first) == before
    assert window.live.is_resting()
    assert not is_dirty(window.first)


def test_a_preview_that_comes_after_its_slider_was_put_back_is_not_shown(window):
    before = grey(window.first)
    window.first.artml.hue = 0.2
    window.first.artml.hue = 0.0
    window.answer(40)

    assert grey(window.first) == before
    assert window.live.is_resting()


def test_a_final_that_was_cancelled_for_something_newer_is_made_after_all_when_that_is_taken_back(window):
    window.first.artml.hue = 0.2
    window.answer(40)
    final = window.jobs[-1]
    assert final.is_final
    window.first.artml.hue = 0.3
    assert final.is_cancelled
    window.first.artml.hue = 0.2
    final.end()
    window.tick()

    assert window.jobs[-1] != final
    assert window.jobs[-1].is_final
    assert window.jobs[-1].request.hue == pytest.approx(0.2)
    assert window.live.problem(window.first) == ""


def test_an_engine_that_was_ended_is_not_started_again_before_the_user_asks(window):
    window.first.artml.hue = 0.2
    window.jobs[-1].end()
    window.tick()
    assert window.live.problem(window.first) == "Cancelled"
    assert len(window.jobs) == 1

    window.first.artml.hue = 0.25
    assert len(window.jobs) == 2
    assert window.live.problem(window.first) == ""


def test_what_fails_is_said_and_not_tried_again(window, capsys):
    window.first.artml.hue = 0.2
    window.jobs[-1].fail()
    window.tick()

    assert window.live.problem(window.first) == "It failed"
    assert len(window.jobs) == 1


def test_a_slider_moved_while_a_variation_was_made_is_followed(window, room):
    window.first.artml.hue = 0.2
    packed = {node.label: node.image.packed_file.data for node in pictures(window.first)}
    varied = room("contract.messages").Finished({**recipe(window.first), "seed": 77}, {}, packed)

    assert window.live.replace(window.first.session_uid, varied)

    window.jobs[0].show(40)
    window.tick()
    assert grey(window.first) != 40
    assert recipe(window.first)["seed"] == 77
    assert window.jobs[-1].request.seed == 77
    assert window.jobs[-1].request.hue == pytest.approx(0.2)


def test_two_materials_are_followed_one_after_the_other(window):
    window.first.artml.hue, window.second.artml.hue = 0.2, 0.3
    for material in (window.first, window.second):
        window.answer(40)
        window.jobs[-1].finish(material)
        window.tick()

    assert [recipe(each)["hue"] for each in (window.first, window.second)] == pytest.approx([0.2, 0.3])
    assert window.live.is_resting()
    assert not is_dirty(window.first)
    assert not is_dirty(window.second)


def test_what_is_removed_in_between_is_no_error(window, monkeypatch):
    monkeypatch.setattr(window.live, "KEPT", 0.2)
    window.first.artml.hue = 0.2
    window.answer(40)
    window.jobs[-1].finish(window.first)
    window.tick()
    bpy.data.images.remove(pictures(window.first)[0].image)
    window.second.artml.hue = 0.2
    window.answer(40)
    bpy.data.materials.remove(window.second)
    window.jobs[-1].end()
    time.sleep(0.25)
    window.tick()

    assert window.live.is_resting()


def test_a_copied_material_gets_pictures_of_its_own_one_for_each_map(window):
    copy, before = window.first.copy(), grey(window.first)
    node = next(node for node in pictures(copy) if node.label == "base_color")
    twin = copy.node_tree.nodes.new("ShaderNodeTexImage")
    twin.image, twin.label = node.image, node.label

    copy.artml.hue = 0.2
    window.answer(40)

    assert grey(copy) == 40
    assert grey(window.first) == before
    assert twin.image == node.image


def test_linked_materials_are_not_adjusted_and_local_ones_take_their_pictures_along(window, tmp_path, scene):
    name, path = window.first.name, str(tmp_path / "library.blend")
    bpy.data.libraries.write(path, {window.first})
    with bpy.data.libraries.load(path, link=True) as (_, loaded):
        loaded.materials = [name]
    linked = loaded.materials[0]

    linked.artml.hue = 0.2
    assert window.jobs == []

    local = linked.make_local()
    local.artml.hue = 0.3
    window.answer(40)
    assert grey(local) == 40
    assert all(node.image.library is None for node in pictures(local))


def test_a_file_that_was_saved_in_the_middle_of_a_drag_says_so_and_starts_nothing(window, room):
    window.first["artml_adjustments"] = {"hue": 0.2, "wear": "much", "relief": float("nan"), "other": 1.0}

    room("blender.live_file")._look_at_file()

    assert "move one" in window.live.problem(window.first)
    assert window.live.problem(window.second) == ""
    assert window.jobs == []
    assert window.first.artml.wear == 0.0
    assert window.first.artml.relief == 1.0


def test_undo_of_something_else_loads_no_pictures_again(window, monkeypatch):
    monkeypatch.setattr(window.live, "KEPT", 1e9)
    window.first.artml.hue = 0.2
    window.answer(40)
    window.jobs[-1].finish(window.first)
    window.tick()

    window.live.show_packed()
    assert grey(window.first) == 40

    window.first["artml_recipe"] = window.second["artml_recipe"]
    for node in pictures(window.first):
        node.image["artml_recipe"] = window.second["artml_recipe"]
    window.live.show_packed()
    assert grey(window.first) != 40
    assert not is_dirty(window.first)


def test_undo_in_the_middle_of_a_drag_shows_what_was_there(window):
    before = grey(window.first)
    window.first.artml.hue = 0.2
    window.answer(40)

    window.live.show_packed()

    assert grey(window.first) == before
    assert window.jobs[-1].is_cancelled
