"""The migrated database as a dump, kept between runs for as long as no migration changes. Not in CI."""

import hashlib
import os
import subprocess
from pathlib import Path

from django.conf import settings

FOLDER = settings.BASE_DIR / "var" / "migrated"
MOST = 3


def dump_file() -> Path:
    """Named for all that decides what migrating gives: our migrations, those of the locked packages, the apps."""
    found = hashlib.sha256()
    root = settings.BASE_DIR
    sources = [root / "requirements.txt", root / "aftercare/settings.py", *(root / "aftercare/local").glob("*.sql")]
    for app in ("aftercare", "supportgroups", "trajectories"):
        sources += (root / app).rglob("migrations/*.py")
    for source in sorted(sources):
        found.update(f"{source.relative_to(root)}\n".encode() + source.read_bytes())
    return FOLDER / f"{found.hexdigest()[:16]}.sql"


def restore(url: str) -> bool:
    """False where there is no dump yet; the database at `url` is then untouched."""
    dump = dump_file()
    if os.environ.get("CI") or not dump.exists():
        return False
    run(
        "psql",
        "--quiet",
        "--set",
        "ON_ERROR_STOP=1",
        "--single-transaction",
        "--output",
        os.devnull,
        "--file",
        dump,
        url,
    )
    os.utime(dump)
    return True


def keep(url: str) -> None:
    if os.environ.get("CI") or not os.access(settings.BASE_DIR, os.W_OK):
        return
    FOLDER.mkdir(parents=True, exist_ok=True)
    unfinished = FOLDER / f"{os.getpid()}.unfinished"
    run("pg_dump", "--file", unfinished, url)
    unfinished.replace(dump_file())
    for old in sorted(FOLDER.glob("*.sql"), key=lambda file: file.stat().st_mtime)[:-MOST]:
        old.unlink(missing_ok=True)


def run(program: str, *arguments: str | Path) -> None:
    subprocess.run([Path(os.environ["AFTERCARE_TEST_BINARIES"]) / program, *arguments], check=True)
