"""Move an appointment, or change where and with whom it is, alone or with what follows in its row. The old is kept."""

from collections.abc import Collection, Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from aftercare.accounts.models import User
from aftercare.core.clocks import local
from aftercare.core.errors import Refused, Stale, TransitionRefused
from trajectories.appointments import clashes, dates, notices
from trajectories.appointments.actions.coming import settle_requests
from trajectories.appointments.actions.planning import Guest, welcome
from trajectories.appointments.actions.summary import keep
from trajectories.appointments.models import Appointment, AppointmentMove, AppointmentSeries
from trajectories.dossier.access import Permission, record_change


@transaction.atomic
def change(*, appointment: Appointment, revision: int, starts_at: datetime, **details: Any) -> Appointment:
    """`details` are kind, with_user, minutes, place and video_url, and those of `_write`; `guests` come on top of
    those who come already."""
    stored = lock(appointment, revision=revision)
    _write([(stored, starts_at)], **details)
    return stored


@transaction.atomic
def change_row(
    *, appointment: Appointment, revision: int, starts_at: datetime, skipping: Collection[date] = (), **details: Any
) -> list[Appointment]:
    """This one and what follows in its row: as many days on, at the same new time. All of them or none, but what would
    fall on one of the days of `skipping`, which stays as it is."""
    first = lock(appointment, revision=revision)
    zone = first.trajectory.organisation.time_zone
    later = list(_locked().filter(pk__in=Appointment.objects.later_of_series(first).order_by().values("pk")))
    moved = [(one, dates.moved(one, with_first=first, to=starts_at, zone=zone)) for one in later]
    changing = [(one, day.starts_at) for one, day in moved if day.on not in skipping]
    _new_row(first, later, starts_at, zone=zone, by=details["by"], at=details.get("at") or timezone.now())
    _write([(first, starts_at), *changing], **details)
    return [first, *(one for one, _starts_at in changing)]


def _write(
    changing: Sequence[tuple[Appointment, datetime]],
    *,
    by: User,
    guests: Sequence[Guest] = (),
    asked_by: AppointmentMove.AskedBy = AppointmentMove.AskedBy.TEAM,
    told: AppointmentMove.Told = AppointmentMove.Told.MESSAGE,
    reason: str = "",
    at: datetime | None = None,
    **details: Any,
) -> None:
    """Each appointment with the moment that it gets, in order of time."""
    at = at or timezone.now()
    changed = [one for one, _starts_at in changing]
    first, were = changed[0], [(one.starts_at, one.with_user_id) for one in changed]
    if changing[0][1] <= at:
        raise Refused(_("This moment has passed. Choose one that is still to come."))
    for one, starts_at in changing:
        _become(one, starts_at, **details)
    with clashes.unless_taken(changed, by=by, after=at):
        for one in changed if first.starts_at < were[0][0] else reversed(changed):  # so that none stands on the next
            one.save()
    for one, (was_at, was_with) in zip(changed, were, strict=True):
        if was_at != one.starts_at:
            _keep_history(one, was_at, by=by, asked_by=asked_by, told=told, reason=reason, at=at)
        if (was_at, was_with) != (one.starts_at, one.with_user_id):
            settle_requests(one, by=by, outcome=_("Moved."), at=at)
        record_change(by=by, trajectory=one.trajectory, obj=one, segment=Permission.APPOINTMENT_EDIT)
    welcome(changed, guests)
    keep(first.trajectory)
    together = told == AppointmentMove.Told.TOGETHER
    notices.changed(changed, at=at, knows=first.trajectory.client.user if together else None)


def _become(appointment: Appointment, starts_at: datetime, **details: Any) -> None:
    if appointment.starts_at != starts_at:
        appointment.starts_at, appointment.cannot_at, appointment.cannot_note = starts_at, None, ""
    for name, value in details.items():
        setattr(appointment, name, value)
    appointment.revision += 1


def _new_row(
    first: Appointment, later: Sequence[Appointment], starts_at: datetime, *, zone: str, by: User, at: datetime
) -> None:
    """What was before this one stays the row that it was."""
    row = AppointmentSeries.objects.create(
        organisation_id=first.organisation_id,
        trajectory=first.trajectory,
        every_weeks=first.series.every_weeks,
        wall_time=local(starts_at, zone).time(),
        zone=zone,
        planned_at=at,
        planned_by=by,
    )
    for one in (first, *later):
        one.series = row
    Appointment.objects.filter(pk__in=[one.pk for one in (first, *later)]).update(series=row)


def lock(appointment: Appointment, *, revision: int | None = None) -> Appointment:
    """As it is stored now, held until the transaction ends; refused once it is over or somebody else was first."""
    stored = _locked().get(pk=appointment.pk)
    if not stored.is_planned:
        raise TransitionRefused(_("This appointment is over. Plan a new one instead."))
    if revision is not None and stored.revision != revision:
        raise Stale(_("Somebody else changed this in the meantime. Nothing was saved yet."))
    return stored


def _locked() -> QuerySet[Appointment]:
    rows = Appointment.objects.select_for_update(of=("self",))
    related = rows.select_related("trajectory__client__user", "trajectory__organisation", "with_user", "series")
    return related.order_by("starts_at", "id")


def _keep_history(stored: Appointment, was_at: datetime, *, by: User, at: datetime, **how: Any) -> None:
    AppointmentMove.objects.create(
        organisation_id=stored.organisation_id,
        trajectory=stored.trajectory,
        appointment=stored,
        was_at=was_at,
        became_at=stored.starts_at,
        moved_at=at,
        moved_by=by,
        **how,
    )
