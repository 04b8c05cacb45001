"""Every rhythm, over both clock changes and the holidays, whatever is edited: nothing lost, doubled or shifted."""

from dataclasses import dataclass, replace
from datetime import date, time, timedelta

from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from supportgroups import actions, planning
from supportgroups.clashes import Clashing
from supportgroups.models import Scope, Series, Session

EVERY_EXAMPLE = {"deadline": None, "suppress_health_check": [HealthCheck.function_scoped_fixture]}
SPRING, AUTUMN = date(2027, 3, 28), date(2027, 10, 31)
HOURS = [(time(9, 30), time(11)), (time(19, 30), time(21)), (time(22, 15), time(23, 45))]


@dataclass(frozen=True)
class Meeting:
    """What a coordinator expects of one date."""

    on: date
    starts: time
    ends: time
    room: str
    own_time: bool = False
    own_place: bool = False
    cancelled: bool = False


@dataclass(frozen=True)
class Edit:
    place: int
    scope: str
    days: int = 0
    hours: tuple[time, time] | None = None
    other_room: bool = False
    cancel: bool = False


edits = st.lists(
    st.builds(
        Edit,
        place=st.integers(0, 5),
        scope=st.sampled_from(Scope.values),
        days=st.integers(0, 4),
        hours=st.none() | st.sampled_from(HOURS),
        other_room=st.booleans(),
        cancel=st.sampled_from([False, False, False, True]),
    ),
    max_size=5,
)
before_a_change = st.sampled_from([SPRING, AUTUMN]).flatmap(
    lambda change: st.dates(max(change - timedelta(weeks=3), date(2027, 3, 19)), change)
)


def in_scope(expected: list[Meeting], edit: Edit) -> list[int]:
    places = [place for place, one in enumerate(expected) if not one.cancelled]
    start = expected[edit.place].on, expected[edit.place].starts
    if edit.scope == Scope.ONE:
        return [edit.place]
    if edit.scope == Scope.FOLLOWING:
        return [place for place in places if (expected[place].on, expected[place].starts) >= start]
    return places


def edited(expected: list[Meeting], edit: Edit) -> list[Meeting]:
    """By the words of the form alone: what is asked otherwise; single dates that were changed keep what is theirs."""
    first = expected[edit.place]
    days, (starts, ends) = timedelta(days=edit.days), edit.hours or (first.starts, first.ends)
    room = "Kadezaal" if edit.other_room else first.room
    of_time = bool(edit.days) or (starts, ends) != (first.starts, first.ends)
    of_place, alone = room != first.room, edit.scope == Scope.ONE
    after = list(expected)
    for place in in_scope(expected, edit):
        one = expected[place]
        if edit.cancel:
            after[place] = replace(one, cancelled=True)
            continue
        if of_time and (place == edit.place or not one.own_time):
            one = replace(one, on=one.on + days, starts=starts, ends=ends, own_time=one.own_time or alone)
        if of_place and (place == edit.place or not one.own_place):
            one = replace(one, room=room, own_place=one.own_place or alone)
        after[place] = one
    return after


def stated(sessions: list[Session]) -> list[Meeting]:
    meetings = []
    for one in sessions:
        start, end = timezone.localtime(one.period.lower), timezone.localtime(one.period.upper)
        meetings.append(
            Meeting(
                start.date(), start.time(), end.time(), one.room.name, one.own_time, one.own_place, one.is_cancelled
            )
        )
    return meetings


@given(
    first_on=before_a_change,
    rhythm=st.sampled_from(Series.Rhythm.values),
    every=st.integers(1, 3),
    on_holiday=st.sampled_from(Series.OnHoliday.values),
    hours=st.sampled_from(HOURS),
    edits=edits,
)
@settings(max_examples=60, **EVERY_EXAMPLE)
def test_whatever_is_edited_each_date_is_where_a_coordinator_expects_it(
    first_on, rhythm, every, on_holiday, hours, edits, plan, coordinator, room, other_room, counsellor
):
    while planning.misfit(first_on, rhythm):
        first_on += timedelta(weeks=1)
    with transaction.atomic():
        asked = {"first_on": first_on, "rhythm": rhythm, "every": every, "on_holiday": on_holiday, "count": 7}
        series = plan(starts=hours[0], ends=hours[1], **asked)
        ids = list(series.sessions.values_list("pk", flat=True))
        expected = stated(list(series.sessions.all()))
        assert len(expected) == 7 or on_holiday == Series.OnHoliday.SKIP
        assert not any(planning.holiday(one.on) for one in expected)
        for edit in edits:
            if edit.place >= len(ids) or expected[edit.place].cancelled:
                continue
            if _made(edit, Session.objects.get(pk=ids[edit.place]), expected, coordinator, other_room, counsellor):
                expected = edited(expected, edit)
        by_id = Session.objects.select_related("room").in_bulk(ids)
        assert stated([by_id[pk] for pk in ids]) == expected
        assert series.sessions.count() == len(ids)
        transaction.set_rollback(True)


def _made(edit: Edit, session: Session, expected: list[Meeting], coordinator, other_room, counsellor) -> bool:
    """False where dates would fall on each other, and nothing was changed."""
    one = expected[edit.place]
    if edit.cancel:
        actions.cancel_session(session=session, by=coordinator, scope=edit.scope)
        return True
    starts, ends = edit.hours or (one.starts, one.ends)
    try:
        actions.change(
            session=session,
            by=coordinator,
            on=one.on + timedelta(days=edit.days),
            starts=starts,
            ends=ends,
            room=other_room if edit.other_room else session.room,
            facilitators=[counsellor],
            scope=edit.scope,
        )
    except Clashing:
        return False
    return True
