"""The client's and the relative's own check-ins, signed in."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from tests.trajectories.checkins.conftest import SEVEN, agree
from trajectories.checkins import actions
from trajectories.checkins.models import CheckIn, Occurrence
from trajectories.dossier.models import Summary

START = "/me/check-in/"


@pytest.fixture
def phone(browser_of, client_user):
    """Noor's, speaking English."""
    browser = browser_of(client_user)
    browser.cookies["django_language"] = "en"
    return browser


def text(response) -> str:
    return " ".join(response.content.decode().split())


def send(trajectory, user, **answers) -> CheckIn:
    return actions.submit(check_in=actions.start(trajectory=trajectory, by=user), by=user, answers=SEVEN | answers)


def test_looking_changes_nothing(phone, due):
    page = text(phone.get(START))
    assert "7 short questions. You may skip any of them." in page
    assert "Open until" in page
    assert not CheckIn.objects.exists()


def test_of_ones_own_accord_it_can_be_done_any_time(phone, noon):
    assert "Open until" not in text(phone.get(START))
    question = phone.post(START).url
    assert question == reverse("checkins:question", args=[CheckIn.objects.get().pk, 1])
    assert "How are you today?" in text(phone.get(question))


def test_from_the_first_question_to_the_end(phone, due, trajectory):
    where = phone.post(START).url
    answers = [{"answer": "5"}, {"answer": "4"}, {"pass": "1"}, {"answer": "0"}, {"answer": "7"}, {"answer": "0"}]
    for answer in [*answers, {"answer": "friend", "note": "Rustige week."}]:
        where = phone.post(where, answer).url
    sent = CheckIn.objects.get()
    assert where == reverse("checkins:done", args=[sent.pk])
    assert sent.occurrence == due
    assert sent.scores == {"mood": 5, "craving": 4, "risk": 0, "confidence": 7, "use": 0, "support": 1}
    assert "Thank you, Noor." in text(phone.get(where))
    assert Summary.objects.get(pk=trajectory.pk).cravings == [4]


def test_answers_are_shown_again_and_can_be_changed(phone, due):
    question = phone.post(START).url
    phone.post(question, {"answer": "5"})
    page = text(phone.get(question))
    assert re.search('value="5"[^>]* checked', page)
    assert phone.post(question, {"answer": "7"}).status_code == 302
    assert CheckIn.objects.get().answers == {"mood": 7}
    scale = question.replace("/1/", "/2/")
    phone.post(scale, {"answer": "0"})
    assert 'value="0" aria-label="0, no craving" aria-pressed="true"' in text(phone.get(scale))


def test_passing_over_takes_an_answer_back(phone, due):
    question = phone.post(START).url
    phone.post(question, {"answer": "5"})
    phone.post(question, {"pass": "1"})
    assert CheckIn.objects.get().answers == {"mood": None}


def test_it_goes_on_where_one_stopped(phone, due):
    phone.post(phone.post(START).url, {"answer": "5"})
    assert phone.get(START).url.endswith("/2/")
    assert phone.post(START).url.endswith("/2/")


def test_all_answered_but_not_sent_goes_on_at_the_last(phone, due, trajectory, client_user):
    draft = actions.start(trajectory=trajectory, by=client_user)
    for item, value in SEVEN.items():
        actions.answer(check_in=draft, item=item, value=value, by=client_user)
    assert phone.get(START).url.endswith("/7/")


def test_what_was_sent_leads_to_its_end(phone, due, trajectory, client_user):
    sent = send(trajectory, client_user)
    question = reverse("checkins:question", args=[sent.pk, 7])
    done = reverse("checkins:done", args=[sent.pk])
    assert phone.get(question).url == done
    assert phone.post(question, {"answer": "family"}).url == done
    assert CheckIn.objects.count() == 1


def test_sent_from_another_tab_meanwhile(phone, due, trajectory, client_user, monkeypatch):
    draft = actions.start(trajectory=trajectory, by=client_user)
    begin = actions.answer

    def sent_first(**details):
        actions.submit(check_in=draft, by=client_user, answers=SEVEN)
        return begin(**details)

    monkeypatch.setattr(actions, "answer", sent_first)
    response = phone.post(reverse("checkins:question", args=[draft.pk, 1]), {"answer": "1"})
    assert response.url == reverse("checkins:done", args=[draft.pk])
    assert CheckIn.objects.get().answers["mood"] == 5


def test_a_late_tap_on_what_was_sent_goes_to_its_end(phone, due, trajectory, client_user):
    sent = send(trajectory, client_user)
    question = reverse("checkins:question", args=[sent.pk, 1])
    response = phone.post(question, {"answer": "1"}, headers={"HX-Request": "true"})
    assert response.headers["HX-Redirect"] == reverse("checkins:done", args=[sent.pk])
    assert CheckIn.objects.get().answers["mood"] == 5


