"""`manage.py test`: how pytest is called, and what is said about tests that were left out."""

import io
import os
import signal
import subprocess
import sys
from types import SimpleNamespace

import pytest

from aftercare.local import testing
from aftercare.local.bootstrap import CannotStart
from tests import local_stack
from tests.local.demos import OWN_STACK, manage


@pytest.mark.parametrize(
    ("arguments", "workers"),
    [
        ([], True),
        (["--cov", "-q"], True),
        (["tests/core"], False),
        (["-n4"], False),
        (["--pdb"], False),
        (["--co"], False),
    ],
)
def test_the_whole_suite_runs_on_all_cores_unless_told_otherwise(arguments, workers):
    assert ("--dist" in testing.parallel(arguments)) is workers


@pytest.mark.stack
def test_the_exit_code_is_pytests():
    with manage("test", "tests/no_such_folder") as command:
        assert "no_such_folder" in command.stdout.read()
    assert command.returncode == pytest.ExitCode.USAGE_ERROR


@pytest.mark.stack
def test_pytest_alone_says_how_to_run_the_tests():
    clean = {name: value for name, value in os.environ.items() if not OWN_STACK.match(name)}
    alone = subprocess.run(
        [sys.executable, "-m", "pytest"], cwd=testing.ROOT, env=clean, capture_output=True, text=True
    )
    assert "run `python3 manage.py test` instead" in alone.stderr


def test_an_interrupt_is_passed_on_once(monkeypatch, tmp_path):
    """Without a terminal pytest hears nothing of it; with one the terminal has told pytest already."""
    monkeypatch.setattr(testing, "ROOT", str(tmp_path))
    monkeypatch.setattr(testing.subprocess, "Popen", Waiting)
    for shares, heard in ((False, [signal.SIGINT]), (True, [])):
        monkeypatch.setattr(testing, "shares_terminal", lambda shares=shares: shares)
        Waiting.heard = []
        assert testing.run_pytest([], {}) == 2
        assert Waiting.heard == heard


class Waiting:
    """A pytest that is interrupted at the first wait."""

    heard: list[int] = []

    def __init__(self, *_, **__):
        self.waits = 0

    def wait(self) -> int:
        self.waits += 1
        if self.waits == 1:
            testing.interrupt()
        return 2

    def send_signal(self, number: int) -> None:
        self.heard.append(number)


def test_output_that_is_no_terminal_shares_none(monkeypatch):
    monkeypatch.setattr(sys, "stdin", io.StringIO())
    assert not testing.shares_terminal()


@pytest.mark.parametrize(
    ("problem", "code", "said"),
    [(CannotStart("There is no disk."), 1, "There is no disk.\n"), (KeyboardInterrupt(), 130, "")],
)
def test_trouble_before_pytest_is_one_sentence(monkeypatch, capsys, problem, code, said):
    def fail():
        raise problem

    monkeypatch.setattr(testing, "throw_away_stack", fail)
    previous = signal.getsignal(signal.SIGTERM)
    try:
        assert testing.main([]) == code
    finally:
        signal.signal(signal.SIGTERM, previous)
    assert capsys.readouterr().err == said


def test_chromium_is_installed_only_by_root_with_apt(monkeypatch):
    ran = []
    monkeypatch.delenv("AFTERCARE_CHROMIUM", raising=False)
    monkeypatch.setattr(testing.subprocess, "run", lambda command, **_: ran.append(command))
    monkeypatch.setattr(testing.shutil, "which", lambda name: "/usr/bin/apt-get" if name == "apt-get" else None)
    monkeypatch.setattr(testing.os, "geteuid", lambda: 1000)
    assert testing.install_chromium() is None
    assert ran == []
    monkeypatch.setattr(testing.os, "geteuid", lambda: 0)
    assert testing.install_chromium() is None
    assert ran[-1][-1] == "chromium"
    monkeypatch.setattr(testing.shutil, "which", lambda _: "/usr/bin/chromium")
    assert testing.find_chromium() == "/usr/bin/chromium"


@pytest.fixture
def terminal():
    """A report of two skipped tests, one of them for want of a browser."""
    lines = []
    skipped = [
        SimpleNamespace(longrepr=("a.py", 1, f"Skipped: {reason}")) for reason in (local_stack.LEFT_OUT, "other")
    ]
    return SimpleNamespace(
        stats={"skipped": skipped}, section=lambda title, **_: lines.append(title), line=lines.append, lines=lines
    )


def test_browser_tests_without_chromium_are_left_out(monkeypatch):
    marks = []
    items = [
        SimpleNamespace(get_closest_marker=lambda _, is_one=is_one: is_one, add_marker=marks.append)
        for is_one in (True, False)
    ]
    monkeypatch.setenv("AFTERCARE_CHROMIUM", "/usr/bin/chromium")
    local_stack.pytest_collection_modifyitems(items)
    assert marks == []
    monkeypatch.setenv("AFTERCARE_CHROMIUM", "")
    local_stack.pytest_collection_modifyitems(items)
    assert [mark.kwargs["reason"] for mark in marks] == [local_stack.LEFT_OUT]


def test_what_was_left_out_is_said_loudly(terminal):
    local_stack.pytest_terminal_summary(terminal)
    assert terminal.lines[0] == "BROWSER TESTS LEFT OUT"
    assert terminal.lines[1].startswith("1 browser tests were left out")
    del terminal.lines[:]
    terminal.stats = {}
    local_stack.pytest_terminal_summary(terminal)
    assert terminal.lines == []


@pytest.mark.parametrize(("ci", "status"), [("true", pytest.ExitCode.TESTS_FAILED), ("", pytest.ExitCode.OK)])
def test_ci_does_not_accept_that_they_were_left_out(terminal, monkeypatch, ci, status):
    monkeypatch.setenv("CI", ci)
    manager = SimpleNamespace(get_plugin=lambda _: terminal)
    session = SimpleNamespace(config=SimpleNamespace(pluginmanager=manager), exitstatus=pytest.ExitCode.OK)
    local_stack.pytest_sessionfinish(session, pytest.ExitCode.OK)
    assert session.exitstatus == status
