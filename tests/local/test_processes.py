"""A child ends when asked, when insisted on, and when its parent is gone."""

import os
import signal
import subprocess
import sys

import pytest

from aftercare.local import processes
from aftercare.local.bootstrap import CannotStart
from aftercare.local.processes import end_leftovers, runs, spawn, wait_until
from tests.local.demos import eventually

STUBBORN = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('up', flush=True); time.sleep(60)"


@pytest.fixture
def started(tmp_path):
    """spawn, ended at the end of the test."""
    children = []

    def start(*command, **options):
        children.append(spawn("child", command, log=tmp_path / "child.log", pids=tmp_path, **options))
        return children[-1]

    yield start
    for child in children:
        child.kill()


def test_a_child_that_does_not_listen_is_killed_with_what_it_started(started, tmp_path):
    shell = started("sh", "-c", f'sleep 61 & exec "{sys.executable}" -c "{STUBBORN}"')
    wait_until(lambda: "up" in shell.last_lines(), child=shell, within=20)
    shell.stop(within=0.1)
    assert shell.ended() == -signal.SIGKILL
    assert not (tmp_path / "child.pid").exists()
    assert eventually(lambda: not group_exists(shell.process.pid))


def group_exists(number: int) -> bool:
    try:
        os.killpg(number, 0)
    except ProcessLookupError:
        return False
    return True


def test_a_child_that_ended_is_told_with_its_last_lines(started):
    failing = started("sh", "-c", "echo one; echo two; exit 3")
    with pytest.raises(CannotStart, match=r"child stopped with exit code 3; the last lines of .*:\n    one\n    two"):
        wait_until(lambda: False, child=failing, within=20)


def test_a_child_that_never_answers_is_told(started):
    silent = started("sleep", "60")
    with pytest.raises(CannotStart, match="child does not answer after 0 s"):
        wait_until(lambda: False, child=silent, within=0)


def test_a_child_without_a_log_is_told_in_one_line():
    child = spawn("quick", ["false"], log=None, stdout=subprocess.DEVNULL)
    child.process.wait()
    assert child.obituary() == "quick stopped with exit code 1."


@pytest.mark.skipif(sys.platform != "linux", reason="parent-death signals are Linux's")
def test_a_child_dies_with_a_parent_that_is_killed(tmp_path):
    parent_program = (
        "import pathlib, sys, time; from aftercare.local.processes import spawn;"
        "child = spawn('child', ['sleep', '60'], log=None); print(child.process.pid, flush=True); time.sleep(60)"
    )
    with subprocess.Popen([sys.executable, "-c", parent_program], stdout=subprocess.PIPE, text=True) as parent:
        child = int(parent.stdout.readline())
        assert runs(child, "sleep")
        parent.kill()
    assert eventually(lambda: not runs(child, "sleep"))


@pytest.mark.skipif(sys.platform != "linux", reason="parent-death signals are Linux's")
def test_a_child_whose_parent_is_already_gone_does_not_start():
    some_other_process = 1
    prepare = processes.die_with(some_other_process, signal.SIGKILL)
    with subprocess.Popen(["true"], preexec_fn=prepare) as child:  # noqa: PLW1509 - as spawn does
        assert child.wait() == 1


def test_leftovers_of_a_killed_demo_are_ended_before_the_next_start(started, tmp_path):
    leftover = started("sleep", "62")
    end_leftovers(tmp_path)
    assert leftover.ended() == -signal.SIGTERM
    assert not list(tmp_path.glob("*.pid"))


def test_another_program_that_got_the_number_is_left_alone(started, tmp_path):
    bystander = started("sleep", "63")
    (tmp_path / "child.pid").write_text(f"{bystander.process.pid}\n/bin/postgres\n")
    end_leftovers(tmp_path)
    assert bystander.ended() is None
