"""`manage.py demo`: the whole portal on this machine, from an empty folder to a page that answers."""

import argparse
import json
import os
import shutil
import socket
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

import psycopg

from aftercare.local import people, postgres, signals
from aftercare.local.bootstrap import ROOT, CannotStart, sentence_for
from aftercare.local.portal import DEFAULT_PORT, HALF_FILLED, HOST, Portal, say
from aftercare.local.processes import end_leftovers
from aftercare.local.stack import Stack, alone_in

DEFAULT_DATA = Path(ROOT) / "var"
NEEDED_DISK = 300_000_000
OWN = ("valkey", "static", "mailbox", "log", "log.1", "pids", "run", "stamps", "beat", "secret-key", "environment.json")


def main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(prog="manage.py demo", description="Start the whole portal on this machine.")
    parser.add_argument("--port", type=int, default=DEFAULT_PORT)
    parser.add_argument("--data", type=Path, default=DEFAULT_DATA, help="folder for the data (default: var)")
    parser.add_argument("--fresh", action="store_true", help="empty the data folder first")
    parser.add_argument("--clients", type=int, help="how many clients to invent (default: about 120)")
    options = parser.parse_args(arguments)

    def run(portal: Portal) -> None:
        portal.start_servers()
        portal.bring_up_to_date()
        portal.start_web()
        portal.fill(clients=options.clients)
        portal.serve()
        say(f"READY {portal.url}/\n\n{people.table()}\n\nCtrl-C stops everything.", stamped=False)
        portal.stack.watch()

    return within(options.data, run, port=options.port, fresh=options.fresh)


def seed(arguments: Sequence[str]) -> int:
    """`manage.py seed` where no demo runs: on the demo's database, started for as long as it takes."""
    parser = argparse.ArgumentParser(prog="manage.py seed", add_help=False)
    parser.add_argument("--data", type=Path, default=DEFAULT_DATA)
    options, rest = parser.parse_known_args(arguments)

    def run(portal: Portal) -> None:
        portal.start_servers()
        portal.bring_up_to_date()
        portal.seed(*rest)

    return within(options.data, run)


def within(data: Path, run: Callable[[Portal], None], *, port: int | None = None, fresh: bool = False) -> int:
    """Do `run` in the data folder, alone; whatever ends it, what was started is stopped."""
    signals.listen()
    try:
        if port is not None:
            check_port(port)
        data = data.resolve()
        data.mkdir(parents=True, exist_ok=True)
        check_disk(data)
        with alone_in(data):
            cut_short = (data / "stamps" / HALF_FILLED).exists()
            if fresh or cut_short:
                say(f"Emptying {data}: the last seed was cut short" if cut_short else f"Emptying {data}")
                empty(data)
            stack = Stack(data)
            try:
                stack.prepare()
                run(Portal(stack, port=port or DEFAULT_PORT))
            finally:
                signals.ignore()
                say("Stopping")
                stack.stop()
    except signals.Stopped:
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


def check_port(port: int) -> None:
    if not 0 < port < 65_536:
        raise CannotStart(f"{port} is no port: choose one from 1024 to 65535.")
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


def check_disk(data: Path) -> None:
    free = shutil.disk_usage(data).free
    if free < NEEDED_DISK:
        raise CannotStart(
            f"There is too little disk for {data}: {free // 1_000_000} MB free, {NEEDED_DISK // 1_000_000} MB needed."
        )


def empty(data: Path) -> None:
    """Only what demos make: the folder may hold other things."""
    end_leftovers(data / "pids")
    postgres.forget(data / "postgres")
    for name in OWN:
        path = data / name
        shutil.rmtree(path) if path.is_dir() and not path.is_symlink() else path.unlink(missing_ok=True)


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
