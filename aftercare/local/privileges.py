"""PostgreSQL refuses to run as root: under which account its programs run, and whether that account can reach them."""

import os
import pwd
import shutil
import signal
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from aftercare.local.bootstrap import CannotStart

READ_ANYWHERE = (
    "--securebits=+no_setuid_fixup",
    "--inh-caps=-all,+dac_read_search",
    "--ambient-caps=+dac_read_search",
    "--bounding-set=-all,+dac_read_search",
)


@dataclass(frozen=True)
class Account:
    uid: int | None = None
    gid: int | None = None
    reads_anywhere: bool = False

    def command(self, command: Sequence[str | Path], dies_by: signal.Signals | None = None) -> list[str]:
        command = [str(part) for part in command]
        if not self.reads_anywhere:
            return command
        changes = [f"--reuid={self.uid}", f"--regid={self.gid}", "--clear-groups", *READ_ANYWHERE]
        if dies_by:  # changing the user clears what the parent asked for
            changes.append(f"--pdeathsig={dies_by.name}")
        return ["setpriv", *changes, "--", *command]

    def options(self) -> dict:
        """What subprocess needs to become this account."""
        if self.uid is None or self.reads_anywhere:
            return {"cwd": "/"}
        return {"cwd": "/", "user": self.uid, "group": self.gid, "extra_groups": []}

    def own(self, folder: Path) -> None:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        if self.uid is not None:
            os.chown(folder, self.uid, self.gid)
        folder.chmod(0o700)

    def reaches(self, program: Path, folder: Path) -> bool:
        look = self.command(["sh", "-c", 'test -x "$1" && test -w "$2"', "sh", program, folder])
        try:
            return subprocess.run(look, **self.options(), stderr=subprocess.DEVNULL).returncode == 0
        except PermissionError as problem:
            raise CannotStart(
                "PostgreSQL refuses to run as root, and root may not become another user here:"
                " run the command as an ordinary user."
            ) from problem


def unprivileged() -> Account:
    nobody = pwd.getpwnam("nobody")
    return Account(nobody.pw_uid, nobody.pw_gid)


def accounts() -> list[Account]:
    """The accounts to try, best first: oneself, or as root nobody, then nobody who may read anywhere."""
    if os.geteuid() != 0:
        return [Account()]
    plain = unprivileged()
    return [plain, Account(plain.uid, plain.gid, reads_anywhere=True)] if shutil.which("setpriv") else [plain]
