"""A TCP proxy on loopback in front of the broker, that can go silent without closing a connection."""

import selectors
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress


class Proxy:
    def __init__(self, path: str):
        self.path = path
        self.silent = threading.Event()
        self.ended = threading.Event()
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.url = f"redis://127.0.0.1:{self.listener.getsockname()[1]}"

    def swallow(self, seconds: float) -> None:
        """For so long nothing comes through in either direction, and nobody is told; what was sent is gone."""
        self.silent.set()
        time.sleep(seconds)
        self.silent.clear()

    def accept(self) -> None:
        while not self.ended.is_set():
            with suppress(OSError):
                near, _address = self.listener.accept()
                threading.Thread(target=self.carry, args=[near], daemon=True).start()

    def carry(self, near: socket.socket) -> None:
        with near, socket.socket(socket.AF_UNIX) as far, selectors.DefaultSelector() as ready:
            try:
                far.connect(self.path)
            except OSError:
                return
            ready.register(near, selectors.EVENT_READ, far)
            ready.register(far, selectors.EVENT_READ, near)
            was_silent = False
            while not self.ended.is_set():
                for key, _events in ready.select(0.2):
                    try:
                        piece = key.fileobj.recv(65_536)
                    except OSError:
                        return
                    was_silent |= self.silent.is_set()
                    if not piece and not was_silent:
                        return
                    if not was_silent and piece:
                        key.data.sendall(piece)
                    if not piece:
                        ready.unregister(key.fileobj)


@contextmanager
def black_hole(redis_url: str) -> Iterator[Proxy]:
    """A connection that was silent once stays so for good, as after a router lost it; new ones come through."""
    proxy = Proxy(redis_url.removeprefix("unix://"))
    thread = threading.Thread(target=proxy.accept, daemon=True)
    thread.start()
    try:
        yield proxy
    finally:
        proxy.ended.set()
        with suppress(OSError), socket.create_connection(proxy.listener.getsockname(), timeout=1):
            pass
        proxy.listener.close()
        thread.join(timeout=5)
