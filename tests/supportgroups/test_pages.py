"""What each page shows, and that it costs the same at one row and at three."""

from datetime import date, time

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from supportgroups import actions
from supportgroups.models import SupportGroup

LATE = "2027-04-06T20:00:00+00:00"


def queries(browser, path: str) -> int:
    browser.get(path)
    with CaptureQueriesContext(connection) as captured:
        assert browser.get(path).status_code == 200
    return len(captured)


@pytest.fixture
def persons(running_people):
    return running_people


@pytest.fixture
def running_people(organisation, counsellor):
    from tests.personas import person, running

    return [running(person(f"Cliënt {number}"), counsellor, organisation).client.user for number in range(3)]


def test_the_list_shows_the_next_session_the_room_the_people_and_the_places(
    plan, group, page_of, coordinator, client_user
):
    plan()
    actions.enrol(group=group, participant=client_user, by=coordinator)
    page = page_of(coordinator).get("/groups/").content.decode()
    for shown in (
        "Stevig Staan",
        "Tue 6 April",
        "19:30 to 21:00",
        "De Werf",
        "Ilse Doornbosch",
        "1 of 3, 2 places free",
    ):
        assert shown in page


def test_ended_groups_have_a_list_of_their_own(group, other_group, page_of, coordinator):
    actions.end_group(group=group, by=coordinator)
    browser = page_of(coordinator)
    assert "Stevig Staan" not in browser.get("/groups/").content.decode()
    ended = browser.get("/groups/?ended").content.decode()
    assert "Stevig Staan" in ended
    assert "Naastenavond" not in ended


def test_an_empty_list_says_how_to_begin_to_whoever_can(page_of, coordinator, counsellor):
    assert "New series" in page_of(coordinator).get("/groups/").content.decode()
    page = page_of(counsellor).get("/groups/").content.decode()
    assert "A coordinator plans them" in page
    assert "New series" not in page
    assert "No group has ended" in page_of(counsellor).get("/groups/?ended").content.decode()


def test_the_list_costs_the_same_for_one_group_and_three(
    plan, organisation, page_of, coordinator, counsellor, colleague, persons
):
    plan()
    browser = page_of(coordinator)
    one = queries(browser, "/groups/")
    for number in range(2):
        group = actions.create_group(organisation=organisation, by=coordinator, name=f"Groep {number}")
        plan(group=group, first_on=date(2027, 4, 7 + number), facilitators=[counsellor, colleague])
        actions.enrol(group=group, participant=persons[number], by=coordinator)
    assert queries(browser, "/groups/") == one


def test_a_group_costs_the_same_for_one_person_and_three(plan, group, page_of, coordinator, persons, clock):
    plan(count=1)
    actions.enrol(group=group, participant=persons[0], by=coordinator)
    clock.move_to(LATE)
    plan(count=1, first_on=date(2027, 4, 13))
    browser = page_of(coordinator)
    one = queries(browser, group.get_absolute_url())
    for person in persons[1:]:
        actions.enrol(group=group, participant=person, by=coordinator)
    plan(first_on=date(2027, 4, 14))
    plan(first_on=date(2027, 3, 24))
    assert queries(browser, group.get_absolute_url()) == one


def test_attendance_costs_the_same_for_one_person_and_three(session, group, page_of, coordinator, persons, clock):
    actions.enrol(group=group, participant=persons[0], by=coordinator)
    clock.move_to(LATE)
    browser = page_of(coordinator)
    actions.mark_attendance(session=session, by=coordinator, marks={persons[0].pk: "present"})
    one = queries(browser, session.get_absolute_url())
    clock.move_to("2027-04-06T17:00:00+00:00")
    for person in persons[1:]:
        actions.enrol(group=group, participant=person, by=coordinator)
    clock.move_to(LATE)
    actions.mark_attendance(session=session, by=coordinator, marks={person.pk: "absent" for person in persons})
    assert queries(browser, session.get_absolute_url()) == one


def test_the_week_costs_the_same_for_one_session_and_three(plan, page_of, coordinator):
    plan(count=1)
    browser = page_of(coordinator)
    one = queries(browser, "/groups/week/?on=2027-04-06")
    plan(count=1, first_on=date(2027, 4, 7))
    plan(count=1, first_on=date(2027, 4, 8))
    assert queries(browser, "/groups/week/?on=2027-04-06") == one


def test_the_week_names_holidays_and_can_be_limited_to_a_room(
    plan, page_of, coordinator, other_room, other_group, colleague
):
    plan(first_on=date(2027, 4, 26), count=1, starts=time(10), ends=time(11))
    plan(group=other_group, first_on=date(2027, 4, 28), count=1, room=other_room, facilitators=[colleague])
    browser = page_of(coordinator)
    page = browser.get("/groups/week/?on=2027-04-29").content.decode()
    for shown in ("Week 17", "King&#x27;s Day", "Monday 26 April", "10:00 to 11:00", "Stevig Staan", "Naastenavond"):
        assert shown in page
    page = browser.get(f"/groups/week/?on=2027-04-29&room={other_room.pk}").content.decode()
    assert "Stevig Staan" not in page
    assert "Naastenavond" in page


