"""An address that does not exist: noted and told once, left alone, and tried again when somebody says so."""

from datetime import timedelta

import pytest

from aftercare.accounts.models import User
from aftercare.notifications import delivery, outbox, undeliverable
from aftercare.notifications.models import Message, State, Undeliverable


@pytest.fixture
def told(monkeypatch) -> list[tuple]:
    """What the followers hear."""
    heard = []

    def follower(word: str):
        return lambda *, address, at: heard.append((word, address.address, at))

    followers = [(follower("found"), follower("over"))]
    monkeypatch.setattr(undeliverable, "_followers", followers)
    return heard


@pytest.fixture
def bounced(queued, smtp, told):
    """Noor's address is unknown to the mail server."""
    sink = smtp(lambda to, _attempt: "550 no such person" if "noor" in to else "ok")
    queued("first")
    delivery.drain()
    return sink


def states() -> dict[str, str]:
    return dict(Message.objects.values_list("key", "state"))


def test_it_is_noted_and_told_once(bounced, queued, told, noon):
    assert told == [("found", "noor@test.example", noon)]
    (address,) = Undeliverable.objects.all()
    assert (str(address), address.since) == ("email (smtp 550)", noon)
    undeliverable.note(Message.objects.get(), reason="smtp 550", at=noon)
    assert len(told) == 1


def test_nothing_more_is_sent_there_but_to_others(bounced, queued, settings):
    tried = dict(bounced.attempts)
    queued("second")
    queued("other", User.objects.create(name="Ans", email="ans@test.example"))
    delivery.drain()
    assert states() == {"first": State.FAILED, "second": State.FAILED, "other": State.SENT}
    assert Message.objects.get(key="second").last_error == undeliverable.SUPPRESSED
    assert bounced.attempts == {**tried, "ans@test.example": 1}


def test_another_address_of_the_same_person_works(bounced, queued, noor):
    User.objects.update(email="velthuizen@test.example")
    queued("second")
    delivery.drain()
    assert states()["second"] == State.SENT


def test_tried_again_is_also_what_could_not_be_sent(bounced, queued, noor, told, noon, monkeypatch):
    queued("second")
    queued("late", expires_at=noon + timedelta(seconds=1))
    delivery.drain()
    monkeypatch.setattr("django.utils.timezone.now", lambda: noon + timedelta(minutes=1))
    bounced.behaviour = lambda *_: "ok"
    undeliverable.resume(recipient=noor)
    assert not Undeliverable.objects.exists()
    assert told[-1][:2] == ("over", "noor@test.example")
    delivery.drain()
    assert states() == {"first": State.SENT, "second": State.SENT, "late": State.FAILED}


def test_resuming_what_never_stopped_changes_nothing(queued, noor, told, noon):
    message = queued("a")
    outbox.claim(owner="me", at=noon)
    outbox.begin(message, owner="me", at=noon)
    outbox.settle(message, outbox.Result(outbox.Ended.REFUSED, "smtp 554"), owner="me", at=noon)
    undeliverable.resume(recipient=noor)
    assert states() == {"a": State.FAILED}
    assert told == []


@pytest.mark.parametrize("answer", ["552 mailbox full", "554 looks like spam"])
def test_other_refusals_say_nothing_of_the_address(answer, queued, smtp, told):
    smtp(lambda *_: answer)
    queued("a")
    delivery.drain()
    assert states() == {"a": State.FAILED}
    assert told == []


def test_who_registers_twice_hears_it_once(told):
    pair = undeliverable._followers[0]
    undeliverable.follow(*pair)
    assert undeliverable._followers == [pair]
    undeliverable.follow(print, print)
    assert len(undeliverable._followers) == 2
