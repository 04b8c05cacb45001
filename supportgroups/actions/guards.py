"""What actions share: rows that are locked, sessions that may be changed, refusals for broken constraints."""

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from datetime import date
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from aftercare.accounts.models import Organisation, User
from aftercare.core.clocks import local_date
from aftercare.core.errors import Refused, TransitionRefused
from supportgroups import clashes
from supportgroups.models import Room, Series, Session, SupportGroup


def locked(group: SupportGroup) -> SupportGroup:
    return SupportGroup.objects.select_for_update(no_key=True).get(pk=group.pk)


def locked_session(session: Session) -> Session:
    return (
        Session.objects.select_for_update(no_key=True, of=("self",))
        .select_related("organisation", "group", "room", "series")
        .get(pk=session.pk)
    )


def locked_series(series_id: UUID) -> Series:
    """Before any of its sessions, so that two who change one series wait for each other."""
    return Series.objects.select_for_update(no_key=True, of=("self",)).select_related("group").get(pk=series_id)


def to_come(session: Session) -> Session:
    session = locked_session(session)
    if session.is_cancelled:
        raise TransitionRefused(_("This session is already cancelled."))
    if session.period.lower <= timezone.now():
        raise TransitionRefused(_("This session has already begun or is over."))
    return session


def under_way(session: Session) -> Session:
    session = locked_session(session)
    if session.is_cancelled:
        raise TransitionRefused(_("This session is cancelled, so there is no attendance."))
    if not may_mark(session):
        raise TransitionRefused(_("Attendance opens on the day of the session."))
    return session


def may_mark(session: Session) -> bool:
    today = local_date(timezone.now(), session.organisation.time_zone)
    return not session.is_cancelled and attendance_opens_on(session) <= today


def attendance_opens_on(session: Session) -> date:
    return local_date(session.period.lower, session.organisation.time_zone)


def cancelled(by: User) -> dict:
    return {"state": Session.State.CANCELLED, "cancelled_at": timezone.now(), "cancelled_by": by}


@contextmanager
def explained(**refusals: Refused) -> Iterator[None]:
    """A broken constraint becomes the refusal that is given for it; nothing of the block is kept."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError as error:
        if refusal := refusals.get(error.__cause__.diag.constraint_name):
            raise refusal from error
        raise


@contextmanager
def one_by_one(
    wanted: list[clashes.Wanted], *, organisation: Organisation, ignoring: Collection[Session] = ()
) -> Iterator[None]:
    """Planners of the same room or person wait for each other, so that the second is refused, never deadlocked."""
    rooms = {one.room.pk for one in wanted if one.room}
    list(Room.objects.select_for_update(no_key=True).filter(pk__in=rooms).order_by("pk").values_list("pk"))
    people = {person.pk for one in wanted for person in one.facilitators}
    list(User.objects.select_for_update(no_key=True).filter(pk__in=people).order_by("pk").values_list("pk"))
    clashes.unless_elsewhere(wanted)
    try:
        with transaction.atomic():
            yield
    except IntegrityError as error:
        if error.__cause__.diag.constraint_name not in clashes.CONSTRAINTS:
            raise
        raise clashes.Clashing(clashes.find(wanted, organisation=organisation, ignoring=ignoring)) from error
