"""The processes of one data folder, and what keeps two runs apart."""

import os
import shutil
import signal
import time
from pathlib import Path

import pytest

from aftercare.local import stack as stacks
from aftercare.local import valkey
from aftercare.local.bootstrap import CannotStart
from aftercare.local.stack import InUse, Stack, alone_in, sweep


@pytest.fixture
def stack(tmp_path):
    made = Stack(tmp_path / "data")
    made.prepare()
    yield made
    made.stop()


def test_what_was_started_last_is_stopped_first(stack, monkeypatch):
    stopped = []
    monkeypatch.setattr(stacks.Child, "stop", lambda child: (stopped.append(child.name), child.kill()))
    for name in ("first", "second", "third"):
        stack.start(name, ["sleep", "60"])
    stack.stop()
    assert stopped == ["third", "second", "first"]


def test_steps_are_waited_for_and_leave_the_others_running(stack):
    stays = stack.start("stays", ["sleep", "60"])
    stack.finish(stack.start("step", ["true"]), stack.start("slower", ["sleep", "0.2"]))
    assert stack.children == [stays]


def test_a_step_that_fails_is_told_with_its_words(stack):
    with pytest.raises(CannotStart, match=r"step stopped with exit code 1; .*\n    no such thing"):
        stack.finish(stack.start("step", ["sh", "-c", "echo no such thing; exit 1"]))


def test_while_it_watches_no_child_may_end_not_even_well(stack):
    stack.start("stays", ["sleep", "60"])
    stack.start("ends", ["sleep", "0.1"])
    with pytest.raises(CannotStart, match="ends stopped with exit code 0"):
        stack.watch()


def test_logs_of_the_start_before_are_kept_once(stack):
    stack.finish(stack.start("step", ["echo", "first time"]))
    Stack(stack.data).prepare()
    assert (stack.log / "step.log.1").read_text() == "first time\n"


def test_a_long_path_gets_a_short_folder_for_its_sockets(tmp_path):
    stack = Stack(tmp_path / ("long" * 30))
    stack.prepare()
    assert len(bytes(stack.sockets)) < stacks.LONGEST_SOCKET_FOLDER
    assert stack.sockets.stat().st_mode & 0o777 == 0o711
    stack.stop()
    assert not stack.sockets.exists()


def test_a_folder_has_one_user_at_a_time(tmp_path):
    with alone_in(tmp_path), pytest.raises(InUse), alone_in(tmp_path):
        pass
    with alone_in(tmp_path):
        pass


def test_what_killed_test_runs_left_is_swept_and_running_ones_are_not(tmp_path):
    left, running, new = (tmp_path / f"aftercare-test-{name}" for name in ("left", "running", "new"))
    for folder in (left, running, new):
        folder.mkdir()
        (folder / "lock").touch()
    with alone_in(running):
        for folder in (left, running):
            os.utime(folder, (time.time() - 120, time.time() - 120))
        sweep(tmp_path)
    assert [folder.exists() for folder in (left, running, new)] == [False, True, True]


def test_valkey_keeps_what_it_was_told_over_kill_9(tmp_path):
    def start(stack):
        stack.prepare()
        return stack.start_valkey()

    def ask(server, command: str) -> str:
        import redis

        with redis.Redis(unix_socket_path=str(server.socket)) as connection:
            return connection.execute_command(*command.split())

    first = Stack(tmp_path)
    server = start(first)
    ask(server, "SET kept yes")
    time.sleep(1.1)  # written to disk each second
    first.children[-1].process.send_signal(signal.SIGKILL)
    second = Stack(tmp_path)
    assert ask(start(second), "GET kept") == b"yes"
    second.stop()
    first.stop()


def test_valkey_comes_from_the_wheel_else_from_the_machine_else_says_what_to_install(monkeypatch):
    assert os.access(valkey.find_server(), os.X_OK)
    monkeypatch.setattr(valkey.importlib.util, "find_spec", lambda _: None)
    monkeypatch.setattr(shutil, "which", lambda name: f"/usr/bin/{name}" if name == "redis-server" else None)
    assert valkey.find_server() == Path("/usr/bin/redis-server")
    monkeypatch.setattr(shutil, "which", lambda _: None)
    with pytest.raises(CannotStart, match="apt install redis-server"):
        valkey.find_server()
