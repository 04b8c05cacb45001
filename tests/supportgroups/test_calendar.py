"""The month and the week per room, facilitator or location; dragging opens the form; feeds follow a week of edits."""

from datetime import UTC, date, datetime, time, timedelta
from html import unescape

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from supportgroups import actions
from supportgroups.models import Room, Scope, Session
from trajectories.overview.calendar import written

APRIL = "/groups/month/?on=2027-04-10"


def test_the_month_shows_every_day_with_its_sessions_and_holidays(plan, page_of, coordinator):
    plan(count=5, on_holiday="skip")
    page = unescape(page_of(coordinator).get(APRIL).content.decode())
    assert page.count('class="nz-month-day') == 35
    for shown in ("April 2027", "King's Day", "19:30", 'data-day="2027-04-06"', 'data-day="2027-05-02"'):
        assert shown in page
    assert page.count("data-move=") == 3


def test_a_month_costs_the_same_for_one_session_and_twenty(plan, other_group, other_room, page_of, coordinator):
    def queries() -> int:
        browser.get(APRIL)
        with CaptureQueriesContext(connection) as captured:
            browser.get(APRIL)
        return len(captured)

    browser = page_of(coordinator)
    plan(count=1)
    one = queries()
    for day in range(7, 27):
        plan(group=other_group, room=other_room, first_on=date(2027, 4, day), count=1)
    assert queries() == one


def entries(page: str) -> dict[str, str]:
    """What a month says of each session, by its day."""
    found = {}
    for day in page.split('data-day="')[1:]:
        for session in day.partition("<ul>")[2].partition("</ul>")[0].split("<li")[1:]:
            found[day[:10]] = session
    return found


def test_a_month_tells_what_is_cancelled_and_what_is_a_draft(
    plan, other_group, other_room, page_of, coordinator, colleague
):
    first, second, _third = plan().sessions.all()
    actions.cancel_session(session=first, by=coordinator)
    plan(group=other_group, room=other_room, facilitators=[colleague], first_on=date(2027, 4, 8), count=1, draft=True)
    told = entries(page_of(coordinator).get(APRIL).content.decode())
    assert "line-through" in told["2027-04-06"]
    assert "data-move" not in told["2027-04-06"]
    assert "line-through" not in told["2027-04-13"]
    assert f'data-move="/groups/sessions/{second.pk}/move/"' in told["2027-04-13"]
    assert ["Draft" in told[day] for day in ("2027-04-06", "2027-04-08", "2027-04-13")] == [False, True, False]
    told = entries(page_of(colleague).get(APRIL).content.decode())
    assert list(told) == ["2027-04-06", "2027-04-13", "2027-04-20"]
    assert f'href="/groups/{second.group_id}/"' in told["2027-04-13"]


def test_what_is_over_is_not_dragged(plan, page_of, coordinator, clock):
    series = plan()
    browser = page_of(coordinator)
    clock.move_to(series.sessions.first().period.lower)
    told = entries(browser.get(APRIL).content.decode())
    assert ["data-move" in told[day] for day in sorted(told)] == [False, True, True]


def test_a_day_that_was_shown_shows_what_became_of_it(plan, page_of, coordinator):
    session = plan(count=1).sessions.get()
    browser = page_of(coordinator)

    def told() -> str:
        return entries(browser.get(APRIL).content.decode())["2027-04-06"]

    before = told()
    assert told() == before
    type(session.group).objects.filter(pk=session.group_id).update(name="Vooruit")
    assert told() == before.replace("Stevig Staan", "Vooruit")
    actions.cancel_session(session=session, by=coordinator)
    assert "line-through" in told()
    assert "data-move" not in told()


def test_a_name_is_never_markup(plan, group, page_of, coordinator):
    type(group).objects.update(name='<b data-x="1">Stevig</b>')
    plan()
    for kind in ("week", "month"):
        assert "<b data-x" not in page_of(coordinator).get(f"/groups/{kind}/?on=2027-04-06").content.decode()


def test_a_month_follows_the_clock_of_its_reader(plan, page_of, coordinator):
    plan()
    type(coordinator).objects.filter(pk=coordinator.pk).update(time_zone="Pacific/Auckland")
    told = entries(page_of(coordinator).get(APRIL).content.decode())
    assert "05:30" in told["2027-04-07"]
    assert list(told) == ["2027-04-07", "2027-04-14", "2027-04-21"]


