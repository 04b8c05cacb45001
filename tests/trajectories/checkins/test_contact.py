"""An answer that asks for human contact the same day: the team has a task, and the client sees whom to call."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from aftercare.core import links
from aftercare.core.errors import Refused
from tests.trajectories.checkins.conftest import SEVEN, agree
from trajectories.checkins import actions, library
from trajectories.checkins.access import LINK_PURPOSE, link_ids
from trajectories.teamtasks.models import TeamTask

DUE = datetime(2027, 3, 15, 9, 1, tzinfo=UTC)
ALL = [item.id for item in library.load("phq9").items]
NINTH = len(ALL)
WHOM = ("tel:113", "tel:112", "Talk to somebody now")


@pytest.fixture
def asked(noon, trajectory, counsellor, time_machine):
    """The PHQ-9, open since a minute."""
    agree(trajectory, counsellor, instrument="phq9")
    time_machine.move_to(DUE, tick=False)
    actions.open_due(at=DUE)
    return trajectory.occurrences.get()


@pytest.fixture
def draft(asked, trajectory, client_user):
    return actions.start(trajectory=trajectory, by=client_user)


@pytest.fixture
def phone(browser_of, client_user):
    browser = browser_of(client_user)
    browser.cookies["django_language"] = "en"
    return browser


def text(response) -> str:
    return " ".join(response.content.decode().split())


def tasks():
    return TeamTask.objects.filter(kind=TeamTask.Kind.CONTACT_TODAY)


def fill_in(draft, by, *, ninth: int | None, rest: int = 0):
    answers = dict.fromkeys(ALL, rest) | {"phq_dead": ninth}
    return actions.submit(check_in=draft, by=by, answers=answers)


def test_it_is_a_task_for_the_same_day(draft, client_user):
    fill_in(draft, client_user, ninth=1)
    task = tasks().get()
    assert task.due_at == datetime(2027, 3, 15, 23, 0, tzinfo=UTC)  # midnight in Amsterdam
    assert "PHQ-9" in task.text
    assert task.asked_by is None
    assert task.by_calling


@pytest.mark.parametrize("ninth", [0, None])
def test_no_such_answer_no_task_however_high_the_sum(ninth, draft, client_user):
    fill_in(draft, client_user, ninth=ninth, rest=3)
    assert not tasks().exists()


def test_late_in_the_evening_there_are_two_hours(draft, client_user, time_machine):
    late = datetime(2027, 3, 15, 22, 30, tzinfo=UTC)
    time_machine.move_to(late, tick=False)
    fill_in(draft, client_user, ninth=3)
    assert tasks().get().due_at == late + timedelta(hours=2)


def test_it_does_not_wait_for_the_rest_and_stays_when_the_answer_is_changed(draft, client_user):
    actions.answer(check_in=draft, item="phq_dead", value=2, by=client_user)
    assert tasks().count() == 1
    actions.answer(check_in=draft, item="phq_dead", value=0, by=client_user)
    fill_in(draft, client_user, ninth=0)
    assert tasks().open().count() == 1


def test_asked_in_the_draft_and_sent_it_is_one_task(draft, client_user):
    actions.answer(check_in=draft, item="phq_dead", value=1, by=client_user)
    fill_in(draft, client_user, ninth=1)
    assert tasks().count() == 1


def test_the_client_sees_at_once_whom_to_call(draft, phone, client_user):
    url = reverse("checkins:question", args=[draft.pk, NINTH])
    for item in ALL[:-1]:
        actions.answer(check_in=draft, item=item, value=0, by=client_user)
    answered = phone.post(url, {"answer": "1"}, follow=True)
    assert answered.request["PATH_INFO"] == reverse("checkins:done", args=[draft.pk])
    for words in WHOM:
        assert words in text(answered)


def test_with_no_such_answer_the_page_offers_no_number(draft, phone, client_user):
    fill_in(draft, client_user, ninth=0)
    page = text(phone.get(reverse("checkins:done", args=[draft.pk])))
    assert "tel:113" not in page
    assert "Few complaints of a low mood." in page


def test_it_stays_in_sight_while_the_rest_is_answered(draft, phone, client_user):
    url = reverse("checkins:question", args=[draft.pk, 2])
    assert "tel:113" not in text(phone.get(url))
    actions.answer(check_in=draft, item="phq_dead", value=2, by=client_user)
    assert "tel:113" in text(phone.get(url))


def test_a_tap_that_is_saved_at_once_says_it_too(draft, phone):
    url = reverse("checkins:question", args=[draft.pk, NINTH])
    saved = phone.post(url, {"answer": "1"}, headers={"HX-Request": "true"})
    assert 'href="tel:113"' in text(saved)
    assert tasks().exists()
    assert "tel:113" not in text(phone.post(url, {"answer": "0"}, headers={"HX-Request": "true"}))


def test_by_link_the_answer_is_followed_by_whom_to_call_and_nothing_is_told_later(asked, browser_of):
    client = browser_of(None)
    client.cookies["django_language"] = "en"
    token = links.sign(purpose=LINK_PURPOSE, ids=link_ids(asked))
    for number in range(1, NINTH):
        client.post(reverse("checkins:link_question", args=[token, number]), {"answer": "0"})
    done = client.post(reverse("checkins:link_question", args=[token, NINTH]), {"answer": "1"}, follow=True)
    assert all(words in text(done) for words in WHOM)
    assert "tel:113" not in text(client.get(reverse("checkins:link_done", args=[token])))


def test_by_link_another_question_does_not_show_what_was_answered(asked, browser_of, client_user):
    client = browser_of(None)
    token = links.sign(purpose=LINK_PURPOSE, ids=link_ids(asked))
    draft = actions.start(trajectory=asked.trajectory, by=client_user, occurrence=asked)
    actions.answer(check_in=draft, item="phq_dead", value=2, by=client_user)
    answered = client.post(reverse("checkins:link_question", args=[token, 3]), {"answer": "3"}, follow=True)
    assert "tel:113" not in text(answered)


def test_it_stands_first_on_the_caseload_and_not_on_an_outsiders(draft, client_user, browser_of, counsellor, outsider):
    fill_in(draft, client_user, ninth=1)
    desk = browser_of(counsellor)
    desk.cookies["django_language"] = "en"
    assert "Contact today, before" in text(desk.get(reverse("caseload:today")))
    assert "Contact today" not in text(browser_of(outsider).get(reverse("caseload:clients")))


def test_the_weekly_check_in_asks_for_no_contact(noon, trajectory, client_user):
    draft = actions.start(trajectory=trajectory, by=client_user)
    actions.submit(check_in=draft, by=client_user, answers=SEVEN)
    assert not tasks().exists()


def test_what_would_never_be_asked_is_refused(noon, trajectory, counsellor):
    with pytest.raises(Refused):
        agree(trajectory, counsellor, instrument="phq9", weekday=2, wall_time=time(11), until=date(2027, 3, 10))
    assert timezone.now() == noon
