"""What goes on in threads while the rest of a scenario happens."""

import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager


@contextmanager
def running(threads: Sequence[threading.Thread], ended: threading.Event) -> Iterator[None]:
    """Until the block ends: then `ended` is set, which each of them watches, and all of them are waited for."""
    for thread in threads:
        thread.start()
    try:
        yield
    finally:
        ended.set()
        for thread in threads:
            thread.join()
