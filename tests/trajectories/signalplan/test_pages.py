"""The signal plan on the client's phone and at the counsellor's desk."""

import re

import pytest
from django.urls import reverse
from django.utils import timezone

from tests.trajectories.signalplan.conftest import WORDS
from trajectories.signalplan import actions as signalplan
from trajectories.signalplan.models import Colour

TYPED = {f"{colour}_{name}": text for colour, words in WORDS.items() for name, text in words.items()}


@pytest.fixture
def phone(browser_of, client_user):
    client_user.language = "en"
    client_user.save()
    return browser_of(client_user)


@pytest.fixture
def desk(browser_of, counsellor):
    counsellor.language = "en"
    counsellor.save()
    return browser_of(counsellor)


@pytest.fixture
def url(trajectory):
    """url("write") is the client's address, url("write_of") the counsellor's."""

    def address(name, *args):
        of_client = name.endswith(("_of", "of_client"))
        return reverse(f"signalplan:{name}", args=[trajectory.pk, *args] if of_client else args)

    return address


def words(page) -> str:
    return " ".join(re.sub(r"<[^>]*>", " ", page.content.decode()).split())


def test_an_empty_page_says_what_will_be_here(phone, desk, url):
    for page in (phone.get(url("mine")), desk.get(url("of_client"))):
        assert "No signal plan yet" in words(page)
        assert "Make a signal plan" in words(page)
    assert "No signal plan yet" in words(phone.get(url("versions")))


def test_the_client_writes_it_and_the_counsellor_agrees(phone, desk, url, trajectory):
    page = phone.post(url("write"), TYPED, follow=True)
    assert "It holds once your counsellor agrees as well." in words(page)
    assert "I agree" not in words(page)
    plan = trajectory.signal_plans.get()
    asked = desk.get(url("of_client"))
    assert "It holds once you agree as well." in words(asked)
    done = desk.post(url("agree_of", plan.pk), follow=True)
    assert "Agreed. This is the signal plan now." in words(done)
    assert "Version 1, agreed on" in words(phone.get(url("mine")))


def test_the_ladder_shows_own_words_in_their_own_voice(phone, url, hold):
    hold(red={"acts": "<b>Hulp nu</b>"})
    html = phone.get(url("mine")).content.decode()
    assert re.findall(r'<li class="nz-signal-(\w+)">', html) == ["ok", "warn", "alert"]
    assert '<p class="nz-own nz-own-small">Ik zeg afspraken af.</p>' in html
    assert '<span class="nz-own">&lt;b&gt;Hulp nu&lt;/b&gt;</span>' in html
    assert 'href="tel:0600000101"' in html


def test_the_counsellor_writes_and_the_client_agrees(phone, desk, url, hold, trajectory):
    hold()
    desk.post(url("write_of"), TYPED | {"green_acts": "Ook fietsen.", "replaces": trajectory.signal_plans.get().pk})
    page = phone.get(url("mine"))
    assert "Version 2 is proposed" in words(page)
    assert "Until then the version before it holds." in words(page)
    assert "Ook fietsen." not in words(page)
    phone.post(url("agree", trajectory.signal_plans.proposed().get().pk))
    assert "Ook fietsen." in words(phone.get(url("mine")))


def test_what_was_agreed_in_a_conversation_is_written_down_and_shown_as_such(
    phone, desk, url, propose, counsellor, trajectory
):
    plan = propose(by=counsellor)
    page = reverse("signalplan:spoken", args=[trajectory.pk, plan.pk])
    assert page in desk.get(url("of_client")).text
    assert desk.get(page).context["form"]["spoken_on"].value() == timezone.localdate()
    assert list(desk.post(page, {"spoken_on": "2099-01-01"}).context["form"].errors) == ["spoken_on"]
    assert desk.post(page, {"spoken_on": str(timezone.localdate())}).url == url("of_client")
    for shown in (desk.get(url("of_client")), desk.get(url("versions_of")), phone.get(url("mine"))):
        assert "Agreed in the conversation of" in shown.text
        assert counsellor.name in shown.text
    again = desk.post(page, {"spoken_on": str(timezone.localdate())}, follow=True)
    assert "no longer proposed" in again.text


def test_agreeing_for_ones_own_side_again_says_so(phone, url, propose):
    page = phone.post(url("agree", propose().pk), follow=True)
    assert "You agreed already." in words(page)


def test_a_proposal_can_be_set_aside_and_is_then_no_longer_there(phone, desk, url, hold, propose):
    hold()
    plan = propose()
    assert "set aside." in words(desk.post(url("set_aside_of", plan.pk), follow=True))
    for name in ("agree", "set_aside"):
        assert "no longer proposed" in words(phone.post(url(name, plan.pk), follow=True))


def test_stale_words_are_shown_beside_what_is_stored_and_can_be_proposed_on_purpose(
    phone, url, hold, propose, counsellor
):
    first = hold()
    propose(by=counsellor, green={"acts": "Van Ilse."})
    page = phone.post(url("write"), TYPED | {"green_acts": "Van mij.", "replaces": first.pk})
    assert page.status_code == 409
    assert "Van Ilse." in words(page)
    assert "Van mij." in words(page)
    assert len(page.context["form"].differences) == 1
    again = page.context["form"]["replaces"].value()
    assert phone.post(url("write"), TYPED | {"green_acts": "Van mij.", "replaces": again}).status_code == 302


