"""How it went at a session: marked, corrected, finished."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from aftercare.accounts.models import User
from aftercare.core.errors import Refused
from supportgroups.access import Permission, record_change
from supportgroups.actions.guards import under_way
from supportgroups.models import Attendance, Enrolment, Session


@transaction.atomic
def mark_attendance(*, session: Session, by: User, marks: Mapping[UUID, str], at: datetime | None = None) -> int:
    """How it went for each participant named. Only what differs is written; returns how many that were."""
    session = under_way(session)
    before = dict(session.attendances.values_list("participant", "mark"))
    changed = {person: mark for person, mark in marks.items() if before.get(person) != mark}
    places = set(Enrolment.objects.during(session).values_list("participant", flat=True))
    if changed.keys() - places - before.keys():
        raise Refused(_("Somebody in this list has no place in the group."))
    at = at or timezone.now()
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
    return len(changed)


@transaction.atomic
def finish_attendance(*, session: Session, by: User, note: str = "", at: datetime | None = None) -> None:
    """The facilitators are done with the list. Corrections stay possible; the first to finish is kept."""
    session = under_way(session)
    at = at or timezone.now()
    done = {} if session.attendance_closed_at else {"attendance_closed_at": at, "attendance_closed_by": by}
    Session.objects.filter(pk=session.pk).update(note=note, **done)
    record_change(by=by, obj=session, segment=Permission.ATTENDANCE)
