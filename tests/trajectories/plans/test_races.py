"""Two people at one plan at the same moment: one wins, the other is told, and nothing that was written is lost."""

from types import SimpleNamespace

import pytest

from aftercare.accounts.models import Organisation, Region
from aftercare.accounts.roles import Role
from aftercare.core import scope
from aftercare.core.errors import Refused, Stale, TransitionRefused
from aftercare.core.ids import new_id
from tests.personas import member, person, running
from tests.races import at_once
from trajectories.dossier.models import Summary
from trajectories.plans import actions as plans
from trajectories.plans.actions import proposals
from trajectories.plans.models import Goal, ItemVersion, Kind, PlanItem, Proposal, State

pytestmark = pytest.mark.usefixtures("committed_db")
ROUNDS = range(3)


@pytest.fixture
def kade() -> SimpleNamespace:
    """Noor's plan at De Kade, written by Ilse, with one item; committed."""
    with scope.system():
        organisation = Organisation.objects.create(name="De Kade", region=Region.objects.create(name="Waterrade"))
        ilse = member("Ilse Doornbosch", Role.COUNSELLOR, organisation)
        noor = person("Noor Velthuizen", "noor@test.example")
        trajectory = running(noor, ilse, organisation)
        item = plans.add(trajectory=trajectory, by=ilse, kind=Kind.SKILL, title="Nee zeggen", state=State.ACTIVE)
    return SimpleNamespace(ilse=ilse, noor=noor, trajectory=trajectory, item=item)


def kinds(answers: list[object]) -> list[str]:
    return sorted(type(answer).__name__ for answer in answers)


@pytest.mark.parametrize("round_number", ROUNDS)
def test_two_who_change_one_item_lose_nothing(kade, round_number):
    def change(title):
        return lambda: plans.change(item=kade.item, by=kade.ilse, revision=1, title=title)

    answers = at_once(change("Van Ilse"), change("Van Merel"))
    assert kinds(answers) == ["NoneType", "Stale"]
    with scope.system():
        kade.item.refresh_from_db()
        won = ("Van Ilse", "Van Merel")[isinstance(answers[0], Stale)]
        assert (kade.item.title, kade.item.revision) == (won, 2)
        assert [version.title for version in ItemVersion.objects.all()] == ["Nee zeggen"]
        lost = ({"Van Ilse", "Van Merel"} - {won}).pop()
        plans.change(item=kade.item, by=kade.ilse, revision=2, title=lost)
        assert [version.title for version in ItemVersion.objects.order_by("revision")] == ["Nee zeggen", won]


def test_ten_who_change_one_item_leave_one_version_each_time(kade):
    tasks = [
        lambda number=number: plans.change(item=kade.item, by=kade.ilse, revision=1, title=f"Nummer {number}")
        for number in range(10)
    ]
    answers = at_once(*tasks)
    assert kinds(answers) == ["NoneType"] + ["Stale"] * 9
    with scope.system():
        assert ItemVersion.objects.count() == 1


@pytest.mark.parametrize("round_number", ROUNDS)
def test_two_goals_at_once_leave_one_and_tell_the_other(kade, round_number):
    def write(by, text):
        return lambda: plans.set_goal(trajectory=kade.trajectory, by=by, text=text)

    answers = at_once(write(kade.noor, "Rust in huis."), write(kade.ilse, "Werk houden."))
    assert kinds(answers) == ["Goal", "Stale"]
    with scope.system():
        assert Goal.objects.count() == 1


@pytest.fixture
def proposal(kade) -> Proposal:
    with scope.system():
        return proposals.propose(
            trajectory=kade.trajectory, by=kade.noor, wish="change", item=kade.item, title="Vaker nee zeggen"
        )


@pytest.mark.parametrize("round_number", ROUNDS)
def test_an_accept_while_the_client_rewrites_never_takes_words_that_were_not_read(kade, proposal, round_number):
    answers = at_once(
        lambda: proposals.accept(proposal=proposal, by=kade.ilse, revision=1, item_revision=1),
        lambda: proposals.rewrite(proposal=proposal, by=kade.noor, revision=1, title="Thuis nee zeggen"),
    )
    with scope.system():
        kade.item.refresh_from_db()
        proposal.refresh_from_db()
    if isinstance(answers[0], PlanItem):
        assert isinstance(answers[1], TransitionRefused)
        assert (kade.item.title, proposal.title) == ("Vaker nee zeggen", "Vaker nee zeggen")
    else:
        assert isinstance(answers[0], Stale)
        assert (kade.item.title, proposal.title) == ("Nee zeggen", "Thuis nee zeggen")


def test_an_accept_while_a_colleague_changes_the_item_is_one_of_two_orders(kade, proposal):
    answers = at_once(
        lambda: proposals.accept(proposal=proposal, by=kade.ilse, revision=1, item_revision=1),
        lambda: plans.change(item=kade.item, by=kade.ilse, revision=1, title="Van Merel"),
    )
    assert sum(isinstance(answer, Stale) for answer in answers) == 1
    with scope.system():
        kade.item.refresh_from_db()
        proposal.refresh_from_db()
        assert kade.item.revision == 2
        assert proposal.is_open == isinstance(answers[0], Stale)


def test_an_answer_and_a_withdrawal_never_both_hold(kade, proposal):
    answers = at_once(
        lambda: proposals.decline(proposal=proposal, by=kade.ilse, revision=1, answer="Later."),
        lambda: proposals.withdraw(proposal=proposal, by=kade.noor),
    )
    assert sum(isinstance(answer, Refused) for answer in answers) == 1
    with scope.system():
        assert Summary.objects.get().proposal_at is None


def test_a_double_tap_proposes_once(kade):
    key = new_id()

    def propose():
        return proposals.propose(trajectory=kade.trajectory, by=kade.noor, wish="add", title="Zwemmen", key=key)

    answers = at_once(propose, propose, propose)
    assert {answer.pk for answer in answers} == {key}
    with scope.system():
        assert Proposal.objects.count() == 1


def test_two_problems_at_once_are_both_summed_up(kade):
    def add(due_on):
        return lambda: plans.add(
            trajectory=kade.trajectory, by=kade.ilse, kind=Kind.PRACTICAL, title="Brief", due_on=due_on
        )

    at_once(add("2026-03-12"), add("2026-03-10"))
    with scope.system():
        assert str(Summary.objects.get().problem_due_on) == "2026-03-10"
