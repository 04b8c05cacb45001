"""What a person is in the portal, and whom an administrator keeps accounts of."""

from datetime import timedelta
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from aftercare.accounts.models import Invitation, Membership, Organisation, Region, User
from aftercare.accounts.roles import REGIONAL, Role
from aftercare.core import links

LINK_PURPOSE = "invitation"
SECOND_FACTORS = ("totp", "webauthn")
LINK_READABLE = timedelta(days=90)
"""Longer than an invitation lasts, so that a late link still gets a page that helps."""


class NoSuchInvitation(LookupError):
    """The link was not made by us, or its invitation is gone."""


def invitation_of(token: str) -> Invitation:
    """The invitation a link points at, in whatever state it is."""
    try:
        ids = links.read(token, purpose=LINK_PURPOSE, valid=LINK_READABLE)
        return Invitation.objects.select_related("user", "organisation").get(pk=ids["invitation"])
    except (links.LinkInvalid, Invitation.DoesNotExist, KeyError) as error:
        raise NoSuchInvitation from error


def role_in(user: User, organisation_id: UUID) -> str:
    """The role by which `user` acts for an organisation, for the access log."""
    roles = Membership.objects.active().filter(user=user, organisation=organisation_id)
    return roles.order_by("started_at", "id").values_list("role", flat=True).first() or ""


def administered_by(user: User) -> QuerySet[Organisation]:
    mine = Membership.objects.active().filter(user=user, role=Role.ADMINISTRATOR)
    return Organisation.objects.filter(pk__in=mine.order_by().values("organisation"))


def regions_of(user: User) -> QuerySet[Region]:
    """Regions whose policy makers `user` keeps: those of the care organisations they administer."""
    care = administered_by(user).filter(kind=Organisation.Kind.CARE)
    return Region.objects.filter(pk__in=care.order_by().values("region"))


def memberships_kept_by(user: User) -> QuerySet[Membership]:
    """Every membership, also ended, that an administrator may see and change."""
    return Membership.objects.filter(
        Q(organisation__in=administered_by(user).order_by())
        | Q(region__in=regions_of(user).order_by(), role__in=REGIONAL)
    )


def active_memberships(user: User) -> list[Membership]:
    """What `user` is here and now. Asked once per request: the menu and a role check share the answer."""
    if not hasattr(user, "memberships_now"):
        user.memberships_now = list(user.memberships.active())
    return user.memberships_now


def is_staff(user: User) -> bool:
    return user.memberships.active().exists()


def has_second_factor(user: User) -> bool:
    """A passkey or an authenticator app. Recovery codes alone are none."""
    return user.authenticator_set.filter(type__in=SECOND_FACTORS).exists()
