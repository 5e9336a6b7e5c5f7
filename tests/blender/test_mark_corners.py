"""Marking a photo's corners in the Image Editor, without a window."""

from types import SimpleNamespace

import bpy
import pytest

WHOLE = (0.0, 0.0, 1.0, 0.0, 1.0, 1.0, 0.0, 1.0)
INSET = (0.1, 0.1, 0.9, 0.1, 0.9, 0.9, 0.1, 0.9)
SLANTED = (0.25, 0.125, 0.75, 0.25, 0.875, 0.75, 0.125, 1.0)
WIDTH, HEIGHT = 400, 200  # pixels over which the image lies in the region of the tests


def test_a_corner_goes_as_far_as_it_may(installed, room):
    corners = room("blender.photo_corners")

    assert corners.moved(INSET, 0, (0.2, 0.05)) == (0.2, 0.05, *INSET[2:])
    assert corners.moved(INSET, 2, (1.5, 1.5)) == (*INSET[:4], 1.0, 1.0, *INSET[6:])
    stopped = corners.moved(INSET, 0, (0.9, 0.9))  # over the line between its neighbours
    assert corners.are_allowed(stopped)
    assert stopped[0] == stopped[1]
    assert 0.48 < stopped[0] < 0.5  # just before it
    assert corners.moved(stopped, 0, (0.95, 0.95)) == pytest.approx(stopped, abs=1e-4)


def test_the_view_has_its_origin_below(installed, room):
    corners = room("blender.photo_corners")

    assert corners.to_view(WHOLE) == [(0.0, 1.0), (1.0, 1.0), (1.0, 0.0), (0.0, 0.0)]
    assert corners.from_view(*corners.to_view(SLANTED)[1]) == SLANTED[2:4]


@pytest.fixture
def editor(scene, room):
    """An Image Editor as `handle` sees it, its image of WIDTH x HEIGHT pixels from (100, 50) of the window on."""
    view = SimpleNamespace(
        view_to_region=lambda x, y, clip: (round(x * WIDTH), round(y * HEIGHT)),
        region_to_view=lambda x, y: (x / WIDTH, y / HEIGHT),
    )
    main = SimpleNamespace(type="WINDOW", x=100, y=50, width=WIDTH, height=HEIGHT, view2d=view)
    sidebar = SimpleNamespace(type="UI", x=100 + WIDTH - 30, y=50, width=30, height=HEIGHT)
    area = SimpleNamespace(regions=[main, sidebar], as_pointer=lambda: 1, tag_redraw=lambda: None)
    cursors = []
    context = SimpleNamespace(
        area=area,
        space_data=SimpleNamespace(image=True),
        scene=scene,
        preferences=SimpleNamespace(system=SimpleNamespace(ui_scale=1.0)),
        window=SimpleNamespace(
            cursor_modal_set=cursors.append, cursor_modal_restore=lambda: cursors.append("restored")
        ),
    )
    workspace = SimpleNamespace(name="nowhere", status_text_set=lambda text: None)
    overlay = room("blender.corner_overlay")
    context.workspace = workspace
    overlay.begin(context, INSET)
    yield SimpleNamespace(context=context, overlay=overlay, cursors=cursors, marking=overlay.marking)
    overlay.end()


@pytest.fixture
def send(editor, room):
    """Send an event at a place of the photo (x, and y downwards), a little beside it where asked."""
    handle = room("blender.operators.mark_corners").handle

    def send(kind, x, y, value="PRESS", beside=0, **modifiers):
        keys = {"ctrl": False, "shift": False, "alt": False, "oskey": False, **modifiers}
        place = {"mouse_x": 100 + round(x * WIDTH) + beside, "mouse_y": 50 + round((1.0 - y) * HEIGHT)}
        return handle(editor.context, SimpleNamespace(type=kind, value=value, **place, **keys), editor.marking)

    return send


def test_dragging_a_corner_and_confirming_sets_it(scene, editor, send):
    send("MOUSEMOVE", 0.1, 0.1, "NOTHING")
    assert editor.cursors == ["SCROLL_XY"]
    assert send("LEFTMOUSE", 0.1, 0.1, beside=4) == {"RUNNING_MODAL"}
    assert send("MOUSEMOVE", 0.3, 0.2, "NOTHING", beside=4) == {"RUNNING_MODAL"}
    send("LEFTMOUSE", 0.3, 0.2, "RELEASE")
    send("MOUSEMOVE", 0.5, 0.5, "NOTHING")
    assert tuple(scene.artml.photo_corners) == WHOLE
    assert send("RET", 0.5, 0.5) == {"FINISHED"}

    assert scene.artml.use_photo_corners
    assert tuple(scene.artml.photo_corners) == pytest.approx((0.3, 0.2, *INSET[2:]))
    assert editor.overlay.marking is None


def test_pressing_the_viewports_button_again_confirms(scene, editor, send):
    send("LEFTMOUSE", 0.1, 0.1)
    send("MOUSEMOVE", 0.3, 0.2, "NOTHING")

    assert bpy.ops.artml.mark_photo_corners() == {"FINISHED"}
    assert tuple(scene.artml.photo_corners) == pytest.approx((0.3, 0.2, *INSET[2:]))


@pytest.mark.parametrize("key", ["ESC", "RIGHTMOUSE"])
def test_cancelling_leaves_what_was_set(scene, editor, send, key):
    scene.artml.photo_corners, scene.artml.use_photo_corners = SLANTED, True
    send("LEFTMOUSE", 0.1, 0.1)
    send("MOUSEMOVE", 0.3, 0.2, "NOTHING")

    assert send(key, 0.5, 0.5) == {"CANCELLED"}
    assert tuple(scene.artml.photo_corners) == SLANTED
    assert editor.overlay.marking is None


@pytest.mark.parametrize(
    ("kind", "x", "modifiers"),
    [
        ("MIDDLEMOUSE", 0.5, {}),
        ("WHEELUPMOUSE", 0.5, {}),
        ("Z", 0.5, {"ctrl": True}),
        ("SPACE", 0.5, {"ctrl": True}),
        ("LEFTMOUSE", 0.99, {}),  # in the sidebar, where the buttons are
        ("RET", 0.99, {}),
        ("LEFTMOUSE", 1.5, {}),  # another editor
    ],
)
def test_all_else_goes_on_as_ever(editor, send, kind, x, modifiers):
    assert send(kind, x, 0.5, **modifiers) == {"PASS_THROUGH"}
    assert editor.overlay.marking is editor.marking


def test_a_click_beside_the_corners_does_not_paint(editor, send):
    assert send("LEFTMOUSE", 0.5, 0.5) == {"RUNNING_MODAL"}
    assert editor.marking.grabbed is None


def test_it_ends_with_its_editor(editor, send):
    editor.context.area = SimpleNamespace(as_pointer=lambda: 2)
    assert send("MOUSEMOVE", 0.5, 0.5, "NOTHING") == {"CANCELLED"}
    assert editor.overlay.marking is None


def test_clearing_uses_the_whole_photo_and_ends_the_marking(scene, editor):
    scene.artml.photo_corners, scene.artml.use_photo_corners = SLANTED, True

    assert bpy.ops.artml.clear_corners() == {"FINISHED"}

    assert not scene.artml.use_photo_corners
    assert tuple(scene.artml.photo_corners) == WHOLE
    assert editor.overlay.marking is None


def test_disabling_during_a_marking_leaves_nothing(editor):
    editor.overlay.detach()
    assert editor.overlay.marking is None
    assert editor.overlay._drawing is None
    editor.overlay.attach()
