"""Who makes polls for whom, who answers them, and who reads what came of it."""

from dataclasses import dataclass
from datetime import date

from django.core.exceptions import PermissionDenied
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import HttpRequest

from aftercare.accounts.access import active_memberships
from aftercare.accounts.models import Organisation, Region, User
from aftercare.accounts.roles import Role
from aftercare.audit import actions as audit
from aftercare.audit.models import Event, Outcome
from trajectories.dossier.models import Trajectory
from trajectories.panel.models import PanelMember, Poll

SEGMENT = "panel"


@dataclass(frozen=True)
class Desk:
    """What a member of staff is to the panel: `makes_for` are the places whose panel they may ask something."""

    role: str
    makes_for: list[Organisation | Region]
    reads_of: list[Organisation]

    @property
    def organisation(self) -> Organisation | None:
        return self.reads_of[0] if self.reads_of else None

    def made(self) -> QuerySet[Poll]:
        """Polls that may be written, published, stopped and looked through from this desk."""
        pks = [place.pk for place in self.makes_for]
        return Poll.objects.of(organisations=pks, regions=pks)

    def read(self) -> QuerySet[Poll]:
        """Also those of the workplace, once they are closed."""
        pks = [place.pk for place in self.makes_for]
        here = [one.pk for one in self.reads_of]
        made = Q(organisation__in=pks) | Q(region__in=pks)
        of_here = Q(organisation__in=here) | Q(region__in=[one.region_id for one in self.reads_of])
        return Poll.objects.filter(made | (of_here & Q(closed_at__isnull=False)))


def desk_of(user: User) -> Desk | None:
    """Everybody at a care organisation, and policy makers; a partner has no panel."""
    mine = active_memberships(user)
    works = Organisation.objects.filter(kind=Organisation.Kind.CARE, pk__in=[one.organisation_id for one in mine])
    works = {one.pk: one for one in works}
    regions = Region.objects.filter(pk__in=[one.region_id for one in mine if one.role == Role.POLICY_MAKER])
    managed = [one.organisation_id for one in mine if one.role == Role.MANAGER]
    makes_for = [*(works[pk] for pk in works if pk in managed), *regions]
    if not works and not makes_for:
        return None
    role = next((one.role for one in mine if one.role in {Role.MANAGER, Role.POLICY_MAKER}), mine[0].role)
    return Desk(role, makes_for, list(works.values()))


def open_desk(request: HttpRequest, *, making: bool = False) -> Desk:
    """403 for whoever does not work in care here, and for whoever may not make polls. Either way it is logged."""
    desk = desk_of(request.user)
    allowed = desk is not None and (bool(desk.makes_for) or not making)
    audit.record(
        by=request.user,
        event=Event.READ,
        outcome=Outcome.ALLOWED if allowed else Outcome.DENIED,
        role=desk.role if desk else "",
        organisation=desk.organisation.pk if desk and desk.organisation else None,
        segment=SEGMENT,
        purpose="management",
    )
    if not allowed:
        raise PermissionDenied
    return desk


def membership_of(trajectory: Trajectory) -> PanelMember | None:
    return PanelMember.objects.current().filter(client=trajectory.client_id).first()


def to_answer(trajectory: Trajectory, *, on: date) -> QuerySet[Poll]:
    """What a member of the panel can still answer; nothing for whoever is no member."""
    if membership_of(trajectory) is None:
        return Poll.objects.none()
    polls = Poll.objects.of_organisation(trajectory.organisation).open(on=on)
    return polls.not_answered_by(trajectory.client.user)


def told_to(trajectory: Trajectory) -> QuerySet[Poll]:
    """What came of earlier polls: for everybody in aftercare there, also to see what a panel is for."""
    return Poll.objects.of_organisation(trajectory.organisation).closed()


def asks(user: User, *, on: date) -> Exists:
    """Of a trajectory of `user`: whether the panel asks them something, for the one row that home looks at."""
    member = PanelMember.objects.current().filter(client=OuterRef(OuterRef("client")))
    place = Q(organisation=OuterRef("organisation")) | Q(region=OuterRef("organisation__region"))
    return Exists(Poll.objects.open(on=on).not_answered_by(user).filter(place).filter(Exists(member)))
