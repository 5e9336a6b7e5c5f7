"""The doctor: Blender's side of it, then the engine's; shown in the Preferences and copied as text."""

import platform
import sys
import tempfile
from typing import Any

import bpy

from ...client.json_process import JsonProcess, start_doctor
from ...contract.findings import Finding, to_text
from ...setup import places
from .. import preferences, session
from .process_operator import ProcessOperator


class ARTML_OT_run_doctor(ProcessOperator, bpy.types.Operator):
    """Look at everything ArtML needs, and say the one next step for whatever is wrong"""

    bl_idname = "artml.run_doctor"
    bl_label = "Run Doctor"

    def start(self, context: bpy.types.Context) -> JsonProcess:
        _show(examine())
        return start_doctor(session.engine_python(), preferences.device())

    @staticmethod
    def finish(message: dict[str, Any]) -> str:
        findings = [*examine(), *(Finding(**finding) for finding in message["findings"])]
        _show(findings)
        faults = [finding for finding in findings if not finding.is_well]
        return f"{len(faults)} of {len(findings)} findings need a look" if faults else "All is well"


class ARTML_OT_copy_report(bpy.types.Operator):
    """Copy the doctor's findings as text, for a bug report"""

    bl_idname = "artml.copy_report"
    bl_label = "Copy Report"

    @classmethod
    def poll(cls, context: bpy.types.Context) -> bool:
        return len(context.window_manager.artml_findings) > 0

    def execute(self, context: bpy.types.Context) -> set[str]:
        context.window_manager.clipboard = report_text(context)
        self.report({"INFO"}, "Copied the doctor's report")
        return {"FINISHED"}


def examine() -> list[Finding]:
    """What Blender's side knows, without waiting for anything."""
    return [
        Finding("Blender", True, f"{bpy.app.version_string}, Python {platform.python_version()} ({sys.executable})"),
        Finding("Online", True, f"access is {'on' if bpy.app.online_access else 'off'} (only Set Up PyTorch needs it)"),
        _environment(),
        _write_access(),
    ]


def report_text(context: bpy.types.Context) -> str:
    return to_text(
        Finding(item.subject, item.is_well, item.text, item.next_step) for item in context.window_manager.artml_findings
    )


def _environment() -> Finding:
    if places.finished_python() is not None:
        return Finding("PyTorch", True, f"set up in {places.environment()}: {places.installed().get('runtime')}")
    if places.environment().exists():
        text = f"the set-up in {places.environment()} was not finished and is not used"
        return Finding("PyTorch", False, text, "Press Set Up PyTorch to go on with it, or Remove PyTorch")
    return Finding("PyTorch", True, "not set up; the light runtime generates without it")


def _write_access() -> Finding:
    """By writing: what the system says of rights is not the whole truth everywhere."""
    home, next_step = places.home(), "Change its rights, or set ARTML_HOME to another folder"
    folder = places.nearest_folder(home)
    if folder is None:
        return Finding("Folder", False, f"{home} is on a disk that is not there", next_step)
    try:
        with tempfile.TemporaryFile(dir=folder):
            return Finding("Folder", True, f"{home} can be written")
    except OSError as error:
        return Finding("Folder", False, f"{folder} cannot be written ({error.strerror})", next_step)


def _show(findings: list[Finding]) -> None:
    shown = bpy.context.window_manager.artml_findings
    shown.clear()
    for finding in findings:
        item = shown.add()
        item.subject, item.is_well = finding.subject, finding.is_well
        item.text, item.next_step = finding.text, finding.next_step
