"""What came to somebody, and what went from them: names only of whom they still see."""

from django.db.models import Count, F, Q, QuerySet

from aftercare.accounts.models import User
from trajectories.dossier.models import TrajectoryQuerySet
from trajectories.handovers.models import Handover

LISTED = 50


def received(user: User, *, in_scope: TrajectoryQuerySet) -> QuerySet[Handover]:
    """Not acknowledged first, then the newest."""
    mine = Handover.objects.received_by(user).filter(trajectory__in=in_scope.order_by().values("pk"))
    people = mine.select_related("giver", "seat", "trajectory__client__user")
    return people.order_by(F("acknowledged_at").desc(nulls_first=True), "-given_at", "-id")[:LISTED]


def given(user: User) -> list[dict]:
    """How many to whom from which day, and how many of them were acknowledged; the newest first."""
    grouped = Handover.objects.filter(giver=user).order_by().values("seat__user__name", "seat__since")
    counted = grouped.annotate(count=Count("pk"), read=Count("pk", filter=Q(acknowledged_at__isnull=False)))
    return list(counted.order_by("-seat__since", "seat__user__name")[:LISTED])