def test_a_proposal_set_aside_while_writing_loses_nothing_typed(phone, url, propose, counsellor):
    plan = propose()
    signalplan.set_aside(plan=plan, by=counsellor)
    page = phone.post(url("write"), TYPED | {"green_acts": "Van mij.", "replaces": plan.pk})
    assert page.status_code == 409
    assert "The proposal was set aside." in words(page)
    assert "Van mij." in words(page)
    assert page.context["form"]["replaces"].value() == ""


@pytest.mark.parametrize(
    ("wrong", "where"),
    [
        (dict.fromkeys(TYPED, ""), "__all__"),
        ({"green_call_name": "Lot"}, "green_call_phone"),
        ({"green_call_phone": "06-0000 0102"}, "green_call_name"),
        ({"red_call_phone": "bel maar"}, "red_call_phone"),
        ({"orange_signs": "x" * 401}, "orange_signs"),
        ({"replaces": "nonsense"}, "replaces"),
    ],
)
def test_what_is_wrong_is_said_at_the_field_and_keeps_the_rest(phone, url, trajectory, wrong, where):
    page = phone.post(url("write"), TYPED | wrong)
    assert page.status_code == 200
    assert list(page.context["form"].errors) == [where]
    assert not trajectory.signal_plans.exists()


def test_orange_and_red_show_what_one_does_then(phone, url, hold):
    hold(red={"acts": "Ik tik op Hulp nu."})
    orange = phone.post(url("set_colour"), {"colour": "orange", "home": "1"}, follow=True)
    assert orange.resolver_match.view_name == "signalplan:mine"
    assert words(orange).count("Ik bel Hanneke dezelfde dag.") == 2
    assert "Call Hanneke" in words(orange)
    assert "nz-help" not in orange.content.decode().split('class="nz-nav"')[0]
    red = phone.post(url("set_colour"), {"colour": "red"}, follow=True)
    assert "nz-help" in red.content.decode().split('class="nz-nav"')[0]
    now = red.content.decode().split('aria-labelledby="now"')[1].split("</section>")[0]
    assert re.findall(r"tel:(\d+)", now) == ["0600000101", "0600000102"]
    assert "Your team can see this: Ilse." in words(red)
    assert "Nobody watches this portal day and night." in words(red)


def test_green_from_home_stays_at_home(phone, url, hold):
    hold()
    page = phone.post(url("set_colour"), {"colour": "green", "home": "1"}, follow=True)
    assert page.resolver_match.view_name == "overview:me"
    assert 'value="green" aria-pressed="true"' in page.content.decode()
    assert phone.post(url("set_colour"), {"colour": "green"}).headers["Location"] == url("mine")
    assert "nz-now" not in phone.get(url("mine")).content.decode()


def test_a_colour_that_is_none_changes_nothing(phone, url, trajectory):
    assert phone.post(url("set_colour"), {"colour": "lamp"}).status_code == 302
    assert not trajectory.set_colours.exists()


def test_a_colour_without_words_for_it_still_counts(phone, url, propose):
    propose()
    trajectory = propose().trajectory
    trajectory.signal_steps.filter(colour="orange").delete()
    page = phone.post(url("set_colour"), {"colour": "orange"}, follow=True)
    assert "nz-now" not in page.content.decode()
    assert trajectory.set_colours.get().colour == Colour.ORANGE


def test_the_counsellor_sees_the_colour_and_who_set_it(desk, url, trajectory, client_user):
    signalplan.set_colour(trajectory=trajectory, by=client_user, colour=Colour.RED)
    assert "Red Set by the client, today" in words(desk.get(url("of_client")))


def test_a_peer_worker_reads_and_does_not_write(browser_of, url, hold, peer_worker):
    plan = hold()
    browser = browser_of(peer_worker)
    assert "Ik zeg afspraken af." in words(browser.get(url("of_client")))
    assert url("write_of") not in browser.get(url("of_client")).content.decode()
    assert browser.post(url("write_of"), TYPED).status_code == 403
    assert browser.post(url("agree_of", plan.pk)).status_code == 403


@pytest.mark.parametrize(("persona", "status"), [("relative", 404), ("other_client", 404), ("outsider", 404)])
def test_nobody_else_reads_or_writes_it(request, browser_of, url, hold, trajectory, persona, status):
    plan, browser = hold(), browser_of(request.getfixturevalue(persona))
    for name in ("of_client", "versions_of", "write_of"):
        assert browser.get(url(name)).status_code == status
    assert browser.post(url("set_aside_of", plan.pk)).status_code == status
    assert trajectory.signal_plans.count() == 1


def test_the_page_costs_the_same_for_one_and_three(phone, url, hold, django_assert_num_queries):
    hold()
    phone.get(url("mine"))
    for _ in range(2):
        with django_assert_num_queries(13):
            phone.get(url("mine"))
        hold(), hold()
