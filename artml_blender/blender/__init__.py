"""Everything that touches bpy: properties, operators, panels, images and materials. It never imports torch."""

from types import ModuleType


def _modules() -> tuple[ModuleType, ...]:
    """In the order in which they register."""
    from . import operators, panels, preferences, procedural_panels, properties

    return (properties, preferences, operators, procedural_panels, panels)


def register() -> None:
    import bpy

    for module in _modules():
        for cls in module.CLASSES:
            bpy.utils.register_class(cls)
    from . import command_line, corner_overlay, properties

    properties.attach()
    command_line.attach()
    corner_overlay.attach()


def unregister() -> None:
    import bpy

    from . import command_line, corner_overlay, processes, properties, session, thumbnails

    processes.stop()
    session.close()
    session.set_current_job(None)
    thumbnails.forget()
    corner_overlay.detach()
    command_line.detach()
    properties.detach()
    for module in reversed(_modules()):
        for cls in reversed(module.CLASSES):
            bpy.utils.unregister_class(cls)
