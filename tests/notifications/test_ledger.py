"""Claiming, beginning, settling, recovering: the states that a message passes through."""

from datetime import timedelta

import pytest

from aftercare.accounts.models import User
from aftercare.notifications import actions, outbox
from aftercare.notifications.models import Message, State
from aftercare.notifications.outbox import Ended, Result

MINUTE = timedelta(minutes=1)
LONG_AFTER = timedelta(minutes=3)
SENT, LATER, UNSURE, REFUSED = (
    Result(Ended.SENT),
    Result(Ended.LATER, "smtp 451"),
    Result(Ended.UNSURE),
    Result(Ended.REFUSED, "smtp 550"),
)


@pytest.fixture
def claimed(queued, noon) -> Message:
    queued("a")
    (message,) = outbox.claim(owner="me", at=noon)
    return message


@pytest.fixture
def begun(claimed, noon) -> Message:
    assert outbox.begin(claimed, owner="me", at=noon)
    return claimed


def now_in(message: Message) -> str:
    message.refresh_from_db()
    return message.state


def test_what_is_due_is_claimed_the_oldest_first(queued, noon):
    for key, minutes in [("later", 1), ("second", -1), ("first", -2)]:
        queued(key, due_at=noon + minutes * MINUTE)
    assert [message.key for message in outbox.claim(owner="me", at=noon)] == ["first", "second"]


def test_what_is_claimed_is_not_claimed_again(claimed, noon):
    assert outbox.claim(owner="other", at=noon) == []
    assert now_in(claimed) == State.CLAIMED
    assert claimed.lease_owner == "me"
    assert claimed.lease_until == noon + timedelta(seconds=120)


def test_a_batch_has_a_size(queued, noon):
    for number in range(3):
        queued(str(number))
    assert len(outbox.claim(owner="me", at=noon, limit=2)) == 2


@pytest.mark.parametrize("count", [1, 3])
def test_claiming_takes_the_same_queries_however_many_there_are(count, queued, noon, django_assert_num_queries):
    for number in range(count):
        queued(str(number))
    with django_assert_num_queries(5):  # with its savepoint, and what was sent today
        outbox.claim(owner="me", at=noon)


def test_what_has_expired_is_not_claimed(queued, noon):
    queued("a", due_at=noon - LONG_AFTER, expires_at=noon)
    assert outbox.claim(owner="me", at=noon) == []


def test_beginning_counts_the_attempt(begun):
    assert now_in(begun) == State.ATTEMPTING
    assert begun.attempts == 1


def test_a_withdrawn_message_is_not_begun(claimed, noon):
    actions.withdraw(key_prefix="a")
    assert not outbox.begin(claimed, owner="me", at=noon)
    assert now_in(claimed) == State.WITHDRAWN


def test_a_message_that_somebody_else_took_over_is_not_begun(claimed, noon):
    outbox.recover(at=noon + LONG_AFTER)
    outbox.claim(owner="other", at=noon + LONG_AFTER)
    assert not outbox.begin(claimed, owner="me", at=noon + LONG_AFTER)
    assert now_in(claimed) == State.CLAIMED
    assert claimed.lease_owner == "other"


def test_a_message_that_grew_stale_meanwhile_is_not_begun(claimed, noon):
    assert not outbox.begin(claimed, owner="me", at=claimed.expires_at)


def test_nothing_is_begun_at_night_even_after_an_outage(claimed, noon):
    night = noon.replace(hour=22)
    assert not outbox.begin(claimed, owner="me", at=night)
    assert now_in(claimed) == State.DUE
    assert claimed.due_at == noon.replace(day=11, hour=7)
    assert claimed.attempts == 0


def test_sent(begun, noon):
    outbox.settle(begun, SENT, owner="me", at=noon + MINUTE)
    assert now_in(begun) == State.SENT
    assert begun.sent_at == noon + MINUTE
    assert begun.lease_owner == ""


def test_what_was_sent_stays_sent_whoever_holds_it_by_now(begun, noon):
    outbox.recover(at=noon + LONG_AFTER)
    outbox.claim(owner="other", at=noon + LONG_AFTER)
    outbox.settle(begun, SENT, owner="me", at=noon + LONG_AFTER)
    assert now_in(begun) == State.SENT


def test_a_slow_failure_does_not_touch_what_somebody_else_holds(begun, noon):
    outbox.recover(at=noon + LONG_AFTER)
    outbox.claim(owner="other", at=noon + LONG_AFTER)
    outbox.settle(begun, REFUSED, owner="me", at=noon + LONG_AFTER)
    assert now_in(begun) == State.CLAIMED


