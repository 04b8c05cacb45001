"""The embedded PostgreSQL: where it comes from, who runs it, and what it refuses."""

import os
import shutil
from pathlib import Path

import psycopg
import pytest

from aftercare.local import postgres, privileges
from aftercare.local.bootstrap import CannotStart
from aftercare.local.postgres import Postgres
from aftercare.local.privileges import Account
from aftercare.local.stack import Stack

pytestmark = [pytest.mark.stack, pytest.mark.xdist_group("postgres")]
as_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root changes to another user")


@pytest.fixture
def folder(tmp_path_factory):
    """Short enough for sockets, and open to the account that PostgreSQL runs under."""
    made = tmp_path_factory.mktemp("pg")
    for parent in [made, *made.parents]:
        if parent != Path("/tmp") and parent.is_relative_to("/tmp"):
            parent.chmod(0o711)
    return made


@pytest.fixture
def server(folder):
    """server() makes one and starts it; all are ended afterwards."""
    stack = Stack(folder, throw_away=True)
    stack.log.mkdir()
    stack.pids.mkdir()

    def start() -> Postgres:
        made = make(folder, launch=stack.start)
        made.child = made.start()
        return made

    yield start
    stack.stop()
    postgres.forget(folder / "data")


def make(folder: Path, launch=None) -> Postgres:
    return Postgres(folder / "data", sockets=folder / "s", launch=launch, throw_away=True)


def test_after_kill_9_it_starts_again_at_once_with_its_data(server):
    first = server()
    postgres.create_roles(first.admin_url)
    postgres.create_database(first.admin_url, "kept", inside_url=first.url("kept", postgres.SUPERUSER))
    first.child.process.kill()
    second = server()  # while the dead one is still a zombie
    first.child.process.wait()
    postgres.create_roles(second.admin_url)
    assert postgres.exists(second.admin_url, "kept")
    assert not postgres.exists(second.admin_url, "never")


@as_root
@pytest.mark.parametrize("way", ["reads anywhere", "moves to a readable place"])
def test_from_a_closed_folder_it_runs_all_the_same(server, monkeypatch, tmp_path_factory, way):
    reaches = Account.reaches
    means = way == "reads anywhere"
    monkeypatch.setattr(
        Account, "reaches", lambda account, *at: means and account.reads_anywhere and reaches(account, *at)
    )
    place = Path("/tmp") / f"readable-{os.getpid()}"
    place.mkdir(mode=0o755)
    monkeypatch.setattr(postgres, "READABLE_PLACE", place)
    try:
        running = server()
        if means and not running.account.reads_anywhere:
            pytest.skip("this container does not hand out the capability")
        assert running.binaries.is_relative_to(place) is not means
        with psycopg.connect(running.admin_url) as connection:
            assert connection.execute("SELECT 1").fetchone() == (1,)
        running.child.stop()
        postgres.forget(running.home)
    finally:
        shutil.rmtree(place)


def test_a_readable_place_of_somebody_else_is_refused(folder, monkeypatch):
    monkeypatch.setattr(Account, "reaches", lambda *_: False)
    monkeypatch.setattr(postgres, "READABLE_PLACE", folder)
    monkeypatch.setattr(postgres.os, "geteuid", lambda: 4242)
    monkeypatch.setattr(postgres, "accounts", lambda: [Account()])
    with pytest.raises(CannotStart, match=r"belongs to .*: remove it"):
        make(folder)


def test_data_of_another_version_is_refused(folder):
    made = make(folder)
    (made.home / "PG_VERSION").write_text("9\n")
    with pytest.raises(CannotStart, match=r"was made by PostgreSQL 9, .*--fresh"):
        made.start()


def test_what_an_interrupted_start_left_is_no_obstacle(server, folder):
    (folder / "data" / "base").mkdir(parents=True)
    (folder / "data" / "half").touch()
    assert server().answers()


def test_a_failing_initdb_is_said(folder):
    made = make(folder)
    made.binaries = folder
    (folder / "initdb").write_text("#!/bin/sh\necho no space; exit 1")
    (folder / "initdb").chmod(0o755)
    with pytest.raises(CannotStart, match="could not make its data folder"):
        made.start()


def test_settings_that_it_refuses_are_told_with_its_words(server, monkeypatch):
    monkeypatch.setitem(postgres.THROW_AWAY, "max_connections", "many")
    with pytest.raises(CannotStart, match="invalid value for parameter"):
        server()


def test_without_any_postgresql_it_says_what_to_install(monkeypatch):
    monkeypatch.setattr(postgres.importlib.util, "find_spec", lambda _: None)
    monkeypatch.setattr(Path, "glob", lambda *_: [])
    with pytest.raises(CannotStart, match="apt install postgresql"):
        postgres.find_binaries()


def test_an_ordinary_user_stays_who_they_are(monkeypatch):
    monkeypatch.setattr(privileges.os, "geteuid", lambda: 1000)
    assert privileges.accounts() == [Account()]
    assert Account().options() == {"cwd": "/"}


def test_a_root_that_may_not_change_user_is_told_to_be_an_ordinary_one(monkeypatch, tmp_path):
    def refuse(*_, **__):
        raise PermissionError

    monkeypatch.setattr(privileges.subprocess, "run", refuse)
    with pytest.raises(CannotStart, match="run the command as an ordinary user"):
        Account(1, 1).reaches(tmp_path, tmp_path)
