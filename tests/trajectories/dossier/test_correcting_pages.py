"""Correcting and closing on the page: nothing is lost, nothing is told that should not be."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from aftercare.network import actions as network
from tests.personas import running
from trajectories.dossier import actions
from trajectories.dossier.models import Client, Trajectory


@pytest.fixture
def browser(browser_of, counsellor):
    counsellor.language = "en"
    counsellor.save()
    return browser_of(counsellor)


def page(trajectory, name: str) -> str:
    return reverse(f"dossier:{name}", args=[trajectory.pk])


def only_trajectory() -> Trajectory:
    return Trajectory.objects.select_related("client__user").get()


@pytest.fixture
def registered(organisation, counsellor) -> Trajectory:
    today = timezone.localdate()
    return actions.register_person(
        organisation=organisation,
        by=counsellor,
        name="Wout Brinkman",
        called="Wout",
        birth_date="1988-04-12",
        pronouns="hij",
        number="K-1",
        email="wout@test.example",
        phone="06 00000000",
        starts_on=today,
        ends_on=today + timedelta(days=91),
    )


@pytest.fixture
def corrected():
    return {
        "name": "Wout Brinkman",
        "called": "Wout",
        "birth_date": "1988-04-12",
        "pronouns": "hij",
        "number": "K-1",
        "email": "wout@test.example",
        "phone": "06 00000000",
        "revision": "1",
    }


def test_correcting_shows_what_is_stored_and_saves_what_is_typed(browser, registered, corrected):
    assert 'value="K-1"' in browser.get(page(registered, "edit")).text
    typed = corrected | {"name": "Wouter Brinkman", "number": "K-2", "pronouns": "hen"}
    assert browser.post(page(registered, "edit"), typed).url == registered.get_absolute_url()
    client = only_trajectory().client
    assert (client.user.name, client.number, client.pronouns) == ("Wouter Brinkman", "K-2", "hen")


def test_a_stale_correction_shows_both_versions_and_a_second_save_is_knowing(browser, registered, corrected):
    browser.post(page(registered, "edit"), corrected | {"number": "Van een collega", "pronouns": ""})
    typed = corrected | {"number": "Mijn tekst"}
    response = browser.post(page(registered, "edit"), typed)
    shown = {(one.stored, one.typed) for one in response.context["differences"]}
    assert {("Van een collega", "Mijn tekst"), ("–", "hij")} <= shown
    assert 'value="Mijn tekst"' in response.text
    assert only_trajectory().client.number == "Van een collega"
    browser.post(page(registered, "edit"), typed | {"revision": response.context["form"]["revision"].value()})
    assert only_trajectory().client.number == "Mijn tekst"


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"name": ""}, "name"),
        ({"email": "geen adres"}, "email"),
        ({"birth_date": "2999-01-01"}, "birth_date"),
    ],
)
def test_what_cannot_be_is_said_at_the_field(browser, registered, corrected, change, field):
    response = browser.post(page(registered, "edit"), corrected | change)
    assert list(response.context["form"].errors) == [field]


def test_dates_that_differ_are_shown_as_dates(browser, registered, corrected):
    browser.post(page(registered, "edit"), corrected)
    response = browser.post(page(registered, "edit"), corrected | {"birth_date": "1988-04-13"})
    assert any("1988" in one.stored and "1988" in one.typed for one in response.context["differences"])


def test_a_municipality_is_asked_and_may_stay_unknown(browser, registered, corrected, region, policy_maker):
    town = network.team.add_municipality(region=region, by=policy_maker, name="Oeverdorp")
    browser.post(page(registered, "edit"), corrected | {"municipality": town.pk})
    assert only_trajectory().client.municipality == town
    assert f'<option value="{town.pk}" selected>' in browser.get(page(registered, "edit")).text
    browser.post(page(registered, "edit"), corrected | {"revision": 2, "municipality": ""})
    assert only_trajectory().client.municipality is None


def test_a_refused_correction_keeps_what_was_typed(browser, registered, corrected, organisation, counsellor):
    Client.objects.filter(pk=registered.client_id).update(number="K-9")
    other = running(counsellor.__class__.objects.create(name="Sofie de Boer"), counsellor, organisation)
    typed = corrected | {"number": "K-9", "pronouns": "Mijn tekst", "revision": str(other.revision)}
    response = browser.post(page(other, "edit"), typed)
    assert response.context["form"].non_field_errors()
    assert "Mijn tekst" in response.text


def test_what_a_person_manages_is_not_changed_by_a_counsellor(browser, trajectory, client_user, corrected):
    shown = browser.get(page(trajectory, "edit")).text
    assert 'name="email"' not in shown
    browser.post(page(trajectory, "edit"), corrected | {"name": "Iemand anders", "email": "x@test.example"})
    client_user.refresh_from_db()
    assert (client_user.name, client_user.email) == ("Noor Velthuizen", "noor@test.example")


def test_the_period_is_agreed_elsewhere(browser, registered, corrected):
    browser.post(page(registered, "edit"), corrected | {"ends_on": "2020-01-01", "starts_on": "2020-01-01"})
    assert only_trajectory().ends_on == registered.ends_on
    assert reverse("agreements:of_client", args=[registered.pk]) in browser.get(page(registered, "edit")).text


def invited(trajectory, counsellor):
    actions.invite(trajectory=trajectory, by=counsellor)


@pytest.mark.parametrize("name", ["edit", "invite", "team"])
@pytest.mark.parametrize(
    ("persona", "status"),
    [
        ("counsellor", 200),
        ("client_user", 403),
        ("peer_worker", 403),
        ("colleague", 404),
        ("other_client", 404),
        ("relative", 404),
        ("coordinator", 404),
        ("manager", 404),
        ("policy_maker", 404),
        ("partner", 404),
        ("administrator", 404),
        ("outsider", 404),
        ("visitor", 302),
    ],
)
def test_who_may_open_the_pages_of_a_dossier(request, browser_of, trajectory, persona, status, name):
    assert browser_of(request.getfixturevalue(persona)).get(page(trajectory, name)).status_code == status
