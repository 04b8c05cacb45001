"""The portal's web server on loopback as in production, and people who are signed in there."""

import os
import socket
import sys

from django.conf import settings
from django.test import Client as Browser

from aftercare.accounts.models import User
from aftercare.local.bootstrap import ROOT
from aftercare.local.portal import HOST, served_on
from aftercare.local.processes import Child, wait_until
from tests.bench.load import BadAnswer, Connection, Request
from tests.stage import Stage


def start(stage: Stage, name: str, *, first: str, **environment: str) -> tuple[int, Child]:
    """Its port and its process, once the page `first` answers."""
    port = _free_port()
    web = stage.stack.start(
        name,
        [sys.executable, "-m", *served_on(port)],
        cwd=ROOT,
        env={**os.environ, "PYTHONUNBUFFERED": "1", **environment},
    )
    wait_until(lambda: _answers(Request.get(first, port=port), port), child=web, within=60)
    return port, web


def signed_in(email: str) -> str:
    """The cookie of somebody who set up a second factor long ago."""
    browser = Browser()
    browser.force_login(User.objects.get(email=email))
    browser.session.save()
    session = browser.session
    session["second_factor_seen"] = True
    session.save()
    return f"{settings.SESSION_COOKIE_NAME}={browser.cookies[settings.SESSION_COOKIE_NAME].value}"


def ask(request: Request, port: int) -> bytes:
    connection = Connection(port)
    try:
        return connection.ask(request)
    finally:
        connection.close()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return probe.getsockname()[1]


def _answers(request: Request, port: int) -> bool:
    try:
        return bool(ask(request, port))
    except (OSError, BadAnswer):
        return False
