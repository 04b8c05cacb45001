"""The guide on screen and on paper, the desk of the design team, readers' remarks, regions side by side."""

import io
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pypdf import PdfReader

from aftercare.core.errors import Stale
from aftercare.guide import actions
from aftercare.guide.models import Edition, Passage, Remark, TakenService
from aftercare.network import actions as network
from aftercare.network.models import Precondition, Service, Voice
from tests.guide.conftest import TEXT, add_service

READERS = "client_user relative counsellor coordinator peer_worker manager policy_maker partner administrator outsider"


@pytest.fixture
def desk(browser_of, policy_maker):
    return browser_of(policy_maker)


@pytest.fixture
def phone(browser_of, client_user):
    return browser_of(client_user)


@pytest.fixture
def elsewhere_desk(browser_of, other_policy_maker):
    return browser_of(other_policy_maker)


def url(name: str, *args) -> str:
    return reverse(f"guide:{name}", args=args)


def words(response) -> str:
    assert response.status_code == 200
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


@pytest.mark.parametrize("reader", READERS.split())
def test_everybody_who_is_signed_in_reads_the_guide(request, browser_of, edition, region, reader):
    browser = browser_of(request.getfixturevalue(reader))
    assert "Waterrade" in words(browser.get(url("regions")))
    page = words(browser.get(url("guide", region.pk)))
    for told in ("1. Waarom deze handreiking", "Niemand valt tussen", "Inloop De Haven", "Een sleutel", "Altijd eerst"):
        assert told in page
    assert ("Schrijf" in page) == (reader == "policy_maker")


def test_a_visitor_does_not(client, edition, region):
    assert client.get(url("guide", region.pk)).status_code == 302


def test_before_the_first_edition_there_is_nothing_to_read(phone, region, chapter):
    assert phone.get(url("guide", region.pk)).status_code == 404
    assert phone.get(url("changes", region.pk)).status_code == 404
    page = words(phone.get(url("regions")))
    assert "Nog geen handreiking" in page
    assert "Nog niet gepubliceerd: Waterrade." in page


def test_on_paper_it_is_tagged_with_its_contents(phone, edition, region):
    paper = PdfReader(io.BytesIO(phone.get(url("paper", region.pk, 1)).content))
    text = " ".join(" ".join(page.extract_text() for page in paper.pages).split())
    for told in ("Handreiking van Waterrade", "Inhoud", "Bouwstenen", "Koffie en een praatje.", "Uitgave 1 van"):
        assert told in text
    assert paper.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert paper.trailer["/Root"]["/Lang"] == "nl"


def test_an_earlier_edition_stays_readable_and_says_that_it_is_earlier(phone, desk, edition, region, chapter):
    form = {"title": chapter.title, "text": "Wij werken daar samen.", "revision": "1"}
    desk.post(url("edit", chapter.pk), form)
    assert "daar" not in words(phone.get(url("guide", region.pk)))
    draft = words(desk.get(url("draft", region.pk)))
    assert "Veranderd sinds uitgave 1" in draft
    page = desk.post(url("draft", region.pk), {"news": "Daar."}, follow=True)
    assert "Uitgave 2 is gepubliceerd." in words(page)
    assert "Wij werken daar samen." in words(phone.get(url("guide", region.pk)))
    earlier = words(phone.get(url("edition", region.pk, 1)))
    assert "Dit is een eerdere uitgave." in earlier
    assert "Wij werken hier samen." in earlier
    assert "Zeg hier iets over" not in earlier
    changed = phone.get(url("changes", region.pk)).content.decode()
    assert "Van uitgave 1 naar uitgave 2" in changed
    assert re.search(r"<del>.*hier", changed)
    assert re.search(r"<ins>.*daar", changed)
    assert "Beide zeggen hetzelfde" in words(phone.get(url("changes", region.pk), {"old": "2", "new": "2"}))
    assert "Van uitgave 1 naar uitgave 2" in words(phone.get(url("changes", region.pk), {"old": "x", "new": "9"}))


def test_publishing_nothing_new_is_refused_in_words(desk, edition, region):
    page = words(desk.post(url("draft", region.pk), {"news": "Iets"}, follow=True))
    assert "Er is niets veranderd sinds de laatste uitgave." in page
    assert Edition.objects.count() == 1


