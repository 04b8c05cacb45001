"""The processes of one data folder: started in order, watched, stopped in reverse."""

import contextlib
import fcntl
import shutil
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from aftercare.local import postgres, valkey
from aftercare.local.bootstrap import CannotStart
from aftercare.local.processes import Child, end_leftovers, spawn
from aftercare.local.signals import held, pause

THROW_AWAY, A_MINUTE = "aftercare-test-", 60
LONGEST_SOCKET_FOLDER = 80  # a unix socket's path may have about 100 bytes


@dataclass
class Stack:
    """Children by name in the order of starting; `stop` ends the last one first."""

    data: Path
    throw_away: bool = False
    children: list[Child] = field(default_factory=list)
    temporary: list[Path] = field(default_factory=list)

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
        for log in self.log.glob("*.log"):
            log.replace(log.with_suffix(".log.1"))
        self.sockets = self.data / "run"
        if len(bytes(self.sockets)) > LONGEST_SOCKET_FOLDER:
            self.sockets = Path(tempfile.mkdtemp(prefix="aftercare-", dir="/tmp"))
            self.sockets.chmod(0o711)
            self.temporary.append(self.sockets)
        self.sockets.mkdir(exist_ok=True)

    def start_postgres(self) -> postgres.Postgres:
        server = postgres.Postgres(
            self.data / "postgres",
            sockets=self.sockets / "pg",
            launch=self.start,
            throw_away=self.throw_away,
        )
        server.start()
        postgres.create_roles(server.admin_url)
        return server

    def start_valkey(self) -> valkey.Valkey:
        server = valkey.Valkey(self.data / "valkey", sockets=self.sockets, launch=self.start)
        server.start()
        return server

    def start(self, name: str, command: Sequence[str | Path], *, to_terminal: bool = False, **options) -> Child:
        """One child has the name at a time: a second attempt takes the first one's place."""
        log = None if to_terminal else self.log / f"{name}.log"
        with held():
            child = spawn(name, command, log=log, pids=self.pids, **options)
            self.children[:] = [*(each for each in self.children if each.name != name), child]
        return child

    def finish(self, *children: Child) -> None:
        """Wait until these are done; the first that fails is told with the end of its log."""
        while any(child.ended() is None for child in children):
            self.check()
            pause(0.05)
        self.check()
        for child in children:
            child.kill()
            self.children.remove(child)

    def check(self) -> None:
        for child in self.children:
            if child.ended():
                raise CannotStart(child.obituary())

    def watch(self) -> None:
        """Until one of the children ends, which none should."""
        while all(child.ended() is None for child in self.children):
            pause(0.25)
        raise CannotStart(next(child for child in self.children if child.ended() is not None).obituary())

    def stop(self) -> None:
        while self.children:
            self.children.pop().stop()
        for folder in self.temporary:
            shutil.rmtree(folder, ignore_errors=True)


class InUse(CannotStart):
    pass


@contextlib.contextmanager
def alone_in(data: Path) -> Iterator[None]:
    """The lock goes with the process, also after kill -9."""
    with (data / "lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as problem:
            raise InUse(f"A demo already runs in {data}: stop it, or choose another folder with --data.") from problem
        yield


@contextlib.contextmanager
def throw_away_stack() -> Iterator[tuple[postgres.Postgres, valkey.Valkey]]:
    """For tests: a PostgreSQL without fsync, and a Valkey."""
    with temporary_stack(throw_away=True) as stack:
        yield stack.start_postgres(), stack.start_valkey()


@contextlib.contextmanager
def temporary_stack(*, throw_away: bool) -> Iterator[Stack]:
    """Everything in a temporary folder, nothing of it kept. What is no `throw_away` survives a crash meanwhile."""
    sweep(Path(tempfile.gettempdir()))
    with (
        tempfile.TemporaryDirectory(prefix=THROW_AWAY, ignore_cleanup_errors=True) as folder,
        alone_in(Path(folder)),
    ):
        stack = Stack(Path(folder), throw_away=throw_away)
        stack.data.chmod(0o711)  # PostgreSQL may run as another user
        try:
            stack.prepare()
            yield stack
        finally:
            stack.stop()
            postgres.forget(stack.data / "postgres")


def sweep(place: Path) -> None:
    """What runs that were killed left behind; those that run hold their lock."""
    for lock in place.glob(f"{THROW_AWAY}*/lock"):
        folder = lock.parent
        with contextlib.suppress(InUse, OSError):
            if time.time() - folder.stat().st_mtime > A_MINUTE:
                with alone_in(folder):
                    shutil.rmtree(folder)
                    postgres.forget(folder / "postgres")
