"""The care team's page: add, end."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from aftercare.accounts.roles import Role
from tests.personas import member
from trajectories.dossier import actions
from trajectories.dossier.models import CareTeamSeat, TeamRole, Trajectory


@pytest.fixture
def browser(browser_of, counsellor):
    return browser_of(counsellor)


@pytest.fixture
def today():
    return timezone.localdate()


def page(trajectory, name="team", *more) -> str:
    return reverse(f"dossier:{name}", args=[trajectory.pk, *more])


def seat_of(user) -> CareTeamSeat:
    return CareTeamSeat.objects.get(user=user)


def sees(user, trajectory) -> bool:
    return Trajectory.objects.visible_to(user).filter(pk=trajectory.pk).exists()


def test_the_page_names_who_sits_and_who_could(browser, trajectory, peer_worker, colleague, outsider, coordinator):
    shown = browser.get(page(trajectory)).text
    assert peer_worker.name in shown
    assert f"stand_in:{colleague.pk}" in shown
    assert f"peer_worker:{peer_worker.pk}" not in shown
    assert outsider.name not in shown
    assert coordinator.name not in shown


def test_adding_a_stand_in_with_dates(browser, trajectory, colleague, today):
    sent = {"seat-who": f"stand_in:{colleague.pk}", "seat-since": str(today), "seat-until": str(today + timedelta(7))}
    assert browser.post(page(trajectory, "team_add"), sent).url == page(trajectory)
    seat = seat_of(colleague)
    assert (seat.role, seat.since, seat.until) == (TeamRole.STAND_IN, today, today + timedelta(7))


def test_adding_a_peer_worker(browser, trajectory, organisation, today):
    peer = member("Guus Aldershof", Role.PEER_WORKER, organisation)
    browser.post(page(trajectory, "team_add"), {"seat-who": f"peer_worker:{peer.pk}", "seat-since": str(today)})
    assert seat_of(peer).role == TeamRole.PEER_WORKER


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"seat-who": ""}, "who"),
        ({"seat-who": "counsellor:x"}, "who"),
        ({"seat-since": "ooit"}, "since"),
        ({"seat-until": "2020-01-01"}, "until"),
    ],
)
def test_a_place_that_cannot_be_is_explained_at_the_field(browser, trajectory, colleague, today, change, field):
    sent = {"seat-who": f"stand_in:{colleague.pk}", "seat-since": str(today)} | change
    response = browser.post(page(trajectory, "team_add"), sent)
    assert response.status_code == 200
    assert list(response.context["seat_form"].errors) == [field]
    assert not CareTeamSeat.objects.filter(user=colleague).exists()


def test_a_place_that_overlaps_an_agreed_one_is_refused_in_words(browser, trajectory, colleague, counsellor, today):
    actions.seat(
        trajectory=trajectory, user=colleague, role=TeamRole.STAND_IN, since=today + timedelta(3), by=counsellor
    )
    sent = {"seat-who": f"stand_in:{colleague.pk}", "seat-since": str(today)}
    response = browser.post(page(trajectory, "team_add"), sent)
    assert response.context["seat_form"].non_field_errors()


def test_ending_a_place(browser, trajectory, peer_worker):
    browser.post(page(trajectory, "team_end", seat_of(peer_worker).pk))
    assert not sees(peer_worker, trajectory)
    assert peer_worker.name in browser.get(page(trajectory)).text.split("<details")[-1]


def test_the_counsellor_s_place_is_not_ended(browser, trajectory, counsellor):
    browser.post(page(trajectory, "team_end", seat_of(counsellor).pk))
    assert sees(counsellor, trajectory)


def test_handing_over_later_can_be_called_off(browser, trajectory, colleague, counsellor, today):
    actions.hand_over(trajectory=trajectory, to=colleague, on=today + timedelta(7), by=counsellor)
    call_off = page(trajectory, "team_end", seat_of(colleague).pk)
    assert call_off in browser.get(page(trajectory)).text
    browser.post(call_off)
    assert seat_of(counsellor).until is None
    assert not CareTeamSeat.objects.filter(user=colleague).exists()


def test_nobody_of_elsewhere_gets_a_place(browser, trajectory, outsider, today):
    browser.post(page(trajectory, "team_add"), {"seat-who": f"stand_in:{outsider.pk}", "seat-since": str(today)})
    assert not sees(outsider, trajectory)


def test_a_place_in_another_dossier_is_not_ended_through_this_one(browser, trajectory, other_trajectory, colleague):
    elsewhere = CareTeamSeat.objects.get(trajectory=other_trajectory)
    assert browser.post(page(trajectory, "team_end", elsewhere.pk)).status_code == 404


@pytest.mark.parametrize("persona", ["client_user", "peer_worker", "colleague", "administrator", "outsider"])
def test_only_the_counsellor_changes_the_team(request, browser_of, trajectory, counsellor, persona):
    browser = browser_of(request.getfixturevalue(persona))
    seat = CareTeamSeat.objects.get(user=counsellor)
    for path in (page(trajectory, "team_add"), page(trajectory, "team_end", seat.pk)):
        assert browser.post(path).status_code in {403, 404}


def test_a_closed_trajectory_s_team_is_read_only(browser, trajectory, counsellor):
    actions.close(trajectory=trajectory, by=counsellor)
    shown = browser.get(page(trajectory)).text
    assert page(trajectory, "team_add") not in shown
    assert reverse("handovers:give", args=[trajectory.pk]) not in shown


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_asks_the_same_number_of_questions_at_any_size(
    browser, trajectory, organisation, counsellor, today, count
):
    for number in range(count):
        peer = member(f"Ervaring{number} Vinkenoog", Role.PEER_WORKER, organisation)
        actions.seat(trajectory=trajectory, user=peer, role=TeamRole.PEER_WORKER, since=today, by=counsellor)
        member(f"Collega{number} Vinkenoog", Role.COUNSELLOR, organisation)
    browser.get(page(trajectory))
    with CaptureQueriesContext(connection) as queries:
        browser.get(page(trajectory))
    assert len([query for query in queries if "SAVEPOINT" not in query["sql"]]) == 9
