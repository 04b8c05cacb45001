"""A warm handover from beginning to end: each step by its own hand, in its own order, with its day and its name."""

import pytest
from django.utils import timezone

from aftercare.core.errors import Refused, TransitionRefused
from tests.trajectories.referrals.conftest import DAY, PIET, WHY, letters_to, until
from trajectories.dossier.models import Category, Consent
from trajectories.referrals import actions
from trajectories.referrals.models import OPEN, Referral, ReferralStep, State
from trajectories.teamtasks.models import TeamTask


def steps(referral) -> list[tuple[str, object]]:
    return [(step.what, step.by) for step in referral.steps.order_by("at", "id")]


def test_from_a_proposal_to_arriving(to_piet, counsellor, client_user):
    referral = to_piet(State.ARRIVED)
    piet = referral.to_user
    assert steps(referral) == [
        ("proposed", counsellor),
        ("agreed", client_user),
        ("talked", counsellor),
        ("accepted", piet),
        ("started", piet),
        ("asked", None),
        ("arrived", client_user),
    ]
    assert (referral.due_at, referral.expires_at, referral.ended_in) == (None, None, State.ASKED)


def test_nothing_goes_to_the_partner_before_the_client_said_yes(propose, client_user):
    referral = propose()
    assert letters_to(referral.to_user) == []
    assert [one.kind for one in letters_to(client_user)] == ["something_ready"]
    assert not Consent.objects.exists()
    actions.agree(referral=referral, by=client_user, until=until(), categories=[Category.PLAN])
    (letter,) = letters_to(referral.to_user)
    assert letter.kind == "referral"
    given = Consent.objects.get()
    assert (given.category, given.purpose, given.until) == ("plan", "handover", until())


def test_a_yes_may_share_no_more_than_the_name_and_the_reason(to_piet):
    referral = to_piet(categories=[])
    assert referral.recipient is None
    assert not Consent.objects.exists()


def test_a_partner_with_an_account_is_told_to_sign_in(to_tamar, partner):
    to_tamar()
    (letter,) = letters_to(partner)
    assert (letter.kind, letter.link_view, letter.link_ids) == ("something_ready", "referrals:received", {})


def test_a_client_without_an_address_gets_no_letter(propose, client_user):
    client_user.email = None
    client_user.save()
    propose()
    assert letters_to(client_user) == []


def test_what_happened_long_ago_is_told_to_nobody(trajectory, counsellor, client_user):
    long_ago = timezone.now() - 60 * DAY
    referral = actions.propose(trajectory=trajectory, by=counsellor, reason=WHY, at=long_ago, **PIET)
    actions.agree(referral=referral, by=client_user, until=until(), at=long_ago)
    assert letters_to(client_user) == letters_to(referral.to_user) == []


def test_a_known_address_keeps_its_owner_and_tells_nothing(propose, outsider):
    referral = propose(email=outsider.email.upper())
    assert (referral.to_user, referral.to_name) == (outsider, PIET["name"])


def test_nobody_is_handed_over_to_themselves_or_to_whoever_proposes(propose, client_user, counsellor):
    for own in (client_user, counsellor):
        with pytest.raises(Refused, match="adres van de cliënt"):
            propose(email=own.email)


def test_an_account_that_is_closed_gets_nothing(propose, outsider):
    outsider.is_active = False
    outsider.save()
    with pytest.raises(Refused, match="ander adres"):
        propose(email=outsider.email)


def test_one_handover_at_a_time_to_a_partner(propose, to_piet, counsellor):
    referral = to_piet()
    with pytest.raises(Refused, match="loopt al"):
        propose()
    actions.withdraw(referral=referral, by=counsellor, reason="Toch niet.")
    assert propose().state == State.PROPOSED


def test_a_relative_is_not_handed_over(relative_trajectory, counsellor):
    with pytest.raises(Refused, match="Alleen een cliënt"):
        actions.propose(trajectory=relative_trajectory, by=counsellor, reason=WHY, **PIET)


def test_a_yes_holds_until_a_day_that_is_still_to_come(propose, client_user):
    with pytest.raises(Refused, match="die nog komt"):
        actions.agree(referral=propose(), by=client_user, until=timezone.localdate() - DAY)


def test_the_conversation_may_come_after_the_yes_of_the_partner(to_piet, counsellor):
    referral = to_piet()
    actions.accept(referral=referral, by=referral.to_user)
    actions.note_talk(referral=referral, by=counsellor, on=timezone.localdate())
    referral.refresh_from_db()
    assert (referral.state, referral.talked_on) == (State.ACCEPTED, timezone.localdate())
    assert steps(referral)[-1] == ("talked", counsellor)
    with pytest.raises(Refused, match="al genoteerd"):
        actions.note_talk(referral=referral, by=counsellor, on=timezone.localdate())


@pytest.mark.parametrize("days", [-1, 1])
def test_a_conversation_and_a_contact_are_not_before_the_yes_nor_still_to_come(to_piet, counsellor, days):
    referral, on = to_piet(), timezone.localdate() + days * DAY
    with pytest.raises(Refused, match="tussen"):
        actions.note_talk(referral=referral, by=counsellor, on=on)
    actions.accept(referral=referral, by=referral.to_user)
    with pytest.raises(Refused, match="tussen"):
        actions.note_contact(referral=referral, by=counsellor, on=on)


