"""One form for a series: live dates, holidays, clashes with a way out, nothing typed is lost."""

from datetime import date, time

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from supportgroups import actions, clashes
from supportgroups.models import Series, Session, SupportGroup

HTMX = {"HTTP_HX_REQUEST": "true"}


@pytest.fixture
def typed(room, counsellor, peer_worker) -> dict:
    return {
        "group": "",
        "name": "Stevig Staan, voorjaar",
        "first_on": "2027-04-06",
        "every": "1",
        "count": "12",
        "starts": "19:30",
        "ends": "21:00",
        "room": str(room.pk),
        "facilitators": [str(counsellor.pk), str(peer_worker.pk)],
        "on_holiday": "skip_and_add",
    }


@pytest.fixture
def post(page_of, coordinator):
    browser = page_of(coordinator)
    return lambda data, **options: browser.post("/groups/plan/", data, **options).content.decode()


@pytest.fixture
def taken(plan, other_group, colleague):
    """De Werf is taken on 18 May by the Naastenavond."""
    return plan(group=other_group, facilitators=[colleague], first_on=date(2027, 5, 18), count=1)


def test_dates_are_shown_without_being_planned(post, typed):
    page = post(typed | {"preview": ""})
    for shown in (
        "12 sessions, 6 April to 29 June 2027",
        "Tue 6 April",
        "King&#x27;s Day, left out",
        "Added for King&#x27;s Day",
    ):
        assert shown in page
    assert "Nothing is in the way." in page
    assert not Series.objects.exists()


def test_the_live_dates_are_a_part_of_the_page(post, typed):
    part = post(typed, **HTMX)
    assert part.lstrip().startswith('<section id="dates"')
    assert 'id="solve" hx-swap-oob="innerHTML"' in part
    assert "<h1" not in part


def test_planning_makes_the_series_and_the_group(post, typed, organisation):
    page = post(typed | {"plan": ""}, follow=True)
    assert "12 sessions are planned." in page
    group = SupportGroup.objects.get(name="Stevig Staan, voorjaar")
    assert (group.organisation, group.sessions.count()) == (organisation, 12)


def test_planning_for_a_group_that_exists_needs_no_name(post, typed, group):
    post(typed | {"plan": "", "group": str(group.pk), "name": ""})
    assert group.sessions.count() == 12


def test_the_form_opens_with_the_group_that_it_was_opened_from(page_of, coordinator, group):
    browser = page_of(coordinator)
    page = browser.get(f"/groups/plan/?group={group.pk}").content.decode()
    assert f'value="{group.pk}" selected' in page
    assert "No dates yet" in page
    assert browser.get("/groups/plan/?group=none").status_code == 200


def test_every_two_weeks(post, typed):
    page = post(typed | {"plan": "", "every": "2", "count": "3"}, follow=True)
    assert "3 sessions are planned." in page
    days = [f"{session.period.lower:%d-%m}" for session in Session.objects.all()]
    assert days == ["06-04", "20-04", "04-05"]


def test_a_taken_room_is_named_with_a_free_room_to_take(post, typed, taken, other_room, organisation, coordinator):
    big = actions.add_room(organisation=organisation, by=coordinator, name="Aula", seats=30)
    page = post(typed | {"preview": ""})
    assert "Taken: Naastenavond" in page
    assert "1 thing left to solve: De Werf on Tue 18 May." in page
    assert f'value="2027-05-18/room/{big.pk}"' in page
    assert f"/room/{other_room.pk}" not in page, "Kadezaal has too few seats"
    page = post(typed | {"change": [f"2027-05-18/room/{big.pk}"], "preview": ""})
    assert "Nothing is in the way." in page
    assert f'<input type="hidden" name="change" value="2027-05-18/room/{big.pk}">' in page
    assert "As usual" in page
    post(typed | {"change": [f"2027-05-18/room/{big.pk}"], "plan": ""})
    assert list(Session.objects.filter(room=big).values_list("series__count", flat=True)) == [12]


def test_a_facilitator_elsewhere_is_named_and_the_date_can_be_left_out(post, typed, plan, other_group, other_room):
    plan(group=other_group, room=other_room, first_on=date(2027, 5, 18), count=1)
    page = post(typed | {"preview": ""})
    assert "Ilse Doornbosch is at Naastenavond" in page
    assert 'value="2027-05-18/skip"' in page
    page = post(typed | {"change": ["2027-05-18/skip"], "preview": ""})
    assert "Added for 18 May" in page
    assert "Left out" in page
    assert 'value="2027-05-18/hold"' in page