def test_refused_is_failed_with_its_reason(begun, noon):
    outbox.settle(begun, REFUSED, owner="me", at=noon)
    assert now_in(begun) == State.FAILED
    assert begun.last_error == "smtp 550"


@pytest.mark.parametrize("result", [LATER, UNSURE])
def test_transient_trouble_is_tried_again_with_growing_pauses_five_times_at_most(result, queued, noon):
    message, at, pauses = queued("a"), noon, []
    for _attempt in range(outbox.MOST_ATTEMPTS):
        (claimed,) = outbox.claim(owner="me", at=at)
        assert outbox.begin(claimed, owner="me", at=at)
        outbox.settle(claimed, result, owner="me", at=at)
        message.refresh_from_db()
        pauses.append(message.due_at - at)
        at = message.due_at
    assert pauses[:4] == [1 * MINUTE, 5 * MINUTE, 15 * MINUTE, 60 * MINUTE]
    assert message.state == State.FAILED
    assert message.attempts == 5


def test_a_pause_that_ends_at_night_lasts_till_morning(begun, noon):
    outbox.settle(begun, LATER, owner="me", at=noon.replace(hour=20, minute=59, second=30))
    assert now_in(begun) == State.DUE
    assert begun.due_at == noon.replace(day=11, hour=7)


@pytest.mark.parametrize("result", [LATER, UNSURE])
def test_what_was_withdrawn_in_flight_is_not_tried_again(result, begun, noon):
    actions.withdraw(key_prefix="a")
    assert now_in(begun) == State.ATTEMPTING
    outbox.settle(begun, result, owner="me", at=noon)
    assert now_in(begun) == State.WITHDRAWN


def test_on_a_channel_that_is_not_resent_doubt_waits_for_a_person(begun, noon):
    Message.objects.update(channel="sms")
    begun.refresh_from_db()
    outbox.settle(begun, UNSURE, owner="me", at=noon)
    assert now_in(begun) == State.UNCERTAIN


def test_releasing_gives_back_what_was_not_begun(queued, noon):
    queued("a"), queued("b")
    one, _other = outbox.claim(owner="me", at=noon)
    outbox.begin(one, owner="me", at=noon)
    outbox.release(owner="me")
    assert sorted(Message.objects.values_list("state", flat=True)) == [State.ATTEMPTING, State.DUE]


def test_a_lost_sender_leaves_nothing_lying(claimed, noon):
    outbox.recover(at=noon + MINUTE)
    assert now_in(claimed) == State.CLAIMED
    outbox.recover(at=noon + LONG_AFTER)
    assert now_in(claimed) == State.DUE
    assert claimed.lease_until is None


def test_mail_that_a_lost_sender_was_sending_is_sent_again(begun, noon):
    outbox.recover(at=noon + LONG_AFTER)
    assert now_in(begun) == State.DUE


def test_unless_it_was_withdrawn(begun, noon):
    actions.withdraw(key_prefix="a")
    outbox.recover(at=noon + LONG_AFTER)
    assert now_in(begun) == State.WITHDRAWN


@pytest.mark.parametrize("change", [{"channel": "sms"}, {"attempts": 5}])
def test_other_channels_and_too_many_attempts_wait_for_a_person(change, begun, noon):
    Message.objects.update(**change)
    outbox.recover(at=noon + LONG_AFTER)
    assert now_in(begun) == State.UNCERTAIN
    assert begun.last_error == "sender lost"


def test_what_grew_stale_is_shown_as_expired(queued, noon):
    message = queued("a", expires_at=noon + MINUTE)
    outbox.recover(at=noon)
    assert now_in(message) == State.DUE
    outbox.recover(at=noon + MINUTE)
    assert now_in(message) == State.EXPIRED


@pytest.mark.parametrize(("waiting", "senders"), [(0, 0), (1, 1), (50, 1), (51, 2), (500, 4)])
def test_as_many_senders_wake_as_there_is_work_for(waiting, senders, noor, noon, monkeypatch):
    actions.queue_all(
        messages=[
            actions.compose(key=str(number), recipient=noor, kind="check_in", expires_at=noon + timedelta(days=1))
            for number in range(waiting)
        ]
    )
    woken = []
    monkeypatch.setattr(outbox, "wake", lambda *, senders: woken.append(senders))
    outbox.recover(at=noon)
    assert woken == [senders]


def test_the_row_says_what_it_is(queued):
    assert str(queued("a")) == "check_in (due)"


def test_the_log_names_neither_person_nor_text(begun, noon, caplog):
    outbox.settle(begun, LATER, owner="me", at=noon)
    assert str(begun.pk) in caplog.text
    assert "noor" not in caplog.text.lower()
    assert User.objects.get().email not in caplog.text
