"""The exceptions of this room; every text is one sentence for the user."""


class EngineFailure(Exception):
    """The task cannot be done here and now, and the text says why and what to do next."""


class CancelledByUser(Exception):
    """The user cancelled the job; raised by the progress callback inside a task."""