def test_a_facilitator_at_another_organisation_is_said_without_the_group(
    post, typed, plan, other_organisation, outsider, counsellor
):
    there = actions.create_group(organisation=other_organisation, by=outsider, name="Geheim")
    hall = actions.add_room(organisation=other_organisation, by=outsider, name="Zaal", seats=9)
    plan(group=there, room=hall, by=outsider, facilitators=[counsellor], first_on=date(2027, 5, 18), count=1)
    page = post(typed | {"preview": ""})
    assert "Ilse Doornbosch is elsewhere" in page
    assert "Geheim" not in page


def test_planning_with_a_clash_is_refused_in_words_and_keeps_what_was_typed(post, typed, taken):
    page = post(typed | {"plan": ""})
    assert "Tue 18 May 19:30: De Werf is taken by Naastenavond." in page
    assert 'value="Stevig Staan, voorjaar"' in page
    assert "12 sessions, 6 April" in page
    assert not SupportGroup.objects.filter(name="Stevig Staan, voorjaar").exists()


def test_a_clash_that_came_up_meanwhile_is_explained_too(post, typed, plan, other_group, colleague, monkeypatch):
    calls = []
    find = clashes.find

    def find_late(*args, **kwargs):
        """While the form looks, nothing; then the other coordinator plans."""
        calls.append(1)
        if len(calls) > 1:
            return find(*args, **kwargs)
        found = find(*args, **kwargs)
        plan(group=other_group, facilitators=[colleague], first_on=date(2027, 5, 18), count=1)
        return found

    monkeypatch.setattr(clashes, "find", find_late)
    page = post(typed | {"plan": ""})
    assert "Tue 18 May 19:30: De Werf is taken by Naastenavond." in page
    assert "Taken: Naastenavond" in page
    assert not SupportGroup.objects.filter(name="Stevig Staan, voorjaar").exists()


def test_a_holiday_can_be_held_and_left_out_again(post, typed):
    page = post(typed | {"change": ["2027-04-27/hold"], "preview": ""})
    assert "King&#x27;s Day, held all the same" in page
    assert "22 June 2027" in page
    page = post(typed | {"change": ["2027-04-27/hold", "2027-04-27/usual"], "preview": ""})
    assert "King&#x27;s Day, left out" in page


def test_the_evening_of_remembrance_day_can_begin_earlier(post, typed):
    page = post(typed | {"preview": ""})
    assert "Remembrance Day at 20:00" in page
    assert 'value="2027-05-04/from/18:00"' in page
    page = post(typed | {"change": ["2027-05-04/from/18:00"], "preview": ""})
    assert "18:00 to 19:30" in page
    assert '<input type="hidden" name="change" value="2027-05-04/from/18:00">' in page


@pytest.mark.parametrize(
    "change",
    [
        "",
        "2027-05-18",
        "soon/skip",
        "2027-05-18/dance",
        "2027-05-18/room/none",
        "2027-05-18/from/25:00",
        "2027-05-18/room/a/b",
    ],
)
def test_a_change_that_makes_no_sense_is_said_so(post, typed, change):
    assert "A change on one of the dates was not understood." in post(typed | {"change": [change], "plan": ""})
    assert not Series.objects.exists()


def test_a_changed_hour_cannot_run_past_midnight(post, typed):
    page = post(typed | {"change": ["2027-05-18/from/23:30"], "plan": ""})
    assert "A session ends later than it starts" in page
    assert not Series.objects.exists()


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"name": ""}, "Give the new group a name, or choose a group."),
        ({"first_on": "2027-03-17"}, "Choose a date from today on"),
        ({"first_on": "2029-06-01"}, "Choose a date from today on"),
        ({"first_on": "soon"}, 'id="id_first_on_error"'),
        ({"count": "0"}, 'id="id_count_error"'),
        ({"count": "161"}, 'id="id_count_error"'),
        ({"ends": "19:30"}, "A session ends later than it starts"),
        ({"starts": "late"}, 'id="id_starts_error"'),
        ({"room": "none"}, 'id="id_room_error"'),
        ({"group": "none"}, 'id="id_group_error"'),
        ({"facilitators": []}, 'id="id_facilitators_error"'),
        ({"on_holiday": "skip", "count": "1", "first_on": "2027-04-27"}, "Every date of this series is left out."),
    ],
)
def test_what_cannot_be_is_said_at_the_field(post, typed, wrong, said):
    assert said in post(typed | wrong | {"plan": ""})
    assert not Series.objects.exists()


