"""Inviting a client to sign in: the page tells how it stands, and nothing of elsewhere."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from aftercare.accounts import invitations
from aftercare.accounts.models import Invitation
from tests.personas import person, running
from trajectories.dossier import actions
from trajectories.dossier.models import TeamRole

PASSWORD = "stille-haven-aan-zee"


@pytest.fixture
def browser(browser_of, counsellor):
    counsellor.language = "en"
    counsellor.save()
    return browser_of(counsellor)


@pytest.fixture
def page(trajectory) -> str:
    return reverse("dossier:invite", args=[trajectory.pk])


def test_never_invited_then_invited_then_accepted(browser, page, client_user):
    assert "Not invited yet" in browser.get(page).text
    assert "The invitation is on its way." in browser.post(page, follow=True).text
    assert "Invited today" in browser.get(page).text
    invitations.accept(invitation_id=Invitation.objects.get().pk, password=PASSWORD)
    shown = browser.get(page).text
    assert "Accepted today" in shown
    assert "Send a new invitation" not in shown


def test_sending_again_replaces_the_link(browser, page):
    browser.post(page)
    browser.post(page)
    assert Invitation.objects.pending().count() == 1
    assert Invitation.objects.count() == 2


def test_an_invitation_that_was_not_used_in_time(browser, page):
    browser.post(page)
    Invitation.objects.update(expires_at=timezone.now() - timedelta(days=1))
    assert "not used within seven days" in browser.get(page).text


def test_without_an_address_the_page_leads_to_where_to_add_it(browser, browser_of, counsellor, colleague, organisation):
    trajectory = running(person("Zonder Adres"), counsellor, organisation)
    page = reverse("dossier:invite", args=[trajectory.pk])
    edit = reverse("dossier:edit", args=[trajectory.pk])
    assert edit in browser.get(page).text
    assert browser.post(page, follow=True).status_code == 200
    assert not Invitation.objects.exists()
    actions.seat(
        trajectory=trajectory, user=colleague, role=TeamRole.STAND_IN, since=timezone.localdate(), by=counsellor
    )
    assert edit not in browser_of(colleague).get(page).text


def test_a_closed_trajectory_invites_nobody(browser, page, trajectory, counsellor):
    actions.close(trajectory=trajectory, by=counsellor)
    assert "closed" in browser.get(page).text
    browser.post(page)
    assert not Invitation.objects.exists()


def test_another_organisation_does_not_learn_that_the_person_has_an_account(
    browser_of, browser, page, client_user, outsider, other_organisation
):
    browser.post(page)
    invitations.accept(invitation_id=Invitation.objects.get().pk, password=PASSWORD)
    elsewhere = running(client_user, outsider, other_organisation)
    outsider.language = "en"
    outsider.save()
    shown = browser_of(outsider).get(reverse("dossier:invite", args=[elsewhere.pk])).text
    assert "Not invited yet" in shown
    assert "Accepted" not in shown


def test_an_outsider_sends_nothing(browser_of, page, outsider):
    assert browser_of(outsider).post(page).status_code == 404
    assert not Invitation.objects.exists()
