"""PostgreSQL and Valkey together, as the addresses that settings.py reads; given ones are used instead."""

import contextlib
import os
import shutil
import tempfile
from dataclasses import dataclass, field
from pathlib import Path

from aftercare.local import postgres, valkey
from aftercare.local.processes import Child, end_leftovers

LONGEST_SOCKET_FOLDER = 80  # a unix socket's path may have about 100 bytes


@dataclass
class Stack:
    """Started by `start`, ended by `stop`, last started first."""

    data: Path
    throw_away: bool = False
    children: list[Child] = field(default_factory=list)
    temporary: list[Path] = field(default_factory=list)
    database_url: str = ""
    owner_url: str = ""
    admin_url: str = ""
    redis_url: str = ""

    @property
    def log(self) -> Path:
        return self.data / "log"

    @property
    def pids(self) -> Path:
        return self.data / "pids"

    def prepare(self) -> None:
        for folder in (self.log, self.pids):
            folder.mkdir(parents=True, exist_ok=True)
        end_leftovers(self.pids)
        self.sockets = self.data / "run"
        if len(bytes(self.sockets)) > LONGEST_SOCKET_FOLDER:
            self.sockets = Path(tempfile.mkdtemp(prefix="aftercare-", dir="/tmp"))  # noqa: S108 - short, and ours alone
            self.sockets.chmod(0o711)
            self.temporary.append(self.sockets)
        self.sockets.mkdir(exist_ok=True)

    def start_postgres(self) -> postgres.Postgres:
        server = postgres.Postgres(
            self.data / "postgres",
            sockets=self.sockets / "pg",
            log=self.log / "postgres.log",
            pids=self.pids,
            throw_away=self.throw_away,
        )
        self.children.append(server.start())
        self.admin_url = server.url("postgres", postgres.SUPERUSER)
        postgres.create_roles(self.admin_url)
        return server

    def start_valkey(self) -> None:
        server = valkey.Valkey(self.data / "valkey", sockets=self.sockets, log=self.log / "valkey.log", pids=self.pids)
        self.children.append(server.start())
        self.redis_url = server.url

    def stop(self) -> None:
        while self.children:
            self.children.pop().stop()
        for folder in self.temporary:
            shutil.rmtree(folder, ignore_errors=True)


@contextlib.contextmanager
def throw_away_stack():
    """For tests: everything in a temporary folder, nothing of it kept."""
    with tempfile.TemporaryDirectory(prefix="aftercare-test-", ignore_cleanup_errors=True) as folder:
        os.chmod(folder, 0o711)  # PostgreSQL may run as another user
        stack = Stack(Path(folder), throw_away=True)
        try:
            stack.prepare()
            stack.start_postgres()
            stack.start_valkey()
            yield stack
        finally:
            stack.stop()
