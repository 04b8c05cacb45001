"""A text message service on loopback that a test can script: it keeps what it took, and answers as told."""

import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

Behaviour = Callable[[str, int], int]
"""From number and attempt (counted from 1) to a status; 0 takes the message and says nothing."""


class Service:
    def __init__(self, behaviour: Behaviour):
        self.behaviour = behaviour
        self.taken: list[dict] = []
        self.requests: list[tuple[dict[str, str], bytes]] = []
        self.attempts: dict[str, int] = {}
        self.url = ""


@contextmanager
def running(behaviour: Behaviour = lambda _to, _attempt: 202, *, slow: float = 0) -> Iterator[Service]:
    """`slow` is how long it thinks after it took a message."""
    service = Service(behaviour)

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            message = json.loads(body)
            attempt = service.attempts[message["to"]] = service.attempts.get(message["to"], 0) + 1
            service.requests.append((dict(self.headers), body))
            status = service.behaviour(message["to"], attempt)
            if status < 300:
                service.taken.append(message)
            time.sleep(slow)
            if status:
                self.send_response(status)
                self.send_header("Content-Length", "0")
                self.end_headers()

        def log_message(self, *_) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    service.url = f"http://127.0.0.1:{server.server_port}/send"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield service
    server.shutdown()
    server.server_close()
    thread.join(timeout=5)
