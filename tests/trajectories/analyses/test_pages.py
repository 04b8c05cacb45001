"""Looking back, question by question, by the client or together with the counsellor."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from trajectories.analyses.models import QUESTIONS, Analysis
from trajectories.lapses import actions as lapses

MINE = reverse("analyses:mine")


def url_of(moment, *, about="trigger", question="", client=None):
    name = "analyses:words" if question else "analyses:one"
    arguments = [about, moment.pk, *([question] if question else [])]
    return reverse(f"{name}_of", args=[client, *arguments]) if client else reverse(name, args=arguments)


@pytest.fixture
def phone(browser_of, client_user):
    return browser_of(client_user)


@pytest.fixture
def desk(browser_of, counsellor):
    return browser_of(counsellor)


def test_each_answer_is_kept_and_leads_to_the_next_question(phone, entry):
    for place, question in enumerate(QUESTIONS):
        response = phone.post(url_of(entry, question=question), {question: f"Woord {place}", "revision": place})
        following = QUESTIONS[place + 1] if place + 1 < len(QUESTIONS) else ""
        assert response.headers["Location"] == url_of(entry, question=following)
    assert Analysis.objects.get().told == len(QUESTIONS)
    assert "Begin" not in (html := phone.get(url_of(entry)).content.decode())
    assert "Go on" not in html


def test_one_goes_on_where_one_stopped(phone, entry, write):
    assert f'href="{url_of(entry, question="situation")}">Begin' in phone.get(url_of(entry)).content.decode()
    write(0, situation="Thuis.")
    assert f'href="{url_of(entry, question="thought")}">Go on' in phone.get(url_of(entry)).content.decode()


def test_a_question_can_be_skipped(phone, entry):
    html = phone.get(url_of(entry, question="act")).content.decode()
    assert f'href="{url_of(entry, question="short_result")}">Skip this' in html
    assert "Question 4 of 6" in html


def test_the_counsellor_reads_it_and_adds_to_it(desk, phone, entry, write, trajectory):
    write(0, situation="Thuis, na het eten.")
    assert "Thuis, na het eten." in desk.get(url_of(entry, client=trajectory.pk)).content.decode()
    url = url_of(entry, question="long_result", client=trajectory.pk)
    response = desk.post(url, {"long_result": "Slecht geslapen.", "revision": 1})
    assert response.headers["Location"] == url_of(entry, client=trajectory.pk)
    html = phone.get(url_of(entry)).content.decode()
    assert "Slecht geslapen." in html
    assert "Last written by Ilse" in html


def test_a_stale_answer_shows_both_and_loses_nothing(desk, phone, entry, write, trajectory):
    write(0, thought="Niemand ziet het.")
    url = url_of(entry, question="thought", client=trajectory.pk)
    response = desk.post(url, {"thought": "Eén keer kan wel.", "revision": 0})
    html = response.content.decode()
    assert response.status_code == 409
    assert "Niemand ziet het." in html
    assert "Eén keer kan wel." in html
    assert 'name="revision" value="1"' in html
    desk.post(url, {"thought": "Eén keer kan wel.", "revision": 1})
    assert Analysis.objects.get().thought == "Eén keer kan wel."


def test_both_find_it_in_their_list(phone, desk, write, trajectory, client_user):
    assert "Nothing looked back on yet" in phone.get(MINE).content.decode()
    write(0, situation="Thuis.")
    lapse = lapses.tell(trajectory=trajectory, by=client_user, extent="evening")
    write(0, about="lapse", of=lapse, act="Gebeld.")
    for html in (phone.get(MINE), desk.get(reverse("analyses:of_client", args=[trajectory.pk]))):
        assert "1 of 6 questions" in html.content.decode()
        assert "Used one evening" in html.content.decode()


def test_the_list_asks_the_same_number_of_questions_however_long(phone, write, trajectory, client_user):
    def another():
        write(0, about="lapse", of=lapses.tell(trajectory=trajectory, by=client_user), act="Gebeld.")

    another()
    phone.get(MINE)
    with CaptureQueriesContext(connection) as of_one:
        phone.get(MINE)
    another()
    another()
    with CaptureQueriesContext(connection) as of_three:
        phone.get(MINE)
    assert len(of_three) == len(of_one)


@pytest.mark.parametrize("part", ["", "/thought"])
def test_only_moments_that_are_there_can_be_looked_back_on(phone, entry, part):
    path = url_of(entry, question=part.strip("/"))
    assert phone.get(path.replace("trigger", "dream")).status_code == 404
    assert phone.get(path.replace("trigger", "lapse")).status_code == 404


def test_there_are_six_questions_and_no_others(phone, entry):
    assert phone.get(url_of(entry, question="blame")).status_code == 404


def test_the_client_who_comes_by_the_counsellors_address_is_sent_to_their_own(phone, entry, trajectory):
    of_client = reverse("analyses:of_client", args=[trajectory.pk])
    assert phone.get(of_client).headers["Location"] == MINE
    assert phone.get(url_of(entry, client=trajectory.pk)).headers["Location"] == url_of(entry)


def test_the_log_and_the_use_lead_to_it(phone, desk, entry, trajectory, client_user):
    lapse = lapses.tell(trajectory=trajectory, by=client_user)
    assert url_of(entry) in phone.get(reverse("triggers:note", args=[entry.pk])).content.decode()
    assert url_of(lapse, about="lapse") in phone.get(reverse("lapses:lapse", args=[lapse.pk])).content.decode()
    of_client = {"client": trajectory.pk}
    assert url_of(entry, **of_client) in desk.get(reverse("triggers:of_client", args=[trajectory.pk])).content.decode()
    html = desk.get(reverse("lapses:of_client", args=[trajectory.pk])).content.decode()
    assert url_of(lapse, about="lapse", **of_client) in html


@pytest.mark.parametrize("persona", ["outsider", "other_client", "colleague"])
def test_nobody_else_reads_or_writes_it(request, browser_of, entry, write, trajectory, persona):
    write(0, thought="Niemand ziet het.")
    browser = browser_of(request.getfixturevalue(persona))
    for client in (None, trajectory.pk):
        assert browser.get(url_of(entry, client=client)).status_code == 404
        path = url_of(entry, question="thought", client=client)
        assert browser.post(path, {"thought": "x", "revision": 1}).status_code == 404
    assert Analysis.objects.get().thought == "Niemand ziet het."
