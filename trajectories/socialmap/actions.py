"""Put somebody on the map, change or move them, take them off, make a part of the plan of a contact."""

from datetime import datetime

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from aftercare.accounts.models import User
from aftercare.core.errors import Refused, Stale
from trajectories.dossier.access import Permission, record_change
from trajectories.dossier.models import Trajectory
from trajectories.plans import actions as plans
from trajectories.plans.models import Kind, PlanItem, State
from trajectories.socialmap.models import Aim, KnownPerson, MapChange, Ring, Stance

What = MapChange.What


@transaction.atomic
def add(
    *,
    trajectory: Trajectory,
    by: User,
    name: str,
    stance: Stance,
    ring: Ring,
    at: datetime | None = None,
    **details,
) -> KnownPerson:
    """`details` are relation, words, aim, phone, at_help."""
    at = at or timezone.now()
    person = KnownPerson.objects.create(
        organisation_id=trajectory.organisation_id,
        trajectory=trajectory,
        name=name,
        stance=stance,
        ring=ring,
        changed_at=at,
        changed_by=by,
        **details,
    )
    _keep(person, What.ADDED, by, at)
    record_change(by=by, trajectory=trajectory, obj=person, segment=Permission.SOCIAL_MAP_EDIT)
    return person


@transaction.atomic
def change(*, person: KnownPerson, by: User, revision: int, at: datetime | None = None, **details) -> None:
    """Write `details` over the revision that the writer saw. Another ring or stance is a move, and is kept."""
    at = at or timezone.now()
    before = KnownPerson.objects.select_for_update(of=["self"]).get(pk=person.pk)
    if before.revision != revision or before.removed_at:
        raise Stale(_("Somebody changed this while you were writing."))
    KnownPerson.objects.filter(pk=person.pk).update(revision=F("revision") + 1, changed_at=at, changed_by=by, **details)
    after = KnownPerson.objects.get(pk=person.pk)
    if (after.ring, after.stance) != (before.ring, before.stance):
        _keep(after, What.MOVED, by, at)
    record_change(by=by, trajectory=person.trajectory, obj=person, segment=Permission.SOCIAL_MAP_EDIT)


@transaction.atomic
def remove(*, person: KnownPerson, by: User, at: datetime | None = None) -> None:
    """Off the map and off Help now; that they stood there is kept. Twice is once."""
    at = at or timezone.now()
    standing = KnownPerson.objects.current().filter(pk=person.pk).order_by()
    if standing.update(removed_at=at, at_help=False, revision=F("revision") + 1):
        _keep(person, What.REMOVED, by, at)
        record_change(by=by, trajectory=person.trajectory, obj=person, segment=Permission.SOCIAL_MAP_EDIT)


@transaction.atomic
def put_in_plan(*, person: KnownPerson, by: User, at: datetime | None = None) -> PlanItem:
    """The contact to make or to repair becomes a running part of the plan. Once is enough."""
    locked = KnownPerson.objects.select_for_update(of=["self"]).select_related("item").get(pk=person.pk)
    if not locked.aim:
        raise Refused(_("Say first what you want with this person."))
    if locked.item and not locked.item.is_over:
        raise Refused(_("This stands in the plan already."))
    title = {
        Aim.MAKE: _("Get to know %(name)s"),
        Aim.REPAIR: _("Repair the contact with %(name)s"),
    }[locked.aim] % {"name": locked.name}
    item = plans.add(
        trajectory=person.trajectory,
        by=by,
        kind=Kind.COMMUNITY,
        title=title,
        goal=locked.words,
        state=State.ACTIVE,
        starts_on=timezone.localdate(at),
        at=at,
    )
    KnownPerson.objects.filter(pk=person.pk).update(item=item)
    return item


def _keep(person: KnownPerson, what: MapChange.What, by: User, at: datetime) -> None:
    MapChange.objects.create(
        organisation_id=person.organisation_id,
        trajectory_id=person.trajectory_id,
        person=person,
        what=what,
        ring=person.ring,
        stance=person.stance,
        at=at,
        by=by,
    )
