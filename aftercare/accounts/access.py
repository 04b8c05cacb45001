"""What a person is in the portal, and whom an administrator keeps accounts of."""

from datetime import datetime, timedelta
from uuid import UUID

from allauth.mfa.models import Authenticator
from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet, TextChoices
from django.utils.translation import gettext_lazy as _

from aftercare.accounts.models import Invitation, Membership, Organisation, User
from aftercare.accounts.roles import NOT_BY_MEMBERSHIP, REGIONAL, Role
from aftercare.core import links
from aftercare.core.prepared import Prepared
from aftercare.notifications.letters import STOP_PURPOSE

LINK_PURPOSE = "invitation"
SECOND_FACTORS = ("totp", "webauthn")
LINK_READABLE = timedelta(days=90)
"""Longer than an invitation lasts, so that a late link still gets a page that helps."""


LETTERS_READABLE = timedelta(days=730)
"""So long after a letter its link to stop letters works."""


def person_of_letters(token: str) -> User | None:
    """Whom a letter went to, by the link in it that stops letters."""
    try:
        ids = links.read(token, purpose=STOP_PURPOSE, valid=LETTERS_READABLE)
    except links.LinkInvalid:
        return None
    return User.objects.filter(pk=ids["person"], is_active=True).first()


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


def roles_at(organisation: Organisation) -> list[Role]:
    """Which roles its administrator may give."""
    if organisation.kind == Organisation.Kind.PARTNER:
        return [Role.PARTNER, Role.MANAGER, Role.ADMINISTRATOR]
    return [role for role in Role if role not in NOT_BY_MEMBERSHIP | {Role.PARTNER}]


def administered_by(user: User) -> QuerySet[Organisation]:
    mine = Membership.objects.active().filter(user=user, role=Role.ADMINISTRATOR)
    return Organisation.objects.filter(pk__in=mine.order_by().values("organisation"))


def memberships_kept_by(user: User) -> QuerySet[Membership]:
    """Every membership, also ended, that an administrator may see and change."""
    mine = administered_by(user).order_by()
    of_region = mine.filter(kind=Organisation.Kind.CARE).values("region")
    return Membership.objects.filter(Q(organisation__in=mine) | Q(region__in=of_region, role__in=REGIONAL))


def organisation_for(user: User, membership: Membership) -> Organisation:
    """In whose name `user` changes a membership; a regional role is kept by any care organisation there."""
    mine = administered_by(user)
    if membership.organisation_id:
        return mine.get(pk=membership.organisation_id)
    return mine.filter(region=membership.region_id, kind=Organisation.Kind.CARE).first()


def with_sign_in(memberships: QuerySet[Membership], *, of: User) -> QuerySet[Membership]:
    """Each with `second_factor`, and on its user the `invited` list of the administrator's own organisations."""
    factors = Authenticator.objects.filter(user=OuterRef("user"), type__in=SECOND_FACTORS)
    invited = Invitation.objects.filter(organisation__in=administered_by(of).order_by())
    return (
        memberships.select_related("user", "organisation", "region")
        .prefetch_related(Prefetch("user__invitations", invited, to_attr="invited"))
        .annotate(second_factor=Exists(factors))
    )


def active_memberships(user: User) -> list[Membership]:
    """What `user` is here and now. Asked once per request: the menu and a role check share the answer."""
    if not hasattr(user, "memberships_now"):
        user.memberships_now = _active_memberships(user=user.pk)
    return user.memberships_now


@Prepared
def _active_memberships(user: UUID) -> QuerySet[Membership]:
    return Membership.objects.active().filter(user=user)


class SignIn(TextChoices):
    """Whether somebody can sign in, as far as one organisation's invitations tell."""

    ACCEPTED = "accepted", _("Can sign in")
    INVITED = "invited", _("Invited")
    EXPIRED = "expired", _("Invitation expired")
    NEVER = "never", _("Not invited yet")


def sign_in_by(invited: list[Invitation], *, at: datetime) -> SignIn:
    """By the newest that counts: one accepted stays accepted, one withdrawn is as if it never was."""
    states = {invitation.state(at) for invitation in invited}
    for state, means in (
        (Invitation.State.ACCEPTED, SignIn.ACCEPTED),
        (Invitation.State.PENDING, SignIn.INVITED),
        (Invitation.State.EXPIRED, SignIn.EXPIRED),
    ):
        if state in states:
            return means
    return SignIn.NEVER


def sign_in_of(membership: Membership, *, at: datetime) -> SignIn:
    """Of somebody who works here: whoever has a password or a passkey can sign in."""
    user = membership.user
    return SignIn.ACCEPTED if user.has_usable_password() or user.last_login else sign_in_by(user.invited, at=at)


def has_account(user: User) -> bool:
    """Whoever made the account their own signs in with a password, or with a passkey instead."""
    return user.has_usable_password() or passkeys_of(user).exists()


def passkeys_of(user: User) -> QuerySet[Authenticator]:
    return Authenticator.objects.filter(user=user, type=Authenticator.Type.WEBAUTHN).order_by("created_at", "id")


def is_only_way_in(passkey: Authenticator) -> bool:
    """Without a password, the last passkey cannot go."""
    others = passkeys_of(passkey.user).exclude(pk=passkey.pk)
    return not passkey.user.has_usable_password() and not others.exists()


def is_staff(user: User) -> bool:
    return bool(active_memberships(user))


def has_second_factor(user: User) -> bool:
    """A passkey or an authenticator app. Recovery codes alone are none."""
    return Authenticator.objects.filter(user=user, type__in=SECOND_FACTORS).exists()


def has_recovery_codes(user: User) -> bool:
    return Authenticator.objects.filter(user=user, type=Authenticator.Type.RECOVERY_CODES).exists()
