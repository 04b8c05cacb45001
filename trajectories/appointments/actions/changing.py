"""Move an appointment, or change where and with whom it is. What it was is kept."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from aftercare.accounts.models import User
from aftercare.core.errors import Refused, Stale, TransitionRefused
from trajectories.appointments import clashes, notices
from trajectories.appointments.actions.coming import settle_request
from trajectories.appointments.actions.planning import Guest, welcome
from trajectories.appointments.actions.summary import keep
from trajectories.appointments.models import Appointment, AppointmentMove
from trajectories.dossier.access import Permission, record_change


@transaction.atomic
def change(
    *,
    appointment: Appointment,
    revision: int,
    by: User,
    starts_at: datetime,
    guests: Sequence[Guest] = (),
    asked_by: AppointmentMove.AskedBy = AppointmentMove.AskedBy.TEAM,
    told: AppointmentMove.Told = AppointmentMove.Told.MESSAGE,
    reason: str = "",
    at: datetime | None = None,
    **details: Any,
) -> Appointment:
    """`details` are kind, with_user, minutes, place and video_url; `guests` come on top of those who come already."""
    at = at or timezone.now()
    stored = lock(appointment, revision=revision)
    if starts_at <= at:
        raise Refused(_("This moment has passed. Choose one that is still to come."))
    people = notices.people_of(stored)
    was_at, stored.starts_at = stored.starts_at, starts_at
    for name, value in details.items():
        setattr(stored, name, value)
    stored.revision += 1
    if was_at != starts_at:
        stored.cannot_at, stored.cannot_note = None, ""
    with clashes.unless_taken([stored], by=by, after=at):
        stored.save()
    if was_at != starts_at:
        _keep_history(stored, was_at, by=by, asked_by=asked_by, told=told, reason=reason, at=at)
        settle_request(stored, by=by, outcome=_("Moved."), at=at)
    welcome([stored], guests)
    keep(stored.trajectory)
    knows = stored.trajectory.client.user if told == AppointmentMove.Told.TOGETHER else None
    hear = {*people, *notices.people_of(stored)} - {knows}
    notices.changed(stored, people=hear, at=at)
    record_change(by=by, trajectory=stored.trajectory, obj=stored, segment=Permission.APPOINTMENT_EDIT)
    return stored


def lock(appointment: Appointment, *, revision: int | None = None) -> Appointment:
    """As it is stored now, held until the transaction ends; refused once it is over or somebody else was first."""
    rows = Appointment.objects.select_for_update(of=("self",)).select_related(
        "trajectory__client__user", "trajectory__organisation", "with_user"
    )
    stored = rows.get(pk=appointment.pk)
    if not stored.is_planned:
        raise TransitionRefused(_("This appointment is over. Plan a new one instead."))
    if revision is not None and stored.revision != revision:
        raise Stale(_("Somebody else changed this in the meantime. Nothing was saved yet."))
    return stored


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
