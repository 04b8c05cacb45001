"""Rooms, groups, series, sessions, places, attendance: everything that changes."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date, datetime, time, timedelta
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from aftercare.accounts.models import Organisation, User
from aftercare.core.clocks import local_date
from aftercare.core.errors import Refused, TransitionRefused
from supportgroups import clashes, notices, planning
from supportgroups.access import Permission, record_change
from supportgroups.models import Attendance, Enrolment, Facilitation, Room, Series, Session, SupportGroup

STORED = ("first_on", "every", "count", "starts", "ends", "room", "on_holiday")
NEWS_KEEPS = timedelta(days=7)


class NameTaken(Refused):
    field = "name"


class TooFewPlaces(Refused):
    field = "capacity"


@transaction.atomic
def add_room(*, organisation: Organisation, by: User, name: str, seats: int, address: str = "") -> Room:
    with _explained(room_name_once=NameTaken(_("There is already a room with this name."))):
        room = Room.objects.create(organisation=organisation, name=name, seats=seats, address=address)
    record_change(by=by, obj=room, segment=Permission.EDIT)
    return room


@transaction.atomic
def edit_room(*, room: Room, by: User, name: str, seats: int, address: str) -> None:
    with _explained(room_name_once=NameTaken(_("There is already a room with this name."))):
        Room.objects.filter(pk=room.pk).update(name=name, seats=seats, address=address)
    record_change(by=by, obj=room, segment=Permission.EDIT)


@transaction.atomic
def create_group(*, organisation: Organisation, by: User, name: str, **details) -> SupportGroup:
    """`details` are fields of SupportGroup: kind, theme, about, open, capacity."""
    with _explained(group_name_once=NameTaken(_("There is already a group with this name."))):
        group = SupportGroup.objects.create(organisation=organisation, name=name, **details)
    record_change(by=by, obj=group, segment=Permission.EDIT)
    return group


@transaction.atomic
def edit_group(*, group: SupportGroup, by: User, capacity: int, **details) -> None:
    taken = Enrolment.objects.current().filter(group=_locked(group)).count()
    if capacity < taken:
        raise TooFewPlaces(_("%(taken)d people have a place; there cannot be fewer places.") % {"taken": taken})
    with _explained(group_name_once=NameTaken(_("There is already a group with this name."))):
        SupportGroup.objects.filter(pk=group.pk).update(capacity=capacity, **details)
    record_change(by=by, obj=group, segment=Permission.EDIT)


@transaction.atomic
def end_group(*, group: SupportGroup, by: User) -> None:
    """No more sessions and no more places: what was still to come is cancelled, everybody hears it once."""
    now = timezone.now()
    locked = _locked(group)
    if locked.ended_at:
        raise TransitionRefused(_("This group has already ended."))
    coming = list(Session.objects.planned().filter(group=group, period__startswith__gt=now))
    told = notices.concerned(group, coming)
    places = Enrolment.objects.current().filter(group=group)
    about = list(places.values_list("participant", flat=True))
    Session.objects.filter(pk__in=[session.pk for session in coming]).update(**_cancelled(by))
    places.update(left_at=now, left_by=by)
    SupportGroup.objects.filter(pk=group.pk).update(ended_at=now, ended_by=by)
    record_change(by=by, obj=group, segment=Permission.EDIT, about=[None, *about])
    notices.tell(told, group=group, by=by, until=now + NEWS_KEEPS)


@transaction.atomic
def start_group(*, organisation: Organisation, by: User, name: str, **series) -> Series:
    """A new group with its first series; neither without the other."""
    return plan_series(group=create_group(organisation=organisation, by=by, name=name), by=by, **series)


@transaction.atomic
def plan_series(
    *,
    group: SupportGroup,
    by: User,
    first_on: date,
    count: int,
    starts: time,
    ends: time,
    room: Room,
    facilitators: Iterable[User],
    every: int = Series.Every.WEEK,
    on_holiday: str = Series.OnHoliday.SKIP_AND_ADD,
    changes: Mapping[date, planning.Change] | None = None,
    at: datetime | None = None,
) -> Series:
    """All sessions of a regular series, or none: raises Clashing when a room or facilitator is taken."""
    if _locked(group).ended_at:
        raise TransitionRefused(_("This group has ended. Choose another group or start a new one."))
    draft = planning.Draft(
        first_on=first_on,
        count=count,
        starts=starts,
        ends=ends,
        zone=group.organisation.time_zone,
        room=room,
        facilitators=tuple(facilitators),
        every=every,
        on_holiday=on_holiday,
        changes=changes or {},
    )
    held = [slot for slot in planning.slots(draft) if slot.held]
    if not held:
        raise Refused(_("Every date of this series is left out. Choose more sessions or another date."))
    wanted = [clashes.Wanted(slot.period, slot.room, draft.facilitators) for slot in held]
    with _one_by_one(wanted, organisation=group.organisation):
        series = Series.objects.create(
            organisation_id=group.organisation_id,
            group=group,
            planned_by=by,
            planned_at=at or timezone.now(),
            zone=draft.zone,
            **{name: getattr(draft, name) for name in STORED},
        )
        series.facilitators.set(draft.facilitators)
        sessions = Session.objects.bulk_create(
            Session(organisation_id=group.organisation_id, group=group, series=series, period=one.period, room=one.room)
            for one in wanted
        )
        Facilitation.objects.bulk_create(
            Facilitation(
                organisation_id=group.organisation_id, session=session, user=facilitator, period=session.period
            )
            for session in sessions
            for facilitator in draft.facilitators
        )
    record_change(by=by, obj=series, segment=Permission.EDIT)
    return series


@transaction.atomic
def move_session(*, session: Session, by: User, on: date, starts: time, ends: time, room: Room) -> None:
    """Another moment or room, same people; whoever is concerned hears it once."""
    session = _to_come(session)
    period = planning.period(on, starts, ends, session.organisation.time_zone)
    facilitators = tuple(User.objects.filter(pk__in=session.facilitations.values("user")))
    wanted = [clashes.Wanted(period, room, facilitators)]
    with _one_by_one(wanted, organisation=session.organisation, ignoring=session):
        Session.objects.filter(pk=session.pk).update(period=period, room=room)
    record_change(by=by, obj=session, segment=Permission.EDIT)
    _tell_of(session, by=by, until=max(period.upper, session.period.upper))


@transaction.atomic
def cancel_session(*, session: Session, by: User) -> None:
    """The room and the facilitators are free again; whoever is concerned hears it once."""
    session = _to_come(session)
    Session.objects.filter(pk=session.pk).update(**_cancelled(by))
    record_change(by=by, obj=session, segment=Permission.EDIT)
    _tell_of(session, by=by, until=session.period.upper)


@transaction.atomic
def enrol(*, group: SupportGroup, participant: User, by: User, at: datetime | None = None) -> Enrolment:
    """A place in the group. The group's row is locked, so the last place goes to one person."""
    locked = _locked(group)
    if locked.ended_at:
        raise TransitionRefused(_("This group has ended."))
    if Enrolment.objects.current().filter(group=group).count() >= locked.capacity:
        raise Refused(_("This group is full."))
    has_one = Refused(_("%(name)s already has a place in this group.") % {"name": participant.name})
    with _explained(enrolled_once=has_one):
        enrolment = Enrolment.objects.create(
            organisation_id=group.organisation_id,
            group=group,
            participant=participant,
            enrolled_by=by,
            enrolled_at=at or timezone.now(),
        )
    record_change(by=by, obj=enrolment, segment=Permission.ENROL, about=[participant.pk])
    return enrolment


