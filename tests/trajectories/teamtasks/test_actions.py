"""Asking, finishing, withdrawing; and when a day's work ends."""

from datetime import datetime

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from aftercare.audit.models import AccessEntry, Event
from aftercare.core import scope
from aftercare.core.errors import TransitionRefused
from tests.trajectories.teamtasks.conftest import DAY, HOUR, NOW
from trajectories.appointments import actions as appointments
from trajectories.dossier.models import Summary
from trajectories.teamtasks import actions as teamtasks
from trajectories.teamtasks.deadlines import end_of_working_day, is_working_time
from trajectories.teamtasks.models import TeamTask


def lines(segment="team_task") -> int:
    return AccessEntry.objects.filter(segment=segment, event=Event.CHANGE).count()


def test_the_same_occasion_makes_one_task(ask, trajectory):
    first = ask(text="Bel me liever na het werk.")
    again = ask(text="Nog een keer.", due=50 * HOUR)
    assert again == first
    assert (again.text, again.due_at) == ("Bel me liever na het werk.", NOW + 26 * HOUR)
    assert lines() == 1
    ask(key="another use")
    assert trajectory.team_tasks.open().count() == 2


def test_another_trajectory_has_its_own_occasions(ask, other_trajectory, other_client):
    assert ask(of=other_trajectory, by=other_client) != ask()


def test_the_portal_may_ask(ask):
    assert ask(by=None).asked_by is None


def test_what_is_due_first_stands_first(ask, trajectory):
    later, sooner = ask(key="a", due=5 * HOUR), ask(key="b", due=HOUR)
    assert list(trajectory.team_tasks.open()) == [sooner, later]


def test_it_is_finished_with_a_note_and_the_time_it_took_is_kept(ask, counsellor, trajectory):
    task = ask()
    teamtasks.finish(task=task, by=counsellor, outcome="Gesproken.", at=NOW + 3 * HOUR)
    stored = trajectory.team_tasks.done().get()
    assert (stored.done_by, stored.outcome, stored.took) == (counsellor, "Gesproken.", 3 * HOUR)
    assert not trajectory.team_tasks.open().exists()
    assert lines() == 2


def test_an_open_task_took_no_time_yet(ask):
    assert ask().took is None


def test_it_is_finished_once_and_says_who_was_first(ask, counsellor, colleague):
    task, seen_by_colleague = ask(), ask()
    teamtasks.finish(task=task, by=counsellor, outcome="Gesproken.")
    with pytest.raises(TransitionRefused, match="Ilse Doornbosch"):
        teamtasks.finish(task=seen_by_colleague, by=colleague)
    assert TeamTask.objects.get().done_by == counsellor


def test_a_call_counts_as_contact_and_a_review_does_not(ask, counsellor, trajectory):
    teamtasks.finish(task=ask("review", key="review"), by=counsellor)
    assert Summary.objects.get(pk=trajectory.pk).last_contact_at is None
    teamtasks.finish(task=ask("call"), by=counsellor)
    assert Summary.objects.get(pk=trajectory.pk).last_contact_at == NOW


def test_a_call_stays_the_last_contact_when_an_older_appointment_is_recorded(ask, counsellor, trajectory):
    teamtasks.finish(task=ask("call"), by=counsellor)
    held = appointments.plan(trajectory=trajectory, by=counsellor, with_user=counsellor, starts_at=NOW - DAY)
    appointments.record(appointment=held, by=counsellor, state="held")
    assert Summary.objects.get(pk=trajectory.pk).last_contact_at == NOW


def test_what_is_withdrawn_is_off_the_list_and_cannot_be_finished(ask, counsellor, client_user, trajectory):
    task = ask()
    teamtasks.withdraw(trajectory=trajectory, key="use", by=client_user)
    assert not trajectory.team_tasks.open().exists()
    with pytest.raises(TransitionRefused):
        teamtasks.finish(task=task, by=counsellor)
    assert ask().withdrawn_at == NOW


def test_withdrawing_what_is_done_or_was_never_asked_changes_nothing(ask, counsellor, client_user, trajectory):
    teamtasks.finish(task=ask(), by=counsellor)
    for key in ("use", "never asked"):
        teamtasks.withdraw(trajectory=trajectory, key=key, by=client_user)
    assert TeamTask.objects.get().withdrawn_at is None
    assert lines() == 2


@pytest.mark.parametrize(
    "wrong",
    [
        {"done_at": NOW},
        {"outcome": "Gesproken."},
        {"due_at": NOW - HOUR},
    ],
)
def test_the_database_refuses_half_a_task(ask, wrong):
    ask()
    with pytest.raises(IntegrityError), transaction.atomic():
        TeamTask.objects.update(**wrong)


@pytest.mark.parametrize(
    ("persona", "seen"), [("client_user", 1), ("counsellor", 1), ("other_client", 0), ("outsider", 0), ("partner", 0)]
)
def test_the_database_shows_a_task_to_the_organisation_and_the_person_only(request, ask, persona, seen):
    user = request.getfixturevalue(persona)
    ask()
    scope.enter(user=user.pk)
    assert TeamTask.objects.count() == seen


@pytest.mark.parametrize(
    ("at", "ends"),
    [
        ("2026-03-18 11:00", "2026-03-18 17:00"),
        ("2026-03-18 16:59", "2026-03-18 17:00"),
        ("2026-03-18 17:00", "2026-03-19 17:00"),
        ("2026-03-20 18:00", "2026-03-23 17:00"),  # Friday evening
        ("2026-03-21 09:00", "2026-03-23 17:00"),
        ("2026-04-03 18:00", "2026-04-07 17:00"),  # before Easter
        ("2026-04-27 09:00", "2026-04-28 17:00"),  # King's Day
    ],
)
def test_a_day_of_work_ends_at_five(at, ends):
    at, ends = (timezone.make_aware(datetime.fromisoformat(text)) for text in (at, ends))
    assert end_of_working_day(at, zone="Europe/Amsterdam") == ends


def test_a_call_back_is_due_on_the_next_working_day_and_asked_once(trajectory, client_user):
    first = teamtasks.ask_call_back(trajectory=trajectory, by=client_user, at=NOW + 10 * HOUR)
    again = teamtasks.ask_call_back(trajectory=trajectory, by=client_user)
    assert (first.kind, first.due_at) == (TeamTask.Kind.CALL, NOW + 29 * HOUR)
    assert again == first
    assert lines() == 1


def test_once_it_was_done_another_call_back_can_be_asked(trajectory, client_user, counsellor):
    first = teamtasks.ask_call_back(trajectory=trajectory, by=client_user)
    teamtasks.finish(task=first, by=counsellor)
    assert teamtasks.ask_call_back(trajectory=trajectory, by=client_user) != first


@pytest.mark.parametrize(
    ("hours", "is_working"), [(-3.1, False), (-3, True), (4.9, True), (5, False), (3 * 24, False), (19 * 24, False)]
)
def test_people_work_from_nine_to_five_on_working_days(hours, is_working):
    """From Wednesday noon; nineteen days later it is Easter Monday."""
    assert is_working_time(NOW + hours * HOUR, zone="Europe/Amsterdam") is is_working
