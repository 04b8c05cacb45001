"""`manage.py bench` and `manage.py faults`: each a package of tests/ that makes its own throw-away servers."""

import signal
import subprocess
import sys
from collections.abc import Sequence

from aftercare.local.bootstrap import ROOT
from aftercare.local.testing import interrupt


def main(command: str, arguments: Sequence[str]) -> int:
    """It stops its servers itself when it is asked to stop, so it is waited for."""
    process = subprocess.Popen([sys.executable, "-m", f"tests.{command}", *arguments], cwd=ROOT)
    try:
        signal.signal(signal.SIGTERM, interrupt)
        return process.wait()
    except KeyboardInterrupt:
        process.send_signal(signal.SIGTERM)
        process.wait()
        return 130
