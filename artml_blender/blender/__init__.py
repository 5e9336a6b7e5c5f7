"""Everything that touches bpy: properties, operators, panels, images and materials. It never imports torch."""

from types import ModuleType


def _modules() -> tuple[ModuleType, ...]:
    """In the order in which they register."""
    from . import adjust_properties, operators, panels, preferences, procedural_panels, properties

    return (adjust_properties, properties, preferences, operators, procedural_panels, panels)


def register() -> None:
    import bpy

    for module in _modules():
        for cls in module.CLASSES:
            bpy.utils.register_class(cls)
    from . import adjust_properties, command_line, corner_overlay, live_file, properties

    adjust_properties.attach()
    properties.attach()
    live_file.attach()
    command_line.attach()
    corner_overlay.attach()


def unregister() -> None:
    import bpy

    from . import adjust_properties, command_line, corner_overlay, live_file, processes, properties, session, thumbnails

    processes.setting_up.stop()
    processes.training.stop()
    live_file.detach()
    session.close()
    session.set_current_job(None)
    thumbnails.forget()
    corner_overlay.detach()
    command_line.detach()
    properties.detach()
    adjust_properties.detach()
    for module in reversed(_modules()):
        for cls in reversed(module.CLASSES):
            bpy.utils.unregister_class(cls)
