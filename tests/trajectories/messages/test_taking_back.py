"""A message of the team is taken back as long as the client has not read it."""

import pytest

from aftercare.audit.models import AccessEntry, Event
from aftercare.core.errors import TransitionRefused
from aftercare.notifications.models import Message as Notice
from tests.trajectories.messages.conftest import HOUR
from trajectories.dossier.models import Summary
from trajectories.messages import actions as messages


def waits(trajectory):
    return Summary.objects.values_list("team_wrote_at", "message_waits_since").get(pk=trajectory.pk)


def test_what_it_answered_waits_again_and_the_notice_is_not_sent(write, trajectory, counsellor):
    asked = write("Kan het later?")
    messages.mark_read(trajectory=trajectory, by=counsellor, messages=[asked])
    answer = write("Ja, dat kan.", by=counsellor)
    notice = Notice.objects.filter(recipient=trajectory.client.user, state="due")
    assert (waits(trajectory), notice.exists()) == ((answer.sent_at, None), True)
    messages.take_back(message=answer, by=counsellor)
    assert (waits(trajectory), notice.exists()) == ((None, asked.sent_at), False)
    assert list(trajectory.messages.all()) == [asked]


def test_an_earlier_one_leaves_what_was_answered_since_as_it_is(write, trajectory, counsellor):
    first = write("Tot morgen.", by=counsellor)
    last = write("Om tien uur.", by=counsellor, at=first.sent_at + HOUR)
    messages.take_back(message=first, by=counsellor)
    assert waits(trajectory) == (last.sent_at, None)
    messages.take_back(message=last, by=counsellor)
    assert waits(trajectory) == (None, None)


def test_what_was_answered_before_stays_answered(write, trajectory, counsellor):
    asked = write("Kan het later?")
    messages.mark_read(trajectory=trajectory, by=counsellor, messages=[asked])
    answer = write("Ja.", by=counsellor, at=asked.sent_at + HOUR)
    messages.take_back(
        message=write("En neem je agenda mee.", by=counsellor, at=asked.sent_at + 2 * HOUR), by=counsellor
    )
    assert waits(trajectory) == (answer.sent_at, None)


def test_what_was_read_stays(write, trajectory, client_user, counsellor):
    message = write("Tot morgen.", by=counsellor)
    messages.mark_read(trajectory=trajectory, by=client_user, messages=[message])
    with pytest.raises(TransitionRefused, match="Noor Velthuizen"):
        messages.take_back(message=message, by=counsellor)
    assert trajectory.messages.get() == message


def test_taking_back_is_audited(write, trajectory, counsellor):
    message = write("Tot morgen.", by=counsellor)
    pk = message.pk
    messages.take_back(message=message, by=counsellor)
    assert AccessEntry.objects.filter(object_id=pk, event=Event.CHANGE).count() == 2
