"""The team on one page: who carries how many, how many of those ask for something, who is away. No client is named."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q
from django.utils import timezone

from aftercare.accounts.models import Membership, User
from aftercare.accounts.roles import Role
from trajectories.absences.models import Absence
from trajectories.dossier.models import CareTeamSeat, Status, TeamRole
from trajectories.signals.models import Signal
from trajectories.teamtasks.models import TeamTask


@dataclass(frozen=True)
class Colleague:
    """`asking` are clients with a signal that nobody settled or a task that is late; `late` those with such a task."""

    user: User
    clients: int
    asking: int
    late: int
    stands_in_for: int
    away: Absence | None


def load(organisations: Iterable[UUID], *, at: datetime) -> list[Colleague]:
    """Every counsellor, by name."""
    places, today = list(organisations), timezone.localdate(at)
    members = Membership.objects.active().filter(organisation__in=places, role=Role.COUNSELLOR)
    people = User.objects.filter(pk__in=members.order_by().values("user"), is_active=True).order_by("name", "pk")
    counts = _counts(places, at=at)
    absent = Absence.objects.filter(organisation__in=places, since__lte=today, back_on__gt=today)
    away = {one.user_id: one for one in absent.select_related("stand_in")}
    nothing = {"clients": 0, "asking": 0, "late": 0, "stands_in_for": 0}
    return [Colleague(one, **counts.get(one.pk, nothing), away=away.get(one.pk)) for one in people]


def _counts(places: list[UUID], *, at: datetime) -> dict[UUID, dict[str, int]]:
    signal = Exists(Signal.objects.open().order_by().filter(trajectory=OuterRef("trajectory")))
    late = Exists(TeamTask.objects.open().order_by().filter(trajectory=OuterRef("trajectory"), due_at__lt=at))
    seats = CareTeamSeat.objects.on(timezone.localdate(at)).filter(
        organisation__in=places, trajectory__status=Status.RUNNING, role__in=[TeamRole.COUNSELLOR, TeamRole.STAND_IN]
    )
    carried = Q(role=TeamRole.COUNSELLOR)
    counted = seats.alias(signal=signal, is_late=late).order_by().values("user")
    rows = counted.annotate(
        clients=Count("pk", filter=carried),
        asking=Count("pk", filter=carried & (Q(signal=True) | Q(is_late=True))),
        late=Count("pk", filter=carried & Q(is_late=True)),
        stands_in_for=Count("pk", filter=~carried),
    )
    return {row.pop("user"): row for row in rows}
