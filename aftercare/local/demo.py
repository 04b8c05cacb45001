"""`manage.py demo`: the whole portal on this machine, from an empty folder to a page that answers."""

import argparse
import contextlib
import hashlib
import http.client
import json
import os
import secrets
import shutil
import signal
import socket
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import psycopg

from aftercare.local import people, postgres
from aftercare.local.bootstrap import ROOT, CannotStart, sentence_for
from aftercare.local.processes import Child, wait_until
from aftercare.local.stack import Stack, alone_in

HOST, DEFAULT_PORT = "127.0.0.1", 8000
ASKED_TO_STOP = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
DATABASE = "aftercare"
DEFAULT_DATA = Path(ROOT) / "var"
NEEDED_DISK = 300_000_000
OWN = ("valkey", "static", "mailbox", "log", "log.1", "pids", "run", "stamps", "beat", "secret-key", "environment.json")


class Stopped(BaseException):
    """Somebody asked for the end; not an error, so no `except Exception` may swallow it."""


def main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(prog="manage.py demo", description="Start the whole portal on this machine.")
    parser.add_argument("--port", type=int, default=DEFAULT_PORT)
    parser.add_argument("--data", type=Path, default=DEFAULT_DATA, help="folder for the data (default: var)")
    parser.add_argument("--fresh", action="store_true", help="empty the data folder first")
    parser.add_argument("--clients", type=int, help="how many clients to invent (default: about 120)")
    options = parser.parse_args(arguments)

    def run(demo: Demo) -> None:
        demo.start_servers()
        demo.bring_up_to_date()
        demo.fill(clients=options.clients)
        demo.start_portal()
        say(f"READY {demo.url}/\n\n{people.table()}\n\nCtrl-C stops everything.", stamped=False)
        demo.stack.watch()

    return within(options.data, run, port=options.port, fresh=options.fresh)


def seed(arguments: Sequence[str]) -> int:
    """`manage.py seed` where no demo runs: on the demo's database, started for as long as it takes."""
    parser = argparse.ArgumentParser(prog="manage.py seed", add_help=False)
    parser.add_argument("--data", type=Path, default=DEFAULT_DATA)
    options, rest = parser.parse_known_args(arguments)

    def run(demo: Demo) -> None:
        demo.start_servers()
        demo.bring_up_to_date()
        demo.stack.finish(demo.manage("seed", *rest, to_terminal=True))

    return within(options.data, run)


def within(data: Path, run: Callable[["Demo"], None], *, port: int | None = None, fresh: bool = False) -> int:
    """Do `run` in the data folder, alone; whatever ends it, what was started is stopped."""
    for asked in ASKED_TO_STOP:
        signal.signal(asked, stop)
    try:
        if port is not None:
            check_port(port)
        data = data.resolve()
        data.mkdir(parents=True, exist_ok=True)
        check_disk(data)
        with alone_in(data):
            if fresh or (data / "stamps" / "seeding").exists():
                empty(data)
            stack = Stack(data)
            try:
                stack.prepare()
                run(Demo(stack, port=port or DEFAULT_PORT))
            finally:
                for asked in ASKED_TO_STOP:
                    signal.signal(asked, signal.SIG_IGN)
                say("Stopping")
                stack.stop()
    except Stopped:
        pass
    except CannotStart as problem:
        print(problem, file=sys.stderr)
        return 1
    except psycopg.Error as problem:
        print(f"The database does not do its part: {problem}", file=sys.stderr)
        return 1
    except OSError as problem:
        print(sentence_for(problem, data), file=sys.stderr)
        return 1
    return 0


def stop(*_) -> None:
    raise Stopped


