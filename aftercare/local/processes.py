"""Child processes: each in a session of its own, with a log, and gone when its parent is gone."""

import contextlib
import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from aftercare.local.bootstrap import CannotStart
from aftercare.local.signals import pause

PR_SET_PDEATHSIG = 1
LIBC = ctypes.CDLL(None, use_errno=True) if sys.platform == "linux" else None


@dataclass
class Child:
    name: str
    process: subprocess.Popen
    log: Path | None
    stop_signal: signal.Signals
    pid_file: Path | None = None

    def ended(self) -> int | None:
        return self.process.poll()

    def stop(self, *, within: float = 15) -> None:
        """Ask, wait, insist; whatever it started goes with it."""
        if self.process.poll() is None:
            self.process.send_signal(self.stop_signal)
            with contextlib.suppress(subprocess.TimeoutExpired):
                self.process.wait(within)
        self.kill()

    def kill(self) -> None:
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()
        if self.pid_file:
            self.pid_file.unlink(missing_ok=True)

    def obituary(self) -> str:
        ended = self.ended()
        how = f"was killed by {signal.Signals(-ended).name}" if ended < 0 else f"stopped with exit code {ended}"
        return (
            f"{self.name} {how}; the last lines of {self.log}:\n{self.last_lines()}"
            if self.log
            else f"{self.name} {how}."
        )

    def last_lines(self, count: int = 15) -> str:
        return "\n".join("    " + line for line in self.log.read_text(errors="replace").splitlines()[-count:])


def die_with(parent: int, how: signal.Signals) -> Callable[[], None]:
    """To run in the child before exec: Linux signals it when `parent` dies, however that happens."""

    def prepare() -> None:
        LIBC.prctl(PR_SET_PDEATHSIG, int(how))
        if os.getppid() != parent:
            os._exit(1)

    return prepare if LIBC else lambda: None


def spawn(
    name: str,
    command: Sequence[str | Path],
    *,
    log: Path | None,
    stop_signal: signal.Signals = signal.SIGTERM,
    pids: Path | None = None,
    program: str | Path = "",
    **options,
) -> Child:
    """Start `command`; its stop signal is also what it gets when this process dies.

    `program` tells it from others by its command line, where `command` begins with a wrapper."""
    with contextlib.ExitStack() as stack:
        if log:
            options["stdout"] = stack.enter_context(log.open("ab"))
            options["stderr"] = subprocess.STDOUT
        process = subprocess.Popen(
            [str(part) for part in command],
            stdin=subprocess.DEVNULL,
            start_new_session=True,
            preexec_fn=die_with(os.getpid(), stop_signal),  # noqa: PLW1509 - the parents have one thread
            **options,
        )
    child = Child(name, process, log, stop_signal)
    if pids:
        child.pid_file = pids / f"{name}.pid"
        child.pid_file.write_text(f"{process.pid}\n{program or command[0]}\n")
    return child


def wait_until(answers: Callable[[], bool], *, child: Child, within: float, every: float = 0.05) -> None:
    """Poll until it answers; a child that ended instead is told with the end of its log."""
    deadline = time.monotonic() + within
    while not answers():
        if child.ended() is not None:
            raise CannotStart(child.obituary())
        if time.monotonic() > deadline:
            raise CannotStart(f"{child.name} does not answer after {within:.0f} s:\n{child.last_lines()}")
        pause(every)


def end_leftovers(pids: Path) -> None:
    """After a kill -9 some children may still be stopping, or know no parent-death signal (macOS)."""
    for file in sorted(pids.glob("*.pid")):
        pid, program = file.read_text().split("\n")[:2]
        for how, patience in ((signal.SIGTERM, 0), (signal.SIGINT, 10), (signal.SIGKILL, 5)):
            if not runs(int(pid), program):
                break
            with contextlib.suppress(ProcessLookupError):
                os.killpg(int(pid), how)
            wait_for_end(int(pid), program, patience)
        file.unlink()


def wait_for_end(pid: int, program: str, patience: float) -> None:
    deadline = time.monotonic() + patience
    while runs(pid, program) and time.monotonic() < deadline:
        time.sleep(0.05)


def runs(pid: int, program: str) -> bool:
    """Whether `pid` is alive and still the program it was, not another that got its number."""
    with contextlib.suppress(OSError):
        if sys.platform == "linux":
            state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
            return state != "Z" and program in Path(f"/proc/{pid}/cmdline").read_text()
        return program in subprocess.check_output(["ps", "-o", "command=", "-p", str(pid)], text=True)
    return False
