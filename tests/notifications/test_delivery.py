"""Sending to a real mail server on loopback, whatever it answers."""

from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from aftercare.accounts.models import User
from aftercare.notifications import delivery, outbox
from aftercare.notifications.models import Message, State

SECONDS = timedelta(seconds=1)


@pytest.fixture
def three(queued) -> list[Message]:
    people = [User.objects.create(name=name, email=f"{name}@test.example") for name in ("ans", "bo", "cas")]
    return [queued(person.name, person, due_at=timezone.now() - (3 - n) * SECONDS) for n, person in enumerate(people)]


def states() -> dict[str, str]:
    return dict(Message.objects.values_list("key", "state"))


def to_bo(answer):
    return lambda to, _attempt: answer if to == "bo@test.example" else "ok"


def test_everything_due_is_sent_over_one_connection(three, smtp):
    sink = smtp()
    delivery.drain()
    assert sink.recipients == ["ans@test.example", "bo@test.example", "cas@test.example"]
    assert sink.connections == 1
    assert set(states().values()) == {State.SENT}


@pytest.mark.parametrize(
    ("answer", "state", "reason"),
    [
        ("550 who is bo", State.FAILED, "smtp 550"),
        ("451 not now", State.DUE, "smtp 451"),
        ("421 closing", State.DUE, "smtp 421"),
        ("452 full", State.DUE, "smtp 452"),
        ("hang", State.DUE, "SMTPServerDisconnected"),
        ("close", State.DUE, "SMTPServerDisconnected"),
    ],
)
def test_one_message_in_trouble_does_not_hold_up_the_others(answer, state, reason, three, smtp, caplog):
    sink = smtp(to_bo(answer))
    delivery.drain()
    assert states() == {"ans": State.SENT, "bo": state, "cas": State.SENT}
    assert Message.objects.get(key="bo").last_error == reason
    assert "cas@test.example" in sink.recipients
    assert "who is bo" not in caplog.text + Message.objects.get(key="bo").last_error


@pytest.mark.parametrize(("answer", "state"), [("550 unknown", State.FAILED), ("450 busy", State.DUE)])
def test_a_recipient_that_is_refused(answer, state, three, smtp):
    smtp(lambda to, _attempt: answer if to == "RCPT bo@test.example" else "ok")
    delivery.drain()
    assert states() == {"ans": State.SENT, "bo": state, "cas": State.SENT}


def test_a_sender_that_is_refused_is_our_own_set_up_and_tried_again(three, smtp, settings, monkeypatch):
    sink = smtp()

    async def refuse(*_):
        return "550 who are you"

    sink.handle_MAIL = refuse
    delivery.drain()
    assert set(states().values()) == {State.DUE}
    assert Message.objects.get(key="bo").last_error == "smtp 550"


def test_a_later_attempt_succeeds(three, smtp, noon, time_machine):
    sink = smtp(lambda _to, attempt: "451 not now" if attempt == 1 else "ok")
    delivery.drain()
    assert sink.recipients == []
    time_machine.move_to(noon + timedelta(minutes=1), tick=False)
    delivery.drain()
    assert len(sink.recipients) == 3
    assert {message.attempts for message in Message.objects.all()} == {2}


def test_without_a_mail_server_nothing_is_attempted_and_nothing_lost(three, smtp, settings, caplog):
    smtp()
    settings.EMAIL_PORT = 1
    delivery.drain()
    assert set(states().values()) == {State.DUE}
    assert {message.attempts for message in Message.objects.all()} == {0}
    assert "The mail server is away" in caplog.text


def test_nobody_without_an_address_is_written_to(queued, noor, smtp):
    sink = smtp()
    queued("gone", User.objects.create(name="Gone", email="gone@test.example", is_active=False))
    queued("none", User.objects.create(name="None"))
    queued("noor")
    delivery.drain()
    assert states() == {"gone": State.FAILED, "none": State.FAILED, "noor": State.SENT}
    assert sink.recipients == ["noor@test.example"]


def test_a_message_that_cannot_be_written_fails_alone(queued, smtp):
    sink = smtp()
    queued("broken", link_view="no:such_page")
    queued("noor")
    delivery.drain()
    assert states() == {"broken": State.FAILED, "noor": State.SENT}
    assert Message.objects.get(key="broken").last_error == "NoReverseMatch"
    assert len(sink.recipients) == 1


def test_an_address_that_mail_cannot_carry_fails_alone(queued, smtp):
    smtp()
    queued("odd", User.objects.create(name="Odd", email="two@at@test.example\n"))
    queued("noor")
    delivery.drain()
    assert states() == {"odd": State.FAILED, "noor": State.SENT}
    assert Message.objects.get(key="odd").last_error == "ValueError"


def test_at_night_nothing_goes_out(three, smtp, noon, time_machine):
    sink = smtp()
    time_machine.move_to(noon.replace(hour=22), tick=False)
    delivery.drain()
    assert sink.recipients == []
    assert set(states().values()) == {State.DUE}


def test_a_drain_stops_in_time_and_leaves_the_rest_to_the_next(three, smtp, monkeypatch, time_machine, noon):
    sink = smtp()
    woken = []
    monkeypatch.setattr(outbox, "wake", lambda: woken.append(states()))
    settle = outbox.settle

    def slowly(*args, **rest):
        settle(*args, **rest)
        time_machine.move_to(noon + delivery.AT_MOST, tick=False)

    monkeypatch.setattr(outbox, "settle", slowly)
    delivery.drain()
    assert len(sink.recipients) == 1
    assert woken == [{"ans": State.SENT, "bo": State.DUE, "cas": State.DUE}]


def test_a_database_that_fails_midway_leaves_its_trace_for_the_sweep(three, smtp, noon, monkeypatch):
    smtp()
    monkeypatch.setattr(outbox, "settle", fail)
    with pytest.raises(RuntimeError):
        delivery.drain()
    assert states() == {"ans": State.ATTEMPTING, "bo": State.DUE, "cas": State.DUE}
    assert connection.is_usable()


def fail(*_, **__):
    raise RuntimeError
