"""Who is away when: what absences tell supportgroups.elsewhere."""

from collections.abc import Collection, Iterator
from datetime import date, datetime, time, timedelta
from uuid import UUID

from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.utils import timezone

from supportgroups.elsewhere import Taken
from trajectories.absences.models import Absence


def of_absences(people: Collection[UUID], during: DateTimeTZRange) -> Iterator[Taken]:
    first, last = (timezone.localtime(at).date() for at in (during.lower, during.upper))
    for absence in Absence.objects.filter(user__in=people).within(first, last + timedelta(days=1)):
        period = DateTimeTZRange(_midnight(absence.since), _midnight(absence.back_on))
        yield Taken(absence.user_id, period, away=True)


def _midnight(on: date) -> datetime:
    return timezone.make_aware(datetime.combine(on, time.min))
