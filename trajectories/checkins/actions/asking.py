"""What has fallen due: open it with its reminder, call it off, put it off, close what nobody answered."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db import connection, transaction
from django.utils import timezone

from aftercare.accounts.models import User
from aftercare.notifications import actions as notifications
from aftercare.notifications.models import Message
from trajectories.checkins import check_ups, summary
from trajectories.checkins.access import LINK_PURPOSE, LINK_VIEW, link_ids
from trajectories.checkins.models import CheckInSchedule, Occurrence
from trajectories.checkins.timing import next_due
from trajectories.dossier import happenings
from trajectories.dossier.access import Permission, record_change

BATCH = 200
REMINDED_WITHIN = timedelta(hours=24)
FIRST = """
SELECT least(
    (SELECT min(next_due_at) FROM trajectories_checkinschedule WHERE ended_at IS NULL),
    (SELECT min(closes_at) FROM trajectories_occurrence WHERE state = 'open')
) <= %(at)s
"""
"""What both steps below wait for. `min` reads one row of an index; EXISTS, prepared for any moment, reads the table."""


def is_anything_due(*, at: datetime) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(FIRST, {"at": at})
        return bool(cursor.fetchone()[0])


@transaction.atomic
def open_due(*, at: datetime, limit: int = BATCH, remind: bool = True) -> int:
    """An occurrence for each instant that has come, its reminder queued; returns how many schedules were due.

    `remind` is False for history that is brought in.
    """
    locked = CheckInSchedule.objects.due(at=at).select_for_update(skip_locked=True, of=("self",))
    due = list(locked.select_related("trajectory__client__user" if remind else "trajectory__client")[:limit])
    if not due:
        return 0
    fallen = [occurrence for agreed in due for occurrence in _fallen_due(agreed, at=at)]
    there = _already_there(fallen)
    fresh = [one for one in fallen if (one.schedule_id, one.due_at) not in there]
    Occurrence.objects.bulk_create(fresh)
    CheckInSchedule.objects.bulk_update(due, ["next_due_at"])
    if remind:
        asked = [one for one in fresh if one.state == Occurrence.State.OPEN]
        notifications.queue_all(messages=[_reminder(one) for one in asked])
        happenings.tell(happenings.What.ASKED, asked, at=at)
    _miss([one for one in fresh if one.state == Occurrence.State.MISSED], at=at)
    for occurrence in fresh:
        record_change(by=None, trajectory=occurrence.trajectory, obj=occurrence, segment=Permission.CHECK_IN_SCHEDULE)
    return len(due)


def _fallen_due(agreed: CheckInSchedule, *, at: datetime) -> list[Occurrence]:
    """Also those that nobody was awake for. Whose time has passed is missed from the start, and not sent late."""
    if not check_ups.is_asked(agreed):
        agreed.next_due_at = None
        return []
    fallen = []
    while agreed.next_due_at and agreed.next_due_at <= at:
        closes_at = agreed.next_due_at + check_ups.stays_open(agreed)
        fallen.append(
            Occurrence(
                organisation_id=agreed.organisation_id,
                trajectory=agreed.trajectory,
                schedule=agreed,
                due_at=agreed.next_due_at,
                closes_at=closes_at,
                state=Occurrence.State.OPEN if closes_at > at else Occurrence.State.MISSED,
            )
        )
        agreed.next_due_at = next_due(agreed, after=agreed.next_due_at)
    return fallen


def _already_there(occurrences: list[Occurrence]) -> set[tuple[UUID, datetime]]:
    found = Occurrence.objects.filter(
        schedule__in={one.schedule_id for one in occurrences}, due_at__in={one.due_at for one in occurrences}
    )
    return set(found.values_list("schedule_id", "due_at"))


def _reminder(occurrence: Occurrence) -> Message:
    return notifications.compose(
        key=f"{_key(occurrence)}email",
        recipient=occurrence.trajectory.client.user,
        kind=LINK_PURPOSE,
        due_at=occurrence.due_at,
        expires_at=min(occurrence.due_at + REMINDED_WITHIN, occurrence.closes_at),
        link_view=LINK_VIEW,
        link_ids=link_ids(occurrence),
    )


@transaction.atomic
def close_overdue(*, at: datetime, limit: int = BATCH) -> int:
    """What nobody answered in time is missed, and counted; returns how many.

    Not so where the trajectory has ended, or where the client said "not today".
    """
    locked = Occurrence.objects.overdue(at=at).select_for_update(skip_locked=True, of=("self",))
    overdue = list(locked.select_related("trajectory__client", "trajectory__organisation", "schedule")[:limit])
    if not overdue:
        return 0
    for occurrence in overdue:
        asked = check_ups.is_asked(occurrence.schedule) and occurrence.put_off_at is None
        occurrence.state = Occurrence.State.MISSED if asked else Occurrence.State.CANCELLED
    Occurrence.objects.bulk_update(overdue, ["state"])
    _miss([one for one in overdue if one.state == Occurrence.State.MISSED], at=at)
    for occurrence in overdue:
        record_change(by=None, trajectory=occurrence.trajectory, obj=occurrence, segment=Permission.CHECK_IN_SCHEDULE)
    return len(overdue)


@transaction.atomic
def put_off(*, occurrence: Occurrence, by: User, at: datetime | None = None) -> None:
    """Not today: nobody reminds of it any more, and it is no check-in missed. It can still be filled in."""
    still_open = Occurrence.objects.filter(pk=occurrence.pk, state=Occurrence.State.OPEN)
    if still_open.update(put_off_at=at or timezone.now()):
        withdraw_reminder(occurrence)
        record_change(by=by, trajectory=occurrence.trajectory, obj=occurrence, segment=Permission.CHECK_IN_ANSWER)


def _miss(missed: list[Occurrence], *, at: datetime) -> None:
    summary.count_missed(missed)
    for occurrence in missed:
        check_ups.after_missing(occurrence, at=at)
    happenings.tell(happenings.What.MISSED, missed, at=at)


def call_off(schedule: CheckInSchedule) -> None:
    for occurrence in schedule.occurrences.filter(state=Occurrence.State.OPEN).select_for_update():
        occurrence.state = Occurrence.State.CANCELLED
        occurrence.save(update_fields=["state"])
        withdraw_reminder(occurrence)


def withdraw_reminder(occurrence: Occurrence) -> None:
    notifications.withdraw(key_prefix=_key(occurrence))


def _key(occurrence: Occurrence) -> str:
    return f"trajectory:{occurrence.trajectory_id}:check-in:{occurrence.pk}:"
