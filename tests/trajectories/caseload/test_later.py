"""What was put off until later today: it stays in sight, and comes back in time or with something new."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import IntegrityError, transaction

from tests.raising import raised
from trajectories.caseload import actions
from trajectories.caseload.models import Later
from trajectories.dossier import actions as dossier
from trajectories.dossier.models import Summary
from trajectories.teamtasks import actions as teamtasks
from trajectories.teamtasks.models import TeamTask

TODAY = "/caseload/"
MORNING = datetime(2026, 3, 16, 9, 0, tzinfo=ZoneInfo("Europe/Amsterdam"))
HOUR = timedelta(hours=1)


@pytest.fixture
def now(time_machine):
    time_machine.move_to(MORNING, tick=False)
    return MORNING


def names(desk, **params) -> tuple[list[str], list[str]]:
    queue = desk.get(TODAY, params).context["queue"]
    return [row.name for row in queue.listed], [row.name for row in queue.later]


def test_a_row_stands_apart_until_it_comes_back_and_is_never_gone(desk, put, now, time_machine, browser_of, ilse):
    aad, _bea = put("Aad", ("use", 1)), put("Bea", check_ins_missed=1)
    said = desk.post(f"/caseload/{aad.pk}/later/", follow=True)
    page = said.content.decode()
    assert "Aad stands under “Later today” until 11:00." in page
    assert "2 of your 2 clients ask for something today." in page
    assert "1 of them later." in page
    assert "Use reported. Back at 11:00." in page
    assert names(desk) == (["Bea"], ["Aad"])
    time_machine.move_to(now + 2 * HOUR, tick=False)
    assert names(browser_of(ilse)) == (["Aad", "Bea"], [])


def test_now_after_all(desk, put):
    aad = put("Aad", ("use", 1))
    desk.post(f"/caseload/{aad.pk}/later/")
    response = desk.post(f"/caseload/{aad.pk}/now/?order=name")
    assert response["Location"] == "/caseload/?order=name"
    assert names(desk) == (["Aad"], [])


def test_when_everybody_was_put_off_the_list_does_not_say_that_nobody_asks(desk, put):
    desk.post(f"/caseload/{put('Aad', check_ins_missed=1).pk}/later/")
    page = desk.get(TODAY).content.decode()
    assert "Nobody asks for something today" not in page
    assert "Now after all" in page


def test_something_new_brings_it_back_at_once(desk, put, now, time_machine, browser_of, ilse):
    aad = put("Aad", ("use", 1))
    desk.post(f"/caseload/{aad.pk}/later/")
    time_machine.move_to(now + HOUR, tick=False)
    raised(aad, "craving-high", 9, at=now + HOUR)
    assert names(browser_of(ilse)) == (["Aad"], [])


def test_a_task_that_becomes_late_brings_it_back(desk, put, ilse, now, time_machine, browser_of):
    aad = put("Aad")
    teamtasks.ask(trajectory=aad, kind=TeamTask.Kind.CALL, key="call", due_at=now + HOUR, by=ilse, at=now - HOUR)
    desk.post(f"/caseload/{aad.pk}/later/")
    assert names(desk) == ([], ["Aad"])
    time_machine.move_to(now + HOUR + timedelta(minutes=1), tick=False)
    assert names(browser_of(ilse)) == (["Aad"], [])


def test_it_is_put_off_for_oneself_alone(desk, put, browser_of, colleague, trajectory, ilse):
    Summary.objects.filter(pk=trajectory.pk).update(check_ins_missed=1)
    dossier.seat(trajectory=trajectory, user=colleague, role="stand_in", since=trajectory.starts_on, by=ilse)
    desk.post(f"/caseload/{trajectory.pk}/later/")
    assert names(browser_of(colleague)) == (["Noor Velthuizen"], [])


def test_a_search_finds_it_in_its_place(desk, put):
    desk.post(f"/caseload/{put('Aad Vries', check_ins_missed=1).pk}/later/")
    assert names(desk, q="vries") == (["Aad Vries"], [])
    assert "Back at 11:00." in desk.get(TODAY, {"q": "vries"}).content.decode()


def test_who_has_no_part_in_it_is_told_nothing(browser_of, outsider, colleague, trajectory):
    for somebody in (outsider, colleague):
        for verb in ("later", "now"):
            assert browser_of(somebody).post(f"/caseload/{trajectory.pk}/{verb}/").status_code == 404
    assert not Later.objects.exists()


def test_later_today_ends_with_the_day(ilse, trajectory):
    evening = MORNING.replace(hour=23)
    assert actions.put_off(trajectory=trajectory, by=ilse, at=evening) == evening + HOUR


def test_again_is_once(ilse, trajectory):
    for hours in (0, 1):
        until = actions.put_off(trajectory=trajectory, by=ilse, at=MORNING + hours * HOUR)
    assert Later.objects.get().until == until == MORNING + 3 * HOUR


def test_it_never_ends_before_it_began(ilse, trajectory):
    with pytest.raises(IntegrityError), transaction.atomic():
        Later.objects.create(
            organisation=trajectory.organisation, trajectory=trajectory, user=ilse, at=MORNING, until=MORNING
        )
