"""Whoever carries clients hands them over before the role ends: the dossiers' answer to accounts.leaving."""

from django.utils import timezone
from django.utils.translation import ngettext

from aftercare.accounts.models import Membership
from aftercare.accounts.roles import Role
from trajectories.handovers.access import carried_by


def still_carries(membership: Membership) -> str:
    if membership.role != Role.COUNSELLOR:
        return ""
    count = carried_by(membership.user, at=membership, on=timezone.localdate()).count()
    if not count:
        return ""
    return ngettext(
        "%(name)s carries %(count)d client. Hand that client over first.",
        "%(name)s carries %(count)d clients. Hand them over first.",
        count,
    ) % {"name": membership.user.name, "count": count}
