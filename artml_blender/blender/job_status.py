"""How a job stands, as the panels show it."""

import textwrap

import bpy

from .operators.cancel import ARTML_OT_cancel

LETTER_WIDTH, BESIDE_TEXT = 6.3, 50  # pixels of a letter on average, and of tabs and margins
SHORTEST_LINE = 20  # letters


def draw_job(layout: bpy.types.UILayout, context: bpy.types.Context, operators: tuple[type, ...]) -> None:
    """The running job, or what became of the last one, if it is of these operators."""
    job = context.window_manager.artml_job
    if job.operator not in {operator.__name__ for operator in operators}:
        return
    if job.running:
        row = layout.row(align=True)
        row.progress(factor=job.progress, text=job.status)
        row.operator(ARTML_OT_cancel.bl_idname, text="", icon="X")
        return
    draw_text(layout, context, job.status)


def draw_text(layout: bpy.types.UILayout, context: bpy.types.Context, text: str) -> None:
    """A text of several lines, as wide as the panel."""
    width = context.region.width / context.preferences.system.ui_scale - BESIDE_TEXT
    lines = layout.column(align=True)
    lines.scale_y = 0.8  # lines of one text, not rows of their own
    for line in textwrap.wrap(text, width=max(SHORTEST_LINE, int(width / LETTER_WIDTH))):
        lines.label(text=line, translate=False)
