"""With whom a client can share, and what holds with one of them now."""

from datetime import date, datetime
from uuid import UUID

from django.db.models import Prefetch, QuerySet
from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from aftercare.accounts.models import Membership, Organisation
from aftercare.accounts.roles import Role
from trajectories.dossier.access import Permission, open_own
from trajectories.dossier.models import Consent, Recipient, Trajectory


def open_recipient(request: HttpRequest, pk: UUID) -> Recipient:
    """One with whom the signed-in client shares, or shared; 404 for somebody else's."""
    trajectory = open_own(request, needs=Permission.SHARE)
    recipient = get_object_or_404(trajectory.recipients.select_related("user", "partner"), pk=pk)
    recipient.trajectory = trajectory
    return recipient


def professionals_near(trajectory: Trajectory) -> QuerySet[Membership]:
    """Who works at a partner organisation in the region."""
    partners = Organisation.objects.filter(region=trajectory.organisation.region_id, kind=Organisation.Kind.PARTNER)
    members = Membership.objects.active().filter(organisation__in=partners.order_by(), role=Role.PARTNER)
    return members.select_related("user", "organisation").order_by("organisation__name", "user__name", "id")


def with_standing(trajectory: Trajectory, *, at: datetime) -> list[Recipient]:
    """Those with whom something is shared now, each with it in `standing`."""
    standing = Prefetch("consents", Consent.objects.standing(at=at).order_by("category"), to_attr="standing")
    return [one for one in trajectory.recipients.select_related("partner").prefetch_related(standing) if one.standing]


def standing_of(recipient: Recipient, *, at: datetime) -> list[Consent]:
    return list(recipient.consents.standing(at=at).order_by("category"))


def past_of(trajectory: Trajectory) -> QuerySet[Consent]:
    """What ended, the latest first."""
    ended = trajectory.consents.filter(ended_at__isnull=False).select_related("recipient")
    return ended.order_by("-ended_at", "-id")


def ending_within(consents: list[Consent], *, by: date) -> bool:
    return any(consent.until is not None and consent.until <= by for consent in consents)
