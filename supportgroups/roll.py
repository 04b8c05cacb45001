"""The roll of one session: who has a place, how it went, which time this is."""

from collections import Counter
from dataclasses import dataclass

from django.db.models import Count, Q

from aftercare.accounts.models import User
from supportgroups.models import Attendance, Enrolment, Session


@dataclass(frozen=True)
class Line:
    """`attendance` is None while nobody marked how it went."""

    person: User
    attendance: Attendance | None
    is_new: bool = False

    @property
    def mark(self) -> str:
        return self.attendance.mark if self.attendance else ""


@dataclass(frozen=True)
class Counts:
    present: int
    excused: int
    absent: int
    unmarked: int


def call(session: Session) -> list[Line]:
    """Everyone with a place at the session, by name. Three queries."""
    places = Enrolment.objects.during(session).select_related("participant")
    people = {place.participant_id: place.participant for place in places}
    marks = {mark.participant_id: mark for mark in session.attendances.select_related("marked_by")}
    earlier = Attendance.objects.filter(session__group=session.group_id, session__period__lt=session.period)
    seen = set(earlier.filter(mark=Attendance.Mark.PRESENT).values_list("participant", flat=True))
    return [Line(person, marks.get(pk), is_new=bool(seen) and pk not in seen) for pk, person in people.items()]


def counts(lines: list[Line]) -> Counts:
    of = Counter(line.mark for line in lines)
    return Counts(of[Attendance.Mark.PRESENT], of[Attendance.Mark.EXCUSED], of[Attendance.Mark.ABSENT], of[""])


def time_of(session: Session) -> dict[str, int]:
    """This is time `number` of `total`, cancelled sessions not counted."""
    held = Session.objects.planned().filter(series=session.series_id).order_by()
    return held.aggregate(number=Count("pk", filter=Q(period__lte=session.period)), total=Count("pk"))
