"""Write services, say that they are right, and take them out of the directory."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from aftercare.accounts.models import Region, User
from aftercare.audit import actions as audit
from aftercare.core.errors import Refused, Stale, TransitionRefused
from aftercare.network.access import record_change
from aftercare.network.actions.words import CHANGED_MEANWHILE, ELSEWHERE, THERE_ALREADY
from aftercare.network.models import Municipality, Service, State


@transaction.atomic
def add(
    *,
    region: Region,
    by: User,
    municipalities: Iterable[Municipality],
    at: datetime | None = None,
    published: bool = False,
    **details,
) -> Service:
    """A draft, or in the directory at once for whoever says that all of it is right."""
    places = _in_region(region, municipalities)
    at = at or timezone.now()
    service = Service(region=region, changed_by=by, changed_at=at, **details)
    if published:
        service.state, service.reviewed_at, service.reviewed_by = State.PUBLISHED, at, by
    try:
        with transaction.atomic():
            service.save(force_insert=True)
    except IntegrityError as error:
        raise Refused(THERE_ALREADY) from error
    service.municipalities.set(places)
    record_change(by=by, obj=service, region_id=region.pk)
    return service


@transaction.atomic
def add_all(
    *, region: Region, by: User, services: list[dict[str, Any]], at: datetime | None = None, published: bool = True
) -> list[Service]:
    """Many at once; each with its `municipalities`, and `reviewed_at` when that was before `at`."""
    at = at or timezone.now()
    same = {"region": region, "changed_by": by, "changed_at": at}
    if published:
        same |= {"state": State.PUBLISHED, "reviewed_at": at, "reviewed_by": by}
    new, covered = [], []
    for words in services:
        places = _in_region(region, words["municipalities"])
        details = {name: value for name, value in words.items() if name != "municipalities"}
        new.append(Service(**same | details))
        covered += [Service.municipalities.through(service=new[-1], municipality=place) for place in places]
    try:
        with transaction.atomic():
            Service.objects.bulk_create(new)
    except IntegrityError as error:
        raise Refused(THERE_ALREADY) from error
    Service.municipalities.through.objects.bulk_create(covered)
    with audit.gathered():
        for service in new:
            record_change(by=by, obj=service, region_id=region.pk)
    return new


@transaction.atomic
def bring_in(
    *,
    region: Region,
    by: User,
    new: list[dict[str, Any]],
    corrected: list[tuple[Service, dict[str, Any]]],
    reviewed: bool = False,
) -> None:
    """What a file says, all of it or nothing. `reviewed`: somebody went through it, so new ones are listed at once."""
    add_all(region=region, by=by, services=new, published=reviewed)
    for service, words in corrected:
        change(service=service, by=by, revision=service.revision, reviewed=reviewed, **words)


@transaction.atomic
def change(
    *,
    service: Service,
    by: User,
    revision: int,
    municipalities: Iterable[Municipality],
    at: datetime | None = None,
    reviewed: bool = False,
    **details,
) -> None:
    """Write over the revision that the writer saw; another one since is Stale. `reviewed`: all of it is right now."""
    places = _in_region(service.region, municipalities)
    at = at or timezone.now()
    if reviewed:
        details |= {"reviewed_at": at, "reviewed_by": by}
    _write(service, by, revision, at, **details)
    service.municipalities.set(places)


@transaction.atomic
def publish(*, service: Service, by: User, revision: int, at: datetime | None = None) -> None:
    """Into the directory, from a draft or back from having been taken out."""
    if service.state == State.PUBLISHED:
        raise TransitionRefused(_("This stands in the directory already."))
    at = at or timezone.now()
    fields = {"state": State.PUBLISHED, "withdrawn_why": "", "reviewed_at": at, "reviewed_by": by}
    _write(service, by, revision, at, **fields)


@transaction.atomic
def review(*, service: Service, by: User, revision: int, at: datetime | None = None) -> None:
    """Somebody went through all of it and says that it is right."""
    if service.state != State.PUBLISHED:
        raise TransitionRefused(_("Only what stands in the directory is reviewed."))
    at = at or timezone.now()
    _write(service, by, revision, at, reviewed_at=at, reviewed_by=by)


@transaction.atomic
def withdraw(*, service: Service, by: User, revision: int, why: str, at: datetime | None = None) -> None:
    """Out of the directory. Plans that point at it keep its name, and say that it stopped."""
    if service.state == State.WITHDRAWN:
        raise TransitionRefused(_("This was taken out already."))
    _write(service, by, revision, at or timezone.now(), state=State.WITHDRAWN, withdrawn_why=why)


def _write(service: Service, by: User, revision: int, at: datetime, **fields) -> None:
    stored = Service.objects.filter(pk=service.pk, revision=revision)
    fields |= {"revision": revision + 1, "changed_at": at, "changed_by": by}
    try:
        with transaction.atomic():
            if not stored.update(**fields):
                raise Stale(CHANGED_MEANWHILE)
    except IntegrityError as error:
        raise Refused(THERE_ALREADY) from error
    for name, value in fields.items():
        setattr(service, name, value)
    record_change(by=by, obj=service, region_id=service.region_id)


def _in_region(region: Region, municipalities: Iterable[Municipality]) -> list[Municipality]:
    places = list(municipalities)
    if any(place.region_id != region.pk for place in places):
        raise Refused(ELSEWHERE)
    return places