@pytest.mark.parametrize("kind", ["week", "month"])
def test_the_calendar_is_of_one_room_facilitator_or_location(
    kind, plan, other_group, other_room, colleague, page_of, coordinator
):
    Room.objects.filter(pk=other_room.pk).update(address="Kade 2")
    Room.objects.exclude(pk=other_room.pk).update(address="Werf 1")
    plan(count=1)
    plan(group=other_group, room=other_room, facilitators=[colleague], count=1)
    browser = page_of(coordinator)
    for asked in (f"room={other_room.pk}", f"who={colleague.pk}", "place=Kade+2"):
        page = browser.get(f"/groups/{kind}/?on=2027-04-06&{asked}").content.decode()
        assert "Naastenavond" in page
        assert "Stevig Staan" not in page
        assert asked in page
    page = browser.get(f"/groups/{kind}/?on=2027-04-06&who=none&place=elsewhere").content.decode()
    assert "Stevig Staan" in page


def test_a_month_without_groups_says_so_and_only_planners_drag(plan, page_of, coordinator, counsellor):
    assert "No groups this month" in page_of(coordinator).get("/groups/month/").content.decode()
    plan()
    page = page_of(counsellor).get(APRIL).content.decode()
    assert "Stevig Staan" in page
    assert "data-move=" not in page


def test_a_session_that_was_dragged_opens_its_form_with_that_day(session, page_of, coordinator):
    browser = page_of(coordinator)
    path = f"/groups/sessions/{session.pk}/move/"
    page = browser.get(f"{path}?on=2027-04-09").content.decode()
    assert 'value="2027-04-09"' in page
    assert "1 person gets a message" in page
    for nothing in ("tomorrow", "2027-02-30"):
        assert 'value="2027-04-06"' in browser.get(f"{path}?on={nothing}").content.decode()


def events(feed: bytes) -> dict[str, dict[str, str]]:
    """A parser that shares nothing with what wrote the feed: unfolded lines, a name before the colon, a value after."""
    text = feed.decode().replace("\r\n ", "")
    found = {}
    for part in text.split("BEGIN:VEVENT")[1:]:
        lines = [line for line in part.split("END:VEVENT")[0].split("\r\n") if line]
        fields = {line.partition(":")[0].partition(";")[0]: line.partition(":")[2] for line in lines}
        found[fields["UID"]] = fields
    return found


def test_feeds_follow_a_week_of_edits(plan, group, other_room, coordinator, counsellor, client_user, colleague):
    actions.enrol(group=group, participant=client_user, by=coordinator)
    series = plan(first_on=date(2027, 10, 19), count=4)
    at = datetime(2027, 10, 1, tzinfo=UTC)
    before = events(written(client_user, at=at))
    first, second, third, _fourth = series.sessions.all()
    usual = {"starts": time(19, 30), "ends": time(21), "room": other_room, "facilitators": [counsellor]}
    actions.change(session=first, by=coordinator, on=date(2027, 10, 20), **usual)
    actions.cancel_session(session=second, by=coordinator)
    actions.change(
        session=third,
        by=coordinator,
        on=date(2027, 11, 3),
        scope=Scope.FOLLOWING,
        **usual | {"facilitators": [colleague]},
    )
    after = events(written(client_user, at=at))
    assert after.keys() == before.keys()
    assert len(after) == 4
    raised = {uid for uid in after if int(after[uid]["SEQUENCE"]) > int(before[uid]["SEQUENCE"])}
    assert raised == after.keys()
    stated = {str(session.pk): session for session in Session.objects.all()}
    for uid, event in after.items():
        session = stated[uid.partition("@")[0]]
        assert event["DTSTART"] == f"{timezone.localtime(session.period.lower):%Y%m%dT%H%M%S}"
        assert event["STATUS"] == ("CANCELLED" if session.is_cancelled else "CONFIRMED")
        assert "Stevig" not in event["SUMMARY"]
    assert [event["DTSTART"][9:] for event in after.values()] == ["193000"] * 4
    led = events(written(colleague, at=at))
    assert len(led) == 2
    assert b"BEGIN:VTIMEZONE" in written(colleague, at=at)


def test_a_feed_that_nothing_changed_in_is_the_same(plan, counsellor):
    plan()
    at = timezone.now()
    assert written(counsellor, at=at) == written(counsellor, at=at + timedelta(minutes=5))
