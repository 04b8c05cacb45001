"""Who may answer without signing in: the holder of a signed link, that one check-in, and only by writing."""

from datetime import timedelta
from uuid import UUID

from django.conf import settings
from django.utils import timezone

from aftercare.core import links, scope
from aftercare.core.links import LinkExpired, LinkInvalid
from trajectories.checkins.check_ups import is_asked
from trajectories.checkins.models import Occurrence

LINK_PURPOSE = "check_in"
LINK_VIEW = "checkins:link"


class LinkAnswered(LinkInvalid):
    """The check-in was answered already."""


def link_ids(occurrence: Occurrence) -> dict[str, str]:
    return {"occurrence": occurrence.pk.hex, "trajectory": occurrence.trajectory_id.hex}


def open_link(token: str) -> Occurrence:
    """The check-in that a link brings to. From here on the database shows its trajectory, and nothing else."""
    ids = links.read(token, purpose=LINK_PURPOSE, valid=timedelta(hours=settings.CHECK_IN_LINK_HOURS))
    scope.enter(trajectory=UUID(ids["trajectory"]))
    found = Occurrence.objects.select_related("trajectory__client__user", "schedule__trajectory").filter(
        pk=ids["occurrence"]
    )
    occurrence = found.first()
    if occurrence is None:
        raise LinkInvalid
    if occurrence.state == Occurrence.State.ANSWERED:
        raise LinkAnswered
    is_open = occurrence.state == Occurrence.State.OPEN and occurrence.closes_at > timezone.now()
    if not (is_open and is_asked(occurrence.schedule) and occurrence.trajectory.client.user.is_active):
        raise LinkExpired
    return occurrence
