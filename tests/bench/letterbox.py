"""A mail server in a process of its own, that takes everything. It says its port, and goes with whoever started it."""

import signal
import sys

from tests import sink

if __name__ == "__main__":
    with sink.running() as server:
        sys.stdout.write(f"{server.port}\n")
        sys.stdout.flush()
        signal.pause()
