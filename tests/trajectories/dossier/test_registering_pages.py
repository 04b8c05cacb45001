"""Registering, correcting and closing on the page: nothing is lost, nothing is told that should not be."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from aftercare.audit.models import AccessEntry, Outcome
from tests.personas import running
from trajectories.dossier import actions
from trajectories.dossier.models import Client, Status, Trajectory

NEW = reverse("dossier:register")


@pytest.fixture
def filled_in(organisation):
    today = timezone.localdate()
    return {
        "organisation": organisation.pk,
        "kind": "client",
        "name": "Wout Brinkman",
        "called": "Wout",
        "birth_date": "1988-04-12",
        "pronouns": "hij",
        "number": "K-1",
        "email": "wout@test.example",
        "phone": "06 00000000",
        "language": "en",
        "treatment": "clinic",
        "treatment_place": "De Terp",
        "treatment_ended_on": str(today - timedelta(days=3)),
        "earlier_episodes": "2",
        "reasons": ["afraid", "treated_before"],
        "learned": "Elke ochtend wandelen",
        "starts_on": str(today),
        "ends_on": "",
    }


@pytest.fixture
def browser(browser_of, counsellor):
    counsellor.language = "en"
    counsellor.save()
    return browser_of(counsellor)


def page(trajectory, name: str) -> str:
    return reverse(f"dossier:{name}", args=[trajectory.pk])


def only_trajectory() -> Trajectory:
    return Trajectory.objects.select_related("client__user").get()


def test_everything_that_was_filled_in_is_registered(browser, filled_in, counsellor):
    response = browser.post(NEW, filled_in)
    trajectory = only_trajectory()
    assert response.url == trajectory.get_absolute_url()
    person, client = trajectory.client.user, trajectory.client
    assert (person.name, person.called, person.email, person.language) == (
        "Wout Brinkman",
        "Wout",
        "wout@test.example",
        "en",
    )
    assert (client.number, client.pronouns, str(client.birth_date)) == ("K-1", "hij", "1988-04-12")
    assert (trajectory.treatment, trajectory.treatment_place, trajectory.earlier_episodes) == ("clinic", "De Terp", 2)
    assert (trajectory.reasons, trajectory.learned) == (["afraid", "treated_before"], "Elke ochtend wandelen")


@pytest.mark.parametrize(("start", "end"), [("2026-01-31", "2026-04-30"), ("2026-03-01", "2026-06-01")])
def test_an_empty_end_is_three_months_later(browser, filled_in, start, end):
    browser.post(NEW, filled_in | {"starts_on": start, "treatment_ended_on": ""})
    assert str(only_trajectory().ends_on) == end


def test_a_relative_is_registered_with_as_little(browser, organisation):
    today = str(timezone.localdate())
    least = {"organisation": organisation.pk, "kind": "relative", "name": "Lot Brandsma", "language": "nl"}
    browser.post(NEW, least | {"earlier_episodes": "0", "starts_on": today})
    assert only_trajectory().kind == "relative"


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"name": ""}, "name"),
        ({"email": "geen adres"}, "email"),
        ({"birth_date": "2999-01-01"}, "birth_date"),
        ({"birth_date": "1850-01-01"}, "birth_date"),
        ({"birth_date": "gisteren"}, "birth_date"),
        ({"starts_on": ""}, "starts_on"),
        ({"ends_on": "2020-01-01"}, "ends_on"),
        ({"treatment_ended_on": "1980-01-01"}, "treatment_ended_on"),
        ({"treatment_ended_on": "2999-01-01"}, "treatment_ended_on"),
        ({"earlier_episodes": "-1"}, "earlier_episodes"),
        ({"reasons": ["none"]}, "reasons"),
        ({"kind": "counsellor"}, "kind"),
    ],
)
def test_what_cannot_be_is_said_at_the_field_and_the_rest_is_kept(browser, filled_in, change, field):
    response = browser.post(NEW, filled_in | change)
    assert list(response.context["form"].errors) == [field]
    assert "Elke ochtend wandelen" in response.text
    assert not Trajectory.objects.exists()


def test_a_likely_duplicate_is_shown_before_saving(browser, filled_in, organisation, counsellor):
    browser.post(NEW, filled_in)
    there = only_trajectory()
    again = filled_in | {"name": "Wouter Brinkman", "email": "", "number": ""}
    response = browser.post(NEW, again)
    assert there.get_absolute_url() in response.text
    assert "Elke ochtend wandelen" in response.text
    assert Trajectory.objects.count() == 1
    browser.post(NEW, again | {"confirmed": "on"})
    assert Trajectory.objects.count() == 2


def test_a_colleague_s_client_is_neither_named_nor_linked(browser, browser_of, filled_in, colleague):
    browser_of(colleague).post(NEW, filled_in)
    there = only_trajectory()
    response = browser.post(NEW, filled_in | {"name": "Wout Brinkmann", "email": "", "number": ""})
    page = response.text.split("<form class")[1]
    assert "with a colleague" in page
    assert str(there.pk) not in page
    assert "wout@test.example" not in page
    assert colleague.name not in page


def test_an_address_of_somebody_else_tells_nothing(browser, filled_in, outsider):
    response = browser.post(NEW, filled_in | {"email": outsider.email})
    assert response.context["form"].non_field_errors()
    assert outsider.name not in response.text
    assert 'value="Wout Brinkman"' in response.text
    assert not Trajectory.objects.exists()


@pytest.mark.parametrize(
    "persona",
    ["coordinator", "peer_worker", "manager", "policy_maker", "partner", "administrator", "client_user", "relative"],
)
def test_only_counsellors_register_and_who_tried_is_logged(request, browser_of, persona):
    user = request.getfixturevalue(persona)
    assert browser_of(user).get(NEW).status_code == 403
    assert AccessEntry.objects.filter(user=user, outcome=Outcome.DENIED).exists()


def test_an_outsider_registers_at_their_own_organisation_only(browser_of, filled_in, outsider, other_organisation):
    response = browser_of(outsider).post(NEW, filled_in)
    assert "organisation" in response.context["form"].errors
    browser_of(outsider).post(NEW, filled_in | {"organisation": other_organisation.pk})
    assert only_trajectory().organisation == other_organisation


def test_a_counsellor_of_two_places_chooses_one(browser, counsellor, other_organisation):
    counsellor.memberships.create(role="counsellor", organisation=other_organisation)
    assert other_organisation.name in browser.get(NEW).text


@pytest.fixture
def registered(browser, filled_in) -> Trajectory:
    browser.post(NEW, filled_in)
    return only_trajectory()


@pytest.fixture
def corrected(filled_in):
    kept = {name: value for name, value in filled_in.items() if name not in {"organisation", "kind", "language"}}
    return kept | {"ends_on": filled_in["starts_on"], "revision": "1"}


def test_correcting_shows_what_is_stored_and_saves_what_is_typed(browser, registered, corrected):
    assert 'value="De Terp"' in browser.get(page(registered, "edit")).text
    typed = corrected | {"name": "Wouter Brinkman", "number": "K-2", "learned": "Bellen"}
    assert browser.post(page(registered, "edit"), typed).url == registered.get_absolute_url()
    now = only_trajectory()
    assert (now.client.user.name, now.client.number, now.learned) == ("Wouter Brinkman", "K-2", "Bellen")


def test_a_stale_correction_shows_both_versions_and_a_second_save_is_knowing(browser, registered, corrected):
    browser.post(page(registered, "edit"), corrected | {"learned": "Van een collega", "treatment": ""})
    typed = corrected | {"learned": "Mijn tekst", "reasons": ["afraid"], "earlier_episodes": "0"}
    response = browser.post(page(registered, "edit"), typed)
    shown = {(one.stored, one.typed) for one in response.context["differences"]}
    assert ("Van een collega", "Mijn tekst") in shown
    assert ("–", "Admission to a clinic") in shown
    assert "Mijn tekst" in response.text.split("<textarea")[1]
    assert only_trajectory().learned == "Van een collega"
    browser.post(page(registered, "edit"), typed | {"revision": response.context["form"]["revision"].value()})
    assert only_trajectory().learned == "Mijn tekst"


def test_dates_that_differ_are_shown_as_dates(browser, registered, corrected):
    browser.post(page(registered, "edit"), corrected)
    response = browser.post(page(registered, "edit"), corrected | {"birth_date": "1988-04-13"})
    assert any("1988" in one.stored and "1988" in one.typed for one in response.context["differences"])


def test_a_refused_correction_keeps_what_was_typed(browser, registered, corrected, organisation, counsellor):
    Client.objects.filter(pk=registered.client_id).update(number="K-9")
    other = running(counsellor.__class__.objects.create(name="Sofie de Boer"), counsellor, organisation)
    typed = corrected | {"number": "K-9", "learned": "Mijn tekst", "starts_on": str(other.starts_on)}
    response = browser.post(page(other, "edit"), {**typed, "ends_on": str(other.ends_on)})
    assert response.context["form"].non_field_errors()
    assert "Mijn tekst" in response.text


def test_what_a_person_manages_is_not_changed_by_a_counsellor(browser, trajectory, client_user, corrected):
    shown = browser.get(page(trajectory, "edit")).text
    assert 'name="email"' not in shown
    browser.post(page(trajectory, "edit"), corrected | {"name": "Iemand anders", "email": "x@test.example"})
    client_user.refresh_from_db()
    assert (client_user.name, client_user.email) == ("Noor Velthuizen", "noor@test.example")


def test_closing(browser, trajectory):
    assert browser.get(page(trajectory, "close")).status_code == 200
    assert browser.post(page(trajectory, "close")).url == trajectory.get_absolute_url()
    trajectory.refresh_from_db()
    assert trajectory.status == Status.CLOSED
    assert "<form class=" not in browser.get(page(trajectory, "close")).text
    browser.post(page(trajectory, "close"))
    trajectory.refresh_from_db()
    assert trajectory.status == Status.CLOSED


def invited(trajectory, counsellor):
    actions.invite(trajectory=trajectory, by=counsellor)


@pytest.mark.parametrize("name", ["edit", "close", "invite", "team"])
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
