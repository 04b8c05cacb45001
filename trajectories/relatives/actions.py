"""Bring in a concern; note whose relative somebody is."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from aftercare.accounts.models import User
from aftercare.accounts.roles import Role
from aftercare.audit import actions as audit
from aftercare.audit.models import Event
from aftercare.core import scope
from aftercare.core.errors import Refused
from trajectories.dossier.access import Permission, record_change
from trajectories.dossier.happenings import What, tell
from trajectories.dossier.models import Trajectory
from trajectories.relatives.access import links_of, may_be_about, may_be_linked
from trajectories.relatives.models import Concern, RelativeLink


@transaction.atomic
def bring_in(
    *,
    own: Trajectory,
    by: User,
    words: str,
    client: Trajectory | None = None,
    about: str = "",
    client_may_know: bool = False,
    at: datetime | None = None,
) -> Concern:
    """About a `client` who shares with `by` it goes to that client's team, about anybody else to one's `own` team.

    Unless the relative agrees, nothing of it stands where the client reads, in the access log neither.
    """
    at = at or timezone.now()
    if client is not None and not may_be_about(by, at=at).filter(pk=client.pk).exists():
        raise Refused(_("This person shares nothing with you any more. Write their name instead."))
    trajectory = client or own
    concern = Concern(
        organisation_id=trajectory.organisation_id,
        trajectory=trajectory,
        told_by=by,
        told_at=at,
        about="" if client else about,
        words=words,
        client_may_know=client_may_know and client is not None,
    )
    with scope.reaching(trajectory.pk):
        concern.save(force_insert=True)
        tell(What.CONCERN, [concern], at=at)
    audit.record(
        by=by,
        event=Event.CHANGE,
        role=Role.RELATIVE,
        about=trajectory.client.user_id if concern.client_may_know else by.pk,
        organisation=trajectory.organisation_id,
        obj=concern,
        segment=Permission.CONCERN_TELL,
        purpose="care",
    )
    return concern


@transaction.atomic
def link(*, own: Trajectory, of: Trajectory, by: User, relation: str = "", at: datetime | None = None) -> RelativeLink:
    """Only a counsellor of both notes it; the access log of neither names the other."""
    if own.kind != Trajectory.Kind.RELATIVE or not may_be_linked(own, by=by).filter(pk=of.pk).exists():
        raise Refused(_("Only somebody who works with both can note this."))
    noted, is_new = RelativeLink.objects.get_or_create(
        trajectory=own,
        of=of,
        defaults={
            "organisation_id": own.organisation_id,
            "relation": relation,
            "linked_by": by,
            "linked_at": at or timezone.now(),
        },
    )
    if is_new:
        record_change(by=by, trajectory=own, obj=noted, segment=Permission.TRAJECTORY_EDIT)
    return noted


@transaction.atomic
def unlink(*, noted: RelativeLink, by: User) -> None:
    """Twice is once."""
    gone, _rows = links_of(noted.trajectory, seen_by=by).filter(pk=noted.pk).delete()
    if gone:
        record_change(by=by, trajectory=noted.trajectory, obj=noted, segment=Permission.TRAJECTORY_EDIT)
