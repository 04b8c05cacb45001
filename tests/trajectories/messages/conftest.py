"""Messages between Noor and her team, at moments of one's choice; both read English here."""

import re
from datetime import datetime, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from trajectories.dossier import actions as dossier
from trajectories.dossier.models import TeamRole
from trajectories.messages import actions as messages
from trajectories.messages.models import Message

DAY, HOUR = timedelta(days=1), timedelta(hours=1)
MINE = "/me/messages/"


@pytest.fixture
def counsellor(counsellor):
    counsellor.language = "en"
    counsellor.save()
    return counsellor


@pytest.fixture
def now() -> datetime:
    return timezone.now()


@pytest.fixture
def write(trajectory, client_user):
    """write("Hoi", by=…, at=…) is a message in Noor's conversation, hers unless said otherwise."""

    def written(text: str, *, by=client_user, of=trajectory, **details) -> Message:
        return messages.send(trajectory=of, by=by, text=text, **details)

    return written


@pytest.fixture
def stand_in(colleague, counsellor, trajectory):
    """Farah, who reads along with Noor's conversation."""
    dossier.seat(
        trajectory=trajectory, user=colleague, role=TeamRole.STAND_IN, since=trajectory.starts_on, by=counsellor
    )
    return colleague


@pytest.fixture
def client_user(client_user):
    client_user.language = "en"
    client_user.save()
    return client_user


@pytest.fixture
def phone(browser_of, client_user):
    return browser_of(client_user)


@pytest.fixture
def desk(browser_of, counsellor):
    return browser_of(counsellor)


@pytest.fixture
def url(trajectory):
    return reverse("messages:of_client", args=[trajectory.pk])


def words(page) -> str:
    return " ".join(re.sub(r"<[^>]*>", " ", page.content.decode()).split())


def key_of(page) -> str:
    return re.search(r'name="key" value="([^"]+)"', page.content.decode())[1]
