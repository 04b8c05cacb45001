"""Patient: whose copy it is."""

from collections.abc import Sequence

from aftercare.accounts.models import User
from trajectories.dossier.models import Trajectory
from trajectories.export.fhir.elements import Element, day, element, resource


def patient(of: User, trajectories: Sequence[Trajectory]) -> Element:
    clients = {one.client_id: one.client for one in trajectories}.values()
    numbers = [
        element(use="usual", value=one.number, assigner={"display": str(one.organisation)})
        for one in clients
        if one.number
    ]
    telecom = [element(system="email", value=of.email), element(system="phone", value=of.phone)]
    return resource(
        "Patient",
        of.pk,
        identifier=numbers,
        name=[element(use="official", text=of.name), *([element(use="usual", text=of.called)] if of.called else [])],
        telecom=[one for one in telecom if "value" in one],
        birthDate=next((day(one.birth_date) for one in clients if one.birth_date), ""),
        communication=[{"language": {"coding": [{"system": "urn:ietf:bcp:47", "code": of.language}]}}],
    )
