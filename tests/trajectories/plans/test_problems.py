"""Practical problems: open ones first, due ones in sight of client and counsellor, done on a day."""

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from aftercare.core.errors import Refused, Stale, TransitionRefused
from trajectories.dossier.models import Summary
from trajectories.plans import actions as plans
from trajectories.plans.models import Kind, Owner, PlanItem, State

TODAY = date(2026, 3, 12)
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(datetime(2026, 3, 12, 11, tzinfo=UTC), tick=False) as traveller:
        yield traveller


@pytest.fixture
def problem(trajectory, counsellor):
    def added(title="Brief van de bank", **details) -> PlanItem:
        details = {"state": State.ACTIVE, "owner": Owner.CLIENT} | details
        return plans.add(trajectory=trajectory, by=counsellor, kind=Kind.PRACTICAL, title=title, **details)

    return added


@pytest.fixture
def phone(browser_of, client_user):
    return browser_of(client_user)


@pytest.fixture
def desk(browser_of, counsellor):
    return browser_of(counsellor)


def due_on(trajectory) -> date | None:
    return Summary.objects.get(pk=trajectory.pk).problem_due_on


def test_open_problems_come_first_and_the_soonest_before_the_rest(trajectory, problem):
    problem("Zonder datum")
    problem("Later", due_on=TODAY + 9 * DAY)
    problem("Nu", due_on=TODAY)
    problem("Lang klaar", state=State.DONE, due_on=TODAY - 50 * DAY, done_on=TODAY - 50 * DAY)
    problem("Net klaar", state=State.DONE, due_on=TODAY - 50 * DAY, done_on=TODAY - DAY)
    problem("Gestopt", state=State.STOPPED)
    titles = [item.title for item in trajectory.plan_items.problems()]
    assert titles == ["Nu", "Later", "Zonder datum", "Net klaar", "Lang klaar", "Gestopt"]
    assert [item.title for item in trajectory.plan_items.asking_on(TODAY)] == ["Nu"]


def test_a_problem_is_the_clients_own_unless_said_otherwise(trajectory, counsellor):
    item = plans.add(trajectory=trajectory, by=counsellor, kind=Kind.PRACTICAL, title="Post")
    assert (item.owner, item.done_on) == (Owner.CLIENT, None)


def test_finishing_notes_the_day_and_starting_again_takes_it_away(problem, counsellor):
    item = problem()
    plans.set_state(item=item, by=counsellor, revision=1, state=State.DONE)
    item.refresh_from_db()
    assert item.done_on == TODAY
    plans.set_state(item=item, by=counsellor, revision=2, state=State.ACTIVE)
    item.refresh_from_db()
    assert item.done_on is None


def test_the_summary_says_when_the_first_open_problem_is_due(trajectory, problem, counsellor):
    assert due_on(trajectory) is None
    later = problem("Later", due_on=TODAY + 9 * DAY)
    soon = problem("Nu", due_on=TODAY)
    assert due_on(trajectory) == TODAY
    plans.set_state(item=soon, by=counsellor, revision=1, state=State.DONE)
    assert due_on(trajectory) == later.due_on
    plans.change(item=later, by=counsellor, revision=1, due_on=None)
    assert due_on(trajectory) is None


def test_the_client_finishes_what_they_took_on(phone, problem, client_user):
    item = problem(next_step="Bellen")
    page = phone.post(reverse("plans:solve", args=[item.pk]), {"revision": 1}, follow=True)
    assert page.resolver_match.view_name == "plans:problems"
    item.refresh_from_db()
    assert (item.state, item.done_on, item.changed_by) == (State.DONE, TODAY, client_user)


@pytest.mark.parametrize(
    ("details", "refusal"),
    [
        ({"owner": Owner.COUNSELLOR}, TransitionRefused),
        ({"state": State.STOPPED}, TransitionRefused),
        ({"revision": 7}, Stale),
    ],
)
def test_the_client_finishes_nothing_else(problem, client_user, details, refusal):
    revision = details.pop("revision", 1)
    item = problem(**details)
    with pytest.raises(refusal):
        plans.solve(item=item, by=client_user, revision=revision)
    item.refresh_from_db()
    assert item.done_on is None


@pytest.mark.parametrize("posted", [{}, {"revision": 7}])
def test_a_late_tap_changes_nothing_and_says_so(phone, problem, posted):
    item = problem()
    page = phone.post(reverse("plans:solve", args=[item.pk]), posted, follow=True)
    assert [message.level_tag for message in page.context["messages"]] == (["error"] if posted else [])
    item.refresh_from_db()
    assert item.state == State.ACTIVE


def test_nobody_finishes_somebody_elses_problem(browser_of, problem, other_client, relative, counsellor, outsider):
    item = problem()
    for user in (other_client, relative, counsellor, outsider):
        assert browser_of(user).post(reverse("plans:solve", args=[item.pk]), {"revision": 1}).status_code == 404
    item.refresh_from_db()
    assert item.state == State.ACTIVE


