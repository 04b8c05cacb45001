"""The panel on a phone, and its polls on a desk: who gets where, what a mistake costs, how often it asks."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from aftercare.accounts.models import Membership, Region
from aftercare.accounts.roles import Role
from tests.personas import person
from tests.trajectories.panel.conftest import Kind
from trajectories.panel import actions as panel
from trajectories.panel.models import Poll, PollWords


@pytest.fixture
def phone(browser_of, client_user):
    return browser_of(client_user)


@pytest.fixture
def desk(browser_of, manager):
    return browser_of(manager)


@pytest.fixture
def read():
    def page(browser, name, *args) -> str:
        html = browser.get(reverse(f"panel:{name}", args=args)).content.decode()
        return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html))

    return page


@pytest.fixture
def written(today):
    """What the form of a poll sends."""
    return {
        "title": "De avonden",
        "from_on": today,
        "until_on": today + timedelta(days=5),
        "text_1": "Komt de avond uit?",
        "kind_1": Kind.ONE,
        "choices_1": "Ja\r\n\r\nNee",
        "text_2": "Gehoord?",
        "kind_2": Kind.SCALE,
        "choices_2": "nee\nja",
        "text_3": "Wat mis je?",
        "kind_3": Kind.OPEN,
    }


def test_a_client_says_yes_answers_and_stops(phone, trajectory, poll, read):
    assert "Wil je meedenken?" in read(phone, "mine")
    phone.post(reverse("panel:join"))
    assert "De groepen" in read(phone, "mine")
    one, several, _scale, words = poll.questions.all()
    answers = {str(one.pk): "1", str(several.pk): ["1", "3"], str(words.pk): "Meer tijd."}
    page = phone.post(reverse("panel:answer", args=[poll.pk]), answers, follow=True).content.decode()
    assert "Niemand kan zien welke antwoorden van jou zijn." in page
    assert "Een paar vragen voor je" not in page
    assert phone.get(reverse("panel:answer", args=[poll.pk])).status_code == 404
    assert [question.answered for question in poll.questions.all()] == [1, 1, 0, 1]
    page = phone.post(reverse("panel:leave"), follow=True).content.decode()
    assert "Ja, ik doe mee" in page


def test_home_says_that_the_panel_asks_until_it_is_answered(phone, joined, poll, answered):
    assert "Het panel vraagt wat je van de begeleiding vindt" in phone.get("/me/").content.decode()
    answered([joined])
    assert "Het panel vraagt" not in phone.get("/me/").content.decode()


def test_an_empty_form_is_not_an_answer(phone, joined, poll):
    page = phone.post(reverse("panel:answer", args=[poll.pk]), {"sent": "1"}).content.decode()
    assert "Geef op ten minste één vraag antwoord" in page
    assert Poll.objects.get().answered == 0


def test_a_poll_that_stops_meanwhile_says_so(phone, joined, poll, monkeypatch):
    monkeypatch.setattr(Poll, "can_be_answered", lambda *_, **_on: False)
    question = poll.questions.first()
    page = phone.post(reverse("panel:answer", args=[poll.pk]), {str(question.pk): "1"}, follow=True)
    assert "Deze peiling is gesloten." in page.content.decode()


def test_results_and_what_was_done_are_read_by_all_who_have_aftercare_there_and_work_there(
    phone, desk, browser_of, counsellor, relative, outsider, members, answered, closed, read
):
    poll = closed(answered(members(12)))
    desk.post(reverse("panel:followup", args=[poll.pk]), {"text": "De avond begint later.", "revision": poll.revision})
    for browser, name in [(phone, "results"), (browser_of(relative), "results"), (browser_of(counsellor), "poll")]:
        page = read(browser, name, poll.pk)
        assert "De avond begint later." in page
        assert "Ten minste 10 mensen deden mee." in page
        assert "(bijna) iedereen" in page
        assert "Meer tijd." not in page
    assert browser_of(outsider).get(reverse("panel:poll", args=[poll.pk])).status_code == 404


def test_a_poll_of_nine_says_that_nothing_was_kept(desk, members, answered, closed, read):
    poll = closed(answered(members(9)))
    page = read(desk, "poll", poll.pk)
    assert "Minder dan 10 mensen deden mee. Wat zij zeiden, is niet bewaard." in page
    assert "Lees de eigen woorden na" not in page


def test_a_manager_writes_looks_changes_and_asks(desk, organisation, written, read):
    poll_page = desk.post(reverse("panel:new"), written | {"place": organisation.pk}, follow=True)
    poll = Poll.objects.get()
    assert "Zo ziet een panellid het" in poll_page.content.decode()
    points = poll.questions.get(position=2).choices.values_list("text", flat=True)
    assert list(points) == ["1, nee", "2", "3", "4", "5, ja"]
    form = desk.get(reverse("panel:edit", args=[poll.pk])).content.decode()
    assert "nee\nja" in form
    changed = written | {"place": organisation.pk, "title": "De groepen", "revision": "1"}
    desk.post(reverse("panel:edit", args=[poll.pk]), changed)
    desk.post(reverse("panel:publish", args=[poll.pk]))
    panel.announce(at=timezone.now())
    page = read(desk, "poll", poll.pk)
    assert "0 panelleden kregen bericht." in page
    assert "De groepen" in read(desk, "polls")
    page = desk.post(reverse("panel:publish", args=[poll.pk]), follow=True).content.decode()
    assert "Deze peiling stond al klaar." in page
    desk.post(reverse("panel:stop", args=[poll.pk]))
    assert "Wordt geteld" in read(desk, "polls")


def test_a_draft_thrown_away_is_gone(desk, draft):
    desk.post(reverse("panel:discard", args=[draft().pk]))
    assert not Poll.objects.exists()


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"text_1": "", "choices_1": "Ja\nNee"}, "maar geen vraag"),
        ({"choices_1": "Ja"}, "twee tot acht antwoorden"),
        ({"choices_1": f"Ja\n{'x' * 81}"}, "80 tekens"),
        ({"choices_2": "nee"}, "wat 1 betekent en wat 5 betekent"),
        ({"choices_3": "Ja\nNee"}, "valt niets te kiezen"),
        ({"until_on": "2020-01-01", "from_on": "2020-01-01"}, "Deze dag is voorbij"),
        ({"until_on": "2019-01-01", "from_on": "2020-01-01"}, "ligt voor de eerste"),
        ({"text_1": "", "choices_1": "", "text_2": "", "choices_2": "", "text_3": ""}, "ten minste één vraag"),
    ],
)
def test_a_mistake_is_named_and_nothing_typed_is_lost(desk, organisation, written, values, said):
    page = desk.post(reverse("panel:new"), written | {"place": organisation.pk} | values).content.decode()
    assert said in page
    assert "De avonden" in page
    assert not Poll.objects.exists()


def test_a_stale_edit_shows_both_texts(desk, organisation, draft, written, manager, today):
    poll = draft()
    panel.write(
        poll=poll,
        revision=1,
        by=manager,
        place=organisation,
        title="Van Marit",
        from_on=today,
        until_on=today,
        questions=[panel.Asked(Kind.ONE, "Hoe dan?", ["Zo", "Zus"])],
    )
    answer = desk.post(reverse("panel:edit", args=[poll.pk]), written | {"place": organisation.pk, "revision": "1"})
    page = answer.content.decode()
    assert answer.status_code == 409
    for text in ("Van Marit", "De avonden", "Hoe dan?", "Komt de avond uit?", "Wat mis je?"):
        assert text in page
    assert Poll.objects.get().title == "Van Marit"
    desk.post(reverse("panel:edit", args=[poll.pk]), written | {"place": organisation.pk, "revision": "2"})
    assert Poll.objects.get().title == "De avonden"


def test_a_stale_word_back_shows_both_texts(desk, poll, closed, manager):
    poll = closed(poll)
    panel.tell_followup(poll=poll, by=manager, text="Eerst dit.", revision=poll.revision)
    answer = desk.post(reverse("panel:followup", args=[poll.pk]), {"text": "Toen dat.", "revision": poll.revision})
    assert answer.status_code == 409
    assert "Eerst dit." in answer.content.decode()
    assert "Toen dat." in answer.content.decode()


def test_the_maker_reads_own_words_first(desk, browser_of, counsellor, members, answered, closed, read):
    poll = closed(answered(members(10), words="Jan was er nooit."))
    assert "Lees de eigen woorden na" in read(desk, "poll", poll.pk)
    assert "Jan was er nooit." in read(desk, "words", poll.pk)
    shown = {str(pk): "Er was nooit iemand." for pk in PollWords.objects.values_list("pk", flat=True)[:3]}
    desk.post(reverse("panel:words", args=[poll.pk]), shown)
    page = read(browser_of(counsellor), "poll", poll.pk)
    assert page.count("Er was nooit iemand.") == 3
    assert "Jan" not in page


def test_a_policy_maker_asks_the_region_and_no_other(browser_of, policy_maker, region, organisation, written, read):
    beleid = browser_of(policy_maker)
    assert beleid.post(reverse("panel:new"), written | {"place": organisation.pk}).status_code == 200
    beleid.post(reverse("panel:new"), written | {"place": region.pk})
    assert Poll.objects.get().region == region
    assert "Waterrade" in read(beleid, "polls")


def test_whoever_makes_for_several_places_chooses(browser_of, organisation, region, manager, written):
    Membership.objects.create(user=manager, role=Role.POLICY_MAKER, region=region)
    page = browser_of(manager).get(reverse("panel:new")).content.decode()
    assert "Het panel van De Kade" in page
    assert "Het panel van Waterrade" in page


def test_a_policy_maker_of_elsewhere_sees_no_poll_of_here(browser_of, seen_by_system, poll, closed):
    user = person("Wim Beleid", "wim@test.example")
    Membership.objects.create(user=user, role=Role.POLICY_MAKER, region=Region.objects.create(name="Elders"))
    assert browser_of(user).get(reverse("panel:poll", args=[closed(poll).pk])).status_code == 404


@pytest.mark.parametrize(("page", "who"), [("polls", "desk"), ("mine", "phone")])
def test_a_list_asks_as_often_for_three_polls_as_for_one(request, joined, draft, closed, manager, page, who):
    browser = request.getfixturevalue(who)

    def polls(count: int) -> None:
        for _number in range(count):
            poll = draft()
            panel.publish(poll=poll, by=manager)
            closed(poll)

    def asked() -> int:

        with CaptureQueriesContext(connection) as queries:
            browser.get(reverse(f"panel:{page}"))
        return len(queries)

    polls(1)
    asked()
    with_one = asked()
    polls(2)
    assert asked() == with_one


def test_the_desk_is_for_who_works_in_care(phone, browser_of, relative, partner):
    for browser in (phone, browser_of(relative), browser_of(partner)):
        assert browser.get(reverse("panel:polls")).status_code == 403
