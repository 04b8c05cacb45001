"""Who has a caseload, and what of it the log keeps."""

import pytest

from aftercare.accounts.models import Membership
from aftercare.accounts.roles import Role
from aftercare.audit.models import AccessEntry, Event, Outcome
from trajectories.dossier import actions as dossier
from trajectories.dossier.models import TeamRole

LISTS = ["/caseload/", "/clients/"]


@pytest.mark.parametrize("address", LISTS)
def test_a_counsellor_sees_exactly_those_on_whose_care_team_they_sit(
    browser_of, counsellor, trajectory, relative_trajectory, other_trajectory, address
):
    page = browser_of(counsellor).get(address).content.decode()
    assert "Noor Velthuizen" in page
    assert "Lot Brandsma" in page
    assert "Mats Wielinga" not in page


@pytest.mark.parametrize("address", LISTS)
@pytest.mark.parametrize("persona", ["colleague", "outsider"])
def test_a_counsellor_without_a_seat_sees_nobody(browser_of, request, trajectory, address, persona):
    response = browser_of(request.getfixturevalue(persona)).get(address)
    assert response.status_code == 200
    assert "Noor Velthuizen" not in response.content.decode()


@pytest.mark.parametrize("address", LISTS)
@pytest.mark.parametrize(
    "persona",
    ["client_user", "relative", "coordinator", "peer_worker", "partner", "manager", "policy_maker", "administrator"],
)
def test_other_roles_have_no_caseload_and_the_attempt_is_logged(browser_of, request, trajectory, address, persona):
    user = request.getfixturevalue(persona)
    assert browser_of(user).get(address).status_code == 403
    entry = AccessEntry.objects.get(user=user, segment="caseload")
    assert (entry.outcome, entry.client_id) == (Outcome.DENIED, None)


@pytest.mark.parametrize("address", LISTS)
def test_a_visitor_is_asked_to_sign_in(browser_of, address):
    response = browser_of(None).get(address)
    assert response.status_code == 302
    assert response["Location"].startswith("/accounts/login/")


def test_somebody_who_only_sits_in_as_peer_worker_has_no_row_there(
    browser_of, colleague, counsellor, organisation, trajectory
):
    Membership.objects.create(user=colleague, role=Role.PEER_WORKER, organisation=organisation)
    dossier.seat(
        trajectory=trajectory, user=colleague, role=TeamRole.PEER_WORKER, since=trajectory.starts_on, by=counsellor
    )
    assert "Noor Velthuizen" not in browser_of(colleague).get("/caseload/").content.decode()


def test_a_stand_in_has_the_row(browser_of, colleague, counsellor, trajectory):
    dossier.seat(
        trajectory=trajectory, user=colleague, role=TeamRole.STAND_IN, since=trajectory.starts_on, by=counsellor
    )
    assert "Noor Velthuizen" in browser_of(colleague).get("/caseload/").content.decode()


@pytest.mark.parametrize("address", LISTS)
def test_reading_the_list_is_logged_once(browser_of, counsellor, organisation, trajectory, address):
    browser_of(counsellor).get(address)
    entry = AccessEntry.objects.get(user=counsellor, segment="caseload")
    assert (entry.event, entry.outcome, entry.role) == (Event.READ, Outcome.ALLOWED, "counsellor")
    assert entry.organisation_id == organisation.pk


@pytest.mark.parametrize("address", LISTS)
def test_a_search_is_logged_as_a_search(browser_of, counsellor, trajectory, address):
    browser_of(counsellor).get(address, {"q": "no"})
    assert AccessEntry.objects.get(user=counsellor, segment="caseload").event == Event.SEARCH
