"""People with a message, and a mail server on loopback."""

from datetime import UTC, datetime, timedelta

import pytest

from aftercare.accounts.models import User
from aftercare.notifications import actions
from aftercare.notifications.models import Message
from tests import sink

NOON = datetime(2027, 3, 10, 11, 0, tzinfo=UTC)
DAY = timedelta(days=1)


@pytest.fixture
def noon(time_machine):
    """Wednesday 10 March 2027, noon in Amsterdam, and the clock stands still until it is moved."""
    time_machine.move_to(NOON, tick=False)
    return NOON


@pytest.fixture
def noor(db) -> User:
    return User.objects.create(name="Noor Velthuizen", email="noor@test.example")


@pytest.fixture
def queued(noor, noon):
    """queued("a") is the message with that key, for Noor."""

    def queue(key: str, recipient: User = noor, **details) -> Message:
        details = {"kind": "check_in", "expires_at": NOON + DAY, **details}
        actions.queue(key=key, recipient=recipient, **details)
        return Message.objects.select_related("recipient").get(key=key)

    return queue


@pytest.fixture
def smtp(settings):
    """smtp(behaviour) starts a mail server that answers so; the portal's mail goes there."""
    with_servers = []

    def start(behaviour=sink.accept):
        server = sink.running(behaviour)
        started = server.__enter__()
        with_servers.append(server)
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", started.port
        settings.EMAIL_TIMEOUT = 0.5
        return started

    yield start
    for server in with_servers:
        server.__exit__(None, None, None)
