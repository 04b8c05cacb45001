"""Whose messages an operator sees: an administrator those to people of their own organisations, never their words."""

from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.http import HttpRequest

from aftercare.accounts.access import administered_by
from aftercare.accounts.models import Membership, User
from aftercare.notifications.models import Message, MessageQuerySet, Undeliverable
from trajectories.dossier.models import Trajectory

SEGMENT = "delivery"


def open_outbox(request: HttpRequest) -> MessageQuerySet:
    if not administered_by(request.user).exists():
        raise PermissionDenied
    return messages_for(request.user)


def messages_for(user: User) -> MessageQuerySet:
    return Message.objects.filter(_to_people_of(user, "recipient"))


def undeliverable_for(user: User) -> QuerySet[Undeliverable]:
    return Undeliverable.objects.filter(_to_people_of(user, "user"))


def _to_people_of(user: User, field: str) -> Q:
    places = administered_by(user).order_by()
    clients = Trajectory.objects.filter(organisation__in=places).order_by().values("client__user")
    members = Membership.objects.filter(organisation__in=places).order_by().values("user")
    return Q(**{f"{field}__in": clients}) | Q(**{f"{field}__in": members})
