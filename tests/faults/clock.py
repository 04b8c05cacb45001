"""R5 and R6: several clocks at once, a clock that was away, and the nights on which clocks change."""

from collections import Counter
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.utils import timezone

from aftercare.core import scope
from aftercare.core.clocks import local
from aftercare.notifications.models import Message, State
from supportgroups import planning
from tests import sink
from tests.faults import people
from tests.faults.outcome import Outcome
from tests.faults.scene import scene
from tests.stage import Stage
from trajectories.checkins.models import CheckInSchedule, Occurrence
from trajectories.checkins.timing import next_due

BEATS, AWAY = 3, timedelta(hours=6)
A_DAY, MINUTE = timedelta(days=1), timedelta(minutes=1)
ZONES = ("Europe/Amsterdam", "Europe/London", "Europe/Helsinki")
CHANGES = (date(2027, 3, 28), date(2027, 10, 31))


def several_clocks(stage: Stage, *, scale: float) -> Outcome:
    """Of four kinds: due just now, due while no clock ran, due at night on the recipient's clock, and too late."""
    number = max(40, int(2_000 * scale))
    outcome = Outcome(
        "R5", f"{BEATS} beats at once after {AWAY.seconds // 3600} h without; {number:,} of each kind due"
    )
    now = timezone.now().replace(second=0, microsecond=0)
    night = {"quiet_from": _wall(now - timedelta(hours=1)), "quiet_until": _wall(now + timedelta(hours=2))}
    with scene(stage, "R5") as here, sink.running() as server:
        kade = people.organisation()
        people.schedules(number, at=now - MINUTE, here=kade, prefix="now")
        people.schedules(number, at=now - AWAY, here=kade, prefix="away")
        people.schedules(number, at=now - MINUTE, here=kade, prefix="night", **night)
        people.messages(people.users(number, prefix="late"), key="late", due_at=now - AWAY, expires_at=now - MINUTE)
        environment = {"EMAIL_URL": f"smtp://127.0.0.1:{server.port}"}
        started = here.start_both(senders=1, pairs=BEATS, **environment)
        here.until(lambda: len(server.accepted) >= 2 * number and _all_opened(3 * number), within=120 + 600 * scale)
        here.until(lambda: False, within=3)  # three more ticks: nothing more may come
        for child in started:
            here.kill(child)
        kinds = Counter(address.rstrip("0123456789") for address in _names(server))
        with scope.system():
            outcome.exactly("occurrences", found=Occurrence.objects.count(), wanted=3 * number)
        outcome.exactly("mails, due just now", found=kinds["now"], wanted=number)
        outcome.exactly("mails, due while no clock ran", found=kinds["away"], wanted=number)
        outcome.exactly("mails in quiet hours", found=kinds["night"], wanted=0)
        outcome.exactly("waiting for the morning", found=_of("night", State.DUE), wanted=number)
        outcome.exactly("mails, too late", found=kinds["late"], wanted=0)
        outcome.exactly("shown as too late", found=_of("late", State.EXPIRED), wanted=number)
        outcome.exactly("sent twice", found=len(server.recipients) - len(set(server.recipients)), wanted=0)
    return outcome


def _all_opened(number: int) -> bool:
    with scope.system():
        return Occurrence.objects.count() >= number


def _wall(at: datetime) -> time:
    return local(at, "Europe/Amsterdam").time()


def _names(server: sink.Sink) -> list[str]:
    return [address.partition("@")[0] for address in server.recipients]


def _of(prefix: str, state: State) -> int:
    return Message.objects.filter(recipient__name__startswith=prefix, state=state).count()


def clock_changes(stage: Stage, *, scale: float) -> Outcome:
    """Beside a calendar that is walked minute by minute in UTC, without the portal's arithmetic."""
    minutes = [time(minute // 60, minute % 60) for minute in range(24 * 60)]
    outcome = Outcome("R6", f"every minute of {len(CHANGES)} clock changes in {len(ZONES)} zones")
    wrong = twice = asked = 0
    for zone in ZONES:
        for day in CHANGES:
            first_of = _walk(day, zone)
            for wall in minutes:
                agreed = CheckInSchedule(weekday=6, wall_time=wall, zone=zone, every_weeks=1, starts_on=day - 7 * A_DAY)
                due = next_due(agreed, after=datetime.combine(day - A_DAY, time(11), UTC))
                asked += 1
                wrong += due != first_of[wall]
                twice += next_due(agreed, after=due) < datetime.combine(day + 2 * A_DAY, time(), UTC)
    outcome.at_least("schedules asked", found=asked, bound=len(minutes) * len(ZONES) * len(CHANGES))
    outcome.exactly("at another instant than the calendar's", found=wrong, wanted=0)
    outcome.exactly("asked twice", found=twice, wanted=0)
    outcome.exactly("groups that left their hour", found=_groups_moved(), wanted=0)
    return outcome


def _walk(day: date, zone: str) -> dict[time, datetime]:
    """For each time on the wall the first instant at which a clock there shows it, or has just jumped over it."""
    shown: dict[time, datetime] = {}
    at = datetime.combine(day - A_DAY, time(12), UTC)
    seen = []
    while at < datetime.combine(day + A_DAY, time(12), UTC):
        there = at.astimezone(ZoneInfo(zone))
        if there.date() == day:
            seen.append((there.time(), at))
        at += MINUTE
    for wall, instant in seen:
        shown.setdefault(wall, instant)
    for minute in range(24 * 60):
        wall = time(minute // 60, minute % 60)
        if wall not in shown:
            shown[wall] = next(instant for later, instant in seen if later > wall)
    return shown


def _groups_moved() -> int:
    """A group at 19:00 over the whole year: evenings on which it begins at another hour on the wall."""
    days = [date(2027, 1, 1) + number * A_DAY for number in range(365)]
    starts = [(zone, planning.period(day, time(19), time(20, 30), zone).lower) for zone in ZONES for day in days]
    return sum(at.astimezone(ZoneInfo(zone)).time() != time(19) for zone, at in starts)
