"""Groups, rooms, series, sessions, enrolment, waiting, attendance."""

from supportgroups.models.people import Attendance, Correction, Enrolment, Wait
from supportgroups.models.planned import Facilitation, Room, Scope, Series, Session, SessionQuerySet, SupportGroup
from supportgroups.models.sharing import Material, Thanks, Tip, TipQuerySet

__all__ = [
    "Attendance",
    "Correction",
    "Enrolment",
    "Facilitation",
    "Material",
    "Room",
    "Scope",
    "Series",
    "Session",
    "SessionQuerySet",
    "SupportGroup",
    "Thanks",
    "Tip",
    "TipQuerySet",
    "Wait",
]
