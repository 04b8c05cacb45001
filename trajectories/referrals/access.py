"""Who may read and answer a handover: the client, the care team, and the partner to whom the client said yes."""

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.db.models import QuerySet
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone

from aftercare.accounts.access import active_memberships
from aftercare.accounts.models import User
from aftercare.accounts.roles import Role
from aftercare.audit import actions as audit
from aftercare.audit.models import Event
from aftercare.core import links, scope
from aftercare.core.links import LinkExpired, LinkInvalid
from aftercare.network.models import Service
from trajectories.dossier.access import Permission, open_own
from trajectories.dossier.models import Consent, Trajectory
from trajectories.referrals.models import Referral, ReferralQuerySet

LINK_PURPOSE = "referral"
LINK_VIEW = "overview:referral_link"
LINK_VALID = timedelta(days=14)


class LinkUsed(LinkInvalid):
    """It was answered already, or a newer link went out."""


@dataclass(frozen=True)
class Received:
    """A handover as its partner has it before them, behind a link (`token`) or signed in."""

    referral: Referral
    by: User
    token: str = ""

    @property
    def address(self) -> str:
        if self.token:
            return reverse(LINK_VIEW, args=[self.token])
        return reverse("overview:referral", args=[self.referral.pk])

    def address_of(self, act: str) -> str:
        if self.token:
            return reverse("referrals:act_link", args=[self.token, act])
        return reverse("referrals:act", args=[self.referral.pk, act])


def link_ids(referral: Referral) -> dict[str, str]:
    return {"referral": referral.pk.hex, "person": referral.to_user_id.hex, "round": str(referral.link_round)}


def new_link(referral: Referral) -> str:
    """For whoever answered by a link and goes on from there."""
    return links.sign(purpose=LINK_PURPOSE, ids=link_ids(referral))


def open_link(token: str) -> Received:
    """The handover that a link brings to. From here on the database shows what its reader may see, and nothing else."""
    ids = links.read(token, purpose=LINK_PURPOSE, valid=LINK_VALID)
    scope.enter(user=UUID(ids["person"]))
    person = User.objects.filter(pk=ids["person"], is_active=True).first()
    referral = person and readable_by(person).filter(pk=ids["referral"]).first()
    if not referral:
        raise LinkExpired
    if str(referral.link_round) != ids["round"]:
        raise LinkUsed
    return Received(referral, person, token)


def open_received(request: HttpRequest, pk: UUID) -> Received:
    """404 unless the client said yes to this partner, who still works where they did."""
    referral = get_object_or_404(readable_by(request.user), pk=pk)
    return Received(referral, request.user)


def readable_by(user: User) -> ReferralQuerySet:
    """One that came to a partner organisation needs somebody who works there; one by e-mail needs its address."""
    works = {one.organisation_id for one in active_memberships(user) if one.role == Role.PARTNER}
    mine = Referral.objects.received_by(user, at=timezone.now())
    mine = mine.filter(to_organisation=None) | mine.filter(to_organisation__in=works)
    return mine.select_related("trajectory__client__user", "organisation", "proposed_by", "to_user")


def services_near(trajectory: Trajectory) -> QuerySet[Service]:
    """What the directory of the region lists."""
    return Service.objects.published().filter(region=trajectory.organisation.region_id).order_by("name", "id")


def consents_of(referral: Referral) -> list[Consent]:
    """What the client shares with this partner now."""
    readable = Consent.objects.readable_by(referral.to_user, at=timezone.now())
    return list(readable.filter(trajectory=referral.trajectory_id).select_related("recipient"))


def record_look(received: Received, *, segments: list[str], event: Event = Event.READ) -> None:
    """Every look of the partner stands in the client's list."""
    for segment in [Permission.REFERRAL_VIEW, *segments]:
        audit.record(
            by=received.by,
            event=event,
            role=Role.PARTNER,
            about=received.referral.trajectory.client.user_id,
            organisation=received.referral.organisation_id,
            obj=received.referral,
            segment=segment,
            purpose="shared",
        )


def open_mine(request: HttpRequest, pk: UUID) -> Referral:
    """One of the signed-in client's own; 404 for somebody else's."""
    trajectory = open_own(request, needs=Permission.REFERRAL_AGREE)
    referral = get_object_or_404(trajectory.referrals.select_related("proposed_by", "to_user"), pk=pk)
    referral.trajectory = trajectory
    return referral
