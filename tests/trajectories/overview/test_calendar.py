"""The personal calendar feed: by its secret link alone, neutral, revocable, in the person's own zone."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.test import Client as Browser
from icalendar import Calendar

from aftercare.accounts import calendar_links
from aftercare.accounts.models import CalendarLink, Membership
from aftercare.audit.models import AccessEntry, Event
from aftercare.core import scope
from supportgroups import actions as groups
from supportgroups.models import Session
from trajectories.appointments import actions as appointments
from trajectories.appointments.actions import Guest
from trajectories.appointments.models import Appointment
from trajectories.dossier import actions as dossier

NOW = datetime(2026, 3, 12, 9, 0, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@pytest.fixture(autouse=True)
def clock(seen_by_system):
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def plan(trajectory, counsellor):
    def planned(days: float, **details) -> Appointment:
        return appointments.plan(
            trajectory=trajectory, by=counsellor, with_user=counsellor, starts_at=NOW + days * DAY, **details
        )

    return planned


class Feed:
    """What a calendar program gets, signed out."""

    def __init__(self, token: str):
        self.address, self.etag = f"/calendar/{token}.ics", ""

    def answer(self, **headers):
        answer = Browser().get(self.address, headers=headers)
        scope.enter(system=True)
        self.etag = answer.headers.get("ETag", "")
        return answer

    def events(self) -> list:
        return list(Calendar.from_ical(self.answer().content).walk("VEVENT"))


@pytest.fixture
def feed(client_user):
    return Feed(calendar_links.make(by=client_user))


def test_an_event_tells_when_and_nothing_else(feed, plan, client_user):
    client_user.language = "nl"
    client_user.save()
    plan(1, place="Kadehuis kamer 2", guests=[Guest("Lot", "partner")])
    plan(2, video_url="https://video.example/kamer")
    text = feed.answer().content.decode()
    assert text.count("SUMMARY:Afspraak") == 2
    for secret in ("Kade", "Noor", "Ilse", "Lot", "video.example", "Gesprek", "LOCATION", "DESCRIPTION", "ATTENDEE"):
        assert secret not in text


@pytest.mark.parametrize(
    ("zone", "hour"), [("Europe/Amsterdam", 10), ("Atlantic/Azores", 8), ("America/Paramaribo", 6), ("nowhere", 10)]
)
def test_it_is_in_the_readers_own_zone(feed, plan, client_user, zone, hour):
    client_user.time_zone = zone
    client_user.save()
    plan(1)
    (event,) = feed.events()
    assert event["dtstart"].dt.hour == hour
    assert event["dtstart"].dt == NOW + DAY
    assert event["dtend"].dt - event["dtstart"].dt == timedelta(minutes=45)


def test_the_hour_stays_over_the_change_of_the_clock(feed, plan, client_user):
    plan(14), plan(21, minutes=30)  # 26 March and, an hour earlier on the clock of the world, 2 April
    before, after = feed.events()
    assert (before["dtstart"].dt.hour, after["dtstart"].dt.hour) == (10, 11)
    assert "BEGIN:VTIMEZONE" in feed.answer().content.decode()


def test_a_move_is_the_same_event_with_a_higher_number(feed, plan, counsellor):
    coming = plan(1)
    (before,) = feed.events()
    appointments.change(appointment=coming, revision=1, by=counsellor, starts_at=NOW + 2 * DAY)
    (after,) = feed.events()
    assert (before["uid"], before["sequence"]) == (after["uid"], after["sequence"] - 1)
    assert after["dtstart"].dt == NOW + 2 * DAY


def test_what_is_cancelled_says_so(feed, plan, counsellor):
    appointments.record(appointment=plan(1), by=counsellor, state=Appointment.State.CANCELLED)
    (event,) = feed.events()
    assert event["status"] == "CANCELLED"


def test_groups_are_in_it_also_their_cancelled_dates(feed, series, coordinator, client_user):
    groups.enrol(group=series.group, participant=client_user, by=coordinator)
    session = Session.objects.filter(series=series, period__startswith__gt=NOW).earliest("period")
    groups.cancel_session(session=session, by=coordinator)
    scope.enter(system=True)
    found = {event["uid"]: event["status"] for event in feed.events()}
    assert found[f"{session.pk}@aftercare"] == "CANCELLED"
    assert "CONFIRMED" in found.values()
    assert "Stevig" not in feed.answer().content.decode()


def test_a_professional_finds_their_own_week(plan, counsellor, peer_worker, series, other_trajectory, colleague):
    mine = plan(1)
    appointments.plan(trajectory=other_trajectory, by=colleague, with_user=colleague, starts_at=NOW + DAY)
    assert [event["uid"] for event in Feed(calendar_links.make(by=counsellor)).events()] == [f"{mine.pk}@aftercare"]
    facilitated = Feed(calendar_links.make(by=peer_worker)).events()
    assert len(facilitated) == Session.objects.filter(period__startswith__gt=NOW - 60 * DAY).count()


def test_a_guest_finds_what_they_are_invited_to(plan, relative):
    plan(1), plan(2, guests=[Guest("Lot", "partner", "lot@test.example")])
    (event,) = Feed(calendar_links.make(by=relative)).events()
    assert event["dtstart"].dt == NOW + 2 * DAY


def test_long_ago_and_far_ahead_are_left_out(feed, plan):
    plan(-61), plan(401), plan(-59)
    assert len(feed.events()) == 1


def test_as_long_as_nothing_changed_nothing_is_sent_again(feed, plan, clock, counsellor):
    coming = plan(1)
    assert feed.answer().status_code == 200
    etag = feed.etag
    clock.shift(HOUR)
    answer = feed.answer(if_none_match=etag)
    assert (answer.status_code, answer.content) == (304, b"")
    appointments.record(appointment=coming, by=counsellor, state=Appointment.State.CANCELLED)
    assert feed.answer(if_none_match=etag).status_code == 200


def test_each_sending_is_a_line_in_the_log(feed, plan, client_user):
    feed.answer()
    feed.answer(if_none_match=feed.etag)
    (entry,) = AccessEntry.objects.filter(event=Event.READ, client=client_user)
    assert (entry.user, entry.segment, entry.purpose, entry.role) == (client_user, "appointments", "self", "client")


def test_it_is_kept_by_no_one_in_between(feed):
    assert feed.answer().headers["Cache-Control"] == "private, no-cache"


def test_a_stopped_link_is_dead_at_the_next_request(feed, client_user):
    assert feed.answer().status_code == 200
    calendar_links.revoke(by=client_user)
    assert feed.answer().status_code == 404


def test_a_new_link_ends_the_old_one(feed, client_user):
    fresh = Feed(calendar_links.make(by=client_user))
    assert [feed.answer().status_code, fresh.answer().status_code] == [404, 200]


@pytest.mark.parametrize("token", ["unknown", "x" * 500])
def test_an_unknown_link_is_no_page(token, db):
    assert Browser().get(f"/calendar/{token}.ics").status_code == 404


def test_a_closed_account_has_no_calendar(feed, client_user):
    client_user.is_active = False
    client_user.save()
    assert feed.answer().status_code == 404


def test_who_does_not_work_here_any_more_has_none(counsellor, outsider):
    feed = Feed(calendar_links.make(by=counsellor))
    assert feed.answer().status_code == 200
    Membership.objects.filter(user=counsellor).update(ended_at=NOW)
    assert feed.answer().status_code == 404


def test_a_client_whose_trajectory_closed_keeps_it(feed, plan, trajectory, counsellor):
    plan(-1)
    dossier.close(trajectory=trajectory, by=counsellor)
    assert len(feed.events()) == 1


def test_only_a_digest_is_kept(client_user):
    token = calendar_links.make(by=client_user)
    link = CalendarLink.objects.get()
    assert token not in f"{link.digest} {link}"
    assert len(token) >= 43


def test_the_link_is_made_shown_once_and_stopped(browser_of, client_user, plan):
    client_user.language = "en"
    client_user.save()
    phone = browser_of(client_user)
    assert "Make a link" in phone.get("/profile/calendar/").content.decode()
    page = phone.post("/profile/calendar/", {"make": ""})
    address = page.context["address"]
    html = page.content.decode()
    assert f'value="{address}"' in html
    assert page.context["in_app"].startswith("webcal://")
    html = phone.get("/profile/calendar/").content.decode()
    assert address not in html
    assert "Not used yet." in html
    assert Browser().get(address).status_code == 200
    scope.enter(system=True)
    assert "Last used today 10:00." in phone.get("/profile/calendar/").content.decode()
    page = phone.post("/profile/calendar/", {"revoke": ""}, follow=True)
    assert "The link has stopped." in page.content.decode()
    assert Browser().get(address).status_code == 404
    changes = AccessEntry.objects.filter(event=Event.CHANGE, segment="calendar")
    assert changes.count() == 2


def test_stopping_what_does_not_work_changes_nothing(client_user):
    calendar_links.revoke(by=client_user)
    assert not AccessEntry.objects.filter(segment="calendar").exists()