class Demo:
    def __init__(self, stack: Stack, *, port: int):
        self.stack, self.port, self.url = stack, port, f"http://{HOST}:{port}"
        self.stamps = stack.data / "stamps"
        self.stamps.mkdir(exist_ok=True)
        self.embedded = "DATABASE_URL" not in os.environ

    def start_servers(self) -> None:
        self.application_url = os.environ.get("DATABASE_URL", "")
        self.owner_url = self.admin_url = os.environ.get("DATABASE_OWNER_URL", self.application_url)
        if self.embedded:
            server = self.stack.start_postgres()
            self.application_url = server.url(DATABASE, postgres.APPLICATION)
            self.owner_url = server.url(DATABASE, postgres.OWNER)
            self.admin_url = server.url(DATABASE, postgres.SUPERUSER)
            if not postgres.exists(server.admin_url, DATABASE):
                postgres.create_database(server.admin_url, DATABASE, inside_url=self.admin_url)
                (self.stamps / "migrated").unlink(missing_ok=True)
            say("PostgreSQL runs")
        self.redis_url = os.environ.get("REDIS_URL", "")
        if not self.redis_url:
            self.redis_url = self.stack.start_valkey().url
            say("Valkey runs")
        self.environment = {
            "AFTERCARE_MODE": "demo",
            "AFTERCARE_VAR": str(self.stack.data),
            "AFTERCARE_URL": self.url,
            "DATABASE_URL": self.application_url,
            "DATABASE_OWNER_URL": self.owner_url,
            "REDIS_URL": self.redis_url,
            "SECRET_KEY": secret_key(self.stack.data / "secret-key"),
        }
        note = self.stack.data / "environment.json"
        note.touch(mode=0o600)
        note.write_text(json.dumps(self.environment, indent=1))

    def bring_up_to_date(self) -> None:
        """Both are skipped when no source changed since they last succeeded here."""
        steps = []
        code, looks = (
            fingerprint("aftercare", "supportgroups", "trajectories"),
            fingerprint("static", "aftercare/settings.py"),
        )
        if not (self.embedded and self.is_stamped("migrated", code)):
            steps.append(self.manage("migrate", "--no-input", DATABASE_URL=self.owner_url))
        if not (self.is_stamped("collected", looks) and (self.stack.data / "static").exists()):
            steps.append(self.manage("collectstatic", "--no-input", "--clear"))
        if steps:
            say("Migrating the database and collecting the static files")
            self.stack.finish(*steps)
        self.stamp("migrated", code)
        self.stamp("collected", looks)

    def fill(self, *, clients: int | None) -> None:
        if self.has_users():
            return
        if not (Path(ROOT) / "trajectories/management/commands/seed.py").exists():
            say("There is no seed command yet: starting without people")
            return
        say("Inventing people and their six months")
        self.stamp("seeding", "")  # still there at the next start when this is cut short
        amount = ["--clients", str(clients)] if clients is not None else []
        self.stack.finish(self.manage("seed", *amount, to_terminal=True))
        (self.stamps / "seeding").unlink()

    def start_portal(self) -> None:
        threads = ["--blocking-threads", "4", "--blocking-threads-idle-timeout", "10m"]
        web = self.python(
            "web", "granian", "--interface", "wsgi", "--host", HOST, "--port", str(self.port), *threads, "--no-ws",
            "--workers", "1", "--workers-kill-timeout", "5", "aftercare.wsgi:application",
        )  # fmt: skip
        say("Web server started; waiting for the first page")
        wait_until(self.answers, child=web, within=60)
        celery = ["celery", "-A", "aftercare"]
        self.python(
            "worker",
            *celery,
            "worker",
            "--loglevel",
            "INFO",
            "--concurrency",
            "2",
            "--without-gossip",
            "--without-mingle",
        )
        self.python(
            "beat", *celery, "beat", "--loglevel", "INFO", "--pidfile=", "--schedule", str(self.stack.data / "beat")
        )
        say("Worker and beat started")

    def python(self, name: str, module: str, *arguments: str, **options) -> Child:
        return self.stack.start(
            name, [sys.executable, "-m", module, *arguments], cwd=ROOT, env=self.environ(), **options
        )

    def manage(self, command: str, *arguments: str, to_terminal: bool = False, **changes: str) -> Child:
        return self.stack.start(
            command,
            [sys.executable, "manage.py", command, *arguments],
            cwd=ROOT,
            env=self.environ(**changes),
            to_terminal=to_terminal,
        )

    def environ(self, **changes: str) -> dict[str, str]:
        return {**os.environ, **self.environment, "AFTERCARE_NO_BOOTSTRAP": "1", "PYTHONUNBUFFERED": "1", **changes}

    def has_users(self) -> bool:
        with psycopg.connect(self.admin_url) as connection:
            return bool(connection.execute("SELECT EXISTS (SELECT FROM accounts_user)").fetchone()[0])

    def answers(self) -> bool:
        connection = http.client.HTTPConnection(HOST, self.port, timeout=30)
        with contextlib.closing(connection), contextlib.suppress(OSError):
            connection.request("GET", "/")
            status = connection.getresponse().status
            if status >= 500:
                raise CannotStart(
                    f"The first page answers with status {status}; {self.stack.log / 'web.log'} says why."
                )
            return True
        return False

    def stamp(self, name: str, value: str) -> None:
        (self.stamps / name).write_text(value)

    def is_stamped(self, name: str, value: str) -> bool:
        file = self.stamps / name
        return file.exists() and file.read_text() == value


