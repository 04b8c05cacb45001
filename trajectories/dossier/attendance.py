"""What attendance in groups means for a dossier: two absences in a row stand on the caseload until somebody comes."""

from datetime import timedelta
from uuid import UUID

from django.db.models import Q

from supportgroups.models import Attendance, Session
from trajectories.dossier.models import Summary

IN_A_ROW = 2
RECENT = timedelta(days=90)
"""Sessions of longer ago make no row with this one."""


def at_marking(*, session: Session, participants: list[UUID]) -> None:
    """In the transaction that marks them, so that a correction takes the reason away again."""
    marks = Attendance.objects.filter(participant__in=participants, organisation=session.organisation_id)
    marks = marks.filter(session__period__endswith__gt=session.period.lower - RECENT)
    rows = marks.order_by("participant", "session__group", "-session__period").values_list(
        "participant", "session__group", "mark", "session__period"
    )
    last: dict[tuple[UUID, UUID], list] = {}
    for person, group, mark, period in rows:
        kept = last.setdefault((person, group), [])
        if len(kept) < IN_A_ROW:
            kept.append((mark, period.lower))
    missed = {}
    for (person, _group), kept in last.items():
        if [mark for mark, _at in kept] == [Attendance.Mark.ABSENT] * IN_A_ROW:
            missed[person] = max(missed.get(person, kept[0][1]), kept[0][1])
    about = Q(organisation=session.organisation_id, trajectory__client__user__in=participants)
    Summary.objects.filter(about, groups_missed_at__isnull=False).update(groups_missed_at=None)
    for person, at in missed.items():
        Summary.objects.filter(about, trajectory__client__user=person).update(groups_missed_at=at)
