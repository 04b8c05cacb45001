"""Being asked to stop: Ctrl-C, SIGTERM, a closed terminal."""

import contextlib
import signal
import time
from collections.abc import Iterator

ASKED_TO_STOP = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class Stopped(BaseException):
    """Somebody asked for the end; not an error, so no `except Exception` may swallow it."""


class Wish:
    asked = False
    held = False


def listen() -> None:
    Wish.asked = False
    for number in ASKED_TO_STOP:
        signal.signal(number, note)


def note(*_: object) -> None:
    Wish.asked = True
    if not Wish.held:
        raise Stopped


@contextlib.contextmanager
def held() -> Iterator[None]:
    """For what must not be interrupted halfway; the wish is heard right after."""
    Wish.held = True
    try:
        yield
    finally:
        Wish.held = False
    pause(0)


def pause(seconds: float) -> None:
    """Sleep in a waiting loop. Raises what was asked before: raised in a destructor, Python drops it."""
    if Wish.asked:
        raise Stopped
    time.sleep(seconds)


def ignore() -> None:
    """From here on it stops already."""
    for number in ASKED_TO_STOP:
        signal.signal(number, signal.SIG_IGN)
