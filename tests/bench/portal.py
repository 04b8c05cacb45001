"""The portal as in production, on loopback: one web server for each size of data, and people signed in there."""

import os
import socket
import sys
from dataclasses import dataclass

from django.conf import settings
from django.test import Client as Browser

from aftercare.accounts.models import User
from aftercare.local import postgres
from aftercare.local.bootstrap import ROOT
from aftercare.local.portal import HOST, served_on
from aftercare.local.processes import Child, wait_until
from tests.bench import data
from tests.bench.load import BadAnswer, Connection, Request
from tests.stage import Stage, connected


@dataclass
class Served:
    """One size: its database, its web server, and the cookies of who is signed in."""

    clients: int
    database: str
    stage: Stage
    port: int
    cookies: dict[str, str]
    web: Child

    def get(self, path: str, *, who: str = "") -> Request:
        return Request.get(path, port=self.port, cookie=self.cookies.get(who, ""))

    def page(self, path: str, *, who: str) -> str:
        connection = Connection(self.port)
        try:
            return connection.ask(self.get(path, who=who)).decode()
        finally:
            connection.close()

    def url(self, role: str = postgres.SUPERUSER) -> str:
        return self.stage.url(role, self.database)


def serve(stage: Stage, *, clients: int, history: int, sessions: int, people: dict[str, str], say) -> Served:
    """Builds the data and starts a server on it. `people` are e-mail addresses by the name that targets use."""
    database = f"clients_{clients}"
    stage.make_database(database)
    with connected(stage.url(postgres.SUPERUSER, database)):
        data.build(clients=clients, history=history, sessions=sessions, say=say)
    application = stage.url(postgres.APPLICATION, database)
    with connected(application):
        cookies = {name: _sign_in(email) for name, email in people.items()}
    port = _free_port()
    web = stage.stack.start(
        f"web-{clients}",
        [sys.executable, "-m", *served_on(port)],
        cwd=ROOT,
        env={**os.environ, "DATABASE_URL": application, "PYTHONUNBUFFERED": "1"},
    )
    served = Served(clients, database, stage, port, cookies, web)
    wait_until(lambda: _answers(served), child=web, within=60)
    return served


def _sign_in(email: str) -> str:
    browser = Browser()
    browser.force_login(User.objects.get(email=email))
    browser.session.save()
    session = browser.session
    session["second_factor_seen"] = True  # set up long ago
    session.save()
    return f"{settings.SESSION_COOKIE_NAME}={browser.cookies[settings.SESSION_COOKIE_NAME].value}"


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return probe.getsockname()[1]


def _answers(served: Served) -> bool:
    try:
        return bool(served.page("/bench/bare/", who=""))
    except (OSError, BadAnswer):
        return False
