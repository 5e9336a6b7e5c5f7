"""Setting up PyTorch: what can go wrong is one sentence, loses nothing, and nothing half-installed is ever used."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from index import NAME, make_wheel

from artml_blender.setup import detect, install, places
from artml_blender.setup.errors import SetupError
from artml_blender.setup.lock import lock

ROOT = Path(__file__).resolve().parents[2]

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the stand-in for uv is a shell script")


def wheels(tmp_path, mode: str) -> install.Source:
    return install.Source(wheels=make_wheel(tmp_path / f"wheels {mode}", mode).parent)


def run(source: install.Source, progress=lambda share, text: None) -> dict[str, str]:
    return install.install(source, "cpu", progress)


def test_a_whole_set_up_from_an_index_is_used(index):
    shares = []

    found = run(install.Source(index=index.url), lambda share, text: shares.append(share))

    assert shares == sorted(shares)
    assert places.finished_python() == places.python_of(places.environment())
    assert places.installed() == found


def test_without_a_network_it_says_so():
    with pytest.raises(SetupError, match=r"cannot be reached.* check the address, the network and its proxy"):
        run(install.Source(index="http://127.0.0.1:9/simple"))
    assert places.finished_python() is None


def test_a_proxy_that_refuses_is_named(monkeypatch):
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")

    with pytest.raises(SetupError, match="the network and its proxy"):
        run(install.Source(index="http://pypi.invalid/simple"))


@pytest.mark.parametrize(
    ("mode", "words"),
    [
        ("full", "The disk is full; make room and press the button again"),
        ("offline", "The network cannot be reached"),
        ("proxy", "The proxy refused"),
        ("locked", "held by another program"),
        ("denied", "cannot be written"),
        ("unfit", "There is no PyTorch for Python 3"),
        ("strange", "something nobody foresaw"),
    ],
)
def test_what_uv_cannot_do_is_one_sentence_and_the_next_try_works(tmp_path, mode, words):
    with pytest.raises(SetupError, match=words) as raised:
        run(wheels(tmp_path, mode))

    assert "\n" not in str(raised.value)
    assert places.finished_python() is None
    (places.home() / "uv" / "uv").unlink()
    run(wheels(tmp_path, "good"))
    assert places.finished_python() is not None


def test_a_failed_repair_does_not_leave_a_finished_mark(tmp_path):
    run(wheels(tmp_path, "good"))
    (places.home() / "uv" / "uv").unlink()

    with pytest.raises(SetupError):
        run(wheels(tmp_path, "full"))

    assert places.finished_python() is None


def test_an_environment_that_does_not_work_is_not_used(tmp_path, monkeypatch):
    monkeypatch.undo()
    monkeypatch.setenv(places.VARIABLE, str(tmp_path / "home"))

    with pytest.raises(SetupError, match="The new environment does not work"):
        run(wheels(tmp_path, "good"))  # its Python has no packages of its own

    assert places.finished_python() is None


def test_a_wheel_that_is_cut_off_is_named(tmp_path):
    wheel = make_wheel(tmp_path / "cut", "good")
    wheel.write_bytes(wheel.read_bytes()[:1000])

    with pytest.raises(SetupError, match=f"{NAME} is not a whole wheel"):
        run(install.Source(wheels=wheel.parent))


@pytest.mark.parametrize("name", ["missing", "empty"])
def test_a_folder_without_wheels_is_named(tmp_path, name):
    (tmp_path / "empty").mkdir()

    with pytest.raises(SetupError, match="folder"):
        run(install.Source(wheels=tmp_path / name))


def test_too_little_room_is_said_before_anything_is_downloaded(monkeypatch):
    monkeypatch.setattr(install, "free_bytes", lambda folder: 10**6)

    with pytest.raises(SetupError, match=r"needs .* GB and only .* set ARTML_HOME"):
        run(install.Source())
    assert not (places.home() / "uv").exists()


def test_a_home_that_cannot_be_made_is_one_sentence(tmp_path, monkeypatch):
    (tmp_path / "file").write_text("in the way")
    monkeypatch.setenv(places.VARIABLE, str(tmp_path / "file" / "home"))

    with pytest.raises(SetupError, match="The set-up stopped: Not a directory"):
        run(wheels(tmp_path, "good"))


def test_two_at_once_do_not_meet(tmp_path):
    with lock(), pytest.raises(SetupError, match="Another Blender is setting up"):
        run(wheels(tmp_path, "good"))
    run(wheels(tmp_path, "good"))


def test_removing_frees_everything_and_says_how_much(tmp_path):
    run(wheels(tmp_path, "good"))
    (places.environment() / "weight").write_bytes(bytes(5000))

    freed = install.remove()

    assert freed >= 5000
    assert {path.name for path in places.home().iterdir()} == {"lock"}
    assert places.finished_python() is None


def test_the_environment_of_a_blender_that_is_gone_is_made_anew(tmp_path):
    run(wheels(tmp_path, "good"))
    python = places.python_of(places.environment())
    python.unlink()
    python.symlink_to(tmp_path / "gone")

    assert places.finished_python() is None
    run(wheels(tmp_path, "good"))
    assert places.finished_python() is not None


def test_the_plan_names_card_build_sizes_and_folder():
    text = detect.make_plan().text

    assert "Graphics card: " in text
    assert "GB to download" in text
    assert str(places.environment()) in text


@pytest.fixture
def slow_set_up(tmp_path, home):
    """A set-up in the middle of its work, in a process of its own as from Blender, and the number of its uv."""
    source = wheels(tmp_path, "slow")
    command = [sys.executable, "-m", "artml_blender.setup", "install", "--until-input-ends", "--wheels", source.wheels]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
    process = subprocess.Popen(command, cwd=ROOT, start_new_session=True, **pipes)
    pid = wait_for(home / "cache" / "pid")
    yield process, pid
    process.stdin.close()
    process.stdout.close()
    process.wait(20)
    if is_running(pid):
        os.kill(pid, signal.SIGKILL)


def test_a_set_up_that_is_stopped_takes_uv_along(slow_set_up):
    process, pid = slow_set_up

    process.stdin.close()

    process.wait(20)
    assert places.finished_python() is None
    deadline = time.monotonic() + 10
    while is_running(pid) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not is_running(pid)


def test_while_the_uv_of_a_killed_set_up_goes_on_no_other_starts(slow_set_up, tmp_path):
    process, pid = slow_set_up

    process.kill()
    process.wait(20)

    assert is_running(pid)
    with pytest.raises(SetupError, match="Another Blender is setting up"):
        run(wheels(tmp_path, "good"))
    os.kill(pid, signal.SIGKILL)
    while is_running(pid):
        time.sleep(0.05)
    (places.home() / "uv" / "uv").unlink()
    run(wheels(tmp_path, "good"))
    assert places.finished_python() is not None


def test_a_set_up_that_ends_by_itself_ends_quietly(tmp_path):
    """With its input still open, as Blender holds it."""
    command = [sys.executable, "-m", "artml_blender.setup", "plan", "--until-input-ends"]

    with subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.wait(30) == 0
        assert process.stderr.read() == b""


def test_its_own_process_speaks_json(tmp_path):
    command = [sys.executable, "-m", "artml_blender.setup", "install", "--wheels", str(tmp_path / "none")]

    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)

    assert done.returncode == 1
    assert "is not a folder" in json.loads(done.stdout)["error"]


def wait_for(path: Path) -> int:
    """The process number that the stand-in writes."""
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline:
        if path.exists() and (text := path.read_text()):
            return int(text)
        time.sleep(0.05)
    raise AssertionError(f"{path} was not written")


def is_running(pid: int) -> bool:
    """Not gone, and not a zombie that nobody has waited for."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False
