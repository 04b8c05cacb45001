"""Put a row off until later today and take it up again; keep a view and let it go. Nothing of a client changes."""

from datetime import datetime, time, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from aftercare.accounts.models import Membership, User
from aftercare.core.errors import Refused
from trajectories.caseload.models import KeptView, Later
from trajectories.dossier.models import Trajectory

LATER = timedelta(hours=2)
MOST_VIEWS = 12


def put_off(*, trajectory: Trajectory, by: User, at: datetime | None = None) -> datetime:
    """`by` sees it again in two hours, today still. Returns when."""
    at = at or timezone.now()
    until = min(at + LATER, _midnight(at))
    Later.objects.bulk_create(
        [Later(organisation_id=trajectory.organisation_id, trajectory=trajectory, user=by, at=at, until=until)],
        update_conflicts=True,
        unique_fields=["trajectory", "user"],
        update_fields=["at", "until"],
    )
    return until


def take_up(*, trajectory: Trajectory, by: User) -> None:
    """Now after all."""
    Later.objects.filter(trajectory=trajectory, user=by).delete()


def _midnight(at: datetime) -> datetime:
    return timezone.make_aware(datetime.combine(timezone.localdate(at) + timedelta(days=1), time()))


@transaction.atomic
def keep(*, membership: Membership, name: str, query: str) -> KeptView:
    """A view under a name; the same name again stands for the new one."""
    User.objects.select_for_update(no_key=True).values_list("pk").get(pk=membership.user_id)
    others = KeptView.objects.filter(user=membership.user_id).exclude(name=name)
    if others.count() >= MOST_VIEWS:
        raise Refused(_("You keep %(count)d views already. Let one go first.") % {"count": MOST_VIEWS})
    view, _is_new = KeptView.objects.update_or_create(
        user_id=membership.user_id, name=name, defaults={"query": query, "organisation_id": membership.organisation_id}
    )
    return view


def let_go(*, view: KeptView) -> None:
    view.delete()
