"""Write about an appointment: a draft for oneself, then signed for good. What is wrong is put right in an addition."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from aftercare.accounts.models import User
from aftercare.core.errors import Refused, Stale
from trajectories.appointments.models import Appointment, AppointmentNote
from trajectories.dossier.access import Permission, record_change


@transaction.atomic
def keep_draft(
    *,
    appointment: Appointment,
    by: User,
    text: str,
    summary: str = "",
    revision: int | None = None,
    at: datetime | None = None,
) -> AppointmentNote | None:
    """Nobody else reads a draft, so no audit line tells of it. An empty one is thrown away.

    `revision` is that of the draft that was open; another window may have written since.
    """
    note = _open(appointment, by, revision=revision)
    if text or summary:
        _write(note, text=text, summary=summary, at=at or timezone.now())
        note.save()
        return note
    if note.revision:
        note.delete()
    return None


@transaction.atomic
def sign(
    *,
    appointment: Appointment,
    by: User,
    text: str,
    summary: str = "",
    revision: int | None = None,
    at: datetime | None = None,
) -> AppointmentNote:
    """From now on the care team reads it, and nobody changes it any more."""
    if not text and not summary:
        raise Refused(_("There is nothing to sign yet. Write a note first."))
    note = _open(appointment, by, revision=revision)
    note.signed_at = at or timezone.now()
    _write(note, text=text, summary=summary, at=note.signed_at)
    note.save()
    record_change(by=by, trajectory=appointment.trajectory, obj=note, segment=Permission.APPOINTMENT_EDIT)
    return note


def _open(appointment: Appointment, by: User, *, revision: int | None) -> AppointmentNote:
    """The author's draft, or an empty sheet, whose revision is 0."""
    draft = appointment.notes.drafts_of(by).select_for_update().first()
    if draft and revision is not None and draft.revision != revision:
        raise Stale(_("You changed this draft in another window. Nothing was saved yet."))
    return draft or AppointmentNote(
        organisation_id=appointment.organisation_id,
        trajectory_id=appointment.trajectory_id,
        appointment=appointment,
        author=by,
        revision=0,
    )


def _write(note: AppointmentNote, *, text: str, summary: str, at: datetime) -> None:
    note.text, note.summary, note.written_at = text, summary, at
    note.revision += 1
