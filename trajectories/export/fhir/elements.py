"""Pieces that several resources are made of, as FHIR writes them in JSON: references, codes, moments."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.utils import timezone

Element = dict[str, Any]
TERMINOLOGY = "http://terminology.hl7.org/CodeSystem"


def element(**fields: Any) -> Element:
    """With those of its fields that say something: FHIR knows no empty ones."""
    return {name: value for name, value in fields.items() if value not in (None, "", [], {})}


def resource(kind: str, pk: UUID, **fields: Any) -> Element:
    """Under the id that the row has in the portal."""
    return element(resourceType=kind, id=str(pk), **fields)


def address(pk: UUID) -> str:
    return f"urn:uuid:{pk}"


def reference(kind: str, pk: UUID, display: object = "") -> Element:
    """To a resource of the same bundle."""
    return element(reference=address(pk), type=kind, display=str(display))


def named(kind: str, display: object) -> Element:
    """Somebody of whom the bundle holds the name only."""
    return element(type=kind, display=str(display))


def concept(text: object = "", *, system: str = "", code: str = "") -> Element:
    coding = [element(system=system, code=code)] if code else []
    return element(coding=coding, text=str(text))


def instant(at: datetime | None) -> str:
    """On the clock of the reader, with its distance from UTC."""
    return timezone.localtime(at).isoformat(timespec="seconds") if at else ""


def day(on: date | datetime | None) -> str:
    if on is None:
        return ""
    return (timezone.localdate(on) if isinstance(on, datetime) else on).isoformat()


def period(since: date | None, until: date | None) -> Element:
    return element(start=day(since), end=day(until))
