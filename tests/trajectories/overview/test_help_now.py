"""Help now with one's own words, for who is signed in; for everybody else without."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.urls import reverse

from aftercare.audit.models import AccessEntry
from trajectories.dossier.models import TeamRole
from trajectories.plans import actions as plans

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
MONDAY_NIGHT = datetime(2026, 11, 23, 22, 30, tzinfo=AMSTERDAM)
MONDAY_NOON = datetime(2026, 11, 23, 12, 0, tzinfo=AMSTERDAM)
FRIDAY_NIGHT = datetime(2026, 11, 27, 23, 0, tzinfo=AMSTERDAM)
EARLY = datetime(2026, 11, 24, 3, 0, tzinfo=AMSTERDAM)


@pytest.fixture
def write(trajectory, client_user):
    def written(text: str, **details):
        return plans.write_step(trajectory=trajectory, by=client_user, text=text, **details)

    return written


@pytest.fixture
def help_for(browser_of):
    return lambda user: browser_of(user).get(reverse("help_now")).content.decode()


def test_own_pinned_steps_and_people_come_first(help_for, write, client_user):
    write("Jas aan en naar de brug.", call_name="Hanneke", call_phone="06 00000012")
    write("Koud water.", call_name="Hanneke", call_phone="06 00000012")
    write("Niet vastgezet.", pinned=False)
    html = help_for(client_user)
    assert "Jas aan en naar de brug." in html
    assert "Koud water." in html
    assert "Niet vastgezet." not in html
    assert html.count('href="tel:0600000012"') == 1


def test_it_stays_short(help_for, write, client_user):
    for number in range(7):
        write(f"Stap {number}", call_name=f"Persoon {number}", call_phone="0600000012")
    html = help_for(client_user)
    assert ("Stap 2" in html, "Stap 3" in html) == (True, False)
    assert ("Persoon 3" in html, "Persoon 4" in html) == (True, False)


@pytest.mark.parametrize("persona", ["visitor", "other_client", "relative", "counsellor", "outsider"])
def test_nobody_else_sees_them(request, help_for, write, persona):
    write("Jas aan en naar de brug.", call_name="Hanneke", call_phone="06 00000012")
    html = help_for(request.getfixturevalue(persona))
    assert "Jas aan" not in html
    assert "Hanneke" not in html
    assert 'href="tel:113"' in html


def test_nobody_sees_that_somebody_was_here(help_for, write, client_user):
    write("Jas aan.")
    before = AccessEntry.objects.count()
    help_for(client_user)
    assert AccessEntry.objects.count() == before


@pytest.fixture
def english(client_user):
    client_user.language = "en"
    client_user.save()
    return client_user


@pytest.fixture
def page_at(browser_of, trajectory):
    """page_at(moment, user) is Help now as that user gets it then."""

    def page(at: datetime, user) -> str:
        with time_machine.travel(at, tick=False):
            return browser_of(user).get(reverse("help_now")).content.decode()

    return page


@pytest.mark.parametrize(
    ("at", "words"),
    [
        (MONDAY_NIGHT, "Call me back tomorrow"),
        (EARLY, "Call me back today"),
        (FRIDAY_NIGHT, "Call me back on Monday"),
    ],
)
def test_while_the_helpline_is_closed_the_own_team_can_be_asked_to_call(page_at, english, at, words):
    assert words in page_at(at, english)


def test_while_it_is_open_one_calls_it_instead(page_at, english):
    assert "Call me back" not in page_at(MONDAY_NOON, english)


def test_a_call_that_was_asked_for_is_a_task_with_a_clock(page_at, browser_of, english, trajectory):
    with time_machine.travel(MONDAY_NIGHT, tick=False):
        browser = browser_of(english)
        for _twice in range(2):
            assert browser.post(reverse("call_back")).headers["Location"] == reverse("help_now")
    task = trajectory.team_tasks.get()
    assert (task.kind, task.asked_by) == ("call", english)
    assert task.due_at == datetime(2026, 11, 24, 17, 0, tzinfo=AMSTERDAM)
    assert "Your team calls you before tomorrow 17:00." in page_at(MONDAY_NIGHT, english)


def test_it_can_be_taken_back_and_asked_again(browser_of, english, trajectory):
    with time_machine.travel(MONDAY_NIGHT, tick=False):
        browser = browser_of(english)
        browser.post(reverse("call_back"))
        browser.post(reverse("call_back"), {"withdraw": "yes"})
        assert not trajectory.team_tasks.open().exists()
        browser.post(reverse("call_back"))
    assert trajectory.team_tasks.call_backs().count() == 1


def test_a_relative_may_ask_for_a_call_too(page_at, browser_of, relative, relative_trajectory):
    browser_of(relative).post(reverse("call_back"))
    assert relative_trajectory.team_tasks.call_backs().count() == 1


@pytest.mark.parametrize("persona", ["visitor", "counsellor", "outsider"])
def test_who_has_no_team_is_offered_no_call(request, page_at, persona):
    html = page_at(MONDAY_NIGHT, request.getfixturevalue(persona))
    assert reverse("call_back") not in html
    assert "counsellor</a>" not in html


def test_the_counsellor_can_be_called_on_working_days_and_written_to_at_night(page_at, english, counsellor):
    counsellor.phone = "06-0000 0012"
    counsellor.save()
    assert 'href="tel:0600000012"' in page_at(MONDAY_NOON, english)
    night = page_at(MONDAY_NIGHT, english)
    assert "tel:0600000012" not in night
    assert "It is read on working days, 09:00 to 17:00." in night


def test_without_a_counsellor_nobody_is_named(page_at, english, trajectory):
    trajectory.seats.filter(role=TeamRole.COUNSELLOR).update(until=trajectory.starts_on)
    assert "your counsellor" not in page_at(MONDAY_NOON, english)


def test_after_closing_one_s_own_words_stay_and_no_call_is_offered(page_at, write, english, trajectory, counsellor):
    write("Koud water.")
    ended = {"status": "closed", "closed_at": MONDAY_NOON, "closed_by": counsellor}
    type(trajectory).objects.filter(pk=trajectory.pk).update(**ended)
    html = page_at(MONDAY_NIGHT, english)
    assert "Koud water." in html
    assert "Call me back" not in html
