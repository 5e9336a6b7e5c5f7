"""The one exception of this room."""


class EngineError(Exception):
    """The engine cannot be used; its text is one sentence for the user, with what to do next."""
