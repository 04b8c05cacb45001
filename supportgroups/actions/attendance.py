"""How it went at a session: marked, corrected, finished."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from aftercare.accounts.models import User
from aftercare.core.errors import Refused
from aftercare.notifications import actions as notifications
from supportgroups import following
from supportgroups.access import Permission, record_change
from supportgroups.actions.guards import under_way
from supportgroups.models import Attendance, Correction, Enrolment, Session

KIND = "attendance_due"
ASKED_WITHIN = timedelta(days=3)
"""Nobody gets a letter about a session of longer ago."""


@transaction.atomic
def mark_attendance(*, session: Session, by: User, marks: Mapping[UUID, str], at: datetime | None = None) -> int:
    """How it went for each participant named. Only what differs is written; returns how many that were."""
    session = under_way(session)
    before = {row.participant_id: row for row in session.attendances.all()}
    changed = {person: mark for person, mark in marks.items() if person not in before or before[person].mark != mark}
    places = set(Enrolment.objects.during(session).values_list("participant", flat=True))
    if changed.keys() - places - before.keys():
        raise Refused(_("Somebody in this list has no place in the group."))
    at = at or timezone.now()
    _keep([before[person] for person in changed if person in before], at=at)
    Attendance.objects.bulk_create(
        [
            Attendance(
                organisation_id=session.organisation_id,
                session=session,
                participant_id=person,
                mark=mark,
                marked_at=at,
                marked_by=by,
            )
            for person, mark in changed.items()
        ],
        update_conflicts=True,
        unique_fields=["session", "participant"],
        update_fields=["mark", "marked_at", "marked_by"],
    )
    if changed:
        record_change(by=by, obj=session, segment=Permission.ATTENDANCE, about=changed)
        following.marked(session=session, participants=list(changed))
    return len(changed)


@transaction.atomic
def finish_attendance(*, session: Session, by: User, note: str = "", at: datetime | None = None) -> None:
    """The facilitators are done with the list. Corrections stay possible; the first to finish is kept."""
    session = under_way(session)
    at = at or timezone.now()
    done = {} if session.attendance_closed_at else {"attendance_closed_at": at, "attendance_closed_by": by}
    Session.objects.filter(pk=session.pk).update(note=note, **done)
    record_change(by=by, obj=session, segment=Permission.ATTENDANCE)


def ask_for_attendance(*, at: datetime) -> None:
    """A session that nobody finished within a day is a task for whoever facilitated it; they hear it once."""
    lately = Session.objects.unfinished(at=at).filter(period__endswith__gt=at - ASKED_WITHIN)
    notifications.queue_all(
        messages=[
            notifications.compose(
                key=f"{KIND}:{session.pk}:{part.user_id}",
                recipient=part.user,
                kind=KIND,
                expires_at=at + timedelta(days=2),
                link_view="supportgroups:list",
            )
            for session in lately.prefetch_related("facilitations__user")
            for part in session.facilitations.all()
        ]
    )


def _keep(rows: list[Attendance], *, at: datetime) -> None:
    """What is corrected stays to be read."""
    Correction.objects.bulk_create(
        Correction(
            organisation_id=row.organisation_id,
            session_id=row.session_id,
            participant_id=row.participant_id,
            mark=row.mark,
            marked_at=row.marked_at,
            marked_by_id=row.marked_by_id,
            corrected_at=at,
        )
        for row in rows
    )
