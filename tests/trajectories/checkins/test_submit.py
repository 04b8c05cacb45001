"""Starting, answering and sending a check-in."""

from datetime import timedelta

import pytest
from django.utils import timezone

from aftercare.audit.models import AccessEntry
from aftercare.core.errors import Refused, TransitionRefused
from aftercare.notifications.models import Message, State
from tests.trajectories.checkins.conftest import SEVEN
from trajectories.checkins import actions
from trajectories.checkins.models import CheckIn, Occurrence
from trajectories.dossier.models import Summary


@pytest.fixture
def answered(due, trajectory, client_user):
    return actions.submit(
        check_in=actions.start(trajectory=trajectory, by=client_user),
        by=client_user,
        answers=SEVEN,
        note="Een eind gefietst.",
    )


def test_sending_scores_closes_and_withdraws(answered, due, client_user):
    due.refresh_from_db()
    assert answered.scores == {"mood": 5, "craving": 4, "sleep": 7, "risk": 0, "confidence": 7, "use": 0, "support": 2}
    assert answered.note == "Een eind gefietst."
    assert answered.answered_by == client_user
    assert due.state == Occurrence.State.ANSWERED
    assert Message.objects.get().state == State.WITHDRAWN


def test_sending_tells_the_summary(answered, trajectory):
    summary = Summary.objects.get(pk=trajectory.pk)
    assert summary.cravings == [4]
    assert summary.last_check_in_at == answered.submitted_at
    assert summary.check_ins_missed == 0
    assert summary.use_reported_at is None


def test_the_summary_keeps_the_last_six_cravings(trajectory, client_user, noon):
    for craving in range(8):
        draft = actions.start(trajectory=trajectory, by=client_user)
        actions.submit(check_in=draft, by=client_user, answers={"craving": craving})
    assert Summary.objects.get(pk=trajectory.pk).cravings == [2, 3, 4, 5, 6, 7]


def test_use_is_reported_and_stays_reported(trajectory, client_user, noon, time_machine):
    for use in (1, 0, "unsaid"):
        draft = actions.start(trajectory=trajectory, by=client_user)
        actions.submit(check_in=draft, by=client_user, answers={"use": use})
        time_machine.move_to(timezone.now() + timedelta(days=1), tick=False)
    assert Summary.objects.get(pk=trajectory.pk).use_reported_at == noon


def test_sending_twice_changes_nothing(answered, client_user, trajectory):
    again = actions.submit(check_in=answered, by=client_user, answers={"craving": 9})
    assert again.scores["craving"] == 4
    assert Summary.objects.get(pk=trajectory.pk).cravings == [4]


def test_a_check_in_in_which_everything_was_passed_over_still_counts_as_contact(trajectory, client_user, noon):
    sent = actions.submit(check_in=actions.start(trajectory=trajectory, by=client_user), by=client_user)
    assert sent.scores == {}
    assert Summary.objects.get(pk=trajectory.pk).last_check_in_at == noon


def test_every_answer_is_kept_in_the_draft(trajectory, client_user):
    draft = actions.start(trajectory=trajectory, by=client_user)
    actions.answer(check_in=draft, item="mood", value=7, by=client_user)
    actions.answer(check_in=draft, item="craving", value=None, by=client_user)
    assert actions.start(trajectory=trajectory, by=client_user).answers == {"mood": 7, "craving": None}


@pytest.mark.parametrize(
    ("item", "value"), [("mood", 2), ("craving", 11), ("support", []), ("support", ["family", "nobody"])]
)
def test_an_answer_that_the_question_does_not_offer_is_refused(item, value, trajectory, client_user):
    draft = actions.start(trajectory=trajectory, by=client_user)
    with pytest.raises(Refused):
        actions.answer(check_in=draft, item=item, value=value, by=client_user)
    assert CheckIn.objects.get().answers == {}