def test_a_name_that_is_taken_is_said_at_the_name(post, typed, group):
    page = post(typed | {"plan": "", "name": "Stevig Staan"})
    assert "There is already a group with this name." in page
    assert 'id="id_name_error"' in page


def test_another_organisation_s_room_group_and_people_cannot_be_planned(post, typed, other_organisation, outsider):
    hall = actions.add_room(organisation=other_organisation, by=outsider, name="Zaal", seats=9)
    there = actions.create_group(organisation=other_organisation, by=outsider, name="Anders")
    for wrong in (
        {"room": hall.pk},
        {"group": there.pk},
        {"facilitators": [outsider.pk]},
        {"change": [f"2027-04-06/room/{hall.pk}"]},
    ):
        post(typed | wrong | {"plan": ""})
    assert not Series.objects.exists()


def test_the_live_dates_cost_the_same_for_one_date_and_a_year(
    page_of, coordinator, typed, plan, other_group, colleague
):
    browser = page_of(coordinator)
    plan(group=other_group, facilitators=[colleague], count=30)

    def queries(count: int) -> int:
        browser.post("/groups/plan/", typed | {"count": count}, **HTMX)
        with CaptureQueriesContext(connection) as captured:
            browser.post("/groups/plan/", typed | {"count": count}, **HTMX)
        return len(captured)

    assert queries(1) == queries(52)


def test_a_group_that_ended_meanwhile_is_explained(post, typed, group, coordinator, monkeypatch):
    from supportgroups.forms import SeriesForm

    read = SeriesForm.series
    monkeypatch.setattr(SeriesForm, "series", lambda form: actions.end_group(group=group, by=coordinator) or read(form))
    page = post(typed | {"plan": "", "group": str(group.pk)})
    assert "This group has ended. Choose another group or start a new one." in page


def test_morning_sessions_are_not_asked_about_the_silence(post, typed):
    assert "Remembrance" not in post(typed | {"starts": time(10).isoformat(), "ends": "11:00", "preview": ""})


def test_a_draft_is_kept_from_the_same_form(post, typed):
    assert "The draft is kept." in post(typed | {"draft": ""}, follow=True)
    assert Series.objects.get().draft


@pytest.mark.parametrize(
    ("different", "days"),
    [
        ({"every": "n", "weeks": "3"}, ["06-04", "18-05", "08-06"]),
        ({"every": "month"}, ["06-04", "04-05", "01-06"]),
        ({"every": "month_last", "first_on": "2027-03-30"}, ["30-03", "25-05", "29-06"]),
        ({"until": "2027-04-21"}, ["06-04", "13-04", "20-04"]),
    ],
)
def test_every_rhythm_can_be_asked(post, typed, different, days):
    post(typed | {"count": "3", "plan": ""} | different)
    assert [f"{session.period.lower:%d-%m}" for session in Session.objects.all()] == days


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"every": "n"}, "After how many weeks does it come back?"),
        ({"count": ""}, "Fill in how many times, or until when."),
        ({"until": "2027-04-01"}, "Choose an end after the first time"),
        ({"every": "month_last"}, "is not the last one of its month"),
        ({"room": ""}, "Choose a room, or fill in an online link."),
        ({"room": "", "online_link": "not a link"}, 'id="id_online_link_error"'),
    ],
)
def test_a_rhythm_or_place_that_cannot_be_is_said_at_the_field(post, typed, wrong, said):
    assert said in post(typed | wrong | {"plan": ""})
    assert not Series.objects.exists()


def test_a_clash_can_be_moved_to_the_first_free_day_after_it(post, typed, taken):
    page = post(typed | {"preview": ""})
    assert 'value="2027-05-18/on/2027-05-19"' in page
    moved = post(typed | {"change": ["2027-05-18/on/2027-05-19"], "plan": ""}, follow=True)
    assert "12 sessions are planned." in moved
    assert "19-05" in [f"{one.period.lower:%d-%m}" for one in Session.objects.filter(group__name=typed["name"])]


def test_school_holidays_and_participants_elsewhere_are_noted(
    post, typed, plan, group, other_group, other_room, colleague, coordinator, client_user
):
    plan(group=other_group, facilitators=[colleague], room=other_room, count=1)
    for joined in (group, other_group):
        actions.enrol(group=joined, participant=client_user, by=coordinator)
    page = post(typed | {"group": str(group.pk), "preview": ""})
    assert "1 participant has another group then" in page
    for way in ("Move to Wed 7 April", "Leave out"):
        assert way in page
    assert "May holidays" in page
