"""Planning and recording appointments; the summary stays in step."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from aftercare.audit.models import AccessEntry, Event
from aftercare.core.errors import TransitionRefused
from trajectories.appointments import actions as appointments
from trajectories.appointments.models import Appointment
from trajectories.dossier.models import Summary

State = Appointment.State


@pytest.fixture
def plan(trajectory, counsellor):
    def plan_in(hours: float, **details) -> Appointment:
        starts_at = timezone.now() + timedelta(hours=hours)
        return appointments.plan(
            trajectory=trajectory, by=counsellor, with_user=counsellor, starts_at=starts_at, **details
        )

    return plan_in


def summary_of(trajectory):
    return Summary.objects.values_list("next_appointment_at", "last_contact_at").get(pk=trajectory.pk)


def test_the_first_planned_appointment_is_the_next(trajectory, plan):
    assert summary_of(trajectory) == (None, None)
    later = plan(72)
    assert summary_of(trajectory) == (later.starts_at, None)
    sooner = plan(24, kind=Appointment.Kind.PHONE, place="belt jou")
    assert summary_of(trajectory) == (sooner.starts_at, None)


def test_planning_is_audited(trajectory, plan):
    entry = AccessEntry.objects.get(event=Event.CHANGE, object_id=plan(24).pk)
    assert (entry.segment, entry.role, entry.client) == ("appointment_edit", "counsellor", trajectory.client.user)


@pytest.mark.parametrize(("state", "is_contact"), [(State.HELD, True), (State.MISSED, False)])
def test_a_recorded_appointment_makes_way_for_the_next(trajectory, counsellor, plan, state, is_contact):
    past, coming = plan(-2), plan(24)
    assert summary_of(trajectory) == (past.starts_at, None)
    appointments.record(appointment=past, by=counsellor, state=state, note="Over de groep gesproken.")
    assert summary_of(trajectory) == (coming.starts_at, past.starts_at if is_contact else None)
    assert (past.state, past.note, past.recorded_by) == (state, "Over de groep gesproken.", counsellor)
    assert AccessEntry.objects.filter(event=Event.CHANGE, object_id=past.pk).count() == 2


def test_a_cancelled_appointment_is_next_no_more(trajectory, counsellor, plan):
    coming = plan(24)
    appointments.record(appointment=coming, by=counsellor, state=State.CANCELLED)
    assert summary_of(trajectory) == (None, None)


def test_a_record_can_be_corrected(trajectory, counsellor, plan):
    past = plan(-2)
    appointments.record(appointment=past, by=counsellor, state=State.HELD)
    appointments.record(appointment=past, by=counsellor, state=State.MISSED)
    assert summary_of(trajectory) == (None, None)


@pytest.mark.parametrize("state", [State.HELD, State.MISSED])
def test_what_has_not_started_did_not_take_place(counsellor, plan, state):
    coming = plan(24)
    with pytest.raises(TransitionRefused):
        appointments.record(appointment=coming, by=counsellor, state=state)
    coming.refresh_from_db()
    assert coming.state == State.PLANNED


def test_a_recorded_appointment_never_becomes_planned_again(counsellor, plan):
    past = plan(-2)
    appointments.record(appointment=past, by=counsellor, state=State.HELD)
    with pytest.raises(TransitionRefused):
        appointments.record(appointment=past, by=counsellor, state=State.PLANNED)


def test_an_appointment_is_upcoming_until_its_end(trajectory, counsellor, plan):
    now = timezone.now()
    going_on, over, coming, held = plan(-0.5), plan(-1), plan(24), plan(-48)
    appointments.record(appointment=held, by=counsellor, state=State.HELD)
    assert list(trajectory.appointments.upcoming(at=now)) == [going_on, coming]
    assert list(trajectory.appointments.to_record(at=now)) == [over]
    assert list(trajectory.appointments.recorded()) == [held]


@pytest.mark.parametrize("minutes", [4, 481])
def test_the_database_refuses_a_length_that_is_none(plan, minutes):
    with pytest.raises(IntegrityError), transaction.atomic():
        plan(24, minutes=minutes)


def test_who_recorded_and_when_come_together(plan):
    coming = plan(24)
    with pytest.raises(IntegrityError), transaction.atomic():
        Appointment.objects.filter(pk=coming.pk).update(state=State.HELD)


def test_each_state_has_its_look(plan):
    assert [Appointment(state=state).status_level for state in State] == ["info", "ok", "gap", "quiet"]
    assert str(plan(24)).startswith(str(Appointment.Kind.INDIVIDUAL.label))
