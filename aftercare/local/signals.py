"""Being asked to stop: Ctrl-C, SIGTERM, a closed terminal."""

import signal
import time

ASKED_TO_STOP = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class Stopped(BaseException):
    """Somebody asked for the end; not an error, so no `except Exception` may swallow it."""


asked: list[int] = []


def listen() -> None:
    asked.clear()
    for number in ASKED_TO_STOP:
        signal.signal(number, note)


def note(number: int, _frame: object) -> None:
    asked.append(number)
    raise Stopped


def pause(seconds: float) -> None:
    """Sleep in a waiting loop. Raises what was asked before: raised in a destructor, Python drops it."""
    if asked:
        raise Stopped
    time.sleep(seconds)


def ignore() -> None:
    """From here on it stops already."""
    for number in ASKED_TO_STOP:
        signal.signal(number, signal.SIG_IGN)
