"""The counsellor's page: agreeing, pausing, stopping, and what came of it."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.urls import reverse

from aftercare.audit.models import AccessEntry
from tests.trajectories.checkins.conftest import SEVEN, agree
from trajectories.checkins import actions
from trajectories.checkins.models import CheckInSchedule, Occurrence
from trajectories.dossier import actions as dossier

AGREED = {
    "weekday": "6",
    "wall_time": "19:30",
    "every_weeks": "2",
    "starts_on": "2027-03-10",
    "zone": "America/Curacao",
}


@pytest.fixture
def url(trajectory, noon) -> str:
    return reverse("checkins:schedule", args=[trajectory.pk])


@pytest.fixture
def desk(browser_of, counsellor):
    browser = browser_of(counsellor)
    browser.cookies["django_language"] = "en"
    return browser


def text(response) -> str:
    return " ".join(response.content.decode().split())


def test_before_anything_is_agreed_it_offers_the_clients_own_clock(desk, url, client_user):
    client_user.time_zone = "America/Curacao"
    client_user.save()
    page = text(desk.get(url))
    assert "Nothing was asked yet" in page
    assert '<option value="America/Curacao" selected>' in page
    assert "Pause check-ins" not in page


def test_agreeing(desk, url):
    assert desk.post(url, AGREED).status_code == 302
    agreed = CheckInSchedule.objects.get()
    assert agreed.next_due_at == datetime(2027, 3, 14, 19, 30, tzinfo=ZoneInfo("America/Curacao"))
    page = text(desk.get(url))
    assert "Every 2 weeks on Sunday at 19:30, America/Curacao." in page
    assert "The check-ins are agreed." in page


def test_changing_starts_from_what_is_agreed(desk, url, weekly):
    page = text(desk.get(url))
    assert "Every Monday at 10:00." in page
    assert 'value="10:00"' in page
    desk.post(url, AGREED)
    assert CheckInSchedule.objects.get().pk == weekly.pk


@pytest.mark.parametrize(
    ("field", "value"),
    [("wall_time", "half tien"), ("zone", "Mars/Olympus"), ("weekday", "7"), ("starts_on", "")],
)
def test_what_is_wrong_is_said_and_nothing_typed_is_lost(field, value, desk, url):
    response = desk.post(url, AGREED | {"starts_on": "2027-04-01"} | {field: value})
    assert response.status_code == 200
    assert "nz-errors" in text(response)
    assert 'value="19:30"' in text(response) or field == "wall_time"
    assert not CheckInSchedule.objects.exists()


def test_pausing_and_going_on(desk, url, weekly):
    pause = reverse("checkins:pause", args=[weekly.trajectory_id])
    days = {"paused_from": "2027-03-12", "paused_until": "2027-03-20", "reason": "admission"}
    assert desk.post(pause, days).status_code == 302
    page = text(desk.get(url))
    assert "Paused from Fri 12 March up to and including Sat 20 March. Admission." in page
    assert "Pause check-ins" not in page
    desk.post(reverse("checkins:resume", args=[weekly.trajectory_id]))
    weekly.refresh_from_db()
    assert (weekly.paused_from, weekly.pause_reason) == (None, "")


@pytest.mark.parametrize(
    ("days", "problem"),
    [
        ({"paused_from": "2027-03-12", "paused_until": "2027-03-11"}, "The last day cannot be before the first."),
        ({"paused_from": "2027-03-12", "paused_until": ""}, "nz-errors"),
    ],
)
def test_a_pause_that_cannot_be_is_explained(days, problem, desk, weekly):
    response = desk.post(reverse("checkins:pause", args=[weekly.trajectory_id]), days | {"reason": "holiday"})
    assert response.status_code == 200
    assert problem in text(response)
    assert 'value="2027-03-12"' in text(response)
    weekly.refresh_from_db()
    assert weekly.paused_from is None


def test_a_pause_that_is_over_is_not_shown(desk, url, weekly, counsellor):
    actions.pause(schedule=weekly, by=counsellor, paused_from=date(2027, 3, 1), paused_until=date(2027, 3, 5))
    assert "Paused from" not in text(desk.get(url))


def test_stopping(desk, url, weekly):
    desk.post(reverse("checkins:end", args=[weekly.trajectory_id, weekly.pk]))
    assert "Agree on check-ins" in text(desk.get(url))
    assert desk.post(reverse("checkins:end", args=[weekly.trajectory_id, weekly.pk])).status_code == 404


def test_it_lists_scores_notes_and_silence(desk, url, due, trajectory, client_user, time_machine):
    draft = actions.start(trajectory=trajectory, by=client_user)
    actions.submit(check_in=draft, by=client_user, answers=SEVEN | {"craving": 8}, note="Zware week.")
    time_machine.move_to(due.due_at + timedelta(weeks=2), tick=False)
    actions.open_due(at=due.due_at + timedelta(weeks=2))
    page = text(desk.get(url))
    for column in ("Mood", "Craving", "Contacts"):
        assert f'<th scope="col" class="num text-wrap">{column}</th>' in page
    assert '<td class="num"><b>8<span class="visually-hidden"> worth a look</span></b></td>' in page
    assert '<td class="num">5</td>' in page
    assert "Zware week." in page
    for state in ("Not filled in", "Still open"):
        assert state in page


def test_a_question_that_was_passed_over_leaves_its_cell_empty(desk, url, trajectory, client_user):
    draft = actions.start(trajectory=trajectory, by=client_user)
    actions.submit(check_in=draft, by=client_user, answers={"mood": 5})
    assert "not filled in" in text(desk.get(url))


def test_what_was_called_off_is_listed_as_such(desk, url, due, weekly, counsellor):
    actions.end(schedule=weekly, by=counsellor)
    assert "Called off" in text(desk.get(url))


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_the_same_however_long(
    count, desk, url, due, trajectory, client_user, django_assert_max_num_queries
):
    for _ in range(count):
        actions.submit(check_in=actions.start(trajectory=trajectory, by=client_user), by=client_user, answers=SEVEN)
    actions.open_due(at=due.due_at + timedelta(weeks=count))
    with django_assert_max_num_queries(16):
        desk.get(url)


def test_a_closed_trajectory_can_be_read_and_not_changed(desk, url, weekly, trajectory, counsellor):
    dossier.close(trajectory=trajectory, by=counsellor)
    assert "Stop check-ins" not in text(desk.get(url))
    response = desk.post(url, AGREED)
    assert response.status_code == 200
    assert "This trajectory has ended." in text(response)


@pytest.mark.parametrize(
    ("person", "status"),
    [("colleague", 404), ("outsider", 404), ("client_user", 403), ("peer_worker", 403), ("other_client", 404)],
)
def test_nobody_else_comes_in(person, status, browser_of, url, weekly, request):
    browser = browser_of(request.getfixturevalue(person))
    paths = [reverse(f"checkins:{step}", args=[weekly.trajectory_id]) for step in ("pause", "resume", "plan")]
    paths += [reverse(f"checkins:{step}", args=[weekly.trajectory_id, weekly.pk]) for step in ("replan", "end")]
    assert browser.get(url).status_code == status
    for path in (url, *paths):
        assert browser.post(path, AGREED).status_code == status
    weekly.refresh_from_db()
    assert weekly.ended_at is None


def test_a_schedule_of_somebody_else_is_not_there(desk, weekly, other_trajectory, counsellor):
    other = agree(other_trajectory, counsellor)
    for step in ("replan", "end"):
        assert desk.post(reverse(f"checkins:{step}", args=[weekly.trajectory_id, other.pk])).status_code == 404
    other.refresh_from_db()
    assert other.ended_at is None


def test_reading_is_in_the_access_log(desk, url, counsellor, client_user):
    desk.get(url)
    line = AccessEntry.objects.get(user=counsellor, event="read")
    assert (line.client, line.segment) == (client_user, "check_in_schedule")


def test_a_relatives_page_agrees_on_the_relatives_questions(desk, relative_trajectory, noon):
    page = reverse("checkins:schedule", args=[relative_trajectory.pk])
    assert "Plan a questionnaire" not in text(desk.get(page))
    desk.post(page, AGREED)
    assert CheckInSchedule.objects.get().instrument == "relative_week"


def test_an_occurrence_says_what_it_is(due):
    assert str(due) == "2027-03-15 09:00 (open)"
    assert Occurrence.objects.get() == due
