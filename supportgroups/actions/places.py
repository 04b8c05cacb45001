"""A place in a group: given, ended."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from aftercare.accounts.models import User
from aftercare.core.errors import Refused, TransitionRefused
from supportgroups.access import Permission, record_change
from supportgroups.actions import waiting
from supportgroups.actions.guards import explained, locked
from supportgroups.models import Enrolment, SupportGroup, Wait


@transaction.atomic
def enrol(*, group: SupportGroup, participant: User, by: User, at: datetime | None = None) -> Enrolment:
    """A place in the group. The group's row is locked, so the last place goes to one person."""
    held = locked(group)
    if held.ended_at:
        raise TransitionRefused(_("This group has ended."))
    _room_for(participant, group=held)
    has_one = Refused(_("%(name)s already has a place in this group.") % {"name": participant.name})
    with explained(enrolled_once=has_one):
        enrolment = Enrolment.objects.create(
            organisation_id=group.organisation_id,
            group=group,
            participant=participant,
            enrolled_by=by,
            enrolled_at=at or timezone.now(),
        )
    record_change(by=by, obj=enrolment, segment=Permission.ENROL, about=[participant.pk])
    waiting.placed_by_hand(group, participant, by=by, at=enrolment.enrolled_at)
    return enrolment


@transaction.atomic
def leave(*, enrolment: Enrolment, by: User, at: datetime | None = None) -> None:
    left = Enrolment.objects.current().filter(pk=enrolment.pk).update(left_at=at or timezone.now(), left_by=by)
    if not left:
        raise TransitionRefused(_("This place has already ended."))
    record_change(by=by, obj=enrolment, segment=Permission.ENROL, about=[enrolment.participant_id])


def _room_for(participant: User, *, group: SupportGroup) -> None:
    """Refuses where no place is free, or where it belongs to whoever is ahead in the line."""
    own = Wait.objects.offered().filter(group=group, participant=participant).count()
    free = group.capacity - waiting.reserved(group) + own
    if free <= 0:
        raise Refused(_("This group is full."))
    if free <= waiting.ahead_of(group, participant):
        raise Refused(_("Others wait for this place. The first in line gets an offer by itself."))
