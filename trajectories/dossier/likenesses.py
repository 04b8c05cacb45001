"""Who is registered already and may be the person that somebody registers now."""

from dataclasses import dataclass
from datetime import date

from aftercare.accounts.models import Organisation, User
from aftercare.audit import actions as audit
from aftercare.audit.models import Event
from trajectories.dossier.access import Permission
from trajectories.dossier.models import Client, Trajectory


@dataclass(frozen=True)
class Likeness:
    """Somebody registered who may be the same person. Without `trajectory` it is a colleague's client, unnamed."""

    trajectory: Trajectory | None = None


def likely_duplicates(
    *,
    by: User,
    organisation: Organisation,
    name: str,
    birth_date: date | None,
    email: str | None,
    number: str = "",
) -> list[Likeness]:
    """Whom a new registration looks like. Names are shown, and logged, only for `by`'s own clients."""
    of_here = Client.objects.filter(organisation=organisation)
    alike = of_here.alike(name=name, birth_date=birth_date, email=email, number=number)
    mine = Trajectory.objects.visible_to(by).filter(client__in=alike.order_by()).select_related("client__user")
    latest = {trajectory.client_id: trajectory for trajectory in mine.order_by("opened_at", "id")}
    for trajectory in latest.values():
        audit.record(
            by=by,
            event=Event.SEARCH,
            role=trajectory.part,
            about=trajectory.client.user_id,
            organisation=trajectory.organisation_id,
            obj=trajectory,
            segment=Permission.DOSSIER_VIEW,
            purpose="care",
        )
    return [Likeness(latest.get(pk)) for pk in alike.values_list("pk", flat=True)]
