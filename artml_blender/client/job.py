"""One request on its way through the engine, with a queue of events of its own."""

import queue
import time
from collections.abc import Callable, Iterator

from ..contract.messages import Event


class Job:
    """What `Engine.submit` returns. Its events end with exactly one that `is_final`."""

    def __init__(self, number: int, cancel: Callable[[], None]) -> None:
        self.number = number
        self.cancel = cancel  # ask the engine to stop; the job then ends with Cancelled
        self._events: queue.SimpleQueue[Event] = queue.SimpleQueue()

    def put(self, event: Event) -> None:
        """For the engine's reader: append an event."""
        self._events.put(event)

    def poll(self) -> list[Event]:
        """The events since the last call; never waits."""
        events = []
        while not self._events.empty():
            events.append(self._events.get())
        return events

    def wait(self, timeout: float) -> Iterator[Event]:
        """Every event up to the final one; raises TimeoutError when there is no final one in `timeout` seconds."""
        deadline = time.monotonic() + timeout
        while True:
            try:
                event = self._events.get(timeout=max(0.0, deadline - time.monotonic()))
            except queue.Empty:
                raise TimeoutError(f"The engine did not finish within {timeout:g} seconds.") from None
            yield event
            if event.is_final:
                return