ACTS = {
    "agree": (["proposed"], lambda one: actions.agree(referral=one, by=one.trajectory.client.user, until=until())),
    "talk": (
        ["agreed", "talked", "accepted"],
        lambda one: actions.note_talk(referral=one, by=one.proposed_by, on=timezone.localdate()),
    ),
    "accept": (["agreed", "talked"], lambda one: actions.accept(referral=one, by=one.to_user)),
    "decline": (
        ["agreed", "talked", "accepted"],
        lambda one: actions.decline(referral=one, by=one.to_user, reason="Vol"),
    ),
    "contact": (
        ["accepted"],
        lambda one: actions.note_contact(referral=one, by=one.to_user, on=timezone.localdate()),
    ),
    "ask": (OPEN[1:], lambda one: actions.ask_question(referral=one, by=one.to_user, words="Wanneer?")),
    "answer": (OPEN, lambda one: actions.answer_question(referral=one, by=one.proposed_by, words="Morgen.")),
    "again": (
        ["agreed", "talked", "accepted"],
        lambda one: actions.send_again(referral=one, by=one.proposed_by),
    ),
    "how": (
        ["asked"],
        lambda one: actions.tell_how_it_goes(referral=one, by=one.trajectory.client.user, well=True),
    ),
    "stop": ([*OPEN, "arrived"], lambda one: actions.stop(referral=one, by=one.trajectory.client.user)),
    "withdraw": (OPEN, lambda one: actions.withdraw(referral=one, by=one.proposed_by, reason="Nee")),
}
REACHED = [*OPEN, State.ARRIVED]
TALKED_BEFORE = {("talk", state) for state in ACTS["talk"][0] if state != State.AGREED}
"""Refused in words of its own, which the test of the talk looks at."""
CASES = [(act, state) for act in ACTS for state in REACHED if (act, state) not in TALKED_BEFORE]


@pytest.mark.parametrize(("act", "state"), CASES)
def test_each_step_can_be_taken_only_where_it_belongs(to_piet, act, state):
    referral = to_piet(state)
    among, do = ACTS[act]
    before = list(Referral.objects.values())
    if state in among:
        do(referral)
        assert list(Referral.objects.values()) != before or act == "ask"
        return
    with pytest.raises(TransitionRefused):
        do(referral)
    assert list(Referral.objects.values()) == before


def test_a_partner_says_no_with_a_reason_that_everybody_reads(to_piet, client_user):
    referral = to_piet()
    actions.decline(referral=referral, by=referral.to_user, reason="We hebben een wachtlijst.")
    referral.refresh_from_db()
    assert (referral.state, referral.ended_because) == (State.DECLINED, "We hebben een wachtlijst.")
    assert not Consent.objects.filter(ended_at=None).exists()
    task = TeamTask.objects.get()
    assert (task.kind, task.asked_by) == (TeamTask.Kind.REFERRAL, referral.to_user)
    assert "wachtlijst" in task.text
    (letter,) = letters_to(client_user)
    assert letter.key.endswith(":client:declined")


def test_questions_wait_for_an_answer_and_the_answer_settles_the_task(to_piet, counsellor):
    referral = to_piet()
    for number in range(3):
        actions.ask_question(referral=referral, by=referral.to_user, words=f"Vraag {number}")
    assert TeamTask.objects.filter(done_at=None).count() == 3
    with pytest.raises(Refused, match="wachten op antwoord"):
        actions.ask_question(referral=referral, by=referral.to_user, words="Nog een")
    actions.answer_question(referral=referral, by=counsellor, words="Morgen.")
    assert not TeamTask.objects.filter(done_at=None).exists()
    actions.ask_question(referral=referral, by=referral.to_user, words="Nog een")
    assert ReferralStep.objects.filter(what="question").count() == 4


def test_when_it_does_not_go_well_somebody_calls_and_it_stays_open(to_piet, client_user):
    referral = to_piet(State.ASKED)
    actions.tell_how_it_goes(referral=referral, by=client_user, well=False, words="Ze bellen niet terug.")
    referral.refresh_from_db()
    assert (referral.state, referral.goes_well) == (State.ASKED, False)
    assert "Ze bellen niet terug." in TeamTask.objects.get().text
    actions.tell_how_it_goes(referral=referral, by=client_user, well=True)
    referral.refresh_from_db()
    assert referral.state == State.ARRIVED


@pytest.mark.parametrize("state", REACHED)
def test_a_client_stops_it_at_every_step_and_nothing_is_shared_any_more(to_piet, client_user, state):
    referral = to_piet(state)
    actions.stop(referral=referral, by=client_user)
    referral.refresh_from_db()
    assert not Consent.objects.filter(ended_at=None).exists()
    assert not Referral.objects.received_by(referral.to_user, at=timezone.now()).exists()
    assert letters_to(referral.to_user) == []
    assert referral.steps.get(what="stopped").by == client_user


def test_stopping_where_nothing_more_was_shared(to_piet, client_user):
    referral = to_piet(State.ARRIVED, categories=[])
    actions.stop(referral=referral, by=client_user)
    assert not Referral.objects.received_by(referral.to_user, at=timezone.now()).exists()


def test_a_new_letter_makes_the_links_before_dead(to_piet, counsellor):
    referral = to_piet()
    before = referral.link_round
    actions.send_again(referral=referral, by=counsellor)
    referral.refresh_from_db()
    assert referral.link_round > before
    assert len(letters_to(referral.to_user)) == 1
