"""Groups, rooms, series, sessions, enrolment, waiting, attendance."""

from supportgroups.models.people import Attendance, Enrolment, Wait
from supportgroups.models.planned import Facilitation, Room, Scope, Series, Session, SessionQuerySet, SupportGroup

__all__ = [
    "Attendance",
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
