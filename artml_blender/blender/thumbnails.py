"""The families' thumbnails as icons, loaded when the panel first shows them."""

from pathlib import Path

import bpy.utils.previews

FOLDER = Path(__file__).resolve().parent.parent / "families" / "thumbnails"
PICTURE_SCALE, POPUP_SCALE = 6.0, 5.0  # how large the panels show them

_icons: bpy.utils.previews.ImagePreviewCollection | None = None


def icon(family: str) -> int:
    """The icon's number; 0, which shows nothing, where there is no picture."""
    global _icons
    if _icons is None:
        _icons = bpy.utils.previews.new()
    if family not in _icons:
        path = FOLDER / f"{family}.png"
        if not path.is_file():
            return 0
        _icons.load(family, str(path), "IMAGE")
    return int(_icons[family].icon_id)


def forget() -> None:
    """Free the pictures."""
    global _icons
    if _icons is not None:
        bpy.utils.previews.remove(_icons)
        _icons = None
