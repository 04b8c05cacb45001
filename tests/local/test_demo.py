"""One command starts the portal; ending it, however roughly, leaves nothing behind."""

import os
import signal
import socket

import pytest

from aftercare.local import people
from tests.local.demos import FEW, Demo, demo, eventually, manage

pytestmark = [pytest.mark.stack, pytest.mark.xdist_group("demo")]


@pytest.fixture(scope="module")
def data(tmp_path_factory):
    """One data folder for these tests: only the first start migrates and invents people."""
    return tmp_path_factory.mktemp("demo")


def test_it_says_ready_once_shows_the_people_answers_and_stops_cleanly(data):
    with demo(data, *FEW) as portal:
        assert portal.status("/help-now/") == 200
        assert seen_by_another_command(data) == portal.url
        second = Demo(data)
        assert second.ended() == 1
        assert second.said == [f"A demo already runs in {data}: stop it, or choose another folder with --data.\n"]
        assert portal.stop(signal.SIGTERM) == 0
    said = "".join(portal.said)
    assert said.count("READY ") == 1
    assert f"READY http://127.0.0.1:{portal.port}/\n" in said
    assert people.PASSWORD in said
    assert all(person.email in said for person in people.PEOPLE)
    assert portal.processes() == []


def seen_by_another_command(data) -> str:
    """A command beside a running demo works on the demo's database, as the demo is configured."""
    question = (
        "from django.conf import settings; from aftercare.accounts.models import User;"
        "User.objects.exists(); print(settings.BASE_URL)"
    )
    with manage("shell", "-v0", "-c", question, AFTERCARE_VAR=str(data)) as command:
        return command.stdout.read().strip()


def test_kill_9_leaves_no_orphans_and_the_next_start_works_until_a_child_dies(data):
    with demo(data, *FEW) as killed:
        killed.process.kill()
        assert eventually(lambda: killed.processes() == [])
    with demo(data, *FEW) as portal:
        assert portal.status("/help-now/") == 200
        os.kill(portal.pid_of("worker"), signal.SIGKILL)
        assert portal.ended() == 1
    assert "worker was killed by SIGKILL" in "".join(portal.said)
    assert portal.processes() == []


def test_ctrl_c_while_it_starts_is_no_error(tmp_path):
    starting = Demo(tmp_path / "data")
    assert any("PostgreSQL runs" in line for line in starting.process.stdout)
    assert starting.stop(signal.SIGINT) == 0
    assert starting.processes() == []


def test_a_taken_port_is_said_before_anything_starts(tmp_path):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        late = Demo(tmp_path / "data", port=port)
        assert late.ended() == 1
    assert late.said == [f"Port {port} is taken: stop what uses it, or choose another one with --port {port + 1}.\n"]
    assert not (tmp_path / "data").exists()


@pytest.mark.parametrize("port", [70_000, -1])
def test_an_impossible_port_is_said(tmp_path, port):
    late = Demo(tmp_path / "data", port=port)
    assert late.ended() == 1
    assert late.said == [f"{port} is no port: choose one from 1024 to 65535.\n"]


def test_a_folder_that_cannot_be_made_is_said(tmp_path):
    (tmp_path / "file").touch()
    late = Demo(tmp_path / "file" / "data")
    assert late.ended() == 1
    assert len(late.said) == 1
