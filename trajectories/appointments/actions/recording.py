"""Say how an appointment went, or that it does not take place."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from aftercare.accounts.models import User
from aftercare.core.errors import Stale, TransitionRefused
from trajectories.appointments import notices
from trajectories.appointments.actions import notes
from trajectories.appointments.actions.coming import settle_requests
from trajectories.appointments.actions.planning import Guest, plan
from trajectories.appointments.actions.summary import keep
from trajectories.appointments.models import Appointment
from trajectories.dossier import happenings
from trajectories.dossier.access import Permission, record_change
from trajectories.medication import actions as medication
from trajectories.medication.models import MedicineReport

State = Appointment.State


@transaction.atomic
def record(
    *,
    appointment: Appointment,
    by: User,
    state: Appointment.State,
    revision: int | None = None,
    later_too: bool = False,
    next_at: datetime | None = None,
    no_next: str = "",
    note: str = "",
    summary: str = "",
    signed: bool = True,
    draft: int | None = None,
    discussed: Iterable[MedicineReport] = (),
    at: datetime | None = None,
) -> None:
    """A record can be corrected; it never becomes planned again.

    `later_too` calls off what is still planned after it in its row; `next_at` plans the next one in the same way, and
    `no_next` says why there is none. `note` and `summary` are signed, or kept as a draft; `draft` is the revision of
    the draft that was open. `discussed` is what the client had told of medicines and was spoken about.
    """
    at = at or timezone.now()
    coming = appointment.starts_at > at
    if state == State.PLANNED:
        raise TransitionRefused(_("Plan a new appointment instead."))
    if state != State.CANCELLED and coming:
        raise TransitionRefused(_("This appointment has not started yet. You can cancel it."))
    settle(appointment, by=by, state=state, no_next=no_next, revision=revision, at=at)
    if note or summary:
        write = notes.sign if signed else notes.keep_draft
        write(appointment=appointment, by=by, text=note, summary=summary, revision=draft, at=at)
    for report in discussed:
        medication.discuss(report=report, by=by, at=at)
    later = _call_off_later(appointment, by=by, at=at) if later_too else []
    if coming:
        notices.changed([appointment, *later], at=at)
    if next_at:
        _plan_next(appointment, next_at, by=by, at=at)
    keep(appointment.trajectory)
    if state == State.HELD:
        happenings.tell(happenings.What.REACHED, [appointment], at=appointment.starts_at)


def _call_off_later(appointment: Appointment, *, by: User, at: datetime) -> list[Appointment]:
    later = list(Appointment.objects.later_of_series(appointment).select_related("trajectory__client__user"))
    for one in later:
        settle(one, by=by, state=State.CANCELLED, at=at)
    return later


def settle(
    appointment: Appointment,
    *,
    by: User,
    state: Appointment.State,
    no_next: str = "",
    revision: int | None = None,
    at: datetime,
) -> None:
    """Written unless somebody else was first. What the team was asked about it has been answered."""
    now = {"state": state, "no_next": no_next, "recorded_at": at, "recorded_by": by}
    stored = Appointment.objects.filter(pk=appointment.pk)
    if revision is not None:
        stored = stored.filter(revision=revision)
    if not stored.update(**now, revision=F("revision") + 1):
        raise Stale(_("Somebody else changed this in the meantime. Nothing was saved yet."))
    for name, value in now.items():
        setattr(appointment, name, value)
    appointment.revision += 1
    settle_requests(appointment, by=by, outcome=str(State(state).label), at=at)
    record_change(by=by, trajectory=appointment.trajectory, obj=appointment, segment=Permission.APPOINTMENT_EDIT)


def _plan_next(appointment: Appointment, starts_at: datetime, *, by: User, at: datetime) -> None:
    guests = [Guest(one.name, one.relation, user=one.user) for one in appointment.guests.select_related("user")]
    plan(
        trajectory=appointment.trajectory,
        by=by,
        starts_at=starts_at,
        with_user=appointment.with_user,
        kind=appointment.kind,
        minutes=appointment.minutes,
        place=appointment.place,
        video_url=appointment.video_url,
        guests=guests,
        at=at,
    )
