"""Check-ups: after closing, every three months for a year, a few questions; silence and worry become a task."""

from datetime import date, datetime, time, timedelta

from django.conf import settings

from aftercare.core.clocks import local_date
from trajectories.checkins import library
from trajectories.checkins.models import CheckIn, CheckInSchedule, Occurrence
from trajectories.dossier.models import Status, Trajectory
from trajectories.teamtasks import actions as teamtasks
from trajectories.teamtasks.deadlines import end_of_working_day
from trajectories.teamtasks.models import TeamTask

INSTRUMENTS = {Trajectory.Kind.CLIENT: "check_up", Trajectory.Kind.RELATIVE: "check_up_relative"}
EVERY_WEEKS = 13
FOR_WEEKS = 52
OPEN_FOR = timedelta(days=7)
ASKED_AT = time(10)
TO_CALL_WITHIN = timedelta(days=3)
"""How soon somebody calls whoever did not answer."""
TIME_TO_ACT = timedelta(hours=2)


def is_check_up(schedule: CheckInSchedule) -> bool:
    return schedule.instrument in INSTRUMENTS.values()


def is_asked(schedule: CheckInSchedule) -> bool:
    """Check-ins belong to a running trajectory, check-ups to a closed one."""
    return is_check_up(schedule) == (schedule.trajectory.status == Status.CLOSED)


def stays_open(schedule: CheckInSchedule) -> timedelta:
    return OPEN_FOR if is_check_up(schedule) else timedelta(hours=settings.CHECK_IN_LINK_HOURS)


def first_day(closed_at: datetime, *, zone: str) -> date:
    return local_date(closed_at, zone) + timedelta(weeks=EVERY_WEEKS)


def rhythm(trajectory: Trajectory, *, first_on: date) -> dict:
    """As checkins.actions.schedule takes it: four times within the year."""
    return {
        "instrument": INSTRUMENTS[trajectory.kind],
        "weekday": first_on.weekday(),
        "wall_time": ASKED_AT,
        "zone": trajectory.client.user.time_zone,
        "starts_on": first_on,
        "every_weeks": EVERY_WEEKS,
        "until": first_on + timedelta(weeks=FOR_WEEKS - EVERY_WEEKS),
    }


def after_answering(sent: CheckIn, *, at: datetime) -> None:
    """A worrying answer is a task for the same day, or the next working day."""
    if sent.occurrence is None or not is_check_up(sent.occurrence.schedule) or not is_worrying(sent):
        return
    _ask(sent.trajectory, sent.occurrence, TeamTask.Kind.CHECK_UP, text=sent.note, within=TIME_TO_ACT, at=at)


def after_missing(occurrence: Occurrence, *, at: datetime) -> None:
    if is_check_up(occurrence.schedule):
        _ask(occurrence.trajectory, occurrence, TeamTask.Kind.CHECK_UP_MISSED, within=TO_CALL_WITHIN, at=at)


def is_worrying(sent: CheckIn) -> bool:
    scales = {scale.id: scale for scale in library.of(sent).scales}
    return any(scales[name].flags(score) for name, score in sent.scores.items())


def _ask(
    trajectory: Trajectory,
    occurrence: Occurrence,
    kind: TeamTask.Kind,
    *,
    within: timedelta,
    at: datetime,
    text: str = "",
) -> None:
    teamtasks.ask(
        trajectory=trajectory,
        kind=kind,
        key=f"check-up:{occurrence.pk}",
        text=text[:500],
        due_at=end_of_working_day(at + within, zone=trajectory.organisation.time_zone),
        by=trajectory.client.user if text else None,
        at=at,
    )
