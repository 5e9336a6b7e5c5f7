"""What Set Up PyTorch would do, found out beside the interface: a graphics driver may take seconds to answer."""

from concurrent.futures import Future, ThreadPoolExecutor, TimeoutError

from ..setup.detect import Plan, make_plan

PATIENCE = 2.0  # seconds that the dialog waits at most

_plan: Future[Plan] | None = None


def begin() -> None:
    """Start to look at the machine, once."""
    global _plan
    if _plan is None:
        executor = ThreadPoolExecutor(1, thread_name_prefix="plan")
        _plan = executor.submit(make_plan)
        executor.shutdown(wait=False)


def text() -> str:
    """The plan for the user to read."""
    begin()
    assert _plan is not None
    try:
        return _plan.result(PATIENCE).text
    except TimeoutError:
        return "This machine's graphics driver has not answered yet; the set-up will ask it again."