def test_only_a_problem_is_solved(phone, trajectory, counsellor):
    skill = plans.add(trajectory=trajectory, by=counsellor, kind=Kind.SKILL, title="Nee zeggen", state=State.ACTIVE)
    assert phone.post(reverse("plans:solve", args=[skill.pk]), {"revision": 1}).status_code == 404


@pytest.mark.parametrize(
    ("details", "words"),
    [
        ({"due_on": TODAY}, "Vandaag klaar"),
        ({"due_on": TODAY - 2 * DAY}, "Zou klaar zijn: di 10 maart"),
        ({"due_on": TODAY + 2 * DAY}, "Klaar voor za 14 maart"),
        ({"state": State.DONE, "done_on": TODAY}, "Klaar op 12 maart 2026"),
        ({"state": State.STOPPED}, "Gestopt"),
        ({}, "Loopt"),
    ],
)
def test_by_when_is_said_in_words(phone, problem, details, words):
    problem(**details)
    assert words in phone.get(reverse("plans:problems")).content.decode()


@pytest.mark.parametrize(
    ("details", "to_client", "to_counsellor"),
    [
        ({}, "Jij", "De cliënt"),
        ({"owner": Owner.COUNSELLOR}, "Je begeleider", "De begeleider"),
        ({"owner": Owner.PARTNER, "partner": "Wijkteam Oever"}, "Wijkteam Oever", "Wijkteam Oever"),
        ({"owner": Owner.OTHER, "carrier": "Mijn zus"}, "Mijn zus", "Mijn zus"),
        ({"partner": "Wijkteam Oever"}, "met Wijkteam Oever", "met Wijkteam Oever"),
    ],
)
def test_whose_it_is_is_said_to_each_reader(phone, desk, trajectory, problem, details, to_client, to_counsellor):
    item = problem(**details)
    assert to_client in phone.get(reverse("plans:problems")).content.decode()
    assert to_counsellor in desk.get(reverse("plans:problems_of", args=[trajectory.pk])).content.decode()
    assert phone.get(reverse("plans:item", args=[item.pk])).status_code == 200


def test_only_ones_own_open_problem_has_a_button(phone, problem):
    mine, theirs = problem(), problem(owner=Owner.COUNSELLOR)
    over = problem(state=State.DONE)
    has_button = {
        item: reverse("plans:solve", args=[item.pk])
        in phone.get(reverse("plans:item", args=[item.pk])).content.decode()
        for item in (mine, theirs, over)
    }
    assert has_button == {mine: True, theirs: False, over: False}


def test_empty_lists_say_what_will_be_here(phone, desk, trajectory):
    assert "nz-empty" in phone.get(reverse("plans:problems")).content.decode()
    html = desk.get(reverse("plans:problems_of", args=[trajectory.pk])).content.decode()
    assert "nz-empty" in html
    assert reverse("plans:add", args=[trajectory.pk, "practical"]) in html


def test_the_counsellor_sees_what_is_over_and_a_peer_worker_changes_nothing(
    desk, browser_of, peer_worker, trajectory, problem
):
    open_one, over = problem("Post"), problem("Rijbewijs", state=State.DONE)
    url = reverse("plans:problems_of", args=[trajectory.pk])
    links = [reverse("plans:edit", args=[trajectory.pk, item.pk]) for item in (open_one, over)]
    html = desk.get(url).content.decode()
    assert all(link in html for link in links)
    html = browser_of(peer_worker).get(url).content.decode()
    assert "Post" in html
    assert not any(link in html for link in links)
    assert reverse("plans:add", args=[trajectory.pk, "practical"]) not in html


def test_a_client_is_brought_to_their_own_list(phone, trajectory):
    response = phone.get(reverse("plans:problems_of", args=[trajectory.pk]))
    assert response.headers["Location"] == reverse("plans:problems")


def test_what_is_due_stands_on_home_and_in_the_plan(phone, problem):
    problem("Nu", due_on=TODAY)
    problem("Later", due_on=TODAY + DAY)
    home = phone.get(reverse("overview:me")).content.decode()
    assert "Nu" in home
    assert "Later" not in home
    plan = phone.get(reverse("plans:mine")).content.decode()
    assert "Later" in plan
    assert reverse("plans:problems") in plan


def test_what_is_due_is_a_reason_on_the_caseload(desk, trajectory, problem):
    problem("Brief", due_on=TODAY)
    Summary.objects.update(last_contact_at=timezone.now())
    html = desk.get(reverse("caseload:today")).content.decode()
    assert "Praktisch probleem moet klaar" in html
    assert reverse("plans:problems_of", args=[trajectory.pk]) in html


def test_the_list_costs_the_same_for_one_and_three(phone, problem, django_assert_num_queries):
    problem()
    phone.get(reverse("plans:problems"))
    for _ in range(2):
        with django_assert_num_queries(10):
            phone.get(reverse("plans:problems"))
        problem(), problem(state=State.DONE)


def test_a_problem_that_runs_cannot_be_started_again(problem, counsellor):
    with pytest.raises(Refused):
        plans.set_state(item=problem(), by=counsellor, revision=1, state=State.ACTIVE)