def fingerprint(*sources: str) -> str:
    """Changes with the lock files and with any file under `sources`, by size and time of change."""
    found = hashlib.sha256()
    for source in ("requirements.txt", "package-lock.json", *sources):
        path = Path(ROOT) / source
        for file in sorted(path.rglob("*")) if path.is_dir() else [path]:
            if file.is_file() and "__pycache__" not in file.parts:
                status = file.stat()
                found.update(f"{file} {status.st_size} {status.st_mtime_ns}\n".encode())
    return found.hexdigest()


def check_port(port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except PermissionError as problem:
            raise CannotStart(f"This user may not use port {port}: choose another one with --port 8000.") from problem
        except OSError as problem:
            raise CannotStart(
                f"Port {port} is taken: stop what uses it, or choose another one with --port {port + 1}."
            ) from problem
        except OverflowError as problem:
            raise CannotStart(f"{port} is no port: choose one from 1024 to 65535.") from problem


def check_disk(data: Path) -> None:
    free = shutil.disk_usage(data).free
    if free < NEEDED_DISK:
        raise CannotStart(
            f"There is too little disk for {data}: {free // 1_000_000} MB free, {NEEDED_DISK // 1_000_000} MB needed."
        )


def empty(data: Path) -> None:
    """Only what demos make: the folder may hold other things."""
    say(f"Emptying {data}")
    postgres.forget(data / "postgres")
    for name in OWN:
        path = data / name
        shutil.rmtree(path) if path.is_dir() and not path.is_symlink() else path.unlink(missing_ok=True)


def secret_key(file: Path) -> str:
    if not file.exists():
        file.touch(mode=0o600)
        file.write_text(secrets.token_urlsafe(50))
    return file.read_text()


def join() -> bool:
    """Give this process the environment of the demo that runs now, unless it was given one."""
    data = Path(os.environ.get("AFTERCARE_VAR", DEFAULT_DATA))
    if {"DATABASE_URL", "AFTERCARE_MODE"} & os.environ.keys() or not (data / "environment.json").exists():
        return False
    try:
        with alone_in(data):
            return False
    except OSError:
        return False
    except CannotStart:
        os.environ.update(json.loads((data / "environment.json").read_text()))
        return True


def say(line: str, *, stamped: bool = True) -> None:
    with contextlib.suppress(BrokenPipeError):  # whoever read along may be gone; the work is not
        print(f"[{time.strftime('%H:%M:%S')}] {line}" if stamped else line, flush=True)
