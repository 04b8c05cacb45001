"""Groups, rooms, series, sessions, enrolment, waiting, attendance."""

from supportgroups.models.people import Attendance, Correction, Enrolment, Wait
from supportgroups.models.planned import Facilitation, Room, Scope, Series, Session, SessionQuerySet, SupportGroup

__all__ = [
    "Attendance",
    "Correction",
    "Enrolment",
    "Facilitation",
    "Room",
    "Scope",
    "Series",
    "Session",
    "SessionQuerySet",
    "SupportGroup",
    "Wait",
]
