"""Planning a series: all of it or nothing, and never a room or a person twice."""

from datetime import date, time

import pytest
from django.db import IntegrityError, connection
from django.test.utils import CaptureQueriesContext

from aftercare.core.errors import Refused
from supportgroups import actions, clashes
from supportgroups.models import Facilitation, Series, Session, SupportGroup
from supportgroups.planning import Change

SECOND = date(2027, 4, 13)


def test_a_series_makes_its_sessions_and_who_facilitates_them(plan, counsellor, peer_worker):
    series = plan(count=12, facilitators=[counsellor, peer_worker])
    assert series.sessions.count() == 12
    assert Facilitation.objects.count() == 24
    assert set(series.facilitators.all()) == {counsellor, peer_worker}
    assert {f.period for f in Facilitation.objects.filter(user=counsellor)} == {s.period for s in Session.objects.all()}


def test_a_year_takes_as_many_statements_as_one_evening(plan, other_room, other_group, colleague):
    with CaptureQueriesContext(connection) as one:
        plan(count=1)
    with CaptureQueriesContext(connection) as year:
        plan(count=52, room=other_room, group=other_group, facilitators=[colleague])
    assert len(one) == len(year)


def test_a_taken_room_refuses_the_whole_series_and_says_what_has_it(plan, other_group, colleague):
    plan()
    with pytest.raises(clashes.Clashing) as refused:
        plan(group=other_group, facilitators=[colleague], first_on=SECOND, starts=time(20, 0), ends=time(22, 0))
    assert [str(clash) for clash in refused.value.clashes] == [
        "Tue 13 April 20:00: De Werf is taken by Stevig Staan.",
        "Tue 20 April 20:00: De Werf is taken by Stevig Staan.",
    ]
    assert Series.objects.count() == 1
    assert Session.objects.count() == 3


def test_a_facilitator_who_is_busy_refuses_the_whole_series(plan, other_group, other_room):
    plan()
    with pytest.raises(clashes.Clashing, match="Ilse Doornbosch facilitates Stevig Staan then"):
        plan(group=other_group, room=other_room)
    assert not other_group.sessions.exists()


def test_a_clash_elsewhere_does_not_name_the_group(
    plan, organisation, other_organisation, outsider, counsellor, coordinator
):
    there = actions.create_group(organisation=other_organisation, by=outsider, name="Anders")
    hall = actions.add_room(organisation=other_organisation, by=outsider, name="Zaal", seats=9)
    plan(group=there, room=hall, by=outsider)
    with pytest.raises(clashes.Clashing, match="Ilse Doornbosch facilitates somewhere else then"):
        plan()


def test_sessions_may_follow_each_other_without_a_break(plan, other_group):
    plan()
    plan(group=other_group, starts=time(21, 0), ends=time(22, 0))
    assert other_group.sessions.count() == 3


def test_changes_on_one_date_are_planned(plan, other_room):
    changes = {SECOND: Change(room=other_room), date(2027, 4, 20): Change(hold=False)}
    series = plan(changes=changes)
    assert [session.room.name for session in series.sessions.all()] == ["De Werf", "Kadezaal", "De Werf"]
    assert {f"{session.period.lower:%d-%m}" for session in series.sessions.all()} == {"06-04", "13-04", "04-05"}


def test_a_series_without_any_date_is_refused(plan):
    with pytest.raises(Refused, match="Every date"):
        plan(first_on=date(2027, 4, 27), count=1, on_holiday=Series.OnHoliday.SKIP)


def test_a_new_group_and_its_first_series_come_together_or_not_at_all(
    plan, group, organisation, coordinator, room, counsellor
):
    wanted = {
        "organisation": organisation,
        "by": coordinator,
        "name": "Ochtendgroep",
        "first_on": SECOND,
        "count": 2,
        "starts": time(19, 0),
        "ends": time(20, 0),
        "room": room,
        "facilitators": [counsellor],
    }
    plan()
    with pytest.raises(clashes.Clashing):
        actions.start_group(**wanted)
    assert not SupportGroup.objects.filter(name="Ochtendgroep").exists()
    series = actions.start_group(**wanted | {"starts": time(10, 0), "ends": time(11, 0)})
    assert series.group.name == "Ochtendgroep"
    with pytest.raises(Refused, match="already a group"):
        actions.start_group(**wanted)


def test_another_broken_rule_is_not_taken_for_a_clash(plan):
    with pytest.raises(IntegrityError, match="series_ends_after_start"):
        plan(starts=time(21, 0), ends=time(21, 0))


def test_the_other_planner_may_be_gone_when_the_clash_is_explained():
    assert "Somebody else planned" in str(clashes.Clashing([]))


def test_nothing_wanted_clashes_with_nothing(organisation):
    assert clashes.find([], organisation=organisation) == []
    assert clashes.free_rooms([], organisation=organisation) == {}
    assert clashes.busy_participants([], group=None) == {}


def test_free_rooms_are_those_nobody_has_then(plan, room, other_room, organisation, colleague, other_group):
    first, second, _third = [session.period for session in plan().sessions.all()]
    plan(group=other_group, first_on=SECOND, count=1, room=other_room, facilitators=[colleague])
    free = clashes.free_rooms([first, second], organisation=organisation)
    assert free == {first: [other_room], second: []}


def test_the_database_keeps_a_facilitation_in_step_with_its_session(session, coordinator):
    other = Session.objects.last()
    Session.objects.filter(pk=session.pk).update(
        period=(other.period.lower.replace(hour=8), other.period.lower.replace(hour=9))
    )
    session.refresh_from_db()
    assert session.facilitations.get().period == session.period
    with pytest.raises(IntegrityError, match="facilitation_follows_session"):
        Facilitation.objects.filter(session=session).update(state=Session.State.CANCELLED)
