"""Consent: one category that is or was shared with one recipient."""

from collections.abc import Iterator, Sequence
from uuid import UUID

from aftercare.accounts.models import User
from trajectories.dossier.models import Consent, Trajectory
from trajectories.export.fhir.elements import TERMINOLOGY, Element, concept, day, element, instant, reference, resource
from trajectories.export.sources.sharing import consents_of

SCOPE = concept(system=f"{TERMINOLOGY}/consentscope", code="patient-privacy")
DISCLOSURE = concept(system=f"{TERMINOLOGY}/v3-ActCode", code="IDSCL")
CHOSEN_TO = concept(system=f"{TERMINOLOGY}/v3-ActCode", code="OPTIN")
"""Nothing is shared until somebody chooses to."""
RECIPIENT = concept(system=f"{TERMINOLOGY}/v3-ParticipationType", code="IRCP")


def resources(of: User, trajectories: Sequence[Trajectory], *, standing: set[UUID]) -> Iterator[Element]:
    """`standing` are those that hold now."""
    for consent in consents_of(trajectories):
        yield _consent(of, consent, stands=consent.pk in standing)


def _consent(of: User, consent: Consent, *, stands: bool) -> Element:
    return resource(
        "Consent",
        consent.pk,
        status="active" if stands else "inactive",
        scope=SCOPE,
        category=[DISCLOSURE],
        patient=reference("Patient", of.pk),
        dateTime=instant(consent.given_at),
        policyRule=CHOSEN_TO,
        provision={
            "type": "permit",
            "period": element(start=instant(consent.given_at), end=instant(consent.ended_at) or day(consent.until)),
            "actor": [{"role": RECIPIENT, "reference": {"display": consent.recipient.name}}],
            "purpose": [{"display": consent.get_purpose_display()}],
            "code": [concept(consent.get_category_display())],
        },
    )
