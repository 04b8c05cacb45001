"""The map on the client's phone and on the counsellor's desk, at Help now, on the dossier; and who gets there."""

import re

import pytest
from django.urls import reverse

from tests.trajectories.socialmap.conftest import DAY, NOW
from trajectories.socialmap import actions as socialmap

LOT = {"name": "Lot", "relation": "partner", "stance": "supportive", "ring": "1"}


@pytest.fixture
def phone(browser_of, client_user):
    return browser_of(client_user)


@pytest.fixture
def desk(browser_of, counsellor):
    return browser_of(counsellor)


@pytest.fixture
def read(phone):
    return lambda name="socialmap:mine", *args: phone.get(reverse(name, args=args)).content.decode()


def words(html: str) -> str:
    return " ".join(re.sub(r"<[^>]*>", " ", html).split())


def test_an_empty_map_offers_one_step(read):
    html = read()
    assert "nz-empty" in html
    assert reverse("socialmap:add") in html
    assert reverse("socialmap:mine") in read("plans:mine")


def test_who_is_added_stands_on_the_drawing_and_in_the_list(phone, read, trajectory):
    page = phone.post(reverse("socialmap:add"), LOT | {"words": "Zij ziet het <b>eerst</b>."}, follow=True)
    assert page.resolver_match.view_name == "socialmap:mine"
    html = read()
    assert '<text y="23" text-anchor="middle">Lot</text>' in html
    assert "Zij ziet het &lt;b&gt;eerst&lt;/b&gt;." in html
    assert "Lot" in read("plans:mine")
    assert trajectory.known_people.get().relation == "partner"


@pytest.mark.parametrize(
    ("wrong", "where"),
    [
        ({"name": ""}, "name"),
        ({"stance": ""}, "stance"),
        ({"ring": "9"}, "ring"),
        ({"phone": "bel maar"}, "phone"),
        ({"phone": "bel maar", "at_help": "on"}, "phone"),
        ({"at_help": "on"}, "phone"),
        ({"at_help": "on", "phone": "06 00000012", "stance": "risky"}, "at_help"),
    ],
)
def test_what_is_wrong_is_said_at_the_field_and_kept(phone, trajectory, wrong, where):
    page = phone.post(reverse("socialmap:add"), LOT | {"words": "Net getypt."} | wrong)
    assert list(page.context["form"].errors) == [where]
    assert "Net getypt." in page.content.decode()
    assert not trajectory.known_people.exists()


def test_who_may_be_called_stands_at_help_now_and_nobody_else(phone, add, browser_of, other_client, client_user):
    person = add("Hanneke", phone="06 0000 0012", at_help=True)
    add("Bas", phone="06 0000 0013")
    html = phone.get(reverse("help_now")).content.decode()
    assert 'href="tel:0600000012"' in html
    assert "Bas" not in html
    assert "Hanneke" not in browser_of(other_client).get(reverse("help_now")).content.decode()
    socialmap.remove(person=person, by=client_user)
    assert "Hanneke" not in phone.get(reverse("help_now")).content.decode()


def test_two_who_change_the_same_person_lose_nothing(phone, desk, add, trajectory):
    person = add("Remco", stance="neutral")
    theirs = reverse("socialmap:change_of", args=[trajectory.pk, person.pk])
    sent = {"name": "Remco", "stance": "neutral", "ring": "1"}
    desk.post(theirs, sent | {"words": "Van Ilse.", "at_help": "", "revision": 1})
    url = reverse("socialmap:change", args=[person.pk])
    page = phone.post(url, sent | {"words": "Net getypt.", "phone": "0600000012", "at_help": "on", "revision": 1})
    text = words(page.content.decode())
    assert page.status_code == 409
    for told in ("Van Ilse.", "Net getypt.", "Nee", "Ja"):
        assert told in text
    again = page.context["form"]["revision"].value()
    phone.post(url, sent | {"words": "Net getypt.", "revision": again})
    assert trajectory.known_people.get().words == "Net getypt."


def test_a_contact_goes_into_the_plan_with_one_tap(phone, read, add, trajectory):
    person = add("Remco", stance="neutral", aim="repair")
    url = reverse("socialmap:put_in_plan", args=[person.pk])
    assert url in read()
    for _ in range(2):
        phone.post(url)
    assert trajectory.plan_items.get().title in read("plans:mine")
    assert url not in read()


def test_who_is_taken_off_is_gone_and_what_changed_can_be_read(phone, read, add):
    person = add("Remco")
    phone.post(reverse("socialmap:remove", args=[person.pk]))
    html = read()
    assert reverse("socialmap:change", args=[person.pk]) not in html
    assert html.count("Remco") == 2
    assert phone.get(reverse("socialmap:change", args=[person.pk])).status_code == 404


def test_the_counsellor_reads_the_map_and_adds_together(desk, add, trajectory):
    add("Lot")
    page = desk.post(reverse("socialmap:add_of", args=[trajectory.pk]), LOT | {"name": "Daan"}, follow=True)
    assert page.resolver_match.view_name == "socialmap:of_client"
    text = words(page.content.decode())
    for told in ("Lot", "Daan", "2 people on the map.", "Gives support: 2."):
        assert told in text


def test_the_dossier_names_them_and_the_timeline_has_one_line_a_day(desk, add, trajectory, client_user):
    assert "Nobody is on the map yet." in desk.get(trajectory.get_absolute_url()).content.decode()
    remco = add("Remco", stance="neutral", ring=2, aim="repair", at=NOW - 3 * DAY)
    add("Lot", at=NOW - 3 * DAY)
    socialmap.change(person=remco, by=client_user, revision=1, stance="risky")
    text = words(desk.get(trajectory.get_absolute_url()).content.decode())
    assert "Gives support Lot" in text
    assert "Brings risk Remco" in text
    assert "Repair the contact Remco" in text
    assert "Map of people New" in text or "Map of people Moved: Remco." in text
    assert text.count("Map of people") == 2
    assert "Added: Lot, Remco." in text


def test_a_client_who_comes_by_the_desks_address_goes_to_the_own_page(phone, trajectory):
    page = phone.get(reverse("socialmap:of_client", args=[trajectory.pk]))
    assert page.headers["Location"] == reverse("socialmap:mine")


@pytest.mark.parametrize("persona", ["other_client", "relative", "peer_worker", "colleague", "partner", "outsider"])
def test_nobody_but_the_client_and_the_team_reads_or_writes_it(request, browser_of, add, trajectory, persona):
    person = add(aim="repair")
    browser = browser_of(request.getfixturevalue(persona))
    for name in ("socialmap:change_of", "socialmap:remove_of", "socialmap:put_in_plan_of"):
        response = browser.post(reverse(name, args=[trajectory.pk, person.pk]), LOT)
        assert response.status_code in {403, 404}
    assert browser.get(reverse("socialmap:of_client", args=[trajectory.pk])).status_code in {403, 404}
    assert trajectory.known_people.get().revision == 1
    assert not trajectory.plan_items.exists()


@pytest.mark.parametrize("name", ["socialmap:mine", "socialmap:of_client"])
def test_the_map_costs_the_same_for_one_and_three(phone, desk, add, trajectory, name, django_assert_max_num_queries):
    browser, args = (phone, []) if name == "socialmap:mine" else (desk, [trajectory.pk])
    counts = []
    for names in (["Lot"], ["Daan", "Remco"]):
        for one in names:
            add(one)
        browser.get(reverse(name, args=args))
        with django_assert_max_num_queries(11) as queries:
            browser.get(reverse(name, args=args))
        counts.append(len(queries))
    assert counts[0] == counts[1]