@pytest.mark.parametrize("asked", ["", "yesterday", "9999-12-31", "0001-01-01", "2027-02-30"])
def test_a_week_that_is_none_becomes_this_week(page_of, coordinator, asked):
    page = page_of(coordinator).get(f"/groups/week/?on={asked}&room=none").content.decode()
    assert "Week 11" in page
    assert "No groups this week" in page


def test_a_cancelled_session_stays_visible_as_such(session, group, page_of, coordinator):
    actions.cancel_session(session=session, by=coordinator)
    browser = page_of(coordinator)
    assert "Cancelled" in browser.get("/groups/week/?on=2027-04-06").content.decode()
    assert "Cancelled" in browser.get(group.get_absolute_url()).content.decode()
    assert "does not take place" in browser.get(session.get_absolute_url()).content.decode()


def test_past_sessions_say_how_many_came(session, group, page_of, coordinator, client_user, clock):
    actions.enrol(group=group, participant=client_user, by=coordinator)
    clock.move_to(LATE)
    browser = page_of(coordinator)
    assert "Attendance not finished" in browser.get(group.get_absolute_url()).content.decode()
    actions.mark_attendance(session=session, by=coordinator, marks={client_user.pk: "present"})
    actions.finish_attendance(session=session, by=coordinator)
    assert "1 came" in browser.get(group.get_absolute_url()).content.decode()


def test_making_a_group(page_of, coordinator, organisation):
    browser = page_of(coordinator)
    assert browser.get("/groups/new/").status_code == 200
    typed = {
        "name": "Wandelgroep",
        "kind": "self_help",
        "language": "nl",
        "theme": "Buiten",
        "about": "",
        "capacity": "6",
        "open": "on",
    }
    answer = browser.post("/groups/new/", typed)
    group = SupportGroup.objects.get()
    assert answer.headers["Location"] == group.get_absolute_url()
    assert (group.organisation, group.kind, group.capacity, group.open) == (organisation, "self_help", 6, True)
    page = browser.post("/groups/new/", typed).content.decode()
    assert "There is already a group with this name." in page
    assert 'value="Buiten"' in page


def test_changing_a_group_explains_too_few_places_at_the_field(group, page_of, coordinator, client_user, other_client):
    for person in (client_user, other_client):
        actions.enrol(group=group, participant=person, by=coordinator)
    browser = page_of(coordinator)
    path = f"/groups/{group.pk}/edit/"
    assert 'value="Stevig Staan"' in browser.get(path).content.decode()
    typed = {"name": "Stevig Staan", "kind": "support", "language": "nl", "theme": "", "about": "", "capacity": "1"}
    page = browser.post(path, typed).content.decode()
    assert "2 people have a place; there cannot be fewer places." in page
    assert 'id="id_capacity_error"' in page
    assert browser.post(path, typed | {"capacity": "0"}).status_code == 200
    assert browser.post(path, typed | {"capacity": "5"}).status_code == 302
    group.refresh_from_db()
    assert (group.capacity, group.open) == (5, False)


def test_ending_a_group_shows_first_what_ends(plan, group, page_of, coordinator, client_user, counsellor):
    plan()
    actions.enrol(group=group, participant=client_user, by=coordinator)
    browser = page_of(coordinator)
    page = browser.get(f"/groups/{group.pk}/end/").content.decode()
    for shown in ("3 sessions to come are cancelled", "2 people get a message", "Noor Velthuizen", "Ilse Doornbosch"):
        assert shown in page
    page = browser.post(f"/groups/{group.pk}/end/", follow=True).content.decode()
    assert "The group has ended." in page
    page = browser.post(f"/groups/{group.pk}/end/", follow=True).content.decode()
    assert "This group has already ended." in page


def test_rooms_are_listed_made_and_changed(page_of, coordinator, room):
    browser = page_of(coordinator)
    assert "12 seats" in browser.get("/groups/rooms/").content.decode()
    assert browser.get("/groups/rooms/new/").status_code == 200
    assert browser.post("/groups/rooms/new/", {"name": "Kamer 2", "address": "Kade 3", "seats": "6"}).status_code == 302
    page = browser.get("/groups/rooms/").content.decode()
    assert "6 seats, Kade 3" in page
    page = browser.post("/groups/rooms/new/", {"name": "Kamer 2", "address": "", "seats": "0"}).content.decode()
    assert 'id="id_seats_error"' in page
    path = f"/groups/rooms/{room.pk}/"
    assert 'value="De Werf"' in browser.get(path).content.decode()
    page = browser.post(path, {"name": "Kamer 2", "address": "", "seats": "6"}).content.decode()
    assert "There is already a room with this name." in page
    assert browser.post(path, {"name": "De Werf", "address": "", "seats": "10"}).status_code == 302
    room.refresh_from_db()
    assert room.seats == 10


def test_an_organisation_without_rooms_is_told_what_a_room_is_for(page_of, coordinator):
    assert "No rooms yet" in page_of(coordinator).get("/groups/rooms/").content.decode()
