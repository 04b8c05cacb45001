"""Where the signal plan shows besides its own pages: home, the plan, the dossier, the timeline, Vandaag."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone, translation

from trajectories.appointments import actions as appointments
from trajectories.caseload import queue
from trajectories.caseload.listing import Asked
from trajectories.overview import timeline
from trajectories.signalplan import actions as signalplan
from trajectories.signalplan.models import Colour
from trajectories.signals import actions as signals
from trajectories.signals.models import Signal

DAY = timedelta(days=1)


@pytest.fixture
def now():
    return timezone.now()


@pytest.fixture
def phone(browser_of, client_user):
    client_user.language = "en"
    client_user.save()
    return browser_of(client_user)


@pytest.fixture
def set_colour(trajectory, client_user):
    return lambda colour, at=None: signalplan.set_colour(trajectory=trajectory, by=client_user, colour=colour, at=at)


@pytest.fixture
def reasons(trajectory, counsellor, now):
    def stated():
        with translation.override("en"):
            (row,) = queue.load(by=counsellor, asked=Asked(), at=now).rows
            return [(one.level, one.text, one.because) for one in row.stated if one.text != "Appointment today"]

    return stated


def meet(trajectory, counsellor, at):
    talk = appointments.plan(trajectory=trajectory, by=counsellor, with_user=counsellor, starts_at=at, at=at - DAY)
    appointments.record(appointment=talk, by=counsellor, state="held")


@pytest.mark.parametrize(("colour", "level"), [(Colour.ORANGE, "warn"), (Colour.RED, "alert")])
def test_orange_and_red_are_reasons_until_somebody_settled_them(
    set_colour, reasons, trajectory, counsellor, now, colour, level
):
    meet(trajectory, counsellor, now - 5 * DAY)
    set_colour(Colour.GREEN, now - 4 * DAY)
    assert reasons() == []
    set_colour(colour, now - DAY)
    ((shown, text, because),) = reasons()
    assert (shown, text) == (level, f"Signal plan {colour}")
    assert because.startswith("Set it yesterday")
    meet(trajectory, counsellor, now)
    set_colour(Colour.GREEN, now)
    ((shown, text, _because),) = reasons()
    assert (shown, text) == (level, f"Signal plan {colour}")
    signal = trajectory.signals.get()
    signals.settle(
        trajectory=trajectory, by=counsellor, seen=[(signal.pk, 1)], state=Signal.State.ACTED, outcome="Gebeld."
    )
    assert reasons() == []


def test_a_colour_is_a_sign_of_life(set_colour, trajectory, counsellor, now):
    assert "Nothing heard" in [text for _level, text, _because in stated_of(counsellor, now)]
    set_colour(Colour.GREEN, now)
    assert stated_of(counsellor, now) == []


def stated_of(counsellor, now):
    with translation.override("en"):
        (row,) = queue.load(by=counsellor, asked=Asked(), at=now).rows
        return [(one.level, one.text, one.because) for one in row.stated]


def test_home_asks_for_the_colour_once_there_is_a_plan(phone, propose, set_colour):
    home = reverse("overview:me")
    assert "How is it today?" not in phone.get(home).content.decode()
    propose()
    html = phone.get(home).content.decode()
    assert html.count('name="colour"') == 3
    assert "aria-pressed" not in html
    assert "Do you agree?" not in html
    set_colour(Colour.ORANGE, timezone.now() - DAY)
    assert "aria-pressed" not in phone.get(home).content.decode()
    set_colour(Colour.ORANGE)
    assert 'value="orange" aria-pressed="true"' in phone.get(home).content.decode()


def test_home_says_that_a_version_waits_for_ones_yes(phone, hold, propose, counsellor):
    hold()
    propose(by=counsellor)
    assert "There is a new version. Do you agree?" in phone.get(reverse("overview:me")).content.decode()


def test_a_relative_has_no_signal_plan(browser_of, relative):
    browser = browser_of(relative)
    for page in ("overview:me", "plans:mine"):
        assert "/me/signalplan/" not in browser.get(reverse(page)).content.decode()


def test_the_plan_shows_what_holds(phone, hold, propose):
    page = reverse("plans:mine")
    assert "No signal plan yet" in phone.get(page).content.decode()
    hold()
    propose(green={"acts": "Nog niet."})
    html = phone.get(page).content.decode()
    assert "Ik zeg afspraken af." in html
    assert "Nog niet." not in html


def test_the_dossier_says_the_colour_and_which_version_holds(
    browser_of, trajectory, counsellor, client_user, hold, propose, set_colour
):
    counsellor.language = "en"
    counsellor.save()
    desk, dossier = browser_of(counsellor), f"/clients/{trajectory.pk}/"
    assert "Not made yet" in desk.get(dossier).content.decode()
    hold()
    set_colour(Colour.GREEN)
    html = desk.get(dossier).content.decode()
    assert "Version 1, since" in html
    assert "Set by the client, today" in html
    propose()
    assert "Version 2 waits for your yes" in desk.get(dossier).content.decode()
    propose(by=counsellor)
    assert "Version 3 waits for the client" in desk.get(dossier).content.decode()


def test_the_timeline_tells_of_colours_and_versions(trajectory, counsellor, hold, propose, set_colour, now):
    hold(at=now - 9 * DAY)
    propose(at=now - 8 * DAY)
    for days, colour in ((7, Colour.GREEN), (6, Colour.GREEN), (5, Colour.ORANGE), (4, Colour.GREEN), (3, Colour.RED)):
        set_colour(colour, now - days * DAY)
    with translation.override("en"):
        found = timeline.read(trajectory, by=counsellor, now=now, looked_at=now - 20 * DAY)
    told = [(entry.words.title, entry.words.text, entry.is_new) for entry in found.entries]
    assert [one for one in told if one[0].startswith("Signal plan")] == [
        ("Signal plan set to red", "Before: green", True),
        ("Signal plan set to green", "Before: orange", True),
        ("Signal plan set to orange", "Before: green", True),
        ("Signal plan: version 2 proposed", "", True),
        ("Signal plan: version 1 agreed", "", False),
    ]
