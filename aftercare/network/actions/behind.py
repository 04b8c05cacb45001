"""Write preconditions and knowledge, and go through a municipality."""

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from aftercare.accounts.models import Region, User
from aftercare.audit import actions as audit
from aftercare.core.errors import Stale
from aftercare.network.access import record_change
from aftercare.network.actions.words import CHANGED_MEANWHILE
from aftercare.network.models import Knowledge, Municipality, Precondition, Service


@transaction.atomic
def add(
    model: type[Precondition | Knowledge],
    *,
    region: Region,
    by: User,
    service: Service | None = None,
    at: datetime | None = None,
    **words,
) -> Precondition | Knowledge:
    """About a service, else about `block` in the region, else about the region itself."""
    found = model.objects.create(
        region=region, service=service, changed_by=by, changed_at=at or timezone.now(), **words
    )
    record_change(by=by, obj=found, region_id=region.pk)
    return found


@transaction.atomic
def add_all(
    model: type[Precondition | Knowledge],
    *,
    region: Region,
    by: User,
    rows: list[dict[str, Any]],
    at: datetime | None = None,
) -> None:
    """Many at once; `rows` are as for add."""
    at = at or timezone.now()
    new = [model(region=region, changed_by=by, changed_at=at, **row) for row in rows]
    model.objects.bulk_create(new)
    with audit.gathered():
        for one in new:
            record_change(by=by, obj=one, region_id=region.pk)


def change(*, behind: Precondition | Knowledge, by: User, revision: int, at: datetime | None = None, **words) -> None:
    """Write over the revision that the writer saw; another one since is Stale."""
    _write(behind, by, revision, at or timezone.now(), **words)


def remove(*, behind: Precondition | Knowledge, by: User, revision: int, at: datetime | None = None) -> None:
    at = at or timezone.now()
    _write(behind, by, revision, at, removed_at=at, removed_by=by)


@transaction.atomic
def survey(*, municipality: Municipality, by: User, on: date) -> None:
    """The design team went through everything that is there: what is not listed now is known to lack."""
    municipality.surveyed_on, municipality.surveyed_by = on, by
    municipality.save(update_fields=["surveyed_on", "surveyed_by"])
    record_change(by=by, obj=municipality, region_id=municipality.region_id)


@transaction.atomic
def _write(behind: Precondition | Knowledge, by: User, revision: int, at: datetime, **fields) -> None:
    stored = type(behind).objects.current().filter(pk=behind.pk, revision=revision)
    if not stored.update(revision=revision + 1, changed_at=at, changed_by=by, **fields):
        raise Stale(CHANGED_MEANWHILE)
    record_change(by=by, obj=behind, region_id=behind.region_id)
