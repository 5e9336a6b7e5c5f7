"""The real engine process behind the real client: progress, cancelling, being killed, dying with its client."""

import io
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest

pytest.importorskip("torch")

from PIL import Image

from artml_blender.client.engine import Engine
from artml_blender.client.python import EnginePython
from artml_blender.contract.messages import (
    Cancelled,
    Failed,
    Finished,
    GenerateTexture,
    Previewed,
    Progress,
    SampleFamily,
)

ROOT = Path(__file__).resolve().parents[2]
TIMEOUT = 120


@pytest.fixture(scope="module")
def engine():
    engine = Engine(EnginePython(Path(sys.executable)), "cpu")
    yield engine
    engine.close()


def test_a_texture_comes_back_with_growing_progress(engine):
    *progress, finished = engine.submit(GenerateTexture("brick", size=(128, 128))).wait(TIMEOUT)

    fractions = [event.fraction for event in progress]
    assert all(isinstance(event, Progress) for event in progress)
    assert fractions == sorted(fractions)
    assert isinstance(finished, Finished)
    with Image.open(io.BytesIO(finished.maps["base_color"])) as picture:
        assert picture.size == (128, 128)


def test_output_files_are_there_when_the_job_is_finished(engine, tmp_path):
    *_, finished = engine.submit(GenerateTexture("brick", size=(64, 64)), tmp_path / "out").wait(TIMEOUT)

    assert isinstance(finished, Finished)
    assert (tmp_path / "out" / "report.json").exists()


def test_a_failing_job_leaves_the_engine_working(engine):
    *_, failed = engine.submit(GenerateTexture("brick", model="other", size=(64, 64))).wait(TIMEOUT)
    *_, finished = engine.submit(GenerateTexture("brick", size=(64, 64))).wait(TIMEOUT)

    assert failed == Failed("Unknown model 'other'; choose material_vae or one that you trained here.")
    assert isinstance(finished, Finished)


def test_a_cancellation_stops_a_large_job_in_the_middle(engine):
    job = engine.submit(GenerateTexture("brick", size=(2048, 2048)))
    next(event for event in job.wait(TIMEOUT) if event.fraction > 0.1)

    job.cancel()

    *_, last = job.wait(TIMEOUT)
    assert last == Cancelled()


def test_a_queued_job_can_be_cancelled_before_it_starts(engine):
    first = engine.submit(GenerateTexture("brick", size=(512, 512)))
    second = engine.submit(GenerateTexture("brick", size=(512, 512)))
    second.cancel()

    assert isinstance(list(first.wait(TIMEOUT))[-1], Finished)
    assert list(second.wait(TIMEOUT)) == [Cancelled()]


def test_a_killed_engine_is_one_sentence():
    engine = Engine(EnginePython(Path(sys.executable)), "cpu")
    job = engine.submit(GenerateTexture("brick", size=(2048, 2048)))
    next(event for event in job.wait(TIMEOUT) if event.fraction > 0)

    os.kill(engine._process.pid, signal.SIGKILL)

    *_, failed = job.wait(TIMEOUT)
    engine.close()
    assert isinstance(failed, Failed)
    assert "The engine stopped (exit code -9)" in failed.text
    assert "try again" in failed.text


def is_running(pid: int) -> bool:
    """Not gone, and not a zombie that nobody has waited for."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
def test_the_engine_dies_with_its_client(tmp_path):
    """A client process is killed in the middle of a job; its engine must be gone shortly after."""
    code = (
        "import sys, time; from pathlib import Path\n"
        "from artml_blender.client.engine import Engine\n"
        "from artml_blender.contract.messages import GenerateTexture\n"
        "from artml_blender.client.python import EnginePython\n"
        "engine = Engine(EnginePython(Path(sys.executable)), 'cpu')\n"
        "job = engine.submit(GenerateTexture('brick', size=(4096, 4096)))\n"
        "next(event for event in job.wait(100) if event.fraction > 0)\n"
        "print(engine._process.pid, flush=True); time.sleep(100)\n"
    )
    client = subprocess.Popen([sys.executable, "-c", code], cwd=ROOT, stdout=subprocess.PIPE, text=True)
    pid = int(client.stdout.readline())

    client.kill()
    client.wait()
    client.stdout.close()

    deadline = time.monotonic() + 20
    while is_running(pid) and time.monotonic() < deadline:
        time.sleep(0.1)
    assert not is_running(pid)


def test_a_preview_comes_back_as_pixels(engine):
    *_, made = engine.submit(GenerateTexture("brick", size=(128, 96), origin=(0, 0))).wait(TIMEOUT)
    *_, shown = engine.preview(GenerateTexture("brick", size=(128, 96), origin=(0, 0))).wait(TIMEOUT)

    assert isinstance(shown, Previewed)
    for name, array in shown.maps.items():
        with Image.open(io.BytesIO(made.maps[name])) as picture:
            assert array.shape[:2] == (96, 128)
            np.testing.assert_array_equal(array.squeeze(), np.asarray(picture))


def test_what_has_no_preview_is_refused(engine):
    *_, failed = engine.preview(SampleFamily("brick_wall")).wait(TIMEOUT)

    assert failed == Failed("There are no previews of sample_family.")
