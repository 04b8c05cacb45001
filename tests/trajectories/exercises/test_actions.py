"""Assigning, changing, ending; doing an exercise and taking that back."""

from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from aftercare.audit.models import AccessEntry, Event
from aftercare.core import scope
from aftercare.core.errors import Refused, Stale
from tests.trajectories.exercises.conftest import DAY, NOW
from trajectories.exercises import actions as exercises
from trajectories.exercises.library import NoSuchExercise
from trajectories.exercises.models import AssignedExercise, DoneExercise
from trajectories.plans import actions as plans


def lines(segment: str) -> int:
    return AccessEntry.objects.filter(segment=segment, event=Event.CHANGE).count()


@pytest.fixture
def skill(trajectory, counsellor):
    return plans.add(trajectory=trajectory, by=counsellor, kind="skill", title="Nee zeggen", state="active")


def test_an_assigned_exercise_keeps_what_goes_with_it(assign, trajectory, counsellor, skill):
    assign("refusal-skills", note="Voor zaterdag.", until=timezone.localdate(), item=skill)
    stored = trajectory.assigned_exercises.current().get()
    assert (stored.slug, stored.note, stored.item, stored.assigned_by) == (
        "refusal-skills",
        "Voor zaterdag.",
        skill,
        counsellor,
    )
    assert lines("exercise_assign") == 1


def test_the_same_exercise_is_assigned_once_at_a_time(assign, trajectory, counsellor):
    first = assign()
    with pytest.raises(Refused):
        assign(note="Nog eens.")
    assert trajectory.assigned_exercises.get() == first
    exercises.end(assigned=first, by=counsellor)
    assert assign() != first


def test_what_is_not_in_the_library_cannot_be_assigned_or_done(assign, do):
    for act in (assign, do):
        with pytest.raises(NoSuchExercise):
            act("juggling")


def test_a_part_of_somebody_elses_plan_is_refused(assign, other_trajectory, colleague, trajectory, counsellor):
    foreign = plans.add(trajectory=other_trajectory, by=colleague, kind="skill", title="Nee zeggen")
    with pytest.raises(Refused):
        assign(item=foreign)
    assigned = assign()
    with pytest.raises(Refused):
        exercises.change(assigned=assigned, by=counsellor, revision=1, item=foreign)
    assert trajectory.assigned_exercises.get().item is None


def test_a_change_is_kept_and_a_stale_one_is_refused(assign, counsellor, colleague, trajectory):
    assigned = assign()
    exercises.change(assigned=assigned, by=colleague, revision=1, note="Van Farah.")
    with pytest.raises(Stale):
        exercises.change(assigned=assigned, by=counsellor, revision=1, note="Van Ilse.")
    stored = trajectory.assigned_exercises.get()
    assert (stored.note, stored.revision, stored.changed_by) == ("Van Farah.", 2, colleague)
    assert lines("exercise_assign") == 2


def test_ending_twice_is_once_and_what_was_done_stays(assign, do, counsellor, trajectory):
    assigned = assign()
    do()
    for _ in range(2):
        exercises.end(assigned=assigned, by=counsellor)
    assert not trajectory.assigned_exercises.current().exists()
    (over,) = trajectory.assigned_exercises.over().with_times()
    assert (over.times, over.ended_by, over.last_done_at) == (1, counsellor, NOW)
    assert lines("exercise_assign") == 2


def test_it_is_asked_until_its_last_day_included(assign, trajectory, clock):
    today = timezone.localdate()
    assign("sleep")
    assigned = assign(until=today)
    assert assigned in trajectory.assigned_exercises.on(today)
    assert [one.slug for one in trajectory.assigned_exercises.on(today + DAY)] == ["sleep"]


def test_what_was_done_today_is_not_asked_again_today(assign, do, trajectory):
    today = timezone.localdate()
    assigned = assign()
    do(at=NOW - DAY)
    assert list(trajectory.assigned_exercises.not_done_on(today)) == [assigned]
    do()
    assert not trajectory.assigned_exercises.not_done_on(today).exists()
    assert list(trajectory.assigned_exercises.not_done_on(today + DAY)) == [assigned]


def test_it_may_be_done_several_times_and_each_counts(assign, do, trajectory):
    assign()
    do(how="Na zeven minuten zakte het.", at=NOW - DAY)
    do()
    (assigned,) = trajectory.assigned_exercises.with_times()
    assert (assigned.times, assigned.last_done_at) == (2, NOW)
    assert [one.how for one in trajectory.done_exercises.all()] == ["", "Na zeven minuten zakte het."]
    assert lines("exercise_do") == 2


def test_it_may_be_done_without_being_assigned(do):
    done = do("sleep")
    assert (done.assigned, done.version, done.exercise.slug) == (None, 1, "sleep")


def test_sent_twice_is_done_once_with_the_words_said_last(do, trajectory):
    key = uuid4()
    do(key=key, how="Lukte.")
    do(key=key, how="Lukte goed.")
    assert trajectory.done_exercises.get().how == "Lukte goed."


def test_it_can_be_taken_back_for_ten_minutes(do, client_user, trajectory, clock):
    done, kept = do(), do(at=NOW - DAY)
    for _ in range(2):
        exercises.take_back(done=done, by=client_user)
    with pytest.raises(Refused):
        exercises.take_back(done=kept, by=client_user)
    assert trajectory.done_exercises.get() == kept
    assert lines("exercise_do") == 3


@pytest.mark.parametrize("wrong", [{"ended_at": NOW}, {"ended_by_id": "somebody"}])
def test_the_database_refuses_half_an_end(assign, counsellor, wrong):
    assign()
    wrong = {name: counsellor.pk if value == "somebody" else value for name, value in wrong.items()}
    with pytest.raises(IntegrityError), transaction.atomic():
        AssignedExercise.objects.update(**wrong)


def test_a_part_of_the_plan_that_goes_leaves_the_exercise(assign, skill, trajectory):
    assign(item=skill)
    skill.delete()
    assert trajectory.assigned_exercises.get().item is None


@pytest.mark.parametrize(
    ("persona", "seen"), [("client_user", 1), ("counsellor", 1), ("other_client", 0), ("outsider", 0), ("partner", 0)]
)
def test_the_database_shows_exercises_to_the_organisation_and_the_person_only(request, assign, do, persona, seen):
    user = request.getfixturevalue(persona)
    assign()
    do()
    scope.enter(user=user.pk)
    assert [AssignedExercise.objects.count(), DoneExercise.objects.count()] == [seen, seen]
