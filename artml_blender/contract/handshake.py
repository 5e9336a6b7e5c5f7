"""How the two processes recognise each other; standard library only, so that it can be imported by any Python."""

VERSION = "0.7.0"  # ArtML's, as in blender_manifest.toml
PROTOCOL = 3  # raised whenever an older engine could misread a newer client, or the other way round
REFUSED_STATUS = 86  # the engine's exit status when it cannot work on this Python; its last line on stderr says why
