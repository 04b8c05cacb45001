"""Proposing, answering, withdrawing: a trajectory changes only when both have confirmed."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from aftercare.audit.models import AccessEntry, Event
from aftercare.core import scope
from aftercare.core.errors import Refused, Stale, TransitionRefused
from aftercare.notifications.models import Message
from tests.trajectories.agreements.conftest import DAY, END, NOW, TODAY, WEEK
from trajectories.agreements import actions as agreements
from trajectories.agreements.models import Agreement, Review
from trajectories.dossier import actions as dossier
from trajectories.dossier.models import Trajectory

State = Agreement.State
LATER = date(2026, 8, 30)


def held(trajectory) -> tuple:
    stored = Trajectory.objects.get(pk=trajectory.pk)
    return stored.starts_on, stored.ends_on, stored.step


def test_registering_proposes_and_holds_nothing_for_agreed(trajectory, counsellor):
    proposed = trajectory.agreements.get()
    assert (proposed.kind, proposed.side, proposed.state) == ("start", "team", State.PROPOSED)
    assert (proposed.starts_on, proposed.ends_on, proposed.step) == (TODAY, END, 1)
    assert (proposed.team_agreed_by, proposed.client_agreed_by) == (counsellor, None)
    assert not Message.objects.exists()


def test_the_client_confirms_the_start_and_a_review_is_planned(agreed, trajectory, client_user):
    stored = trajectory.agreements.agreed().get()
    assert (stored.client_agreed_by, stored.client_agreed_at, stored.ended_at) == (client_user, NOW, NOW)
    assert trajectory.reviews.open().get().due_on == TODAY + 6 * WEEK
    assert held(trajectory) == (TODAY, END, 1)


def test_the_client_may_answer_the_start_with_another_one(trajectory, client_user, counsellor):
    first = trajectory.agreements.get()
    other = agreements.propose(
        trajectory=trajectory,
        by=client_user,
        kind="start",
        starts_on=TODAY + DAY,
        ends_on=LATER,
        reason="Ik wil de zomer erbij.",
        seen=first.pk,
    )
    first.refresh_from_db()
    assert (first.state, other.counters, other.side) == (State.COUNTERED, first, "client")
    assert held(trajectory) == (TODAY, END, 1)
    agreements.accept(agreement=other, by=counsellor)
    assert held(trajectory) == (TODAY + DAY, LATER, 1)


@pytest.mark.parametrize(
    ("kind", "terms", "then"),
    [
        ("extend", {"ends_on": LATER}, (TODAY, LATER, 2)),
        ("shorten", {"ends_on": TODAY + WEEK}, (TODAY, TODAY + WEEK, 2)),
        ("step_up", {"reason": "Veel trek.", "ends_on": LATER}, (TODAY, END, 3)),
        ("step_down", {"reason": "Het gaat."}, (TODAY, END, 1)),
        ("close", {"ends_on": TODAY + DAY}, (TODAY, TODAY + DAY, 2)),
    ],
)
@pytest.mark.parametrize("starts_with", ["client_user", "counsellor"])
def test_either_proposes_and_it_holds_once_the_other_confirms(
    request, propose, trajectory, client_user, counsellor, kind, terms, then, starts_with
):
    Trajectory.objects.update(step=2)
    by = request.getfixturevalue(starts_with)
    proposed = propose(kind, by=by, **terms)
    assert held(trajectory) == (TODAY, END, 2)
    agreements.accept(agreement=proposed, by=counsellor if by == client_user else client_user)
    assert held(trajectory) == then
    assert Trajectory.objects.get().revision == 3


def test_nobody_confirms_their_own_proposal(propose, client_user, counsellor, colleague, trajectory):
    with pytest.raises(Refused, match="You proposed this"):
        agreements.accept(agreement=propose("extend", ends_on=LATER, by=client_user), by=client_user)
    assert held(trajectory) == (TODAY, END, 1)


def test_a_colleague_cannot_confirm_what_the_team_proposed(propose, colleague, trajectory):
    with pytest.raises(Refused):
        agreements.accept(agreement=propose("extend", ends_on=LATER), by=colleague)
    assert held(trajectory) == (TODAY, END, 1)


@pytest.mark.parametrize(
    ("kind", "terms", "words"),
    [
        ("start", {}, "First the start"),
        ("continue", {}, "no review now"),
        ("extend", {"ends_on": END}, "after 14 June 2026"),
        ("extend", {"ends_on": date(2028, 6, 1)}, "two years"),
        ("shorten", {"ends_on": END}, "before 14 June 2026"),
        ("shorten", {"ends_on": TODAY - DAY}, "from today"),
        ("close", {"ends_on": TODAY - DAY}, "Choose today"),
        ("step_down", {"reason": "Het gaat."}, "three steps"),
        ("step_up", {}, "few words why"),
    ],
)
def test_what_cannot_be_is_refused_in_words(propose, trajectory, kind, terms, words):
    with pytest.raises(Refused, match=words):
        propose(kind, **terms)
    assert trajectory.agreements.count() == 1


def test_before_the_start_is_agreed_nothing_else_is_and_its_end_follows_its_start(trajectory, counsellor):
    first = trajectory.agreements.get().pk
    with pytest.raises(TransitionRefused, match="First the start"):
        agreements.propose(trajectory=trajectory, by=counsellor, kind="extend", ends_on=LATER, seen=first)
    with pytest.raises(Refused, match="cannot be before"):
        agreements.propose(trajectory=trajectory, by=counsellor, kind="start", starts_on=LATER, seen=first)


def test_closing_before_the_start_is_refused(trajectory, client_user, counsellor):
    first = trajectory.agreements.get()
    later = agreements.propose(
        trajectory=trajectory, by=counsellor, kind="start", starts_on=TODAY + WEEK, ends_on=LATER, seen=first.pk
    )
    agreements.accept(agreement=later, by=client_user)
    with pytest.raises(Refused, match="cannot be before"):
        agreements.propose(trajectory=trajectory, by=counsellor, kind="close", ends_on=TODAY)


def test_a_counter_proposal_answers_and_an_own_one_replaces(propose, trajectory, client_user, counsellor):
    first = propose("extend", ends_on=LATER)
    second = propose("extend", ends_on=LATER + WEEK, seen=first)
    third = propose("shorten", ends_on=TODAY + WEEK, by=client_user, seen=second)
    states = {one.pk: (one.state, one.counters_id) for one in trajectory.agreements.all()}
    assert states[first.pk] == (State.WITHDRAWN, None)
    assert states[second.pk] == (State.COUNTERED, None)
    assert states[third.pk] == (State.PROPOSED, second.pk)


def test_what_was_proposed_meanwhile_is_not_overwritten(propose, client_user):
    theirs = propose("extend", ends_on=LATER)
    with pytest.raises(Stale):
        propose("shorten", ends_on=TODAY + WEEK, by=client_user)
    theirs.refresh_from_db()
    assert theirs.state == State.PROPOSED


def test_it_is_withdrawn_by_its_own_side_only(propose, client_user, counsellor, trajectory):
    proposed = propose("extend", ends_on=LATER)
    with pytest.raises(Refused, match="Only who proposed"):
        agreements.withdraw(agreement=proposed, by=client_user)
    agreements.withdraw(agreement=proposed, by=counsellor)
    assert (proposed.state, proposed.ended_at) == (State.WITHDRAWN, NOW)
    assert held(trajectory) == (TODAY, END, 1)


@pytest.mark.parametrize("again", ["accept", "withdraw"])
def test_a_late_or_double_answer_changes_nothing(propose, client_user, counsellor, trajectory, again):
    proposed, same = propose("extend", ends_on=LATER), trajectory.agreements.open().get()
    agreements.accept(agreement=proposed, by=client_user)
    by = client_user if again == "accept" else counsellor
    with pytest.raises(TransitionRefused, match="not open any more"):
        getattr(agreements, again)(agreement=same, by=by)
    assert Trajectory.objects.get().revision == 3


def test_the_team_writes_down_what_was_agreed_in_a_conversation(trajectory, counsellor, clock):
    clock.shift(2 * DAY)
    first = trajectory.agreements.get()
    agreements.accept(agreement=first, by=counsellor, spoken_on=TODAY + DAY)
    stored = trajectory.agreements.agreed().get()
    assert (stored.client_agreed_by, stored.spoken_on) == (counsellor, TODAY + DAY)
    assert trajectory.reviews.open().exists()


@pytest.mark.parametrize(
    ("day", "words"), [(TODAY + DAY, "still to come"), (TODAY - DAY, "before the aftercare was registered")]
)
def test_a_conversation_lies_between_registration_and_today(trajectory, counsellor, day, words):
    with pytest.raises(Refused, match=words):
        agreements.accept(agreement=trajectory.agreements.get(), by=counsellor, spoken_on=day)


def test_only_the_team_writes_down_a_conversation_and_only_for_its_own_proposal(propose, client_user, counsellor):
    own = propose("extend", ends_on=LATER, by=client_user)
    for by in (client_user, counsellor):
        with pytest.raises(Refused, match="Only the care team"):
            agreements.accept(agreement=own, by=by, spoken_on=TODAY)


def test_a_closed_trajectory_agrees_on_nothing(propose, trajectory, counsellor, client_user):
    proposed = propose("extend", ends_on=LATER)
    dossier.close(trajectory=trajectory, by=counsellor)
    with pytest.raises(TransitionRefused, match="closed"):
        agreements.accept(agreement=proposed, by=client_user)
    with pytest.raises(TransitionRefused, match="closed"):
        propose("shorten", ends_on=TODAY + WEEK, seen=proposed)
    agreements.end_all(trajectory=trajectory, by=counsellor, at=NOW)
    assert not trajectory.agreements.open().exists()
    assert not trajectory.reviews.open().exists()


def test_the_client_gets_a_neutral_letter_and_it_goes_when_answered(propose, client_user, counsellor):
    proposed = propose("extend", ends_on=LATER)
    (letter,) = Message.objects.all()
    assert (letter.recipient, letter.link_view, letter.link_ids) == (client_user, "agreements:mine", {})
    agreements.accept(agreement=proposed, by=client_user)
    letter.refresh_from_db()
    assert letter.state == "withdrawn"
    assert Message.objects.count() == 1


def test_the_answer_of_the_team_is_told_and_history_is_not(propose, client_user, counsellor):
    agreements.accept(agreement=propose("extend", ends_on=LATER, by=client_user), by=counsellor)
    assert Message.objects.get().key.endswith(":answered")
    old = propose("shorten", ends_on=TODAY + WEEK, tell=False)
    agreements.withdraw(agreement=old, by=counsellor)
    agreements.accept(
        agreement=propose("shorten", ends_on=TODAY + WEEK, by=client_user), by=counsellor, at=NOW, tell=False
    )
    assert Message.objects.count() == 1


def test_nobody_writes_to_whoever_has_no_address(propose, client_user):
    client_user.email = None
    client_user.save()
    propose("extend", ends_on=LATER)
    assert not Message.objects.exists()


def test_each_step_leaves_its_line(propose, client_user, counsellor):
    before = AccessEntry.objects.filter(event=Event.CHANGE, segment="agree").count()
    agreements.accept(agreement=propose("extend", ends_on=LATER), by=client_user)
    agreements.withdraw(agreement=propose("shorten", ends_on=TODAY + WEEK, by=client_user), by=client_user)
    lines = AccessEntry.objects.filter(event=Event.CHANGE, segment="agree").order_by("at", "id")
    assert [line.role for line in lines][before:] == ["counsellor", "client", "client", "client"]


@pytest.mark.parametrize(
    "wrong",
    [
        {"state": "agreed", "ended_at": NOW},
        {"client_agreed_at": NOW},
        {"team_agreed_by": None},
        {"ended_at": NOW},
        {"step": 4},
        {"ends_on": TODAY - DAY},
        {"spoken_on": TODAY},
    ],
)
def test_the_database_refuses_half_an_agreement(trajectory, wrong):
    with pytest.raises(IntegrityError), transaction.atomic():
        Agreement.objects.update(**wrong)


def test_the_database_keeps_one_open_proposal(propose):
    proposed = propose("extend", ends_on=LATER)
    proposed.pk, proposed.counters = None, None
    with pytest.raises(IntegrityError), transaction.atomic():
        proposed.save(force_insert=True)


@pytest.mark.parametrize(
    ("persona", "seen"), [("client_user", 1), ("counsellor", 1), ("other_client", 0), ("outsider", 0), ("partner", 0)]
)
def test_the_database_shows_them_to_the_organisation_and_the_person_only(
    request, agreed, other_organisation, persona, seen
):
    user = request.getfixturevalue(persona)
    Agreement.objects.exclude(pk=agreed.pk).delete()
    Review.objects.exclude(trajectory=agreed.trajectory).delete()
    scope.enter(user=user.pk)
    assert (Agreement.objects.count(), Review.objects.count()) == (seen, seen)
