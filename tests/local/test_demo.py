"""One command starts the portal; ending it, however roughly, leaves nothing behind."""

import os
import signal
import socket
import sys

import psycopg
import pytest

from aftercare.local import demo as demos
from aftercare.local import people, signals
from aftercare.local import portal as portals
from aftercare.local.bootstrap import CannotStart
from aftercare.local.portal import Portal, push_key, secret_key
from aftercare.local.stack import Stack
from tests.local.demos import FEW, Demo, demo, eventually, free_port, manage
from tests.personas import person

pytestmark = [pytest.mark.stack, pytest.mark.xdist_group("demo")]


@pytest.fixture(scope="module")
def data(tmp_path_factory):
    """One data folder for these tests: only the first start migrates and invents people."""
    return tmp_path_factory.mktemp("demo")


@pytest.fixture
def own_signals():
    """What a test does to the handlers of signals is undone."""
    handlers = {number: signal.getsignal(number) for number in signals.ASKED_TO_STOP}
    yield
    signals.Wish.asked = False
    for number, handler in handlers.items():
        signal.signal(number, handler)


@pytest.fixture
def given(committed_db, monkeypatch, tmp_path):
    """A portal on the tests' own servers, as somebody might give their addresses."""
    monkeypatch.setenv("DATABASE_URL", os.environ["DATABASE_URL"])
    portal = Portal(Stack(tmp_path), port=8000)
    portal.stack.prepare()
    portal.start_servers()
    return portal


def test_it_says_ready_once_shows_the_people_answers_and_stops_cleanly(data):
    with demo(data, *FEW) as portal:
        assert portal.status("/help-now/") == 200
        assert seen_by_another_command(data) == f"{portal.url} {data}/mailbox"
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
        "User.objects.exists(); print(settings.BASE_URL, settings.EMAIL_FILE_PATH)"
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
    starting = Demo(tmp_path / "data", *FEW)
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


@pytest.mark.parametrize("name", ["DATABASE_URL", "REDIS_URL"])
def test_a_given_address_where_nothing_answers_is_said(tmp_path, name):
    scheme = {"DATABASE_URL": "postgres", "REDIS_URL": "redis"}[name]
    given = Demo(tmp_path / "data", **{name: f"{scheme}://127.0.0.1:{free_port()}/1"})
    assert given.ended() == 1
    assert "is given, but nothing answers there: " in "".join(given.said)
    assert given.processes() == []


def test_given_addresses_are_used_instead_of_own_servers(given):
    assert given.stack.children == []
    addresses = {name: given.environment[name] for name in ("DATABASE_URL", "DATABASE_OWNER_URL", "REDIS_URL")}
    assert addresses == {name: os.environ[name] for name in addresses}
    assert not given.has_users()


def test_the_key_of_web_push_stays_too_so_that_browsers_keep_their_subscription(tmp_path):
    first = push_key(tmp_path / "key")
    assert push_key(tmp_path / "key") == first
    assert len(first) == 43
    assert (tmp_path / "key").stat().st_mode & 0o077 == 0


def test_the_secret_key_stays_and_is_nobody_elses_to_read(tmp_path):
    first = secret_key(tmp_path / "key")
    assert secret_key(tmp_path / "key") == first
    assert (tmp_path / "key").stat().st_mode & 0o077 == 0
    assert secret_key(tmp_path / "other") != first


def test_a_changed_source_is_seen(tmp_path, monkeypatch):
    monkeypatch.setattr(portals, "ROOT", str(tmp_path))
    for name in ("requirements.txt", "package-lock.json", "code/a.py", "code/__pycache__/a.pyc"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("1")
    before = portals.fingerprint("code")
    (tmp_path / "code/__pycache__/a.pyc").write_text("22")
    assert portals.fingerprint("code") == before
    (tmp_path / "code/a.py").write_text("22")
    assert portals.fingerprint("code") != before


def test_a_seeding_that_was_cut_short_starts_over(tmp_path, capsys, own_signals):
    (tmp_path / "stamps").mkdir()
    (tmp_path / "stamps" / "seeding").touch()
    (tmp_path / "mine.txt").touch()
    (tmp_path / "mailbox").mkdir()
    assert demos.within(tmp_path, lambda _: None) == 0
    assert f"Emptying {tmp_path}: the last seed was cut short" in capsys.readouterr().out
    assert (tmp_path / "mine.txt").exists()
    assert not (tmp_path / "mailbox").exists()


def test_a_seed_that_was_cut_short_is_known_whoever_began_it(given):
    with pytest.raises(CannotStart, match="seed stopped with exit code 1"):
        given.seed("--clients", "1")
    assert [stamp.name for stamp in given.stamps.iterdir()] == [portals.HALF_FILLED_GIVEN]
    given.embedded = True
    with pytest.raises(CannotStart, match="seed stopped with exit code 1"):
        given.seed("--clients", "1")
    assert (given.stamps / portals.HALF_FILLED).exists()


def test_a_given_database_that_is_half_filled_is_left_alone_and_said(given):
    given.stamp(portals.HALF_FILLED_GIVEN, "")
    person("Wout Brinkman")
    with pytest.raises(CannotStart, match="DATABASE_URL was filled only in part"):
        given.fill(clients=None)
    with pytest.raises(CannotStart, match="There are people in this database already"):
        given.seed()


def test_a_database_that_another_version_made_is_not_carried_on(given):
    given.check_history()
    with psycopg.connect(given.owner_url, autocommit=True) as connection:
        connection.execute("INSERT INTO django_migrations (app, name, applied) VALUES ('trajectories', '0404', now())")
        try:
            with pytest.raises(CannotStart, match=r"another version of the portal \(trajectories 0404\)\. Give an"):
                given.bring_up_to_date()
        finally:
            connection.execute("DELETE FROM django_migrations WHERE name = '0404'")


def test_too_little_disk_is_said(tmp_path, monkeypatch):
    monkeypatch.setattr(demos, "NEEDED_DISK", 10**18)
    with pytest.raises(CannotStart, match="There is too little disk"):
        demos.check_disk(tmp_path)


def test_being_asked_to_stop_is_not_lost_where_python_drops_exceptions(own_signals, monkeypatch):
    class Destroyed:
        def __del__(self):
            os.kill(os.getpid(), signal.SIGTERM)

    dropped = []
    monkeypatch.setattr(sys, "unraisablehook", dropped.append)
    signals.listen()
    Destroyed()
    assert [each.exc_type for each in dropped] == [signals.Stopped]
    with pytest.raises(signals.Stopped):
        signals.pause(0)


def test_what_is_started_is_noted_before_a_wish_to_stop_is_heard(own_signals):
    noted = []

    def start():
        with signals.held():
            os.kill(os.getpid(), signal.SIGTERM)
            noted.append("started")

    signals.listen()
    with pytest.raises(signals.Stopped):
        start()
    assert noted == ["started"]
