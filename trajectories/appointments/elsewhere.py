"""Who has an appointment when, without with whom: what appointments tell supportgroups.elsewhere."""

from collections.abc import Collection, Iterator
from uuid import UUID

from django.db.backends.postgresql.psycopg_any import DateTimeTZRange

from supportgroups.elsewhere import Taken
from trajectories.appointments.models import PERIOD, Appointment


def of_appointments(people: Collection[UUID], during: DateTimeTZRange) -> Iterator[Taken]:
    taken = Appointment.objects.planned().filter(with_user__in=people).alias(period=PERIOD)
    rows = taken.filter(period__overlap=during).order_by("starts_at", "id").values_list("with_user", PERIOD)
    for user, period in rows:
        yield Taken(user, period, away=False)
