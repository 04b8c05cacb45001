"""Feeds, read back by a parser that shares nothing with what wrote them: one that folds lines, and dateutil's zones."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from io import StringIO

import pytest
from dateutil.tz import tzical

from supportgroups import actions
from supportgroups.models import Scope, Session
from trajectories.overview.calendar import written

AT = datetime(2027, 3, 18, 11, 0, tzinfo=UTC)


@dataclass(frozen=True)
class Read:
    """One event as a calendar program understands it."""

    sequence: int
    start: datetime
    end: datetime
    cancelled: bool
    title: str


def unfolded(feed: bytes) -> list[str]:
    assert b"\n" not in feed.replace(b"\r\n", b"")
    assert all(len(line) <= 75 for line in feed.split(b"\r\n"))
    return feed.decode().replace("\r\n ", "").split("\r\n")


def zones(lines: list[str]) -> tzical:
    """What the feed itself says of its zones; the names alone would prove nothing."""
    kept, inside = [], False
    for line in lines:
        inside = inside or line == "BEGIN:VTIMEZONE"
        kept += [line] if inside else []
        inside = inside and line != "END:VTIMEZONE"
    return tzical(StringIO("\n".join(kept)))


def moment(name: str, value: str, known: tzical) -> datetime:
    zone = name.partition("TZID=")[2]
    assert zone
    return datetime.strptime(value, "%Y%m%dT%H%M%S").replace(tzinfo=known.get(zone)).astimezone(UTC)


def read(feed: bytes) -> dict[str, Read]:
    lines = unfolded(feed)
    known = zones(lines)
    found: dict[str, Read] = {}
    fields: dict[str, tuple[str, str]] = {}
    for line in lines:
        name, _colon, value = line.partition(":")
        if line == "BEGIN:VEVENT":
            fields = {}
        fields[name.partition(";")[0]] = (name, value)
        if line == "END:VEVENT":
            uid = fields["UID"][1]
            assert uid not in found
            found[uid] = Read(
                int(fields["SEQUENCE"][1]),
                moment(*fields["DTSTART"], known),
                moment(*fields["DTEND"], known),
                fields["STATUS"][1] == "CANCELLED",
                fields["SUMMARY"][1],
            )
    return found


def as_planned() -> dict[str, tuple[datetime, datetime, bool]]:
    return {
        f"{one.pk}@aftercare": (one.period.lower, one.period.upper, one.is_cancelled) for one in Session.objects.all()
    }


def moments(events: dict[str, Read]) -> dict[str, tuple[datetime, datetime, bool]]:
    return {uid: (one.start, one.end, one.cancelled) for uid, one in events.items()}


@pytest.mark.parametrize("zone", ["Europe/Amsterdam", "Europe/London", "America/Curacao"])
def test_a_year_of_sessions_is_read_back_at_the_same_instants(zone, plan, counsellor):
    counsellor.time_zone = zone
    plan(first_on=date(2027, 3, 23), count=40)
    events = read(written(counsellor, at=AT))
    assert len(events) == 40
    assert moments(events) == as_planned()


def test_an_hour_that_comes_twice_and_one_that_never_comes(plan, counsellor):
    plan(first_on=date(2027, 3, 28), count=1, starts=time(2, 30), ends=time(4))
    plan(first_on=date(2027, 10, 31), count=1, starts=time(2, 30), ends=time(4))
    assert moments(read(written(counsellor, at=AT))) == as_planned()


def test_a_title_tells_nothing(plan, counsellor, client_user, group, coordinator):
    actions.enrol(group=group, participant=client_user, by=coordinator)
    plan()
    for user in (counsellor, client_user):
        feed = written(user, at=AT).decode()
        for word in ("Stevig", "De Werf", "Ilse", "Noor", "Kade"):
            assert word not in feed


def test_a_program_that_looks_every_day_follows_a_week_of_edits(
    plan, group, other_room, coordinator, counsellor, colleague, client_user, clock
):
    actions.enrol(group=group, participant=client_user, by=coordinator)
    series = plan(first_on=date(2027, 10, 5), count=8)
    kept = read(written(client_user, at=AT))
    usual = {"by": coordinator, "starts": time(19, 30), "ends": time(21), "room": other_room}
    usual |= {"facilitators": [counsellor]}

    def session(place: int) -> Session:
        return series.sessions.all()[place]

    edits = [
        lambda: actions.change(session=session(0), on=date(2027, 10, 6), **usual),
        lambda: actions.change(session=session(1), on=date(2027, 10, 12), **usual | {"starts": time(18)}),
        lambda: actions.cancel_session(session=session(2), by=coordinator),
        lambda: actions.change(session=session(3), on=date(2027, 10, 27), scope=Scope.FOLLOWING, **usual),
        lambda: actions.change(session=session(4), on=date(2027, 11, 3), **usual | {"facilitators": [colleague]}),
        lambda: actions.change(
            session=session(6), on=date(2027, 11, 17), scope=Scope.ALL, **usual | {"ends": time(22)}
        ),
        lambda: actions.cancel_session(session=session(7), by=coordinator, scope=Scope.FOLLOWING),
    ]
    for edit in edits:
        clock.shift(24 * 3600)
        before = as_planned()
        edit()
        seen = read(written(client_user, at=AT))
        changed = {uid for uid, stated in as_planned().items() if stated != before[uid]}
        assert {uid for uid in seen if seen[uid].sequence > kept[uid].sequence} >= changed
        kept |= {uid: one for uid, one in seen.items() if one.sequence > kept[uid].sequence}
        assert kept.keys() == seen.keys()
        assert moments(kept) == as_planned()
    assert sum(one.cancelled for one in kept.values()) == 2
