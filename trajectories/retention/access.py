"""How long what is kept of somebody is kept, and whose time is over."""

from datetime import date, datetime
from uuid import UUID

from dateutil.relativedelta import relativedelta
from django.db.models import Exists, Max, OuterRef, QuerySet
from django.utils import timezone

from aftercare.audit.models import AccessEntry, Event
from trajectories.dossier.models import Client, Status, Trajectory
from trajectories.retention.models import DestructionRequest

YEARS = 20
"""From the last change on (art. 7:454 of the Dutch civil code)."""


def kept_until(client: Client) -> date | None:
    """The last day; None while aftercare runs."""
    trajectories = Trajectory.objects.filter(client=client)
    if trajectories.filter(status=Status.RUNNING).exists():
        return None
    closed_at = trajectories.aggregate(last=Max("closed_at"))["last"]
    changed_at = _changes(client.user_id, client.organisation_id).aggregate(last=Max("at"))["last"]
    return timezone.localdate(max(filter(None, [closed_at, changed_at]))) + relativedelta(years=YEARS)


def kept_long_enough(*, at: datetime) -> QuerySet[Client]:
    """Of whom everything is closed and nothing changed for so long."""
    before = at - relativedelta(years=YEARS)
    theirs = Trajectory.objects.filter(client=OuterRef("pk"))
    later = _changes(OuterRef("user"), OuterRef("organisation")).filter(at__gte=before)
    ended = Exists(theirs.filter(closed_at__lt=before)) & ~Exists(theirs.exclude(closed_at__lt=before))
    return Client.objects.filter(ended & ~Exists(later)).order_by("pk")


def granted_and_due(*, at: datetime) -> QuerySet[Client]:
    """Unless they came back meanwhile: nothing goes while aftercare runs."""
    due = DestructionRequest.objects.filter(state=DestructionRequest.State.GRANTED, destroy_at__lte=at)
    running = Trajectory.objects.filter(client=OuterRef("pk"), status=Status.RUNNING)
    return Client.objects.filter(~Exists(running), pk__in=due.order_by().values("trajectory__client")).order_by("pk")


def request_of(trajectory: Trajectory) -> DestructionRequest | None:
    """The last one about this person at this organisation, on whichever trajectory it was asked."""
    asked = DestructionRequest.objects.filter(trajectory__client=trajectory.client_id)
    return asked.select_related("asked_by", "decided_by").first()


def _changes(user: UUID | OuterRef, organisation: UUID | OuterRef) -> QuerySet[AccessEntry]:
    return AccessEntry.objects.filter(client=user, organisation_id=organisation, event=Event.CHANGE).order_by()
