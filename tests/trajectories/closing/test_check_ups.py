"""Check-ups: four in the year after closing; worry and silence become a task."""

from datetime import UTC, datetime

import pytest
from django.urls import reverse

from aftercare.core import links
from aftercare.notifications.models import Message
from tests.trajectories.closing.conftest import DAY, NOW, TODAY, WEEK
from trajectories.checkins import actions as checkins
from trajectories.checkins.access import LINK_PURPOSE, link_ids
from trajectories.checkins.models import Occurrence
from trajectories.closing import actions as closing
from trajectories.closing.reopening import reopen

FIRST = datetime(2026, 6, 1, 8, 0, tzinfo=UTC)  # a Monday, 10:00 in Amsterdam
FINE = {"mood": 7, "craving": 2, "use": 0, "call": 0}


@pytest.fixture
def asked(closed, clock) -> Occurrence:
    """The first check-up, just now."""
    clock.move_to(FIRST)
    checkins.open_due(at=FIRST)
    return closed.occurrences.get()


@pytest.fixture
def answer(asked, closed, client_user):
    def answered(note="", **answers):
        draft = checkins.start(trajectory=closed, by=client_user, occurrence=asked)
        checkins.submit(check_in=draft, by=client_user, answers=FINE | answers, note=note)
        return closed.team_tasks.first()

    return answered


def test_closing_agrees_on_four_within_the_year(closed):
    schedule = closed.check_in_schedules.current().get()
    assert (schedule.instrument, schedule.next_due_at) == ("check_up", FIRST)
    dues = []
    while schedule.next_due_at:
        dues.append(schedule.next_due_at.date())
        checkins.open_due(at=schedule.next_due_at)
        schedule.refresh_from_db()
    assert dues == [TODAY + 13 * weeks * WEEK for weeks in (1, 2, 3, 4)]


def test_a_relative_is_asked_about_themselves(relative_trajectory, counsellor):
    for side in ("client", "team"):
        closing.skip(trajectory=relative_trajectory, by=counsellor, side=side, because="Samen besproken.")
    closing.close(trajectory=relative_trajectory, by=counsellor, because="Klaar.")
    assert relative_trajectory.check_in_schedules.current().get().instrument == "check_up_relative"


def test_it_is_asked_by_a_neutral_letter_and_stays_open_a_week(asked, client_user):
    assert asked.closes_at == FIRST + WEEK
    letter = Message.objects.get(kind="check_in", state="due")
    assert letter.recipient == client_user


def test_a_good_answer_makes_no_task(answer):
    assert answer() is None


@pytest.mark.parametrize("worrying", [{"mood": 3}, {"craving": 7}, {"use": 1}, {"call": 1}, {"use": 2, "call": None}])
def test_a_worrying_answer_is_a_task_the_same_day(answer, client_user, worrying):
    task = answer(note="Het is zwaar.", **worrying)
    assert (task.kind, task.text, task.asked_by) == ("check_up", "Het is zwaar.", client_user)
    assert task.due_at == datetime(2026, 6, 1, 15, 0, tzinfo=UTC)


def test_without_words_the_portal_asks(answer):
    assert answer(call=1).asked_by is None


def test_silence_is_a_call_within_days(asked, closed):
    checkins.close_overdue(at=FIRST + WEEK)
    task = closed.team_tasks.get()
    assert (task.kind, task.asked_by) == ("check_up_missed", None)
    assert task.due_at == datetime(2026, 6, 11, 15, 0, tzinfo=UTC)
    asked.refresh_from_db()
    assert asked.state == "missed"


def test_one_that_nobody_was_awake_for_is_worked_too(closed):
    checkins.open_due(at=FIRST + 2 * WEEK)
    assert closed.team_tasks.get().kind == "check_up_missed"


@pytest.mark.parametrize(("call", "tasks"), [(0, 0), (1, 1)])
def test_the_link_in_the_letter_answers_it_without_signing_in(asked, browser_of, closed, call, tasks):
    url = reverse("checkins:link", args=[links.sign(purpose=LINK_PURPOSE, ids=link_ids(asked))])
    visitor = browser_of(None)
    for number, value in enumerate((FINE | {"call": call}).values(), start=1):
        assert visitor.post(f"{url}{number}/", {"answer": value}).status_code == 302
    assert closed.check_ins.submitted().count() == 1
    assert closed.team_tasks.count() == tasks


def test_the_closed_home_asks_it_and_nothing_of_ones_own_accord(asked, browser_of, client_user, closed):
    phone = browser_of(client_user)
    assert "Check-in, 4 short questions" in " ".join(phone.get("/me/").content.decode().split())
    assert phone.get("/me/check-in/").status_code == 200
    assert "Do a check-in now" in phone.get("/me/check-ins/").content.decode()
    checkins.close_overdue(at=FIRST + WEEK)
    assert phone.get("/me/check-in/")["Location"] == "/me/"
    assert phone.post("/me/check-in/")["Location"] == "/me/"
    assert "Do a check-in now" not in phone.get("/me/check-ins/").content.decode()


def test_none_is_asked_once_it_is_taken_up_again(closed, counsellor, clock):
    reopen(trajectory=closed, by=counsellor)
    assert checkins.open_due(at=FIRST) == 0


def test_a_weekly_check_in_of_a_closed_trajectory_is_not_asked(trajectory, counsellor):
    checkins.schedule(
        trajectory=trajectory,
        by=counsellor,
        instrument="weekly_seven",
        weekday=1,
        wall_time=NOW.time(),
        zone="Europe/Amsterdam",
        starts_on=TODAY,
    )
    type(trajectory).objects.update(status="closed", closed_at=NOW, closed_by=counsellor)
    checkins.open_due(at=NOW + 8 * DAY)
    assert not trajectory.occurrences.exists()
