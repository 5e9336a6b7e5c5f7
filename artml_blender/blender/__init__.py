"""Everything that touches bpy: properties, operators, panels, images and materials. It never imports torch."""

from types import ModuleType


def _modules() -> tuple[ModuleType, ...]:
    """In the order in which they register."""
    from . import operators, panels, preferences, properties

    return (properties, preferences, operators, panels)


def register() -> None:
    import bpy

    for module in _modules():
        for cls in module.CLASSES:
            bpy.utils.register_class(cls)
    from . import properties

    properties.attach()


def unregister() -> None:
    import bpy

    from . import properties, session

    session.close()
    session.set_current_job(None)
    properties.detach()
    for module in reversed(_modules()):
        for cls in reversed(module.CLASSES):
            bpy.utils.unregister_class(cls)
