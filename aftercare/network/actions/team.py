"""Appoint the local design team of a region, and end a seat in it."""

from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from aftercare.accounts.models import Region, User
from aftercare.audit import actions as audit
from aftercare.core.errors import Refused, TransitionRefused
from aftercare.network.access import record_change
from aftercare.network.models import DesignSeat, Municipality, Voice


@transaction.atomic
def appoint(*, region: Region, by: User, name: str, email: str, voice: Voice, at: datetime | None = None) -> DesignSeat:
    """Somebody who has an account. An address alone says nothing about its owner: the name must be right as well."""
    found = User.objects.filter(email__iexact=email.strip(), is_active=True).named_like(name).first()
    if found is None:
        raise Refused(_("Nobody has an account with this name and e-mail address together. Check both with them."))
    return seat(region=region, by=by, user=found, voice=voice, at=at)


@transaction.atomic
def seat(*, region: Region, by: User, user: User, voice: Voice, at: datetime | None = None) -> DesignSeat:
    new = DesignSeat(region=region, user=user, voice=voice, since=at or timezone.now(), appointed_by=by)
    try:
        with transaction.atomic():
            new.save(force_insert=True)
    except IntegrityError as error:
        raise Refused(_("This person is in the design team already.")) from error
    record_change(by=by, obj=new, region_id=region.pk)
    return new


@transaction.atomic
def end(*, seat: DesignSeat, by: User, at: datetime | None = None) -> None:
    """What they wrote and reviewed stays, with their name."""
    if not DesignSeat.objects.active().filter(pk=seat.pk).update(ended_at=at or timezone.now(), ended_by=by):
        raise TransitionRefused(_("This seat has ended already."))
    record_change(by=by, obj=seat, region_id=seat.region_id)


@transaction.atomic
def add_municipality(*, region: Region, by: User, name: str) -> Municipality:
    new = Municipality(region=region, name=name)
    try:
        with transaction.atomic():
            new.save(force_insert=True)
    except IntegrityError as error:
        raise Refused(_("This municipality is listed already, here or in another region.")) from error
    record_change(by=by, obj=new, region_id=region.pk)
    return new


@transaction.atomic
def add_municipalities(
    *, region: Region, by: User, names: list[str], surveyed: dict[str, date] | None = None
) -> dict[str, Municipality]:
    """Many at once, by name; `surveyed` says of some when `by` went through what is there."""
    on = surveyed or {}
    towns = [
        Municipality(region=region, name=name, surveyed_on=on.get(name), surveyed_by=by if name in on else None)
        for name in names
    ]
    Municipality.objects.bulk_create(towns)
    with audit.gathered():
        for town in towns:
            record_change(by=by, obj=town, region_id=region.pk)
    return {town.name: town for town in towns}