def test_the_design_team_writes_and_nobody_else(browser_of, relative, counsellor, region, policy_maker):
    network.team.seat(region=region, by=policy_maker, user=relative, voice=Voice.RELATIVE)
    text = {"title": "Wat naasten nodig hebben", "text": "Een eigen plek."}
    assert browser_of(counsellor).post(url("new", region.pk, "chapter"), text).status_code == 403
    browser = browser_of(relative)
    assert browser.get(url("new", region.pk, "anders")).status_code == 404
    page = browser.post(url("new", region.pk, "lesson"), text, follow=True)
    assert "Wat naasten nodig hebben" in words(page)
    passage = Passage.objects.get()
    assert browser_of(counsellor).get(url("edit", passage.pk)).status_code == 403
    browser.post(url("move_up", passage.pk))
    page = browser.post(url("remove", passage.pk), follow=True)
    assert "Het staat niet in de volgende uitgave." in words(page)


def test_a_stale_edit_shows_both_texts_and_loses_nothing(desk, region, policy_maker, chapter):
    actions.write(region=region, by=policy_maker, passage=chapter, revision=1, title="Van Sanne", text="Eerst dit.")
    form = {"title": "Van mij", "text": "Toen dat.", "revision": "1"}
    answer = desk.post(url("edit", chapter.pk), form)
    page = answer.content.decode()
    assert answer.status_code == 409
    for text in ("Van Sanne", "Eerst dit.", "Van mij", "Toen dat."):
        assert text in page
    desk.post(url("edit", chapter.pk), form | {"revision": "2"})
    assert Passage.objects.get().text == "Toen dat."


def test_removing_what_somebody_changes_says_so(desk, chapter, monkeypatch):
    def refuse(*_args, **_fields):
        raise Stale("Net gewijzigd.")

    monkeypatch.setattr(actions, "_over", refuse)
    assert "Net gewijzigd." in words(desk.post(url("remove", chapter.pk), follow=True))


def test_a_client_proposes_a_text_without_a_name_and_reads_the_answer(phone, desk, edition, region, chapter):
    form = phone.get(url("say", region.pk, chapter.pk)).content.decode()
    assert "zonder je naam" in form
    assert "Niemand valt tussen twee stoelen." in form
    said = {"text": "Korter kan.", "proposed": "Wij werken samen."}
    phone.post(url("say", region.pk, chapter.pk), said)
    waiting = words(desk.get(url("remarks", region.pk)))
    assert "Iemand in nazorg, of een naaste" in waiting
    assert "Noor" not in waiting
    remark = Remark.objects.get()
    page = desk.get(url("remark", remark.pk)).content.decode()
    assert "<del>" in page
    assert "Noor" not in page
    desk.post(url("remark", remark.pk), {"take": "1", "answer": "Dank je."})
    assert Passage.objects.get(pk=chapter.pk).text == "Wij werken samen."
    mine = words(phone.get(url("remarks_mine")))
    assert "Overgenomen" in mine
    assert "Dank je." in mine
    page = words(desk.post(url("remark", remark.pk), {"answer": "Nog eens."}, follow=True))
    assert "Iemand heeft dit al beantwoord." in page
    assert "Dank je." in words(desk.get(url("remark", remark.pk)))


def test_a_proposal_over_an_older_text_asks_for_a_hand(
    desk, browser_of, counsellor, edition, region, chapter, policy_maker
):
    browser_of(counsellor).post(url("say", region.pk, chapter.pk), {"proposed": "Beter."})
    actions.write(region=region, by=policy_maker, passage=chapter, revision=1, title="t", text="Ondertussen.")
    remark = Remark.objects.get()
    assert "Ilse Doornbosch (professional)" in words(desk.get(url("remark", remark.pk)))
    page = words(desk.post(url("remark", remark.pk), {"take": "1"}, follow=True))
    assert "Wijzig hem met de hand" in page
    assert Passage.objects.get(pk=chapter.pk).text == "Ondertussen."


def test_of_a_building_block_readers_say_words_and_the_team_answers_in_words(phone, desk, edition, region):
    assert phone.get(url("say", region.pk, "niets")).status_code == 404
    phone.post(url("say", region.pk, "evening"), {"text": "Ook op zondag graag."})
    remark = Remark.objects.get()
    page = desk.post(url("remark", remark.pk), {"answer": ""})
    assert "Neem over" not in words(page)
    assert Remark.objects.get().state == Remark.State.OPEN
    desk.post(url("remark", remark.pk), {"answer": "We vragen het."})
    assert "We vragen het." in words(phone.get(url("remarks_mine")))
    assert "We vragen het." in words(desk.get(url("remarks", region.pk)))


def test_what_readers_say_is_for_the_design_team(phone, browser_of, other_policy_maker, edition, region, client_user):
    remark = actions.remark(region=region, by=client_user, block="evening", text="Goed.")
    for browser in (phone, browser_of(other_policy_maker)):
        assert browser.get(url("remark", remark.pk)).status_code == 403
        assert browser.get(url("remarks", region.pk)).status_code == 403


