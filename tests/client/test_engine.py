"""The client against an engine that works, crashes, refuses, babbles or will not stop."""

import os
import sys
import time
from pathlib import Path

import pytest

from artml_blender.client.engine import Engine
from artml_blender.client.errors import EngineError
from artml_blender.client.python import VARIABLE, EnginePython, find_engine_python
from artml_blender.contract.messages import Cancelled, Failed, Finished, GenerateTexture, Progress
from artml_blender.setup import places

FAKE = Path(__file__).parent / "fake_engine.py"
REQUEST = GenerateTexture("brick", seed=7)


@pytest.fixture
def start(tmp_path):
    """Start an engine whose "Python" runs the fake in a mode; all are closed at the end."""
    engines = []

    def start_in(mode: str) -> Engine:
        python = tmp_path / f"python-{mode}"
        python.write_text(f'#!/bin/sh\nexec "{sys.executable}" "{FAKE}" {mode}\n')
        python.chmod(0o755)
        engines.append(Engine(EnginePython(python)))
        return engines[-1]

    yield start_in
    for engine in engines:
        engine.close()


def events(job):
    return list(job.wait(timeout=20))


def test_a_result_comes_back_with_its_progress(start):
    half_way, finished = events(start("work").submit(REQUEST))

    assert half_way == Progress(0.5, "Half way")
    assert isinstance(finished, Finished)
    assert finished.recipe["seed"] == 7
    assert finished.maps == {"height": b"\x07\x07\x07"}


def test_every_job_gets_its_own_answers(start):
    engine = start("work")
    jobs = [engine.submit(GenerateTexture("wood", seed=seed)) for seed in range(5)]

    assert [events(job)[-1].recipe["seed"] for job in reversed(jobs)] == [4, 3, 2, 1, 0]


def test_a_crash_is_one_sentence_with_the_engines_last_words(start):
    engine = start("crash")

    failed = events(engine.submit(REQUEST))[-1]

    assert isinstance(failed, Failed)
    assert "exit code 5" in failed.text
    assert "CUDA error: out of memory" in failed.text
    assert str(engine.log) in failed.text
    assert not engine.is_alive
    engine.close()
    assert "out of memory" in engine.log.read_text()  # the sentence named it, so it stays
    engine.log.unlink()
    with pytest.raises(EngineError, match="exit code 5"):
        engine.submit(REQUEST)


def test_a_python_without_torch_says_so_itself(start):
    failed = events(start("refuse").submit(REQUEST))[-1]

    assert failed == Failed("This Python lacks torch: install it.")


def test_an_engine_of_another_version_is_not_talked_to(start):
    failed = events(start("old").submit(REQUEST))[-1]

    assert isinstance(failed, Failed)
    assert "another ArtML version" in failed.text


def test_bytes_that_are_no_message_end_the_engine_with_a_sentence(start):
    failed = events(start("garbage").submit(REQUEST))[-1]

    assert isinstance(failed, Failed)
    assert "could not be read" in failed.text


def test_a_cancelled_job_ends_so(start):
    job = start("cancellable").submit(REQUEST)
    next(job.wait(timeout=20))

    job.cancel()

    assert events(job) == [Cancelled()]


def test_closing_ends_the_process_and_its_jobs_and_its_log(start):
    engine = start("cancellable")
    job = engine.submit(REQUEST)
    next(job.wait(timeout=20))

    engine.close()

    assert events(job)[-1] == Cancelled()
    assert not engine.is_alive
    assert not engine.log.exists()


def test_an_engine_that_will_not_stop_is_killed(start):
    engine = start("stubborn")
    events(engine.submit(REQUEST))
    begin = time.monotonic()

    engine.close()

    assert not engine.is_alive
    assert time.monotonic() - begin < 20


def test_waiting_too_long_raises(start):
    with pytest.raises(TimeoutError, match=r"0\.2 seconds"):
        list(start("cancellable").submit(REQUEST).wait(timeout=0.2))


def test_a_python_that_cannot_start_is_one_sentence(tmp_path):
    (tmp_path / "text").write_text("not a program")

    with pytest.raises(EngineError, match="could not be started"):
        Engine(EnginePython(tmp_path / "text"))


def test_the_variable_goes_before_the_choice(monkeypatch, tmp_path):
    ours, theirs = tmp_path / "ours", tmp_path / "theirs"
    ours.touch()
    theirs.touch()

    monkeypatch.setenv(VARIABLE, str(ours))
    assert find_engine_python(str(theirs)).executable == ours
    monkeypatch.delenv(VARIABLE)
    assert find_engine_python(str(theirs)).executable == theirs
    with pytest.raises(EngineError, match="not a file"):
        find_engine_python(str(tmp_path / "none"))


def test_a_link_to_python_is_kept_as_a_link(monkeypatch, tmp_path):
    monkeypatch.delenv(VARIABLE, raising=False)
    link = tmp_path / "python"
    os.symlink(sys.executable, link)

    assert find_engine_python(str(link)).executable == link


def finish_setup() -> Path:
    """As a finished set-up leaves it."""
    python = places.python_of(places.environment())
    python.parent.mkdir(parents=True)
    python.touch()
    places.marker().write_text('{"runtime": "PyTorch 2.13.0"}')
    return python


def test_the_set_up_environment_goes_before_the_light_runtime(monkeypatch, tmp_path):
    monkeypatch.delenv(VARIABLE, raising=False)
    monkeypatch.setenv(places.VARIABLE, str(tmp_path))
    light = EnginePython(Path(sys.executable), tmp_path)

    assert find_engine_python("", light) == light
    python = finish_setup()
    assert find_engine_python("", light) == EnginePython(python)


def test_an_unfinished_environment_is_never_used(monkeypatch, tmp_path):
    monkeypatch.delenv(VARIABLE, raising=False)
    monkeypatch.setenv(places.VARIABLE, str(tmp_path))
    finish_setup()
    places.marker().unlink()

    with pytest.raises(EngineError, match="press Set Up PyTorch"):
        find_engine_python("")


@pytest.mark.parametrize("text", ["", "[]", "{", '"x"', "\0"])
def test_a_damaged_marker_counts_as_unfinished(monkeypatch, tmp_path, text):
    monkeypatch.setenv(places.VARIABLE, str(tmp_path))
    finish_setup()
    places.marker().write_text(text)

    assert places.finished_python() is None
