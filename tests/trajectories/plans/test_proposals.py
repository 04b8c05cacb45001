"""What a client proposes: once, in own words, until somebody answers; and what an answer does to the plan."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from aftercare.audit.models import AccessEntry, Event
from aftercare.core.errors import Refused, Stale, TransitionRefused
from aftercare.core.ids import new_id
from aftercare.notifications.models import Message
from trajectories.dossier.models import Summary
from trajectories.plans import actions as plans
from trajectories.plans.actions import proposals
from trajectories.plans.models import Kind, LifeArea, Proposal, State

Wish = Proposal.Wish
NOON = datetime(2026, 3, 12, 11, tzinfo=UTC)
HOUR = timedelta(hours=1)


def waiting_since(trajectory):
    return Summary.objects.get(pk=trajectory.pk).proposal_at


def last_change(trajectory):
    entry = AccessEntry.objects.filter(event=Event.CHANGE, client=trajectory.client.user_id).first()
    return entry.segment, entry.user.name, entry.object_type


def test_a_proposal_waits_and_the_caseload_knows_since_when(trajectory, propose, item):
    first = propose(at=NOON)
    propose(Wish.CHANGE, item=item, at=NOON + HOUR)
    assert [proposal.is_open for proposal in trajectory.proposals.open()] == [True, True]
    assert trajectory.proposals.open().first() == first
    assert waiting_since(trajectory) == NOON
    assert last_change(trajectory) == ("plan_propose", "Noor Velthuizen", "trajectories.proposal")


def test_sent_twice_with_one_key_it_is_one_proposal(trajectory, propose):
    key = new_id()
    assert propose(key=key) == propose(key=key)
    assert trajectory.proposals.count() == 1


def test_there_is_one_open_proposal_per_item(trajectory, propose, item):
    propose(Wish.CHANGE, item=item)
    with pytest.raises(Refused):
        propose(Wish.STOP, item=item)
    assert trajectory.proposals.count() == 1


def test_somebody_elses_key_makes_no_proposal(propose, other_trajectory, other_client):
    theirs = proposals.propose(trajectory=other_trajectory, by=other_client, wish=Wish.ADD, title="Koor")
    with pytest.raises(Refused):
        propose(key=theirs.pk)


def test_what_is_over_is_not_changed_any_more(propose, trajectory, counsellor):
    over = plans.add(trajectory=trajectory, by=counsellor, kind=Kind.SKILL, title="Oud", state=State.DONE)
    with pytest.raises(TransitionRefused):
        propose(Wish.CHANGE, item=over)


def test_it_is_rewritten_while_it_waits(propose, client_user, counsellor, item):
    proposal = propose(Wish.CHANGE, item=item, at=NOON)
    plans.change(item=item, by=counsellor, revision=1, carrier="Lot")
    proposals.rewrite(proposal=proposal, by=client_user, revision=1, title="Vaker nee zeggen", wish=Wish.CHANGE)
    proposal.refresh_from_db()
    assert (proposal.title, proposal.revision, proposal.proposed_at) == ("Vaker nee zeggen", 2, NOON)
    assert proposal.about_revision == 2
    assert str(proposal) == "Vaker nee zeggen"


def test_a_stale_rewrite_changes_nothing(propose, client_user):
    proposal = propose()
    proposals.rewrite(proposal=proposal, by=client_user, revision=1, title="Fietsen")
    with pytest.raises(Stale):
        proposals.rewrite(proposal=proposal, by=client_user, revision=1, title="Lopen")
    proposal.refresh_from_db()
    assert proposal.title == "Fietsen"


def test_it_is_taken_back_once(trajectory, propose, client_user):
    proposal = propose()
    proposals.withdraw(proposal=proposal, by=client_user)
    proposal.refresh_from_db()
    assert proposal.state == Proposal.State.WITHDRAWN
    assert waiting_since(trajectory) is None
    with pytest.raises(TransitionRefused):
        proposals.withdraw(proposal=proposal, by=client_user)
    assert not trajectory.proposals.answered().exists()


def test_a_change_that_is_accepted_is_a_new_version_of_the_item(trajectory, propose, item, counsellor):
    proposal = propose(Wish.CHANGE, item=item, title="Nee zeggen, ook thuis", frequency="elke dag")
    accepted = proposals.accept(proposal=proposal, by=counsellor, revision=1, item_revision=1, at=NOON)
    item.refresh_from_db()
    proposal.refresh_from_db()
    assert accepted == item
    assert (item.title, item.frequency, item.revision) == ("Nee zeggen, ook thuis", "elke dag", 2)
    assert item.versions.get().title == "Nee zeggen"
    assert (proposal.state, proposal.answered_by, proposal.answered_at) == ("accepted", counsellor, NOON)
    assert waiting_since(trajectory) is None


@pytest.mark.parametrize(
    ("kind", "area", "state"),
    [
        (Kind.SELF_CARE, LifeArea.BODY, State.ACTIVE),
        (Kind.PRACTICAL, "", State.ACTIVE),
        (Kind.GROUP, "", State.PLANNED),
        (Kind.INDIVIDUAL, "", State.PLANNED),
    ],
)
def test_something_new_that_is_accepted_comes_into_the_plan(trajectory, propose, counsellor, kind, area, state):
    proposal = propose(kind=kind, area=area, frequency="elke vrijdag", goal="Moe worden van iets goeds.")
    item = proposals.accept(proposal=proposal, by=counsellor, revision=1)
    proposal.refresh_from_db()
    assert trajectory.plan_items.get() == item == proposal.item
    assert (item.kind, item.area, item.title, item.frequency, item.state) == (
        kind,
        area,
        "Zwemmen",
        "elke vrijdag",
        state,
    )
    assert item.goal == "Moe worden van iets goeds."


@pytest.mark.parametrize("kind", ["", Kind.SELF_CARE])
def test_something_new_needs_a_kind_before_it_is_accepted(trajectory, propose, counsellor, kind):
    proposal = propose(kind=kind)
    with pytest.raises(Refused):
        proposals.accept(proposal=proposal, by=counsellor, revision=1)
    proposal.refresh_from_db()
    assert proposal.is_open
    assert not trajectory.plan_items.exists()


@pytest.mark.parametrize(("wish", "state"), [(Wish.PAUSE, State.PAUSED), (Wish.STOP, State.STOPPED)])
def test_to_pause_or_to_stop_is_accepted_too(propose, item, counsellor, wish, state):
    proposal = propose(wish, item=item, why="Te druk.")
    proposals.accept(proposal=proposal, by=counsellor, revision=1, item_revision=1)
    item.refresh_from_db()
    assert item.state == state
    assert str(proposal) == proposal.get_wish_display()


@pytest.mark.parametrize(
    ("details", "state"),
    [
        ({"title": "Zwemmen"}, "accepted"),
        ({"title": "Zwemmen", "carrier": "Lot"}, "accepted"),
        ({"title": "Zwemmen, om te beginnen"}, "changed"),
        ({"title": "Zwemmen", "frequency": "elke maand"}, "changed"),
    ],
)
def test_accepted_with_changes_says_so_where_the_words_differ(propose, item, counsellor, details, state):
    proposal = propose(Wish.CHANGE, item=item)
    proposals.accept(
        proposal=proposal, by=counsellor, revision=1, item_revision=1, details=details, answer="Rustig aan."
    )
    proposal.refresh_from_db()
    assert (proposal.state, proposal.answer) == (state, "Rustig aan.")


def test_something_new_is_accepted_as_completed_by_the_counsellor(trajectory, propose, counsellor):
    proposal = propose()
    details = {"kind": Kind.COMMUNITY, "title": "Zwemclub", "place": "Zwembad"}
    proposals.accept(proposal=proposal, by=counsellor, revision=1, details=details)
    item = trajectory.plan_items.get()
    assert (item.title, item.place, item.changed_by) == ("Zwemclub", "Zwembad", counsellor)


def test_a_declined_proposal_keeps_its_reason(trajectory, propose, item, counsellor):
    proposal = propose(Wish.CHANGE, item=item)
    proposals.decline(proposal=proposal, by=counsellor, revision=1, answer="Eerst de groep afmaken.")
    proposal.refresh_from_db()
    item.refresh_from_db()
    assert (proposal.state, proposal.answer, item.revision) == ("declined", "Eerst de groep afmaken.", 1)
    assert list(trajectory.proposals.answered()) == [proposal]
    assert last_change(trajectory)[:2] == ("plan_edit", "Ilse Doornbosch")


def test_an_answer_is_final(propose, counsellor):
    proposal = propose(kind=Kind.SKILL)
    proposals.decline(proposal=proposal, by=counsellor, revision=1, answer="Later.")
    with pytest.raises(TransitionRefused, match=str(Proposal.State.DECLINED.label)):
        proposals.accept(proposal=proposal, by=counsellor, revision=1)


@pytest.mark.parametrize("seen", [{"revision": 7, "item_revision": 1}, {"revision": 1, "item_revision": 7}])
def test_an_answer_to_what_is_not_there_any_more_is_stale(propose, item, counsellor, seen):
    proposal = propose(Wish.CHANGE, item=item)
    with pytest.raises(Stale):
        proposals.accept(proposal=proposal, by=counsellor, **seen)
    proposal.refresh_from_db()
    item.refresh_from_db()
    assert proposal.is_open
    assert item.title == "Nee zeggen"


def test_the_client_hears_that_something_is_ready_and_no_more(propose, counsellor, client_user):
    proposal = propose(kind=Kind.SKILL)
    proposals.accept(proposal=proposal, by=counsellor, revision=1)
    message = Message.objects.get()
    assert (message.recipient, message.kind, message.link_view) == (client_user, "something_ready", "plans:proposals")


def test_an_answer_of_long_ago_is_no_news(propose, counsellor):
    proposals.decline(proposal=propose(), by=counsellor, revision=1, answer="Later.", at=NOON - 90 * 24 * HOUR)
    assert not Message.objects.exists()


def test_somebody_without_an_address_gets_no_message(propose, counsellor, client_user):
    client_user.email = None
    client_user.save(update_fields=["email"])
    proposals.decline(proposal=propose(), by=counsellor, revision=1, answer="Later.")
    assert not Message.objects.exists()


def test_an_answer_stays_on_the_page_of_the_plan_for_two_weeks(trajectory, propose, counsellor, client_user):
    waits = propose(title="Koor", at=NOON - 60 * 24 * HOUR)
    fresh, old, back = propose(), propose(), propose()
    proposals.decline(proposal=fresh, by=counsellor, revision=1, answer="Later.", at=NOON - 13 * 24 * HOUR)
    proposals.decline(proposal=old, by=counsellor, revision=1, answer="Later.", at=NOON - 15 * 24 * HOUR)
    proposals.withdraw(proposal=back, by=client_user, at=NOON)
    assert set(trajectory.proposals.lately(at=NOON)) == {waits, fresh}


@pytest.mark.parametrize(
    ("wrong", "rule"),
    [
        ({"wish": "add", "title": ""}, "proposal_says_what"),
        ({"wish": "stop"}, "proposal_is_about_an_item_or_new"),
        ({"wish": "add", "title": "x", "about_revision": 1}, "proposal_is_about_an_item_or_new"),
        ({"wish": "add", "title": "x", "state": "accepted"}, "has_its_item_once_accepted|answered_by_and_at_together"),
        ({"wish": "add", "title": "x", "state": "declined"}, "proposal_answered_by_and_at_together"),
        ({"wish": "add", "title": "x", "answer": "Ja."}, "proposal_answered_by_and_at_together"),
    ],
)
def test_the_database_refuses_what_never_holds(trajectory, client_user, wrong, rule):
    with pytest.raises(IntegrityError, match=rule), transaction.atomic():
        Proposal.objects.create(
            organisation=trajectory.organisation, trajectory=trajectory, proposed_by=client_user, **wrong
        )


def test_the_database_refuses_to_decline_without_a_reason(propose, counsellor):
    with pytest.raises(IntegrityError, match="proposal_declined_with_a_reason"), transaction.atomic():
        proposals.decline(proposal=propose(), by=counsellor, revision=1, answer="")


@pytest.mark.parametrize(("state", "level"), [("open", "info"), ("changed", "ok"), ("declined", "quiet")])
def test_each_state_has_its_look(state, level):
    assert Proposal(state=state).status_level == level
