"""Workers killed with -9 while 2,000 reminders fall due: none is lost, and at most one per kill is sent twice."""

import random
from collections import Counter
from datetime import timedelta

import pytest
from django.utils import timezone

from aftercare.accounts.models import Organisation, Region, User
from aftercare.core import scope
from aftercare.local.processes import wait_until
from aftercare.notifications.models import Message, State
from tests import sink
from trajectories.checkins.models import CheckInSchedule, Occurrence
from trajectories.dossier.models import Client, Summary, Trajectory

pytestmark = pytest.mark.stack

REMINDERS = 2_000
KILLS = 3


@pytest.fixture
def due(committed_db) -> None:
    """As many schedules of as many people, all due a minute ago. Made in bulk: they are only there to be asked."""
    with scope.system():
        organisation = Organisation.objects.create(name="De Kade", region=Region.objects.create(name="Waterrade"))
        now, today = timezone.now(), timezone.localdate()
        of = {"organisation": organisation}
        people = User.objects.bulk_create(
            User(name=f"P{number}", email=f"p{number}@test.example") for number in range(REMINDERS)
        )
        clients = Client.objects.bulk_create(Client(user=person, **of) for person in people)
        trajectories = Trajectory.objects.bulk_create(
            Trajectory(client=client, starts_on=today, ends_on=today, **of) for client in clients
        )
        Summary.objects.bulk_create(Summary(trajectory=trajectory, **of) for trajectory in trajectories)
        at = now - timedelta(minutes=1)
        CheckInSchedule.objects.bulk_create(
            CheckInSchedule(
                trajectory=trajectory,
                instrument="weekly_seven",
                weekday=at.weekday(),
                wall_time=at.time(),
                zone="UTC",
                starts_on=today,
                next_due_at=at,
                **of,
            )
            for trajectory in trajectories
        )


def test_killed_workers_lose_no_reminder(start, due):
    with sink.running() as server:
        environment = {
            "EMAIL_URL": f"smtp://127.0.0.1:{server.port}",
            "CHECK_IN_TICK_SECONDS": "1",
            "OUTBOX_LEASE_SECONDS": "2",
            "QUIET_HOURS": "00:00,00:00",
        }
        worker = start("worker", "--concurrency", "1", **environment)
        beat = start("beat", **environment)
        for number in range(KILLS):
            moment = (number + random.random()) * REMINDERS / (KILLS + 1)
            wait_until(lambda moment=moment: len(server.accepted) > moment, child=beat, within=60)
            worker.kill()
            worker = start("worker", "--concurrency", "1", **environment)
        wait_until(
            lambda: Message.objects.filter(state=State.SENT).count() == REMINDERS, child=beat, within=90, every=0.5
        )

    times = Counter(server.recipients)
    assert len(times) == REMINDERS
    assert sum(times.values()) - REMINDERS <= KILLS
    with scope.system():
        assert Occurrence.objects.count() == REMINDERS
    assert Message.objects.count() == REMINDERS
