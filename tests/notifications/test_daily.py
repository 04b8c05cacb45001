"""At most so many messages a day to one person, whatever the channel. The rest waits for the morning."""

from datetime import timedelta

import pytest

from aftercare.accounts.models import User
from aftercare.notifications import delivery
from aftercare.notifications.models import Message, State, Subscription

DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def two_a_day(settings):
    settings.MESSAGES_PER_DAY = 2


def states() -> dict[str, str]:
    return dict(Message.objects.values_list("key", "state"))


def test_what_is_too_much_today_comes_tomorrow_morning(queued, smtp, noon, time_machine):
    sink = smtp()
    for key in "abc":
        queued(key, expires_at=noon + 2 * DAY)
    delivery.drain()
    assert states() == {"a": State.SENT, "b": State.SENT, "c": State.DUE}
    assert Message.objects.get(key="c").due_at == noon.replace(day=11, hour=7)
    queued("d", expires_at=noon + 2 * DAY)
    delivery.drain()
    assert len(sink.recipients) == 2
    time_machine.move_to(noon.replace(day=11, hour=7), tick=False)
    delivery.drain()
    assert len(sink.recipients) == 4


def test_others_are_not_held_up(queued, smtp, monkeypatch):
    sink = smtp()
    monkeypatch.setattr("aftercare.notifications.outbox.BATCH", 1)
    for key in "abc":
        queued(key)
    queued("other", User.objects.create(name="Ans", email="ans@test.example", time_zone="Mars/Olympus"))
    delivery.drain()
    assert sorted(sink.recipients) == ["ans@test.example", "noor@test.example", "noor@test.example"]


def test_a_knock_beside_a_letter_is_the_same_message(queued, smtp, noor):
    sink = smtp()
    Subscription.objects.create(user=noor, endpoint="https://fcm.googleapis.com/x")
    for key in "ab":
        queued(key)
    delivery.drain()
    assert len(sink.recipients) == 2
    assert "due" not in states().values()


def test_what_the_care_team_must_hear_is_not_counted(queued, smtp):
    sink = smtp()
    for key in "abcd":
        queued(key, kind="silence")
    queued("in", kind="invitation")
    delivery.drain()
    assert len(sink.recipients) == 5
