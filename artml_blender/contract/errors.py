"""What is wrong with a request."""


class RequestError(ValueError):
    """A request that cannot be carried out; its text is one sentence for the user."""
