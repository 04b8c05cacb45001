"""Whose relative somebody is: noted and seen by who works with both, by nobody else and by neither of the two."""

import pytest
from django.db import IntegrityError, transaction

from aftercare.audit.models import AccessEntry
from aftercare.core import scope
from aftercare.core.errors import Refused
from trajectories.dossier import actions as dossier
from trajectories.dossier.models import TeamRole
from trajectories.relatives import actions
from trajectories.relatives.models import RelativeLink


@pytest.fixture
def noted(relative_trajectory, trajectory, counsellor) -> RelativeLink:
    return actions.link(own=relative_trajectory, of=trajectory, by=counsellor, relation="partner")


def text(response) -> str:
    return response.content.decode()


def page_of(trajectory) -> str:
    return f"/clients/{trajectory.pk}/relatives/"


def test_a_counsellor_of_both_notes_it_and_sees_it_from_both_sides(
    relative_trajectory, trajectory, counsellor, browser_of
):
    ilse = browser_of(counsellor)
    assert "heeft hier geen cliënt nodig" in text(ilse.get(page_of(relative_trajectory)))
    ilse.post(page_of(relative_trajectory), {"of": trajectory.pk, "relation": "partner"})
    assert "Noor Velthuizen" in text(ilse.get(page_of(relative_trajectory)))
    of_client = text(ilse.get(page_of(trajectory)))
    assert "Lot Brandsma" in of_client
    assert "Noteer van wie" not in of_client
    assert page_of(trajectory) in text(ilse.get(f"/clients/{trajectory.pk}/"))


def test_only_ones_own_clients_can_be_chosen(relative_trajectory, trajectory, other_trajectory, counsellor, browser_of):
    ilse = browser_of(counsellor)
    offered = ilse.get(page_of(relative_trajectory)).context["form"].fields["of"]
    assert list(offered.queryset) == [trajectory]
    wrong = ilse.post(page_of(relative_trajectory), {"of": other_trajectory.pk})
    assert "of" in wrong.context["form"].errors
    assert not RelativeLink.objects.exists()


@pytest.mark.parametrize("persona", ["colleague", "outsider"])
def test_who_does_not_work_with_both_cannot_note_it(request, relative_trajectory, trajectory, persona):
    with pytest.raises(Refused):
        actions.link(own=relative_trajectory, of=trajectory, by=request.getfixturevalue(persona))


def test_a_client_is_nobodys_relative(trajectory, relative_trajectory, counsellor):
    with pytest.raises(Refused):
        actions.link(own=trajectory, of=relative_trajectory, by=counsellor)


def test_who_works_with_one_of_them_sees_nothing_of_it(noted, trajectory, colleague, outsider, counsellor, browser_of):
    dossier.seat(
        trajectory=trajectory, user=colleague, role=TeamRole.STAND_IN, since=trajectory.starts_on, by=counsellor
    )
    farah = browser_of(colleague)
    page = text(farah.get(page_of(trajectory)))
    assert "Lot Brandsma" not in page
    assert "Er is niemand genoteerd" in page
    assert farah.post(f"{page_of(trajectory)}{noted.pk}/unlink/").status_code == 404
    assert browser_of(outsider).get(page_of(trajectory)).status_code == 404


def test_neither_of_the_two_finds_a_trace(noted, trajectory, relative_trajectory, browser_of):
    for own, other in ((trajectory, "Lot"), (relative_trajectory, "Noor")):
        browser = browser_of(own.client.user)
        for page in ("/me/", "/me/about/", "/me/plan/", "/me/sharing/", "/me/access-log/", "/me/concern/", "/shared/"):
            assert other not in text(browser.get(page)), page
        scope.enter(user=own.client.user_id)
        assert not RelativeLink.objects.exists()
        scope.enter(system=True)
    assert not AccessEntry.objects.filter(
        client=trajectory.client.user, object_type="trajectories.relativelink"
    ).exists()


def test_it_is_noted_once_and_taken_away_once(noted, relative_trajectory, trajectory, counsellor, browser_of):
    assert actions.link(own=relative_trajectory, of=trajectory, by=counsellor) == noted
    ilse = browser_of(counsellor)
    ilse.post(f"{page_of(trajectory)}{noted.pk}/unlink/")
    assert not RelativeLink.objects.exists()
    lines = AccessEntry.objects.count()
    actions.unlink(noted=noted, by=counsellor)
    assert AccessEntry.objects.count() == lines


def test_nobody_is_their_own_relative(noted, relative_trajectory):
    with pytest.raises(IntegrityError), transaction.atomic():
        RelativeLink.objects.update(of=relative_trajectory)
