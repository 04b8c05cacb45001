"""Changing one date, this and all that follow, or all: exceptions stay, the clock stays, one message each."""

from datetime import date, time, timedelta

import pytest
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from aftercare.core.errors import Refused
from aftercare.notifications.models import Message, State
from supportgroups import actions, clashes
from supportgroups.models import Facilitation, Scope, Session

WEDNESDAY = timedelta(days=1)


@pytest.fixture
def enrolled(group, client_user, coordinator):
    return actions.enrol(group=group, participant=client_user, by=coordinator)


@pytest.fixture
def change(coordinator):
    """change(session, scope, …) asks what is given, and the rest as it is."""

    def changed(session: Session, scope: str = Scope.ONE, **different) -> int:
        session = Session.objects.with_people().get(pk=session.pk)
        start, end = timezone.localtime(session.period.lower), timezone.localtime(session.period.upper)
        usual = {
            "on": start.date(),
            "starts": start.time(),
            "ends": end.time(),
            "room": session.room,
            "online_link": session.online_link,
            "facilitators": [part.user for part in session.facilitations.all()],
        }
        return actions.change(session=session, by=coordinator, scope=scope, **usual | different)

    return changed


def moments(series) -> list[str]:
    return [f"{timezone.localtime(session.period.lower):%d-%m %H:%M}" for session in series.sessions.all()]


def test_one_date_changes_and_the_others_do_not(plan, change):
    series = plan()
    assert change(series.sessions.first(), on=date(2027, 4, 7)) == 1
    assert moments(series) == ["07-04 19:30", "13-04 19:30", "20-04 19:30"]


def test_this_and_all_that_follow(plan, change):
    series = plan()
    assert change(series.sessions.all()[1], Scope.FOLLOWING, starts=time(18, 0), ends=time(19, 30)) == 2
    assert moments(series) == ["06-04 19:30", "13-04 18:00", "20-04 18:00"]


def test_all_that_are_still_to_come_and_nothing_that_was(plan, change, clock):
    series = plan()
    first, _second, third = series.sessions.all()
    clock.move_to(first.period.upper)
    assert change(third, Scope.ALL, starts=time(18, 0), ends=time(19, 30)) == 2
    assert moments(series) == ["06-04 19:30", "13-04 18:00", "20-04 18:00"]


def test_sessions_may_take_each_other_s_moments(plan, change):
    series = plan()
    assert change(series.sessions.first(), Scope.ALL, on=date(2027, 4, 13)) == 3
    assert moments(series) == ["13-04 19:30", "20-04 19:30", "27-04 19:30"]


def test_an_exception_stays_when_the_series_changes(plan, change, other_room, room, colleague, counsellor):
    series = plan(count=4)
    own_time, own_room, own_people, usual = series.sessions.all()
    change(own_time, on=date(2027, 4, 8))
    change(own_room, room=other_room)
    change(own_people, facilitators=[colleague])
    change(usual, Scope.ALL, starts=time(18, 0), ends=time(19, 0), online_link="https://meet.example/x")
    change(usual, Scope.ALL, facilitators=[counsellor, colleague])
    assert moments(series) == ["08-04 19:30", "13-04 18:00", "20-04 18:00", "04-05 18:00"]
    after = list(series.sessions.with_people())
    assert [session.room for session in after] == [room, other_room, room, room]
    assert [bool(session.online_link) for session in after] == [True, False, True, True]
    assert [session.facilitations.count() for session in after] == [2, 2, 1, 2]


def test_the_exception_that_a_change_starts_from_takes_part(plan, change):
    series = plan()
    first = series.sessions.first()
    change(first, on=date(2027, 4, 7))
    change(first, Scope.ALL, starts=time(18, 0), ends=time(19, 0))
    assert moments(series) == ["07-04 18:00", "13-04 18:00", "20-04 18:00"]


def test_the_local_time_stays_when_the_clock_changes(plan, change):
    series = plan(first_on=date(2027, 10, 19), count=3)
    change(series.sessions.first(), Scope.ALL, on=date(2027, 10, 20))
    assert moments(series) == ["20-10 19:30", "27-10 19:30", "03-11 19:30"]
    assert {session.period.upper - session.period.lower for session in series.sessions.all()} == {timedelta(minutes=90)}


def test_a_clash_on_one_of_them_changes_none(plan, change, other_group, colleague):
    series = plan()
    plan(group=other_group, facilitators=[colleague], first_on=date(2027, 4, 14), count=1)
    with pytest.raises(clashes.Clashing, match="De Werf is taken by Naastenavond"):
        change(series.sessions.first(), Scope.ALL, on=date(2027, 4, 7))
    assert moments(series) == ["06-04 19:30", "13-04 19:30", "20-04 19:30"]
    assert set(series.sessions.values_list("state", flat=True)) == {Session.State.PLANNED}


