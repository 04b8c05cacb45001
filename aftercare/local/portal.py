"""The steps from an empty data folder to a page that answers."""

import base64
import contextlib
import hashlib
import http.client
import json
import os
import secrets
import sys
import time
from collections.abc import Callable
from pathlib import Path

import psycopg
from cryptography.hazmat.primitives.asymmetric import ec

from aftercare.local import postgres
from aftercare.local.bootstrap import ROOT, CannotStart
from aftercare.local.processes import Child, wait_until
from aftercare.local.stack import Stack

HOST, DEFAULT_PORT = "127.0.0.1", 8000
DATABASE = "aftercare"
HALF_FILLED, HALF_FILLED_GIVEN = "seeding", "seeding-given"


class Portal:
    def __init__(self, stack: Stack, *, port: int):
        self.stack, self.port, self.url = stack, port, f"http://{HOST}:{port}"
        self.stamps = stack.data / "stamps"
        self.stamps.mkdir(exist_ok=True)
        self.embedded = "DATABASE_URL" not in os.environ

    def start_servers(self) -> None:
        if self.embedded:
            self.start_database()
        else:
            self.application_url = os.environ["DATABASE_URL"]
            self.owner_url = self.admin_url = os.environ.get("DATABASE_OWNER_URL", self.application_url)
            check_answer("DATABASE_OWNER_URL", lambda: psycopg.connect(self.owner_url, connect_timeout=10).close())
            check_answer("DATABASE_URL", lambda: psycopg.connect(self.application_url, connect_timeout=10).close())
        self.redis_url = os.environ.get("REDIS_URL", "")
        if self.redis_url:
            import redis  # late: a start with its own Valkey is faster without

            check_answer("REDIS_URL", redis.from_url(self.redis_url, socket_connect_timeout=10).ping)
        else:
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
            "VAPID_PRIVATE_KEY": push_key(self.stack.data / "push-key"),
        }
        note = self.stack.data / "environment.json"
        note.touch(mode=0o600)
        note.write_text(json.dumps(self.environment, indent=1))

    def start_database(self) -> None:
        server = self.stack.start_postgres()
        self.application_url = server.url(DATABASE, postgres.APPLICATION)
        self.owner_url = server.url(DATABASE, postgres.OWNER)
        self.admin_url = server.url(DATABASE, postgres.SUPERUSER)
        if not postgres.exists(server.admin_url, DATABASE):
            postgres.create_database(server.admin_url, DATABASE, inside_url=self.admin_url)
            (self.stamps / "migrated").unlink(missing_ok=True)
        say("PostgreSQL runs")

    def bring_up_to_date(self) -> None:
        """Both are skipped when no source changed since they last succeeded here."""
        self.check_history()
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

    def check_history(self) -> None:
        """What a version with other migrations made cannot be carried on; better said than found by its pages."""
        with psycopg.connect(self.admin_url) as connection:
            if not connection.execute("SELECT to_regclass('django_migrations')").fetchone()[0]:
                return
            applied = connection.execute("SELECT app, name FROM django_migrations ORDER BY id").fetchall()
        here = migrations_here()
        for app, name in applied:
            if app in here and name not in here[app]:
                way_out = "Start with --fresh" if self.embedded else "Give an empty one as DATABASE_URL"
                raise CannotStart(f"The database was made by another version of the portal ({app} {name}). {way_out}.")

    def fill(self, *, clients: int | None) -> None:
        if not self.has_users():
            say("Filling the empty database")
            self.seed(*(["--clients", str(clients)] if clients is not None else []))
        elif (self.stamps / HALF_FILLED_GIVEN).exists():
            raise CannotStart("DATABASE_URL was filled only in part when a seed was cut short: give an empty database.")

    def seed(self, *arguments: str) -> None:
        if self.has_users():
            raise CannotStart("There are people in this database already. Seed fills an empty one only.")
        unfinished = HALF_FILLED if self.embedded else HALF_FILLED_GIVEN
        self.stamp(unfinished, "")  # still there at the next start when this is cut short
        self.stack.finish(self.manage("seed", *arguments, to_terminal=True, PGOPTIONS="-c synchronous_commit=off"))
        (self.stamps / unfinished).unlink()

    def start_web(self) -> None:
        """It comes up while the database is filled; nobody is told of it before `serve`."""
        self.web = self.python("web", *served_on(self.port))

    def serve(self) -> None:
        """The first page answers before anything else begins; worker and beat find a database that is filled."""
        say("Waiting for the first page")
        wait_until(self.answers, child=self.web, within=60)
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


def served_on(port: int) -> list[str]:
    """What Python runs as a module, and with what, to serve the portal on this machine."""
    threads = ["--blocking-threads", "4", "--blocking-threads-idle-timeout", "10m"]
    return [
        "granian", "--interface", "wsgi", "--host", HOST, "--port", str(port), *threads, "--no-ws",
        "--workers", "1", "--workers-kill-timeout", "5", "aftercare.wsgi:application",
    ]  # fmt: skip


def migrations_here() -> dict[str, set[str]]:
    folders = [*Path(ROOT).glob("*/migrations"), *Path(ROOT).glob("aftercare/*/migrations")]
    return {folder.parent.name: {file.stem for file in folder.glob("0*.py")} for folder in folders}


def check_answer(name: str, ask: Callable[[], object]) -> None:
    try:
        ask()
    except Exception as problem:
        raise CannotStart(f"{name} is given, but nothing answers there: {problem}".rstrip()) from problem


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


def secret_key(file: Path) -> str:
    if not file.exists():
        file.touch(mode=0o600)
        file.write_text(secrets.token_urlsafe(50))
    return file.read_text()


def push_key(file: Path) -> str:
    """The demo's own key for web push, the same at the next start: browsers subscribe to it."""
    if not file.exists():
        number = ec.generate_private_key(ec.SECP256R1()).private_numbers().private_value
        file.touch(mode=0o600)
        file.write_text(base64.urlsafe_b64encode(number.to_bytes(32)).decode().rstrip("="))
    return file.read_text()


def say(line: str, *, stamped: bool = True) -> None:
    with contextlib.suppress(BrokenPipeError):  # whoever read along may be gone; the work is not
        print(f"[{time.strftime('%H:%M:%S')}] {line}" if stamped else line, flush=True)