def test_a_text_without_words_is_not_kept(desk, region, chapter):
    for page in (url("new", region.pk, "lesson"), url("edit", chapter.pk)):
        assert desk.post(page, {"title": "Zonder", "text": "", "revision": "1"}).status_code == 200
    assert Passage.objects.get().title == chapter.title


@pytest.mark.parametrize("text", [{"text": ""}, {"text": "", "proposed": TEXT.replace("\n", "\r\n")}])
def test_saying_nothing_is_said_to_be_nothing(phone, edition, region, chapter, text):
    page = words(phone.post(url("say", region.pk, chapter.pk), {"x": "1"} | text))
    assert "Zeg iets, of verander de tekst." in page
    assert not Remark.objects.exists()


def test_regions_are_read_side_by_side(phone, edition, elsewhere, other_policy_maker):
    add_service(elsewhere, other_policy_maker, name="De Oever")
    actions.publish(region=elsewhere, by=other_policy_maker)
    page = words(phone.get(url("compare"), {"topic": "evening"}))
    for told in ("Inloop De Haven", "De Oever", "Een sleutel voor de avond"):
        assert told in page
    assert "Neem over" not in page
    assert "Altijd eerst bellen." in words(phone.get(url("compare"), {"topic": "agreements"}))
    assert "Inloop De Haven" not in words(phone.get(url("compare"), {"topic": "anders"}))


def test_the_table_of_regions_tells_what_lacks(phone, edition, region, policy_maker):
    lacking = {"block": "housing", "title": "Woningen", "standing": "lacking"}
    network.behind.add(Precondition, region=region, by=policy_maker, **lacking)
    actions.publish(region=region, by=policy_maker)
    page = words(phone.get(url("compare")))
    assert page.count("1 randvoorwaarde ontbreekt") == 1


def test_a_region_takes_over_a_building_block_and_an_agreement(
    elsewhere_desk, phone, edition, service, agreement, elsewhere, policy_maker, region
):
    page = words(elsewhere_desk.get(url("compare"), {"topic": "evening"}))
    assert "Neem over : Inloop De Haven, Waterrade" in page
    assert phone.post(url("take_service", service.pk)).status_code == 403
    elsewhere_desk.post(url("take_service", service.pk))
    assert Service.objects.get(region=elsewhere).name == service.name
    assert TakenService.objects.get().origin == service
    assert "Overgenomen" in words(elsewhere_desk.get(url("compare"), {"topic": "evening"}))
    page = elsewhere_desk.post(url("take_service", service.pk), follow=True)
    assert "Je regio heeft dit al overgenomen." in words(page)
    page = words(elsewhere_desk.post(url("take_passage", agreement.pk), follow=True))
    assert "overgenomen van Waterrade" in page
    elsewhere_desk.post(url("draft", elsewhere.pk), {"news": ""})
    assert "Overgenomen van Waterrade" in words(phone.get(url("guide", elsewhere.pk)))


def test_a_draft_of_another_region_is_not_taken_over(elsewhere_desk, edition, region, policy_maker):
    secret = actions.write(region=region, by=policy_maker, kind="lesson", title="Nog niet", text="Concept.")
    assert elsewhere_desk.post(url("take_passage", secret.pk)).status_code == 404


def test_whoever_writes_in_two_regions_chooses_where_it_goes(
    elsewhere_desk, edition, agreement, elsewhere, region, other_policy_maker, policy_maker, django_user_model
):
    third = type(region).objects.create(name="Derde")
    network.team.seat(region=third, by=policy_maker, user=other_policy_maker, voice=Voice.POLICY)
    assert "Naar welke regio" in elsewhere_desk.get(url("compare"), {"topic": "agreements"}).content.decode()
    elsewhere_desk.post(url("take_passage", agreement.pk), {"into": str(third.pk)})
    assert Passage.objects.get(taken_from=agreement).region == third


@pytest.mark.parametrize("page", ["guide", "regions", "compare"])
def test_reading_asks_as_often_for_much_as_for_little(phone, edition, region, elsewhere, policy_maker, page):
    args = [region.pk] if page == "guide" else []

    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            phone.get(url(page, *args), {"topic": "evening"})
        return len(queries)

    asked()
    with_little = asked()
    for name in ("Twee", "Drie"):
        add_service(region, policy_maker, name=name)
        actions.write(region=region, by=policy_maker, kind="chapter", title=name, text=name)
        actions.publish(region=region, by=policy_maker)
    assert asked() == with_little
