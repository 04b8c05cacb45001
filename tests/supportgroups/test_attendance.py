"""Marking how it went: once a day has come, for whoever has a place, corrected with who and when."""

import pytest
import time_machine
from django.utils import timezone

from aftercare.audit.models import AccessEntry, Event
from aftercare.core.errors import Refused, TransitionRefused
from supportgroups import actions
from supportgroups.models import Attendance

EVENING = "2027-04-06T19:00:00+00:00"
PRESENT, EXCUSED, ABSENT = Attendance.Mark.PRESENT, Attendance.Mark.EXCUSED, Attendance.Mark.ABSENT


@pytest.fixture
def evening(session, group, client_user, other_client, coordinator, clock):
    for person in (client_user, other_client):
        actions.enrol(group=group, participant=person, by=coordinator)
    clock.move_to(EVENING)
    return session


def marks(session) -> dict:
    return dict(session.attendances.values_list("participant", "mark"))


def test_marks_are_kept_and_the_unmarked_stay_unmarked(evening, counsellor, client_user):
    assert actions.mark_attendance(session=evening, by=counsellor, marks={client_user.pk: PRESENT}) == 1
    assert marks(evening) == {client_user.pk: PRESENT}


def test_a_correction_says_who_and_when_and_only_about_whom_it_changed(
    evening, counsellor, peer_worker, client_user, other_client, clock
):
    actions.mark_attendance(session=evening, by=counsellor, marks={client_user.pk: PRESENT, other_client.pk: ABSENT})
    clock.move_to("2027-04-08T09:00:00+00:00")
    changed = actions.mark_attendance(
        session=evening, by=peer_worker, marks={client_user.pk: PRESENT, other_client.pk: EXCUSED}
    )
    assert changed == 1
    corrected = Attendance.objects.get(participant=other_client)
    assert (corrected.mark, corrected.marked_by, corrected.marked_at) == (EXCUSED, peer_worker, timezone.now())
    assert Attendance.objects.get(participant=client_user).marked_by == counsellor
    lines = AccessEntry.objects.filter(segment="attendance", event=Event.CHANGE, object_id=evening.pk)
    assert lines.filter(client=other_client).count() == 2
    assert lines.filter(client=client_user).count() == 1


def test_marking_the_same_again_writes_nothing(evening, counsellor, client_user):
    actions.mark_attendance(session=evening, by=counsellor, marks={client_user.pk: PRESENT})
    before = AccessEntry.objects.count()
    assert actions.mark_attendance(session=evening, by=counsellor, marks={client_user.pk: PRESENT}) == 0
    assert AccessEntry.objects.count() == before


def test_whoever_has_no_place_cannot_be_marked(evening, counsellor, relative):
    with pytest.raises(Refused, match="no place"):
        actions.mark_attendance(session=evening, by=counsellor, marks={relative.pk: PRESENT})


def test_whoever_left_afterwards_can_still_be_corrected(evening, counsellor, client_user, group, clock):
    actions.mark_attendance(session=evening, by=counsellor, marks={client_user.pk: ABSENT})
    clock.move_to("2027-04-08T09:00:00+00:00")
    actions.leave(enrolment=group.enrolments.get(participant=client_user), by=counsellor)
    actions.mark_attendance(session=evening, by=counsellor, marks={client_user.pk: PRESENT})
    assert marks(evening) == {client_user.pk: PRESENT}


def test_whoever_left_before_or_came_later_is_not_on_the_list(
    session, group, coordinator, client_user, other_client, clock
):
    left = actions.enrol(group=group, participant=client_user, by=coordinator)
    actions.leave(enrolment=left, by=coordinator)
    clock.move_to("2027-04-07T09:00:00+00:00")
    actions.enrol(group=group, participant=other_client, by=coordinator)
    assert not group.enrolments.during(session).exists()


@pytest.mark.parametrize(("at", "opens"), [("2027-04-05T21:59:00+00:00", False), ("2027-04-05T22:00:00+00:00", True)])
def test_attendance_opens_at_midnight_of_the_day_itself(evening, counsellor, client_user, at, opens):
    with time_machine.travel(at, tick=False):
        if opens:
            actions.mark_attendance(session=evening, by=counsellor, marks={client_user.pk: EXCUSED})
        else:
            with pytest.raises(TransitionRefused, match="on the day"):
                actions.mark_attendance(session=evening, by=counsellor, marks={client_user.pk: EXCUSED})


def test_a_cancelled_session_has_no_attendance(session, counsellor, coordinator):
    actions.cancel_session(session=session, by=coordinator)
    with pytest.raises(TransitionRefused, match="no attendance"):
        actions.finish_attendance(session=session, by=counsellor)


def test_the_first_to_finish_is_kept_and_the_note_can_be_changed(evening, counsellor, peer_worker):
    actions.finish_attendance(session=evening, by=counsellor, note="Thema: nee zeggen.")
    actions.finish_attendance(session=evening, by=peer_worker, note="Thema: nee zeggen op een feest.")
    evening.refresh_from_db()
    assert evening.attendance_closed_by == counsellor
    assert evening.note == "Thema: nee zeggen op een feest."


def test_marks_from_before_the_portal_keep_their_evening(evening, counsellor, client_user):
    then = evening.period.upper
    actions.mark_attendance(session=evening, by=counsellor, marks={client_user.pk: PRESENT}, at=then)
    actions.finish_attendance(session=evening, by=counsellor, at=then)
    evening.refresh_from_db()
    assert evening.attendances.get().marked_at == then
    assert evening.attendance_closed_at == then
