"""A counsellor plans a questionnaire, once or again and again; the client answers it; both see what came of it."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.urls import reverse

from tests.trajectories.checkins.conftest import NOON, SEVEN, agree
from trajectories.checkins import actions, library
from trajectories.checkins.models import CheckInSchedule, PauseReason

PLAN = {
    "instrument": "phq9",
    "every_weeks": "0",
    "starts_on": "2027-03-12",
    "wall_time": "19:00",
    "until": "",
    "zone": "Europe/Amsterdam",
}
FRIDAY = datetime(2027, 3, 12, 18, tzinfo=UTC)


@pytest.fixture
def desk(browser_of, counsellor):
    browser = browser_of(counsellor)
    browser.cookies["django_language"] = "en"
    return browser


@pytest.fixture
def phone(browser_of, client_user):
    browser = browser_of(client_user)
    browser.cookies["django_language"] = "en"
    return browser


@pytest.fixture
def page(trajectory, noon) -> str:
    return reverse("checkins:schedule", args=[trajectory.pk])


@pytest.fixture
def url(trajectory, noon) -> str:
    return reverse("checkins:plan", args=[trajectory.pk])


def text(response) -> str:
    return " ".join(response.content.decode().split())


def answered(trajectory, by, instrument, value, *, at):
    """Filled in at `at`, every question with `value`."""
    agreed = agree(trajectory, by, instrument=instrument, starts_on=at.date(), weekday=at.weekday(), at=at)
    opened_at = agreed.next_due_at
    actions.open_due(at=opened_at)
    occurrence = agreed.occurrences.latest("due_at")
    draft = actions.start(trajectory=trajectory, by=trajectory.client.user, occurrence=occurrence, at=opened_at)
    answers = {item.id: value for item in library.load(instrument).items}
    return actions.submit(check_in=draft, by=trajectory.client.user, answers=answers, at=opened_at)


def test_the_page_says_of_each_where_it_comes_from_and_whether_it_was_studied(desk, url):
    shown = text(desk.get(url))
    for words in ("PHQ-9", "GAD-7", "BAM (30)", "Public domain", "This wording was studied.", "was not validated."):
        assert words in shown


def test_once(desk, url, page):
    assert desk.post(url, PLAN).status_code == 302
    planned = CheckInSchedule.objects.get()
    assert (planned.is_once, planned.next_due_at) == (True, FRIDAY)
    assert "Once, Fri 12 March at 19:00" in text(desk.get(page))
    actions.open_due(at=FRIDAY)
    planned.refresh_from_db()
    assert planned.next_due_at is None
    assert "No more times after the last one." in text(desk.get(page))


def test_again_and_again_on_the_same_day_of_the_week(desk, url):
    desk.post(url, PLAN | {"instrument": "bam30", "every_weeks": "4", "until": "2027-04-30"})
    planned = CheckInSchedule.objects.get()
    actions.open_due(at=FRIDAY)
    planned.refresh_from_db()
    assert planned.next_due_at == datetime(2027, 4, 9, 17, tzinfo=UTC)
    actions.open_due(at=planned.next_due_at)
    planned.refresh_from_db()
    assert planned.next_due_at is None


def test_it_stands_beside_the_weekly_check_in(desk, url, page, weekly):
    desk.post(url, PLAN)
    shown = text(desk.get(page))
    assert "Every Monday at 10:00" in shown
    assert "PHQ-9" in shown
    assert CheckInSchedule.objects.count() == 2


@pytest.mark.parametrize(
    ("changed", "problem"),
    [
        ({"starts_on": "2027-03-01"}, "the moment has passed"),
        ({"until": "2027-03-01", "every_weeks": "4"}, "The last day cannot be before the first."),
        ({"instrument": "weekly_seven"}, "nz-errors"),
        ({"instrument": "nonsense"}, "nz-errors"),
        ({"starts_on": ""}, "nz-errors"),
    ],
)
def test_what_cannot_be_planned_is_said_and_nothing_typed_is_lost(changed, problem, desk, url):
    response = desk.post(url, PLAN | changed)
    assert response.status_code == 200
    assert problem in text(response)
    assert 'value="19:00"' in text(response)
    assert not CheckInSchedule.objects.exists()


def test_what_is_planned_can_change(desk, url, trajectory):
    desk.post(url, PLAN)
    planned = CheckInSchedule.objects.get()
    change = reverse("checkins:replan", args=[trajectory.pk, planned.pk])
    assert 'value="2027-03-12"' in text(desk.get(change))
    desk.post(change, PLAN | {"every_weeks": "2", "starts_on": "2027-03-13"})
    planned.refresh_from_db()
    assert (planned.every_weeks, planned.weekday, planned.until) == (2, 5, None)
    assert 'value="2027-03-13"' in text(desk.get(change))


def test_a_pause_stops_everything_and_says_why(desk, url, page, weekly, trajectory):
    desk.post(url, PLAN | {"every_weeks": "4"})
    days = {"paused_from": "2027-03-10", "paused_until": "2027-03-31", "reason": "admission"}
    desk.post(reverse("checkins:pause", args=[trajectory.pk]), days)
    for agreed in CheckInSchedule.objects.all():
        assert agreed.pause_reason == PauseReason.ADMISSION
        assert agreed.next_due_at > datetime(2027, 3, 31, 22, tzinfo=UTC)
    assert "Admission." in text(desk.get(page))
    desk.post(reverse("checkins:resume", args=[trajectory.pk]))
    assert not CheckInSchedule.objects.exclude(paused_from=None).exists()


def test_what_is_agreed_during_a_pause_pauses_with_the_rest(weekly, trajectory, counsellor):
    days = {"paused_from": date(2027, 3, 10), "paused_until": date(2027, 3, 31)}
    actions.pause_all(trajectory=trajectory, by=counsellor, reason=PauseReason.HOLIDAY, **days)
    planned = agree(trajectory, counsellor, instrument="bam30")
    assert (planned.paused_until, planned.pause_reason) == (date(2027, 3, 31), PauseReason.HOLIDAY)
    assert planned.next_due_at == datetime(2027, 4, 5, 8, tzinfo=UTC)


def test_two_that_are_open_are_asked_one_after_the_other(
    weekly, trajectory, counsellor, client_user, phone, time_machine
):
    agree(trajectory, counsellor, instrument="gad7")
    at = datetime(2027, 3, 15, 9, 1, tzinfo=UTC)
    time_machine.move_to(at, tick=False)
    actions.open_due(at=at)
    asked = set()
    for _turn in range(2):
        draft = actions.start(trajectory=trajectory, by=client_user)
        asked.add(draft.instrument)
        actions.submit(check_in=draft, by=client_user, answers={})
    assert asked == {"weekly_seven", "gad7"}
    assert not trajectory.occurrences.open(at=at).exists()


def test_the_client_reads_the_meaning_in_plain_words(noon, trajectory, client_user, phone):
    sent = answered(trajectory, client_user, "gad7", 2, at=NOON)
    done = text(phone.get(reverse("checkins:done", args=[sent.pk])))
    assert "Clear worry and tension. Good to talk about together." in done
    assert "14 of 21" in done
    mine = text(phone.get(reverse("checkins:mine")))
    assert "Questions about worry and tension" in mine
    assert "Clear worry and tension." in mine


def test_the_counsellor_reads_items_scores_and_meaning(page, trajectory, counsellor, client_user, desk):
    answered(trajectory, client_user, "phq9", 1, at=NOON)
    shown = text(desk.get(page))
    assert "PHQ-9: 9 of 27, mild" in shown
    assert "Little interest" not in shown
    assert "Interest or pleasure: Several days" in shown
    assert "This wording was studied." in shown


def test_the_dossier_shows_the_last_sums_what_they_were_and_the_timeline(
    trajectory, counsellor, client_user, desk, noon
):
    for weeks, value in ((8, 2), (4, 1)):
        answered(trajectory, client_user, "gad7", value, at=NOON - timedelta(weeks=weeks))
    shown = text(desk.get(reverse("overview:dossier", args=[trajectory.pk])))
    assert "7 of 21" in shown
    assert "was 14 on" in shown
    assert "GAD-7: 7 of 21, mild" in shown


def test_sums_without_levels_stand_each_by_their_name(trajectory, client_user, desk, noon):
    answered(trajectory, client_user, "bam30", None, at=NOON - timedelta(weeks=4))
    shown = text(desk.get(reverse("overview:dossier", args=[trajectory.pk])))
    assert "No questionnaire was filled in yet" in shown
    answered(trajectory, client_user, "bam30", 4, at=NOON - timedelta(weeks=1))
    shown = text(desk.get(reverse("overview:dossier", args=[trajectory.pk])))
    assert "BAM (30), Risk" in shown
    assert "BAM (30), Protective" in shown


def test_another_questionnaire_leaves_the_line_of_craving_alone(weekly, trajectory, client_user, phone, time_machine):
    draft = actions.start(trajectory=trajectory, by=client_user)
    actions.submit(check_in=draft, by=client_user, answers=SEVEN)
    answered(trajectory, client_user, "gad7", 1, at=NOON)
    trajectory.refresh_from_db()
    assert trajectory.summary.cravings == [SEVEN["craving"]]


def test_an_outsider_plans_nothing(url, browser_of, outsider):
    assert browser_of(outsider).post(url, PLAN).status_code == 404
    assert not CheckInSchedule.objects.exists()


def test_the_bam_every_four_weeks_is_proposed_until_it_is_planned(desk, url, page):
    assert "Plan the BAM" in text(desk.get(page))
    form = text(desk.get(url, {"questionnaire": "bam30"}))
    assert '<option value="4" selected>' in form
    assert '<option value="bam30" selected>' in form
    desk.post(url, PLAN | {"instrument": "bam30", "every_weeks": "4"})
    assert "Plan the BAM" not in text(desk.get(page))


def test_the_first_screen_names_what_is_not_the_usual_check_in(noon, trajectory, counsellor, phone, time_machine):
    agree(trajectory, counsellor, instrument="gad7")
    at = datetime(2027, 3, 15, 9, 1, tzinfo=UTC)
    time_machine.move_to(at, tick=False)
    actions.open_due(at=at)
    assert "Questions about worry and tension" in text(phone.get(reverse("checkins:start")))
