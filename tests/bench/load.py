"""So many clients that ask one page after the other on kept connections, for some seconds."""

import itertools
import socket
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass, field

END_OF_HEAD = b"\r\n\r\n"
LENGTH = b"content-length:"


class BadAnswer(Exception):
    """An answer that is not what was asked for; nothing is measured then."""


@dataclass(frozen=True)
class Request:
    """The bytes of one request, and the status that answers it."""

    raw: bytes
    status: int = 200

    @classmethod
    def get(cls, path: str, *, port: int, cookie: str = "") -> "Request":
        return cls(_head("GET", path, port, cookie) + b"\r\n")

    @classmethod
    def post(cls, path: str, body: str, *, port: int, cookie: str = "", status: int = 200) -> "Request":
        form = f"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(body)}\r\n"
        return cls(_head("POST", path, port, cookie) + f"{form}\r\n{body}".encode(), status)


def _head(method: str, path: str, port: int, cookie: str) -> bytes:
    host = f"127.0.0.1:{port}"
    head = f"{method} {path} HTTP/1.1\r\nHost: {host}\r\nX-Forwarded-Proto: https\r\nReferer: https://{host}/\r\n"
    return (head + (f"Cookie: {cookie}\r\n" if cookie else "")).encode()


class Connection:
    """HTTP/1.1 in as little Python as it takes: the load must not cost more than the page."""

    def __init__(self, port: int):
        self.socket = socket.create_connection(("127.0.0.1", port), timeout=60)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def ask(self, request: Request) -> bytes:
        self.socket.sendall(request.raw)
        found = self._more(b"")
        while END_OF_HEAD not in found:
            found = self._more(found)
        head, _, body = found.partition(END_OF_HEAD)
        lines = head.lower().split(b"\r\n")
        missing = next((int(line[len(LENGTH) :]) for line in lines if line.startswith(LENGTH)), 0) - len(body)
        pieces = [body]
        while missing > 0:
            pieces.append(piece := self._more(b""))
            missing -= len(piece)
        if int(lines[0].split()[1]) != request.status:
            raise BadAnswer(f"{request.raw.split(b' HTTP')[0].decode()} answers {lines[0].decode()}")
        return b"".join(pieces)

    def _more(self, so_far: bytes) -> bytes:
        piece = self.socket.recv(262_144)
        if not piece:
            raise BadAnswer("The portal closed the connection.")
        return so_far + piece

    def close(self) -> None:
        self.socket.close()


@dataclass
class Taken:
    """What came of it: the seconds that each request took, in order of size."""

    seconds: float
    latencies: list[float] = field(default_factory=list)

    @property
    def rate(self) -> float:
        return len(self.latencies) / self.seconds

    def percentile(self, share: float) -> float:
        ordered = sorted(self.latencies)
        return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def run(requests: Sequence[Request], *, port: int, clients: int, seconds: float) -> Taken:
    """Each client goes round the requests, from a place of its own. One wrong answer ends it."""
    latencies: list[list[float]] = [[] for _ in range(clients)]
    problems: list[Exception] = []
    connections = [Connection(port) for _ in range(clients)]
    start = threading.Barrier(clients + 1)

    def ask(number: int) -> None:
        connection, taken = connections[number], latencies[number]
        start.wait()
        deadline = time.perf_counter() + seconds
        for request in itertools.islice(itertools.cycle(requests), number, None):
            began = time.perf_counter()
            if began > deadline:
                return
            try:
                connection.ask(request)
            except (BadAnswer, OSError) as problem:
                problems.append(problem)
                return
            taken.append(time.perf_counter() - began)

    threads = [threading.Thread(target=ask, args=[number]) for number in range(clients)]
    for thread in threads:
        thread.start()
    start.wait()
    began = time.perf_counter()
    for thread in threads:
        thread.join()
    took = time.perf_counter() - began
    for connection in connections:
        connection.close()
    if problems:
        raise problems[0]
    return Taken(took, [one for each in latencies for one in each])
