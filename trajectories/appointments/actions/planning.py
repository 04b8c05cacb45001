"""Plan one appointment, or a regular row of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time
from typing import Any

from django.db import transaction
from django.db.models import Value
from django.db.models.functions import Least
from django.utils import timezone
from django.utils.translation import gettext as _

from aftercare.accounts.models import User
from aftercare.core.errors import Refused
from trajectories.appointments import clashes, notices
from trajectories.appointments.access import known_here
from trajectories.appointments.models import Appointment, AppointmentGuest, AppointmentSeries
from trajectories.dossier.access import Permission, record_change
from trajectories.dossier.models import Summary, Trajectory

MINUTES = 45


@dataclass(frozen=True)
class Guest:
    """Somebody who comes as well: by an address, or as the person that they are known to be."""

    name: str
    relation: str = ""
    email: str = ""
    user: User | None = None


@transaction.atomic
def plan(
    *,
    trajectory: Trajectory,
    by: User,
    starts_at: datetime,
    with_user: User,
    kind: Appointment.Kind = Appointment.Kind.INDIVIDUAL,
    minutes: int = MINUTES,
    place: str = "",
    video_url: str = "",
    guests: Sequence[Guest] = (),
    tell: bool = True,
    at: datetime | None = None,
) -> Appointment:
    """`tell` is False for history that is brought in: nobody hears of it any more."""
    (planned,) = _add(
        [starts_at],
        trajectory=trajectory,
        by=by,
        guests=guests,
        tell=tell,
        at=at or timezone.now(),
        with_user=with_user,
        kind=kind,
        minutes=minutes,
        place=place,
        video_url=video_url,
    )
    record_change(by=by, trajectory=trajectory, obj=planned, segment=Permission.APPOINTMENT_EDIT)
    return planned


@transaction.atomic
def plan_row(
    *,
    trajectory: Trajectory,
    by: User,
    moments: Sequence[datetime],
    every_weeks: int,
    wall_time: time,
    zone: str,
    guests: Sequence[Guest] = (),
    at: datetime | None = None,
    **details: Any,
) -> list[Appointment]:
    """All of them or none. `details` are those of `plan`; the client hears once."""
    if not moments:
        raise Refused(_("Choose at least one day."))
    at = at or timezone.now()
    series = AppointmentSeries.objects.create(
        organisation_id=trajectory.organisation_id,
        trajectory=trajectory,
        every_weeks=every_weeks,
        wall_time=wall_time,
        zone=zone,
        planned_at=at,
        planned_by=by,
    )
    planned = _add(moments, trajectory=trajectory, by=by, guests=guests, tell=True, at=at, series=series, **details)
    record_change(by=by, trajectory=trajectory, obj=series, segment=Permission.APPOINTMENT_EDIT)
    return planned


def _add(
    moments: Sequence[datetime],
    *,
    trajectory: Trajectory,
    by: User,
    guests: Sequence[Guest],
    tell: bool,
    at: datetime,
    with_user: User,
    **details: Any,
) -> list[Appointment]:
    planned = [
        Appointment(
            organisation_id=trajectory.organisation_id,
            trajectory=trajectory,
            with_user=with_user,
            starts_at=starts_at,
            planned_by=by,
            planned_at=at,
            **details,
        )
        for starts_at in sorted(moments)
    ]
    with clashes.unless_taken(planned, by=by, after=at if tell else None):
        Appointment.objects.bulk_create(planned)
    welcome(planned, guests)
    first = planned[0]
    Summary.objects.filter(pk=trajectory.pk).update(
        next_appointment_at=Least("next_appointment_at", Value(first.starts_at))
    )
    if tell:
        notices.invite(planned, at=at)
    return planned


def welcome(planned: Sequence[Appointment], guests: Sequence[Guest]) -> None:
    """The same guests at each. Whoever has aftercare here, by the address that was given, hears of it too."""
    if not guests:
        return
    trajectory = planned[0].trajectory
    host = trajectory.client.user
    accounts = [guest.user or (guest.email and known_here(trajectory.organisation, guest.email)) for guest in guests]
    AppointmentGuest.objects.bulk_create(
        AppointmentGuest(
            organisation_id=one.organisation_id,
            trajectory=trajectory,
            appointment=one,
            host=host,
            name=guest.name,
            relation=guest.relation,
            user=account or None,
        )
        for one in planned
        for guest, account in zip(guests, accounts, strict=True)
    )