def test_the_first_end_promises_a_line_and_the_second_draws_it(phone, due, trajectory, client_user, time_machine):
    first = send(trajectory, client_user, craving=6)
    page = text(phone.get(reverse("checkins:done", args=[first.pk])))
    assert "After the next time you see here how things go." in page
    assert "<svg viewBox" not in page.partition("<main")[2].partition("nz-chart")[0] or "nz-chart" not in page
    time_machine.move_to(timezone.now() + timedelta(days=7), tick=False)
    second = send(trajectory, client_user, craving=4)
    page = text(phone.get(reverse("checkins:done", args=[second.pk])))
    assert "nz-chart" in page
    assert "Your craving went from 6 to 4. Your mood is 5, as it was." in page


def test_a_week_without_answers_is_named(phone, due, trajectory, client_user, time_machine):
    send(trajectory, client_user, craving=3)
    for weeks in (1, 2):
        time_machine.move_to(due.due_at + timedelta(weeks=weeks), tick=False)
        actions.open_due(at=timezone.now())
        actions.close_overdue(at=timezone.now() - timedelta(seconds=1))
    actions.close_overdue(at=due.due_at + timedelta(weeks=1, hours=50))
    sent = send(trajectory, client_user, craving=3)
    assert Occurrence.objects.filter(state="missed").count() == 1
    page = text(phone.get(reverse("checkins:done", args=[sent.pk])))
    assert "Your craving is 3, as it was." in page
    assert "Nothing was filled in on 22 March." in page
    assert "not filled in" in page


def test_the_end_before_anything_was_sent_leads_back(phone, due, trajectory, client_user):
    draft = actions.start(trajectory=trajectory, by=client_user)
    assert phone.get(reverse("checkins:done", args=[draft.pk])).url == START


def test_it_says_who_can_see_it(phone, trajectory, client_user):
    sent = send(trajectory, client_user)
    assert "Ilse can see this. Your relatives cannot." in text(phone.get(reverse("checkins:done", args=[sent.pk])))


def test_a_relative_reads_who_can_see_it(browser_of, relative, relative_trajectory):
    sent = actions.submit(check_in=actions.start(trajectory=relative_trajectory, by=relative), by=relative)
    browser = browser_of(relative)
    browser.cookies["django_language"] = "en"
    page = text(browser.get(reverse("checkins:done", args=[sent.pk])))
    assert "Ilse can see this. The one you are a relative of cannot." in page


def test_the_list_shows_own_answers_and_words(phone, due, trajectory, client_user):
    assert "Still open" in text(phone.get("/me/check-ins/"))
    sent = actions.submit(
        check_in=actions.start(trajectory=trajectory, by=client_user),
        by=client_user,
        answers=SEVEN,
        note="<b>Rustig</b>",
    )
    page = text(phone.get("/me/check-ins/"))
    assert '<span class="text-nowrap">Mood:</span> So-so · <span class="text-nowrap">Craving:</span> 4' in page
    assert "Family or partner, Somebody from my group" in page
    assert "&lt;b&gt;Rustig" in page
    assert "Every Monday at 10:00" in page
    assert sent.submitted_at


def test_an_empty_list_says_so(phone):
    assert "No check-ins yet" in text(phone.get("/me/check-ins/"))


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_the_same_however_long(count, phone, trajectory, client_user, noon, django_assert_num_queries):
    for _ in range(count):
        send(trajectory, client_user)
    phone.get("/me/check-ins/")
    with django_assert_num_queries(12):
        phone.get("/me/check-ins/")


def test_a_relative_answers_about_their_own_week(browser_of, relative, relative_trajectory, counsellor, noon):
    agree(relative_trajectory, counsellor, instrument="relative_week")
    browser = browser_of(relative)
    browser.cookies["django_language"] = "en"
    assert "6 short questions." in text(browser.get(START))
    where = browser.post(START).url
    browser.post(where, {"answer": "3"})
    page = text(browser.get(browser.get(START).url))
    assert "How heavy was this week for you?" in page
    assert "Question 2 of 6" in page


def test_an_answer_stands_beside_what_was_asked_and_not_beside_its_opposite(browser_of, relative, relative_trajectory):
    draft = actions.start(trajectory=relative_trajectory, by=relative)
    actions.submit(check_in=draft, by=relative, answers={"safe": 0})
    page = text(browser_of(relative).get("/me/check-ins/"))
    assert "Veilig thuis:</span> Ja" in page
    assert "Niet veilig thuis" not in page


@pytest.mark.parametrize("person", ["other_client", "relative", "counsellor", "outsider"])
def test_somebody_elses_check_in_is_not_there(person, browser_of, trajectory, client_user, request):
    draft = actions.start(trajectory=trajectory, by=client_user)
    browser = browser_of(request.getfixturevalue(person))
    question = reverse("checkins:question", args=[draft.pk, 1])
    assert browser.get(question).status_code == 404
    assert browser.post(question, {"answer": "9"}).status_code == 404
    sent = actions.submit(check_in=draft, by=client_user, answers=SEVEN)
    assert browser.get(reverse("checkins:done", args=[sent.pk])).status_code == 404
    assert sent.answers == SEVEN


@pytest.mark.parametrize("path", [START, "/me/check-ins/"])
def test_a_visitor_signs_in_first(path, browser_of):
    assert browser_of(None).get(path).url == f"/accounts/login/?next={path}"


def test_a_check_in_names_its_version(trajectory, client_user):
    assert str(actions.start(trajectory=trajectory, by=client_user)) == "weekly_seven v1"
