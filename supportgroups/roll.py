"""The roll of one session: who has a place, how it went, which time this is."""

from collections import Counter
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, Q

from aftercare.accounts.models import User
from supportgroups.models import Attendance, Correction, Enrolment, Session


@dataclass(frozen=True)
class Line:
    """`attendance` is None while nobody marked how it went."""

    person: User
    attendance: Attendance | None
    is_new: bool = False
    before: tuple[Correction, ...] = ()

    @property
    def mark(self) -> str:
        return self.attendance.mark if self.attendance else ""


@dataclass(frozen=True)
class Counts:
    present: int
    late: int
    excused: int
    absent: int
    unmarked: int


def call(session: Session) -> list[Line]:
    """Everyone with a place at the session, by name. Four queries."""
    places = Enrolment.objects.during(session).select_related("participant")
    people = {place.participant_id: place.participant for place in places}
    marks = {mark.participant_id: mark for mark in session.attendances.select_related("marked_by")}
    earlier = Attendance.objects.filter(session__group=session.group_id, session__period__lt=session.period)
    seen = set(earlier.filter(mark__in=Attendance.CAME).values_list("participant", flat=True))
    before: dict[UUID, list[Correction]] = {}
    for correction in session.corrections.select_related("marked_by"):
        before.setdefault(correction.participant_id, []).append(correction)
    return [
        Line(person, marks.get(pk), is_new=bool(seen) and pk not in seen, before=tuple(before.get(pk, ())))
        for pk, person in people.items()
    ]


def counts(lines: list[Line]) -> Counts:
    of = Counter(line.mark for line in lines)
    mark = Attendance.Mark
    return Counts(of[mark.PRESENT], of[mark.LATE], of[mark.EXCUSED], of[mark.ABSENT], of[""])


def time_of(session: Session) -> dict[str, int]:
    """This is time `number` of `total`, cancelled sessions not counted."""
    held = Session.objects.planned().filter(series=session.series_id).order_by()
    return held.aggregate(number=Count("pk", filter=Q(period__lte=session.period)), total=Count("pk"))