@transaction.atomic
def leave(*, enrolment: Enrolment, by: User, at: datetime | None = None) -> None:
    left = Enrolment.objects.current().filter(pk=enrolment.pk).update(left_at=at or timezone.now(), left_by=by)
    if not left:
        raise TransitionRefused(_("This place has already ended."))
    record_change(by=by, obj=enrolment, segment=Permission.ENROL, about=[enrolment.participant_id])


@transaction.atomic
def mark_attendance(*, session: Session, by: User, marks: Mapping[UUID, str], at: datetime | None = None) -> int:
    """How it went for each participant named. Only what differs is written; returns how many that were."""
    session = _under_way(session)
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
    session = _under_way(session)
    at = at or timezone.now()
    done = {} if session.attendance_closed_at else {"attendance_closed_at": at, "attendance_closed_by": by}
    Session.objects.filter(pk=session.pk).update(note=note, **done)
    record_change(by=by, obj=session, segment=Permission.ATTENDANCE)


def attendance_opens_on(session: Session) -> date:
    return local_date(session.period.lower, session.organisation.time_zone)


def may_mark(session: Session) -> bool:
    today = local_date(timezone.now(), session.organisation.time_zone)
    return not session.is_cancelled and attendance_opens_on(session) <= today


def _cancelled(by: User) -> dict:
    return {"state": Session.State.CANCELLED, "cancelled_at": timezone.now(), "cancelled_by": by}


def _tell_of(session: Session, *, by: User, until: datetime) -> None:
    group = session.group
    notices.tell(notices.concerned(group, [session]), group=group, by=by, until=until, session=session)


def _locked(group: SupportGroup) -> SupportGroup:
    return SupportGroup.objects.select_for_update(no_key=True).get(pk=group.pk)


def _locked_session(session: Session) -> Session:
    return (
        Session.objects.select_for_update(no_key=True, of=("self",))
        .select_related("organisation", "group")
        .get(pk=session.pk)
    )


def _to_come(session: Session) -> Session:
    session = _locked_session(session)
    if session.is_cancelled:
        raise TransitionRefused(_("This session is already cancelled."))
    if session.period.lower <= timezone.now():
        raise TransitionRefused(_("This session has already begun or is over."))
    return session


def _under_way(session: Session) -> Session:
    session = _locked_session(session)
    if session.is_cancelled:
        raise TransitionRefused(_("This session is cancelled, so there is no attendance."))
    if not may_mark(session):
        raise TransitionRefused(_("Attendance opens on the day of the session."))
    return session


@contextmanager
def _explained(**refusals: Refused) -> Iterator[None]:
    """A broken constraint becomes the refusal that is given for it; nothing of the block is kept."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError as error:
        if refusal := refusals.get(error.__cause__.diag.constraint_name):
            raise refusal from error
        raise


@contextmanager
def _one_by_one(
    wanted: list[clashes.Wanted], *, organisation: Organisation, ignoring: Session | None = None
) -> Iterator[None]:
    """Planners of the same room or person wait for each other, so that the second is refused, never deadlocked."""
    list(Room.objects.select_for_update(no_key=True).filter(pk__in={one.room.pk for one in wanted}).order_by("pk"))
    people = {person.pk for one in wanted for person in one.facilitators}
    list(User.objects.select_for_update(no_key=True).filter(pk__in=people).order_by("pk"))
    try:
        with transaction.atomic():
            yield
    except IntegrityError as error:
        if error.__cause__.diag.constraint_name not in clashes.CONSTRAINTS:
            raise
        raise clashes.Clashing(clashes.find(wanted, organisation=organisation, ignoring=ignoring)) from error
