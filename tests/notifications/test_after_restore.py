"""After a backup was put back: what may have been sent since waits for a person, what comes later goes by itself."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.core.management import call_command

from aftercare.notifications import outbox
from aftercare.notifications.models import Message, State
from tests.notifications.conftest import DAY, NOON
from trajectories.delivery.words import in_words


@pytest.fixture
def restored(queued, noon):
    """One was due, one was being sent, one is for tomorrow."""
    queued("due", due_at=NOON - timedelta(hours=1))
    queued("under way", due_at=NOON - timedelta(hours=2))
    outbox.claim(owner="a sender of yesterday", at=noon, limit=1)
    queued("tomorrow", due_at=NOON + DAY, expires_at=NOON + 2 * DAY)
    return {message.key: message for message in Message.objects.all()}


def test_what_may_have_been_sent_waits_for_a_person(restored, capsys):
    call_command("after_restore")
    states = dict(Message.objects.values_list("key", "state"))
    assert states == {"due": State.UNCERTAIN, "under way": State.UNCERTAIN, "tomorrow": State.DUE}
    assert "2 messages wait for a person" in capsys.readouterr().out
    held = Message.objects.get(key="under way")
    assert (held.lease_owner, held.lease_until) == ("", None)
    assert "?" not in in_words(held.last_error)


def test_what_the_clock_would_queue_now_is_held_too(restored, monkeypatch, queued):
    asked = []

    def sweep() -> None:
        asked.append(queued("asked again"))

    tasks = {entry["task"]: (lambda: None) for entry in settings.CELERY_BEAT_SCHEDULE.values()}
    tasks["trajectories.checkins.tasks.sweep"] = sweep
    monkeypatch.setattr("aftercare.notifications.management.commands.after_restore.current_app.tasks", tasks)
    call_command("after_restore", verbosity=0)
    assert asked
    assert Message.objects.get(key="asked again").state == State.UNCERTAIN
