"""Several clients at once, and somebody who leaves: all or nothing, and nobody is left without a counsellor."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from aftercare.accounts import actions as accounts
from aftercare.accounts.models import Membership
from aftercare.accounts.roles import Role
from aftercare.core.errors import Refused
from tests.personas import person, running
from trajectories.dossier import actions as dossier
from trajectories.dossier.models import Trajectory
from trajectories.handovers import actions
from trajectories.handovers.access import carried_by
from trajectories.handovers.models import Handover

ALL = "handovers:give_all"


@pytest.fixture
def today():
    return timezone.localdate()


@pytest.fixture
def three(counsellor, organisation, trajectory):
    more = [running(person(f"Cliënt {number}"), counsellor, organisation) for number in range(2)]
    return [trajectory, *more]


def unread(membership: Membership) -> str:
    return reverse("handovers:give_unread", args=[membership.pk])


def test_the_ticked_ones_go_and_the_others_stay(browser_of, three, counsellor, colleague, today):
    browser = browser_of(counsellor)
    shown = browser.get(reverse(ALL)).context["form"]
    assert set(shown["clients"].initial) == set(three)
    sent = {"to": str(colleague.pk), "on": str(today), "clients": [str(one.pk) for one in three[:2]]}
    assert browser.post(reverse(ALL), sent).url == reverse("handovers:mine")
    assert set(Trajectory.objects.visible_to(colleague)) == set(three[:2])
    assert set(Trajectory.objects.visible_to(counsellor)) == {three[2]}
    received = browser_of(colleague).get(reverse("handovers:mine")).context["received"]
    assert {one.trajectory for one in received} == set(three[:2])


def test_nothing_goes_when_one_of_them_cannot(three, counsellor, colleague, today):
    dossier.close(trajectory=three[2], by=counsellor)
    with pytest.raises(Refused):
        actions.give_all(trajectories=three, to=colleague, on=today, by=counsellor)
    assert not Handover.objects.exists()
    assert not Trajectory.objects.visible_to(colleague).exists()


def test_somebody_elses_clients_cannot_be_slipped_in(
    browser_of, trajectory, other_trajectory, counsellor, colleague, today
):
    sent = {"to": str(colleague.pk), "on": str(today), "clients": [str(other_trajectory.pk)]}
    page = browser_of(counsellor).post(reverse(ALL), sent)
    assert list(page.context["form"].errors) == ["clients"]


def test_without_clients_the_page_says_so(browser_of, colleague):
    assert browser_of(colleague).get(reverse(ALL)).context["count"] == 0


def test_a_role_does_not_end_while_clients_hang_on_it(browser_of, administrator, counsellor, trajectory):
    membership = counsellor.memberships.get()
    page = browser_of(administrator).post(reverse("accounts:end", args=[membership.pk]), follow=True)
    assert counsellor.name in str(next(iter(page.context["messages"])))
    membership.refresh_from_db()
    assert membership.ended_at is None


def test_an_administrator_hands_the_caseload_over_without_reading_a_name(
    browser_of, administrator, counsellor, colleague, three, today
):
    browser, membership = browser_of(administrator), counsellor.memberships.get()
    shown = browser.get(unread(membership))
    assert shown.context["count"] == 3
    assert all(one.client.user.name not in shown.text for one in three)
    sent = {"to": str(colleague.pk), "on": str(today)}
    assert browser.post(unread(membership), sent).url == reverse("accounts:person", args=[membership.pk])
    assert set(Trajectory.objects.visible_to(colleague)) == set(three)
    given = Handover.objects.first()
    assert (given.giver, given.given_by) == (counsellor, administrator)
    browser.post(reverse("accounts:end", args=[membership.pk]))
    membership.refresh_from_db()
    assert membership.ended_at


def test_there_is_nothing_to_hand_over_for_whoever_carries_nobody(
    browser_of, administrator, colleague, counsellor, today
):
    page = browser_of(administrator).post(
        unread(colleague.memberships.get()), {"to": str(counsellor.pk), "on": str(today)}
    )
    assert page.context["form"].non_field_errors()


def test_an_administrator_of_elsewhere_or_another_role_is_no_way_in(
    browser_of, administrator, manager, outsider, counsellor, trajectory
):
    browser = browser_of(administrator)
    assert browser.get(unread(outsider.memberships.get())).status_code == 404
    assert browser.get(unread(manager.memberships.get())).status_code == 404
    assert browser_of(outsider).get(unread(counsellor.memberships.get())).status_code == 403


def test_only_a_counsellors_role_asks_for_a_handover(administrator, counsellor, trajectory, organisation, manager):
    assert carried_by(counsellor, on=timezone.localdate()).exists()
    accounts.end_membership(membership=manager.memberships.get(), organisation=organisation, by=administrator)
    assert not manager.memberships.active().filter(role=Role.MANAGER).exists()


@pytest.mark.parametrize("count", [1, 3])
def test_the_lists_ask_the_same_number_of_questions_at_any_size(browser_of, three, counsellor, colleague, today, count):
    actions.give_all(trajectories=three[:count], to=colleague, on=today, by=counsellor)
    browser = browser_of(colleague)
    browser.get(reverse("handovers:mine"))
    with CaptureQueriesContext(connection) as queries:
        browser.get(reverse("handovers:mine"))
    assert len([query for query in queries if "SAVEPOINT" not in query["sql"]]) == 7
