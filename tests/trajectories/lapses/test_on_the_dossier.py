"""Where use is seen: one dot on the timeline, the last one among the facts, one reason on Vandaag."""

from datetime import timedelta

import pytest
from django.utils import timezone, translation

from trajectories.appointments import actions as appointments
from trajectories.caseload import queue
from trajectories.caseload.listing import Asked
from trajectories.checkins import actions as checkins
from trajectories.lapses import actions as lapses
from trajectories.lapses.models import Extent
from trajectories.overview import timeline

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@pytest.fixture
def now():
    return timezone.now()


@pytest.fixture
def tell(trajectory, client_user):
    """tell(on, at, …) is told by Noor; what she said more comes with it."""

    def told(on, at, **more):
        lapse = lapses.tell(trajectory=trajectory, by=client_user, on=on, at=at)
        lapses.answer(lapse=lapse, by=client_user, **more)
        return lapse

    return told


@pytest.fixture
def check_in(trajectory, client_user):
    def submitted(at, **answers):
        draft = checkins.start(trajectory=trajectory, by=client_user, at=at)
        return checkins.submit(check_in=draft, by=client_user, answers=answers, at=at)

    return submitted


@pytest.fixture
def moments(trajectory, counsellor, now):
    def read():
        with translation.override("en"):
            found = timeline.read(trajectory, by=counsellor, now=now + DAY, looked_at=None, kind="logs")
        return [(entry.words.icon, entry.words.title, entry.words.text, entry.words.own) for entry in found.entries]

    return read


def hold(trajectory, counsellor, at):
    talk = appointments.plan(trajectory=trajectory, by=counsellor, with_user=counsellor, starts_at=at, at=at - DAY)
    appointments.record(appointment=talk, by=counsellor, state="held")


def test_use_is_one_neutral_dot_with_what_happened_next(tell, moments, trajectory, counsellor, now):
    on = timezone.localdate(now - 5 * DAY)
    tell(on, now - 4 * DAY, extent=Extent.EVENING, after="Hanneke gebeld.", learned="Eerder naar huis.", before="Feest")
    hold(trajectory, counsellor, now - 3 * DAY)
    assert moments() == [
        (
            "circle-dot",
            "Used one evening",
            "Told it the day after. Contact after 1\xa0day.",
            ["Hanneke gebeld.", "Eerder naar huis."],
        )
    ]


@pytest.mark.parametrize(("days", "words"), [(0, "Told it the same day."), (3, "Told it 3 days later."), (None, "")])
def test_when_it_was_told(tell, moments, now, days, words):
    tell(None if days is None else timezone.localdate(now) - days * DAY, now)
    assert [text for _icon, _title, text, _own in moments()] == [words]


@pytest.mark.parametrize(("days", "has_a_time"), [(1, False), (None, True)])
def test_a_day_has_no_time_of_day(tell, trajectory, counsellor, now, days, has_a_time):
    tell(days and timezone.localdate(now) - days * DAY, now)
    (entry,) = timeline.read(trajectory, by=counsellor, now=now, looked_at=None, kind="logs").entries
    assert (":" in entry.when) == has_a_time


def test_what_was_heard_in_a_conversation_keeps_the_counsellors_voice(moments, trajectory, counsellor):
    lapses.record(trajectory=trajectory, by=counsellor, extent=Extent.DAYS, after="Belde Lot.", learned="Bellen.")
    assert moments() == [
        ("circle-dot", "Used for a few days", "Told in a conversation. Belde Lot.", ["Bellen."]),
    ]


def test_it_stands_on_the_day_that_it_was(tell, check_in, moments, now):
    check_in(now - 2 * DAY, mood=5)
    tell(timezone.localdate(now) - 4 * DAY, now)
    assert [title for _icon, title, *_ in moments()] == ["Check-in", "Used"]


def test_a_check_in_that_reported_the_same_use_is_no_second_dot(tell, check_in, moments, now):
    check_in(now - 20 * DAY, use=1)
    check_in(now - HOUR, use=1)
    tell(timezone.localdate(now) - 2 * DAY, now)
    assert [(icon, title) for icon, title, *_ in moments()] == [
        ("sun-medium", "Check-in"),
        ("circle-dot", "Used"),
        ("circle-dot", "Used since the last check-in"),
    ]


def test_the_dossier_says_how_long_it_took(browser_of, trajectory, counsellor, tell, now):
    counsellor.language = "en"
    counsellor.save()
    desk = browser_of(counsellor)
    dossier = f"/clients/{trajectory.pk}/"
    assert "Last told of use" not in desk.get(dossier).content.decode()
    tell(timezone.localdate(now) - DAY, now - 5 * HOUR, extent=Extent.ONCE)
    html = desk.get(dossier).content.decode()
    assert "Used once" in html
    assert "No contact yet, 5\xa0hours after telling." in html
    hold(trajectory, counsellor, now - 2 * HOUR)
    assert "Contact after 3\xa0hours." in desk.get(dossier).content.decode()
    lapses.record(trajectory=trajectory, by=counsellor, what="Wijn.")
    assert "Told in a conversation" in desk.get(dossier).content.decode()


def test_reports_that_belong_together_are_one_reason_also_after_contact(tell, check_in, trajectory, counsellor, now):
    def reasons():
        with translation.override("en"):
            (row,) = queue.load(by=counsellor, asked=Asked(), at=now).rows
            return [stated.text for stated in row.stated]

    hold(trajectory, counsellor, now - 5 * DAY)
    assert reasons() == []
    tell(None, now - 3 * HOUR)
    assert reasons() == ["Use reported"]
    check_in(now - 2 * HOUR, use=1)
    assert reasons() == ["Use reported"]
    lapses.record(trajectory=trajectory, by=counsellor, what="Wijn.", at=now - HOUR)
    assert reasons() == ["Use reported"]
