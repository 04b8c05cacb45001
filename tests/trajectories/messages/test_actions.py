"""Writing, reading and settling; the summary stays in step."""

from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction

from aftercare.audit.models import AccessEntry, Event
from aftercare.core.errors import TransitionRefused
from tests.trajectories.messages.conftest import DAY, HOUR
from trajectories.dossier import actions as dossier
from trajectories.dossier.models import Summary
from trajectories.messages import actions as messages
from trajectories.messages.models import Message, Reading


def summary_of(trajectory):
    fields = ("client_wrote_at", "team_wrote_at", "message_waits_since")
    return Summary.objects.values_list(*fields).get(pk=trajectory.pk)


def read_by(user, trajectory, *found, at=None):
    messages.mark_read(trajectory=trajectory, by=user, messages=found, at=at)


def test_a_message_keeps_who_wrote_it_and_as_what(write, client_user, counsellor, stand_in):
    written = [write("Hoi"), write("Dag Noor", by=counsellor), write("Ik lees mee", by=stand_in)]
    assert [(one.author, one.written_as) for one in written] == [
        (client_user, "client"),
        (counsellor, "counsellor"),
        (stand_in, "stand_in"),
    ]
    assert [one.is_from_client for one in written] == [True, False, False]


def test_a_relative_writes_in_a_conversation_of_their_own(write, relative_trajectory, relative, trajectory):
    assert write("Hoe gaat het met mij?", by=relative, of=relative_trajectory).written_as == "relative"
    assert not trajectory.messages.exists()


def test_the_same_words_sent_twice_from_a_page_are_one_message(write, trajectory, counsellor):
    key = uuid4()
    assert write("Hoi", key=key) == write("Hoi", key=key)
    assert trajectory.messages.count() == 1
    assert AccessEntry.objects.filter(event=Event.CHANGE, segment="message_write").count() == 1
    write("Hoi, nog iets", key=key)
    write("Hoi", key=key, by=counsellor)
    assert trajectory.messages.count() == 3


def test_writing_is_audited_without_the_words(write, client_user):
    message = write("Geheim")
    entry = AccessEntry.objects.get(object_id=message.pk)
    assert (entry.event, entry.user, entry.client, entry.role) == (Event.CHANGE, client_user, client_user, "client")


def test_nobody_writes_in_a_closed_trajectory(write, trajectory, counsellor):
    dossier.close(trajectory=trajectory, by=counsellor)
    with pytest.raises(TransitionRefused):
        write("Is er nog iemand?")


def test_the_first_unanswered_message_starts_the_waiting(write, trajectory, counsellor, now):
    assert summary_of(trajectory) == (None, None, None)
    first, second = write("Hoi", at=now - 2 * HOUR), write("Nog iets", at=now - HOUR)
    assert summary_of(trajectory) == (second.sent_at, None, first.sent_at)
    read_by(counsellor, trajectory, first, second)
    answer = write("Dag Noor", by=counsellor, at=now)
    assert summary_of(trajectory) == (second.sent_at, answer.sent_at, None)


def test_what_came_in_while_somebody_answered_still_waits(write, trajectory, counsellor, now):
    seen, unseen = write("Hoi", at=now - 2 * HOUR), write("Nog iets", at=now - HOUR)
    read_by(counsellor, trajectory, seen)
    write("Dag Noor", by=counsellor, at=now)
    assert summary_of(trajectory)[2] == unseen.sent_at
    messages.settle(trajectory=trajectory, by=counsellor)
    assert summary_of(trajectory)[2] == unseen.sent_at


def test_what_needs_no_answer_waits_no_more(write, trajectory, counsellor):
    read_by(counsellor, trajectory, write("Dank je"))
    messages.settle(trajectory=trajectory, by=counsellor)
    assert summary_of(trajectory)[2] is None
    assert AccessEntry.objects.filter(event=Event.CHANGE, user=counsellor, segment="message_write").exists()


def test_the_first_time_somebody_read_it_is_kept(write, trajectory, counsellor, stand_in, now):
    message = write("Hoi", at=now - DAY)
    for at in (now - 2 * HOUR, now):
        read_by(counsellor, trajectory, message, at=at)
    read_by(stand_in, trajectory, message, at=now)
    assert list(Reading.objects.values_list("reader", "read_at")) == [
        (counsellor.pk, now - 2 * HOUR),
        (stand_in.pk, now),
    ]


def test_an_answer_makes_it_old_for_the_whole_team(write, trajectory, counsellor, stand_in):
    message = write("Hoi")
    unanswered = trajectory.messages.from_client().unanswered()
    read_by(counsellor, trajectory, message)
    assert [list(unanswered.unread_by(one)) for one in (counsellor, stand_in)] == [[], [message]]
    write("Dag", by=counsellor)
    assert list(unanswered.unread_by(stand_in)) == []


@pytest.mark.parametrize("changes", [{"text": ""}, {"text": "", "file_count": 4}])
def test_the_database_refuses_a_message_that_says_nothing(write, changes):
    message = write("Hoi")
    with pytest.raises(IntegrityError), transaction.atomic():
        Message.objects.filter(pk=message.pk).update(**changes)


def test_a_message_never_names_itself_by_its_words(write):
    assert "Hoi" not in str(write("Hoi"))
