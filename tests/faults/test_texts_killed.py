"""R2: workers killed with -9 while text messages go out. None arrives twice; what did not arrive waits for a person."""

import random
from collections import Counter
from datetime import timedelta

import pytest
from django.utils import timezone

from aftercare.accounts.models import User
from aftercare.local.processes import wait_until
from aftercare.notifications.models import UNDER_WAY, Message, State
from tests import text_service

pytestmark = pytest.mark.stack

TEXTS = 300
KILLS = 3
OPEN = {State.DUE} | UNDER_WAY


@pytest.fixture
def due(committed_db) -> None:
    now = timezone.now()
    people = User.objects.bulk_create(
        User(name=f"P{number}", email=f"p{number}@test.example", phone=f"06-1{number:07d}") for number in range(TEXTS)
    )
    Message.objects.bulk_create(
        Message(
            key=f"text {person.phone}",
            recipient=person,
            kind="check_in",
            channel="sms",
            due_at=now,
            expires_at=now + timedelta(hours=1),
        )
        for person in people
    )


def test_killed_workers_text_nobody_twice(start, due):
    with text_service.running(slow=0.01) as service:
        environment = {
            "SMS_PROVIDER": "http",
            "SMS_URL": service.url,
            "SMS_KEY": "of this test",
            "CHECK_IN_TICK_SECONDS": "1",
            "OUTBOX_LEASE_SECONDS": "2",
            "QUIET_HOURS": "00:00,00:00",
        }
        worker = start("worker", "--concurrency", "1", **environment)
        beat = start("beat", **environment)
        for number in range(KILLS):
            moment = (number + random.random()) * TEXTS / (KILLS + 1)
            wait_until(lambda moment=moment: len(service.taken) > moment, child=beat, within=60)
            worker.kill()
            worker = start("worker", "--concurrency", "1", **environment)
        wait_until(lambda: not Message.objects.filter(state__in=OPEN).exists(), child=beat, within=60, every=0.5)

    taken = Counter(message["reference"] for message in service.taken)
    held = {str(pk) for pk in Message.objects.filter(state=State.UNCERTAIN).values_list("pk", flat=True)}
    sent = {str(pk) for pk in Message.objects.filter(state=State.SENT).values_list("pk", flat=True)}
    assert max(taken.values()) == 1
    assert sent <= set(taken)
    assert len(sent | held) == TEXTS
    assert len(held) <= KILLS
