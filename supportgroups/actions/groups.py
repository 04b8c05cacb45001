"""Rooms and groups: made, edited, ended."""

from datetime import timedelta

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from aftercare.accounts.models import Organisation, User
from aftercare.core.errors import Refused, TransitionRefused
from supportgroups import notices
from supportgroups.access import Permission, record_change
from supportgroups.actions import waiting
from supportgroups.actions.guards import cancelled, explained, locked
from supportgroups.models import Enrolment, Room, Session, SupportGroup

NEWS_KEEPS = timedelta(days=7)


class NameTaken(Refused):
    field = "name"


class TooFewPlaces(Refused):
    field = "capacity"


@transaction.atomic
def add_room(*, organisation: Organisation, by: User, name: str, seats: int, address: str = "") -> Room:
    with explained(room_name_once=NameTaken(_("There is already a room with this name."))):
        room = Room.objects.create(organisation=organisation, name=name, seats=seats, address=address)
    record_change(by=by, obj=room, segment=Permission.EDIT)
    return room


@transaction.atomic
def edit_room(*, room: Room, by: User, name: str, seats: int, address: str) -> None:
    with explained(room_name_once=NameTaken(_("There is already a room with this name."))):
        Room.objects.filter(pk=room.pk).update(name=name, seats=seats, address=address)
    record_change(by=by, obj=room, segment=Permission.EDIT)


@transaction.atomic
def create_group(*, organisation: Organisation, by: User, name: str, **details) -> SupportGroup:
    """`details` are fields of SupportGroup: kind, theme, about, open, capacity."""
    with explained(group_name_once=NameTaken(_("There is already a group with this name."))):
        group = SupportGroup.objects.create(organisation=organisation, name=name, **details)
    record_change(by=by, obj=group, segment=Permission.EDIT)
    return group


@transaction.atomic
def edit_group(*, group: SupportGroup, by: User, capacity: int, **details) -> None:
    taken = Enrolment.objects.current().filter(group=locked(group)).count()
    if capacity < taken:
        raise TooFewPlaces(_("%(taken)d people have a place; there cannot be fewer places.") % {"taken": taken})
    with explained(group_name_once=NameTaken(_("There is already a group with this name."))):
        SupportGroup.objects.filter(pk=group.pk).update(capacity=capacity, **details)
    record_change(by=by, obj=group, segment=Permission.EDIT)


@transaction.atomic
def end_group(*, group: SupportGroup, by: User) -> None:
    """No more sessions and no more places: what was still to come is cancelled, everybody hears it once."""
    now = timezone.now()
    held = locked(group)
    if held.ended_at:
        raise TransitionRefused(_("This group has already ended."))
    coming = list(Session.objects.planned().filter(group=group, period__startswith__gt=now))
    told = notices.concerned(group, coming)
    places = Enrolment.objects.current().filter(group=group)
    about = list(places.values_list("participant", flat=True))
    Session.objects.filter(pk__in=[session.pk for session in coming]).update(
        **cancelled(by), revision=F("revision") + 1, changed_at=now
    )
    places.update(left_at=now, left_by=by)
    waiting.end_all(group, by=by, at=now)
    SupportGroup.objects.filter(pk=group.pk).update(ended_at=now, ended_by=by)
    record_change(by=by, obj=group, segment=Permission.EDIT, about=[None, *about])
    notices.tell(told, group=group, by=by, until=now + NEWS_KEEPS)
