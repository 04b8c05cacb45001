"""How long processes were on a processor, with all that they started."""

from dataclasses import dataclass

import psutil
import psycopg


@dataclass(frozen=True)
class Cpu:
    """Seconds: of the portal's process, and of PostgreSQL with all its backends."""

    application: float
    database: float

    def __sub__(self, other: "Cpu") -> "Cpu":
        return Cpu(self.application - other.application, self.database - other.database)

    def __truediv__(self, number: int) -> "Cpu":
        return Cpu(self.application / number, self.database / number)

    @property
    def whole(self) -> float:
        return self.application + self.database


def spent(*, application: int, database: int) -> Cpu:
    return Cpu(_of_tree(application), _of_tree(database))


def _of_tree(pid: int) -> float:
    """Children that ended count with the parent that waited for them."""
    root = psutil.Process(pid)
    total = 0.0
    for process in [root, *root.children(recursive=True)]:
        try:
            times = process.cpu_times()
        except psutil.NoSuchProcess:
            continue
        total += times.user + times.system
        if process.pid == root.pid:
            total += times.children_user + times.children_system
    return total


def memory(pid: int) -> int:
    """Bytes that the processes have to themselves or share, added up."""
    root = psutil.Process(pid)
    return sum(process.memory_info().rss for process in [root, *root.children(recursive=True)])


def postmaster(admin_url: str) -> int:
    with psycopg.connect(admin_url) as connection:
        return int(connection.execute("SELECT pg_read_file('postmaster.pid')").fetchone()[0].split()[0])