def test_facilitations_follow(plan, change, colleague):
    series = plan()
    change(series.sessions.first(), Scope.ALL, on=date(2027, 4, 7), facilitators=[colleague])
    parts = Facilitation.objects.filter(session__series=series).select_related("session")
    assert {part.user for part in parts} == {colleague}
    assert all((part.period, part.state) == (part.session.period, part.session.state) for part in parts)
    assert list(series.facilitators.all()) == [colleague]


def test_cancelling_from_one_date_on_leaves_what_comes_before(plan, coordinator):
    series = plan()
    assert actions.cancel_session(session=series.sessions.all()[1], by=coordinator, scope=Scope.FOLLOWING) == 2
    assert list(series.sessions.values_list("state", flat=True)) == ["planned", "cancelled", "cancelled"]


def test_a_cancelled_date_stays_cancelled_when_all_change(plan, change, coordinator):
    series = plan()
    actions.cancel_session(session=series.sessions.first(), by=coordinator)
    change(series.sessions.last(), Scope.ALL, starts=time(18, 0), ends=time(19, 0))
    assert moments(series) == ["06-04 19:30", "13-04 18:00", "20-04 18:00"]
    assert series.sessions.first().is_cancelled


def test_many_changes_in_a_row_are_one_message_each(plan, change, enrolled, client_user, colleague, counsellor, clock):
    series = plan()
    first = series.sessions.first()
    for starts in (time(18, 0), time(17, 0), time(16, 0)):
        change(first, Scope.ALL, starts=starts, ends=time(19, 0))
        clock.shift(30)
    change(first, facilitators=[colleague])
    due = Message.objects.filter(state=State.DUE)
    told = sorted(message.recipient.name for message in due)
    assert told == ["Farah Noordhoek", "Ilse Doornbosch", "Noor Velthuizen"]
    assert all(message.due_at > timezone.now() for message in due)


def test_a_change_of_nothing_tells_nobody(plan, change, enrolled):
    assert change(plan().sessions.first(), Scope.ALL) == 0
    assert not Message.objects.exists()


def test_every_change_raises_the_revision_for_calendars(plan, change):
    series = plan()
    change(series.sessions.first(), on=date(2027, 4, 7))
    change(series.sessions.first(), Scope.ALL, starts=time(18, 0), ends=time(19, 0))
    assert list(series.sessions.values_list("revision", flat=True)) == [2, 1, 1]


def test_it_meets_somewhere(plan, change):
    with pytest.raises(Refused, match="Choose a room"):
        change(plan().sessions.first(), room=None)


def test_the_page_says_how_many_dates_and_people_each_choice_touches(plan, enrolled, page_of, coordinator, counsellor):
    series = plan()
    session = series.sessions.all()[1]
    path = f"/groups/sessions/{session.pk}/move/"
    page = page_of(coordinator).get(path).content.decode()
    for shown in ("Only this date (1 date, 2 people", "all that follow (2 dates, 2 people", "still to come (3 dates"):
        assert shown in page
    typed = {"on": "2027-04-14", "starts": "19:30", "ends": "21:00", "room": session.room_id}
    typed |= {"facilitators": [counsellor.pk], "scope": "following"}
    page_of(coordinator).post(path, typed)
    assert moments(series) == ["06-04 19:30", "14-04 19:30", "21-04 19:30"]


def test_cancelling_several_from_the_page(plan, page_of, coordinator):
    series = plan()
    path = f"/groups/sessions/{series.sessions.all()[1].pk}/cancel/"
    page = page_of(coordinator).post(path, {"scope": "all"}, follow=True).content.decode()
    assert "The sessions are cancelled." in page
    assert not series.sessions.planned().exists()


@given(st.lists(st.tuples(st.integers(0, 7), st.sampled_from(Scope.values), st.integers(0, 6)), max_size=5))
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_after_any_edits_no_session_is_lost_doubled_or_at_another_hour(plan, change, edits):
    Facilitation.objects.all().delete()
    Session.objects.all().delete()
    series = plan(first_on=date(2027, 9, 28), count=8)
    for place, scope, days in edits:
        session = series.sessions.all()[place]
        day = timezone.localtime(session.period.lower).date() + timedelta(days=days)
        try:
            change(session, scope, on=day)
        except clashes.Clashing:
            continue
    periods = list(series.sessions.values_list("period", flat=True))
    assert len(periods) == len(set(periods)) == 8
    assert {f"{timezone.localtime(period.lower):%H:%M}" for period in periods} == {"19:30"}