def test_what_was_sent_takes_no_more_answers(answered, client_user):
    with pytest.raises(TransitionRefused):
        actions.answer(check_in=answered, item="mood", value=9, by=client_user)


def test_starting_twice_gives_the_same_draft(due, trajectory, client_user):
    first = actions.start(trajectory=trajectory, by=client_user)
    assert first.occurrence == due
    assert actions.start(trajectory=trajectory, by=client_user) == first


def test_of_ones_own_accord_when_nothing_is_asked(trajectory, client_user):
    draft = actions.start(trajectory=trajectory, by=client_user)
    assert draft.occurrence is None
    assert draft.instrument == "weekly_seven"


def test_a_relative_gets_the_questions_for_relatives(relative_trajectory, relative):
    assert actions.start(trajectory=relative_trajectory, by=relative).instrument == "relative_week"


def test_a_fresh_draft_of_ones_own_joins_what_falls_due(weekly, trajectory, client_user, time_machine):
    time_machine.move_to(weekly.next_due_at - timedelta(hours=1), tick=False)
    own = actions.start(trajectory=trajectory, by=client_user)
    actions.answer(check_in=own, item="mood", value=7, by=client_user)
    time_machine.move_to(weekly.next_due_at, tick=False)
    actions.open_due(at=timezone.now())
    joined = actions.start(trajectory=trajectory, by=client_user)
    assert joined == own
    assert joined.occurrence == weekly.occurrences.get()
    assert joined.answers == {"mood": 7}


def test_an_old_draft_of_ones_own_is_dropped(trajectory, client_user, noon, time_machine):
    old = actions.start(trajectory=trajectory, by=client_user)
    time_machine.move_to(noon + timedelta(days=3), tick=False)
    assert actions.start(trajectory=trajectory, by=client_user) != old
    assert CheckIn.objects.count() == 1


def test_a_draft_for_another_questionnaire_stays_apart(due, trajectory, client_user, noon):
    own = CheckIn.objects.create(
        organisation=trajectory.organisation,
        trajectory=trajectory,
        instrument="other",
        version=1,
        answered_by=client_user,
    )
    assert actions.start(trajectory=trajectory, by=client_user) != own


def test_late_answers_still_count_for_who_is_signed_in(due, trajectory, client_user, time_machine):
    draft = actions.start(trajectory=trajectory, by=client_user)
    time_machine.move_to(due.closes_at + timedelta(minutes=1), tick=False)
    actions.close_overdue(at=timezone.now())
    actions.submit(check_in=draft, by=client_user, answers={"mood": 5})
    due.refresh_from_db()
    assert due.state == Occurrence.State.ANSWERED
    assert Summary.objects.get(pk=trajectory.pk).check_ins_missed == 0


def test_starting_and_sending_are_in_the_access_log(answered, client_user):
    lines = AccessEntry.objects.filter(user=client_user, segment="check_in_answer")
    assert [(line.role, line.object_id) for line in lines] == [("client", answered.pk)] * 2


def test_what_arrives_whole_is_the_one_that_was_asked_in_one_line_of_the_log(due, trajectory, client_user):
    sent = actions.hand_in(trajectory=trajectory, by=client_user, answers=SEVEN, note="Thuis gebleven.")
    assert sent == trajectory.check_ins.submitted().get()
    assert (sent.occurrence, sent.scores["craving"], sent.note) == (due, SEVEN["craving"], "Thuis gebleven.")
    assert trajectory.occurrences.get().state == Occurrence.State.ANSWERED
    assert AccessEntry.objects.filter(user=client_user, segment="check_in_answer").count() == 1


def test_what_arrives_whole_for_other_questions_is_refused_and_leaves_no_draft(due, trajectory, client_user):
    with pytest.raises(Refused):
        actions.hand_in(trajectory=trajectory, by=client_user, answers={}, questions=("weekly_seven", 99))
    assert not trajectory.check_ins.exists()
