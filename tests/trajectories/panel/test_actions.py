"""Joining and leaving, a poll from draft to what was done with it, and that each answers once."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone

from aftercare.accounts.models import Membership, User
from aftercare.accounts.roles import Role
from aftercare.audit.models import AccessEntry
from aftercare.core.errors import Refused, Stale, TransitionRefused
from aftercare.notifications.models import Message, State
from tests.personas import running
from tests.trajectories.panel.conftest import QUESTIONS, Kind, who_answered
from trajectories.panel import actions as panel
from trajectories.panel import tasks
from trajectories.panel.access import membership_of, to_answer
from trajectories.panel.models import Poll, PollChoice, PollWords

DAY = timedelta(days=1)


def notices(poll=None) -> list[str]:
    messages = Message.objects.filter(kind=panel.KIND, state=State.DUE)
    return sorted(messages.values_list("recipient__name", flat=True))


def test_nobody_is_on_the_panel_until_they_say_yes_and_twice_is_once(trajectory, client_user, today, poll):
    assert membership_of(trajectory) is None
    assert not to_answer(trajectory, on=today).exists()
    panel.join(trajectory=trajectory, by=client_user)
    panel.join(trajectory=trajectory, by=client_user)
    assert trajectory.client.panel_memberships.count() == 1
    assert to_answer(trajectory, on=today).get() == poll


def test_leaving_ends_the_questions_and_withdraws_the_notice(joined, client_user, poll, today):
    tasks.sweep()
    assert notices() == ["Noor Velthuizen"]
    panel.leave(trajectory=joined, by=client_user)
    panel.leave(trajectory=joined, by=client_user)
    assert notices() == []
    assert not to_answer(joined, on=today).exists()
    panel.join(trajectory=joined, by=client_user)
    assert joined.client.panel_memberships.count() == 2


def test_a_draft_is_rewritten_over_the_revision_that_was_seen(draft, manager, organisation, today):
    poll = draft()
    words = {"by": manager, "place": organisation, "from_on": today, "until_on": today}
    panel.write(poll=poll, revision=1, title="De avonden", questions=QUESTIONS[:1], **words)
    poll = Poll.objects.get(pk=poll.pk)
    assert (poll.title, poll.questions.count(), poll.revision) == ("De avonden", 1, 2)
    with pytest.raises(Stale):
        panel.write(poll=poll, revision=1, title="Anders", questions=[], **words)


def test_a_poll_whose_days_are_over_is_not_published(draft, manager, today):
    with pytest.raises(Refused):
        panel.publish(poll=draft(from_on=today - 2 * DAY, until_on=today - DAY), by=manager)


def test_what_was_published_is_not_published_written_or_thrown_away_again(poll, manager, organisation):
    with pytest.raises(TransitionRefused):
        panel.publish(poll=poll, by=manager)
    with pytest.raises(TransitionRefused):
        panel.discard(poll=poll, by=manager)
    words = {"title": "Anders", "from_on": poll.from_on, "until_on": poll.until_on, "questions": []}
    with pytest.raises(Stale):
        panel.write(poll=poll, revision=poll.revision, by=manager, place=organisation, **words)


def test_a_draft_can_go(draft, manager):
    panel.discard(poll=draft(), by=manager)
    assert not Poll.objects.exists()


def test_each_member_gets_one_neutral_notice_on_the_first_day(joined, members, draft, manager, today):
    members(2)
    later = draft(from_on=today + DAY)
    panel.publish(poll=later, by=manager)
    panel.announce(at=timezone.now())
    assert notices() == []
    tomorrow = timezone.now() + DAY
    panel.announce(at=tomorrow)
    panel.announce(at=tomorrow)
    assert notices() == ["Lid 0", "Lid 1", "Noor Velthuizen"]
    assert Poll.objects.get().asked == 3


def test_a_region_asks_every_organisation_in_it_and_no_other(joined, region, policy_maker, draft, outsider):
    elsewhere = running(joined.client.user, outsider, outsider.memberships.get().organisation)
    panel.join(trajectory=elsewhere, by=joined.client.user)
    poll = draft(region, by=policy_maker)
    panel.publish(poll=poll, by=policy_maker)
    tasks.sweep()
    assert notices() == ["Noor Velthuizen"]
    assert to_answer(joined, on=poll.from_on).get() == poll
    assert not to_answer(elsewhere, on=poll.from_on).exists()


def test_each_answers_once_and_the_notice_is_withdrawn(joined, poll, answered):
    tasks.sweep()
    answered([joined])
    assert notices() == []
    with pytest.raises(Refused):
        answered([joined])
    assert Poll.objects.get().answered == 1
    assert who_answered(poll) == {"Noor Velthuizen"}


def test_what_was_skipped_is_not_counted(joined, poll):
    one = poll.questions.get(kind=Kind.ONE)
    answers = {question.pk: "" for question in poll.questions.all()} | {one.pk: "2"}
    panel.answer(poll=poll, trajectory=joined, by=joined.client.user, answers=answers)
    assert [question.answered for question in poll.questions.all()] == [1, 0, 0, 0]
    assert PollChoice.objects.get(votes=1).text == "Nee"


def test_a_stopped_poll_takes_no_answers(joined, poll, answered, manager):
    panel.stop(poll=poll, by=manager)
    with pytest.raises(Refused):
        answered([joined])
    with pytest.raises(TransitionRefused):
        panel.stop(poll=poll, by=manager)


def test_who_left_cannot_answer(trajectory, poll, answered):
    with pytest.raises(Refused):
        answered([trajectory])


def test_closing_forgets_who_answered(members, answered, closed):
    poll = closed(answered(members(10)))
    assert who_answered(poll) == set()
    assert (poll.answered, PollWords.objects.count()) == (10, 10)


def test_closing_forgets_what_fewer_than_ten_said(members, answered, closed):
    poll = closed(answered(members(9)))
    assert (poll.answered, PollWords.objects.count()) == (9, 0)
    assert set(PollChoice.objects.values_list("votes", flat=True)) == {0}


def test_the_clock_closes_after_the_last_day(members, poll, answered):
    answered(members(1))
    last = timezone.now() + (poll.until_on - poll.from_on)
    assert panel.close(at=last) == 0
    assert panel.close(at=last + DAY) == 1
    assert panel.close(at=last + DAY) == 0


def test_own_words_are_shown_after_their_maker_took_names_out(members, answered, closed, manager):
    poll = closed(answered(members(10)))
    first, second, *rest = PollWords.objects.all()
    shown = {first.pk: "Meer tijd met [naam].", second.pk: ""}
    panel.look_through(poll=poll, by=manager, shown=shown)
    assert PollWords.objects.get(state=PollWords.State.SHOWN).text == "Meer tijd met [naam]."
    assert set(PollWords.objects.filter(state=PollWords.State.LEFT_OUT).values_list("text", flat=True)) == {""}
    assert PollWords.objects.filter(state=PollWords.State.LEFT_OUT).count() == len(rest) + 1
    panel.look_through(poll=poll, by=manager, shown={second.pk: "Toch wel."})
    assert not PollWords.objects.filter(text="Toch wel.").exists()


def test_members_hear_once_what_was_done_with_it(joined, poll, closed, manager):
    poll = closed(poll)
    panel.tell(at=timezone.now())
    assert notices() == []
    panel.tell_followup(poll=poll, by=manager, text="De avond begint later.", revision=poll.revision)
    tasks.sweep()
    assert notices() == ["Noor Velthuizen"]
    poll = Poll.objects.get()
    panel.tell_followup(poll=poll, by=manager, text="De avond begint om acht uur.", revision=poll.revision)
    tasks.sweep()
    assert len(notices()) == 1
    with pytest.raises(Stale):
        panel.tell_followup(poll=poll, by=manager, text="Nee.", revision=poll.revision)


def test_every_step_is_in_the_log(joined, poll, answered, closed, manager):
    closed(answered([joined]))
    lines = AccessEntry.objects.filter(segment="panel", event="change")
    assert set(lines.filter(user=manager).values_list("role", flat=True)) == {Role.MANAGER}
    assert lines.filter(user=joined.client.user, client=joined.client.user).count() == 2


def test_an_act_by_somebody_who_left_is_logged_without_a_role(poll, manager):
    Membership.objects.filter(user=manager).update(ended_at=timezone.now())
    panel.stop(poll=poll, by=User.objects.get(pk=manager.pk))
    assert AccessEntry.objects.filter(user=manager, role="").exists()


@pytest.mark.parametrize(
    "values",
    [
        {"region": None, "organisation": None},
        {"closed_at": timezone.now(), "published_at": None},
        {"followup": "Iets", "followup_at": None},
        {"until_on": timezone.localdate() - 9 * DAY},
    ],
)
def test_what_can_never_be_is_refused_by_the_database(poll, values):
    with pytest.raises(DatabaseError), transaction.atomic():
        Poll.objects.filter(pk=poll.pk).update(**values)
