"""The one exception of this room."""


class SetupError(Exception):
    """The set-up cannot go on; its text is one sentence for the user, with what to do next."""
