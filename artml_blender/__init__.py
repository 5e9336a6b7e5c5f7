"""ArtML for Blender. Importing this package must stay free of bpy and torch."""


def register() -> None:
    from . import blender

    blender.register()


def unregister() -> None:
    from . import blender

    blender.unregister()
