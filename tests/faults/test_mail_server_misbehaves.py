"""R7: a mail server that answers 421, 452 and 550, hangs, and closes after the final dot. Other mail goes on."""

from datetime import timedelta

import pytest
from django.utils import timezone

from aftercare.accounts.models import Organisation, Region, User
from aftercare.core import scope
from aftercare.local.processes import wait_until
from aftercare.notifications.models import MOST_ATTEMPTS, UNDER_WAY, Message, State, Undeliverable
from tests import sink
from trajectories.dossier.models import Client, Summary, Trajectory
from trajectories.teamtasks.models import TeamTask

pytestmark = pytest.mark.stack

OTHERS = 40
TROUBLE = {"busy": "421 closing", "full": "452 no room", "gone": "550 nobody", "slow": "hang", "cut": "close"}
OPEN = {State.DUE} | UNDER_WAY


@pytest.fixture
def due(committed_db) -> None:
    """A letter to each: first those that give trouble. Whose address is gone has a care team."""
    now = timezone.now()
    names = [*TROUBLE, *(f"p{number}" for number in range(OTHERS))]
    people = User.objects.bulk_create(User(name=name, email=f"{name}@test.example") for name in names)
    with scope.system():
        here = Organisation.objects.create(name="De Kade", region=Region.objects.create(name="Waterrade"))
        client = Client.objects.create(user=User.objects.get(name="gone"), organisation=here)
        today = timezone.localdate()
        trajectory = Trajectory.objects.create(client=client, organisation=here, starts_on=today, ends_on=today)
        Summary.objects.create(trajectory=trajectory, organisation=here)
    Message.objects.bulk_create(
        Message(
            key=person.name,
            recipient=person,
            kind="check_in",
            due_at=now + timedelta(milliseconds=number),
            expires_at=now + timedelta(hours=1),
        )
        for number, person in enumerate(people)
    )


def misbehave(to: str, _attempt: int) -> str:
    return TROUBLE.get(to.partition("@")[0], "ok")


def test_trouble_with_some_stays_theirs(start, due):
    with sink.running(misbehave) as server:
        environment = {
            "EMAIL_URL": f"smtp://127.0.0.1:{server.port}",
            "EMAIL_TIMEOUT": "2",
            "CHECK_IN_TICK_SECONDS": "1",
            "OUTBOX_BACKOFF_SECONDS": "1,1,2,2",
            "QUIET_HOURS": "00:00,00:00",
        }
        start("worker", "--concurrency", "1", **environment)
        beat = start("beat", **environment)
        wait_until(lambda: not Message.objects.filter(state__in=OPEN).exists(), child=beat, within=120, every=0.5)

    messages = {message.key: message for message in Message.objects.all()}
    for name in ("busy", "full", "slow", "cut"):
        assert (messages[name].state, messages[name].attempts) == (State.FAILED, MOST_ATTEMPTS)
    assert server.attempts["busy@test.example"] == MOST_ATTEMPTS
    assert (messages["gone"].state, messages["gone"].attempts) == (State.FAILED, 1)
    assert Undeliverable.objects.get().address == "gone@test.example"
    with scope.system():
        assert TeamTask.objects.get().kind == TeamTask.Kind.ADDRESS
    others = [message for name, message in messages.items() if name not in TROUBLE]
    assert {message.state for message in others} == {State.SENT}
    assert max(message.sent_at - message.due_at for message in others) <= timedelta(seconds=60)
    assert len(server.recipients) - server.recipients.count("cut@test.example") == OTHERS
