"""The first step registers: once, knowingly, with as little as a name, and nothing typed is lost."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from aftercare.audit.models import AccessEntry, Outcome
from aftercare.core.errors import Refused
from aftercare.core.ids import new_id
from aftercare.network import actions as network
from trajectories.dossier import actions as dossier
from trajectories.dossier.models import Trajectory
from trajectories.intake import actions
from trajectories.intake.models import Intake, Step

NEW = reverse("intake:start")


@pytest.fixture
def filled_in(organisation):
    today = timezone.localdate()
    return {
        "once": str(new_id()),
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
        "referrer": "clinic",
        "referrer_name": "De Terp",
        "referred_on": str(today - timedelta(days=3)),
        "starts_on": str(today),
        "ends_on": "",
    }


def only_trajectory() -> Trajectory:
    return Trajectory.objects.select_related("client__user", "intake").get()


def test_everything_that_was_filled_in_is_registered_and_the_intake_goes_on(desk, filled_in):
    response = desk.post(NEW, filled_in, follow=True)
    trajectory = only_trajectory()
    assert response.redirect_chain[-1][0] == reverse("intake:step", args=[trajectory.pk, "treatment"])
    person, client, intake = trajectory.client.user, trajectory.client, trajectory.intake
    assert (person.name, person.called, person.email, person.language) == (
        "Wout Brinkman",
        "Wout",
        "wout@test.example",
        "en",
    )
    assert (client.number, client.pronouns, str(client.birth_date)) == ("K-1", "hij", "1988-04-12")
    assert (intake.referrer, intake.referrer_name) == ("clinic", "De Terp")
    assert [saved.step for saved in trajectory.intake_steps.all()] == [Step.REFERRAL]


def test_a_municipality_may_be_chosen(desk, filled_in, region, policy_maker):
    town = network.team.add_municipality(region=region, by=policy_maker, name="Oeverdorp")
    desk.post(NEW, filled_in | {"municipality": town.pk})
    assert only_trajectory().client.municipality == town


@pytest.mark.parametrize(("start", "end"), [("2026-01-31", "2026-04-30"), ("2026-03-01", "2026-06-01")])
def test_an_empty_end_is_three_months_later(desk, filled_in, start, end):
    desk.post(NEW, filled_in | {"starts_on": start})
    assert str(only_trajectory().ends_on) == end


def test_a_relative_is_registered_with_as_little_and_not_asked_about_a_treatment(desk, organisation):
    least = {"once": str(new_id()), "organisation": organisation.pk, "kind": "relative", "name": "Lot Brandsma"}
    response = desk.post(NEW, least | {"language": "nl", "starts_on": str(timezone.localdate())}, follow=True)
    trajectory = only_trajectory()
    assert trajectory.kind == "relative"
    assert response.redirect_chain[-1][0] == reverse("intake:step", args=[trajectory.pk, "areas"])
    assert desk.get(reverse("intake:step", args=[trajectory.pk, "treatment"])).status_code == 404


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
        ({"referred_on": "2999-01-01"}, "referred_on"),
        ({"referrer": "nobody"}, "referrer"),
        ({"kind": "counsellor"}, "kind"),
        ({"once": "no id"}, "once"),
    ],
)
def test_what_cannot_be_is_said_at_the_field_and_the_rest_is_kept(desk, filled_in, change, field):
    response = desk.post(NEW, filled_in | change)
    assert list(response.context["form"].errors) == [field]
    assert 'value="De Terp"' in response.text
    assert not Trajectory.objects.exists()


def test_the_same_page_sent_twice_is_one_registration(desk, filled_in):
    first = desk.post(NEW, filled_in)
    again = desk.post(NEW, filled_in | {"name": "Iemand anders", "email": ""})
    assert again.url == first.url
    assert only_trajectory().client.user.name == "Wout Brinkman"


def test_sent_twice_at_the_same_time_the_second_is_told_where_to_find_it(
    organisation, counsellor, trajectory, colleague
):
    today = timezone.localdate()
    said = {"name": "Wout Brinkman", "starts_on": today, "ends_on": today, "referral": {}}
    once = actions.begin(trajectory=trajectory, by=colleague).pk
    with pytest.raises(Refused, match=r"intakes to finish|intakes die je nog"):
        actions.start(once=once, organisation=organisation, by=counsellor, **said)
    assert Trajectory.objects.count() == 1


def test_a_likely_duplicate_is_shown_before_anybody_is_registered(desk, filled_in):
    desk.post(NEW, filled_in)
    there = only_trajectory()
    again = filled_in | {"once": str(new_id()), "name": "Wouter Brinkman", "email": "", "number": ""}
    response = desk.post(NEW, again)
    assert there.get_absolute_url() in response.text
    assert 'value="De Terp"' in response.text
    assert Trajectory.objects.count() == 1
    desk.post(NEW, again | {"confirmed": "on"})
    assert Trajectory.objects.count() == 2


def test_the_same_number_is_recognised_and_cannot_be_used_twice(desk, filled_in):
    desk.post(NEW, filled_in)
    again = filled_in | {"once": str(new_id()), "name": "Sofie de Boer", "email": "", "birth_date": ""}
    assert only_trajectory().get_absolute_url() in desk.post(NEW, again).text
    refused = desk.post(NEW, again | {"confirmed": "on"})
    assert refused.context["form"].non_field_errors()
    assert Trajectory.objects.count() == 1


def test_somebody_who_was_here_before_is_pointed_to_the_old_dossier(desk, filled_in, counsellor):
    desk.post(NEW, filled_in)
    dossier.close(trajectory=only_trajectory(), by=counsellor)
    page = desk.post(NEW, filled_in | {"once": str(new_id())}).text
    assert "A new intake is not needed" in page
    assert reverse("closing:reopen", args=[only_trajectory().pk]) in page


def test_a_colleague_s_client_is_neither_named_nor_linked(desk, browser_of, filled_in, colleague):
    browser_of(colleague).post(NEW, filled_in)
    there = only_trajectory()
    again = filled_in | {"once": str(new_id()), "name": "Wout Brinkmann", "email": "", "number": ""}
    page = desk.post(NEW, again).text.split("<form class")[1]
    assert "Ask your coordinator" in page
    assert str(there.pk) not in page
    assert "wout@test.example" not in page
    assert colleague.name not in page


def test_an_address_of_somebody_else_tells_nothing(desk, filled_in, outsider):
    response = desk.post(NEW, filled_in | {"email": outsider.email})
    assert response.context["form"].non_field_errors()
    assert outsider.name not in response.text
    assert 'value="Wout Brinkman"' in response.text
    assert not Trajectory.objects.exists()


@pytest.mark.parametrize(
    "persona",
    ["coordinator", "peer_worker", "manager", "policy_maker", "partner", "administrator", "client_user", "relative"],
)
def test_only_counsellors_begin_an_intake_and_who_tried_is_logged(request, browser_of, persona):
    user = request.getfixturevalue(persona)
    assert browser_of(user).get(NEW).status_code == 403
    assert AccessEntry.objects.filter(user=user, outcome=Outcome.DENIED).exists()


def test_an_outsider_registers_at_their_own_organisation_only(browser_of, filled_in, outsider, other_organisation):
    response = browser_of(outsider).post(NEW, filled_in)
    assert "organisation" in response.context["form"].errors
    browser_of(outsider).post(NEW, filled_in | {"organisation": other_organisation.pk})
    assert only_trajectory().organisation == other_organisation
    assert Intake.objects.get().organisation == other_organisation


def test_a_counsellor_of_two_places_chooses_one(desk, counsellor, other_organisation):
    counsellor.memberships.create(role="counsellor", organisation=other_organisation)
    assert other_organisation.name in desk.get(NEW).text
