"""The bundle itself. fhirclient reads what was made and refuses what R4 does not know or lacks."""

import json
from collections.abc import Iterator, Sequence
from datetime import datetime
from uuid import UUID

from aftercare.accounts.models import User
from trajectories.dossier.models import Consent, Trajectory
from trajectories.export.fhir import appointments, checkins, consents, people, plans
from trajectories.export.fhir.elements import Element, address, instant


def written(*, of: User, trajectories: Sequence[Trajectory], now: datetime) -> str:
    from fhirclient.models.bundle import Bundle  # takes a third of a second, which no start of the portal owes it

    entries = [{"fullUrl": address(UUID(one["id"])), "resource": one} for one in _resources(of, trajectories, now)]
    made = {"resourceType": "Bundle", "type": "collection", "timestamp": instant(now), "entry": entries}
    return json.dumps(Bundle(made).as_json(), ensure_ascii=False, indent=1)


def _resources(of: User, trajectories: Sequence[Trajectory], now: datetime) -> Iterator[Element]:
    yield people.patient(of, trajectories)
    yield from plans.resources(of, trajectories)
    yield from checkins.resources(of, trajectories)
    yield from appointments.resources(of, trajectories)
    standing = Consent.objects.standing(at=now).filter(trajectory__in=trajectories).order_by()
    yield from consents.resources(of, trajectories, standing=set(standing.values_list("pk", flat=True)))
