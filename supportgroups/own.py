"""The doors of whoever takes part: their own places, their place in a line, what their groups share with them."""

from datetime import timedelta
from uuid import UUID

from django.db.models import F, Prefetch, Q
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils import timezone

from aftercare.accounts.models import User
from aftercare.core import links, scope
from supportgroups.access import log_own
from supportgroups.candidates import joinable
from supportgroups.models import Enrolment, Session, SupportGroup, Tip, Wait

OFFER, OFFER_STAYS = "group_offer", timedelta(hours=50)
"""What the link in a letter about a free place is for, and how long it may be read at most."""

ENDED_STAYS = timedelta(days=14)
"""So long after a group ended, whoever had a place still reads so."""


def open_own_wait(request: HttpRequest, pk: UUID) -> Wait:
    waits = Wait.objects.filter(participant=request.user).select_related("group", "participant")
    return get_object_or_404(waits, pk=pk)


def open_own_place(request: HttpRequest, pk: UUID) -> Enrolment:
    places = Enrolment.objects.current().filter(participant=request.user).select_related("group", "participant")
    place = get_object_or_404(places, pk=pk)
    log_own(request)
    return place


def open_shown_tip(place: Enrolment, pk: UUID) -> Tip:
    return get_object_or_404(Tip.objects.shown().filter(group=place.group_id), pk=pk)


def open_own_tip(place: Enrolment, pk: UUID) -> Tip:
    return get_object_or_404(Tip.objects.filter(group=place.group_id, author=place.participant_id), pk=pk)


def open_offer(token: str) -> Wait:
    """What a letter brings to. From here on the database shows what is this person's own, and nothing else."""
    ids = links.read(token, purpose=OFFER, valid=OFFER_STAYS)
    scope.enter(user=UUID(ids["person"]))
    wait = Wait.objects.filter(pk=ids["wait"]).select_related("group", "participant").first()
    if wait is None or not wait.participant.is_active:
        raise links.LinkInvalid
    if not wait.is_offered or wait.offered_until <= timezone.now():
        raise links.LinkExpired
    return wait


def read_own_waits(user: User) -> list[Wait]:
    return list(Wait.objects.open().filter(participant=user).select_related("group"))


def may_ask_for(user: User) -> list[SupportGroup]:
    """The groups that this person could join, without those where they have a place or wait for one."""
    groups = joinable(user).exclude(pk__in=Enrolment.objects.current().filter(participant=user).values("group"))
    groups = groups.exclude(pk__in=Wait.objects.open().filter(participant=user).values("group"))
    return list(groups.with_coming(Session.objects.planned().published(), at=timezone.now(), at_most=1))


def read_own_places(request: HttpRequest) -> list[Enrolment]:
    """The signed-in person's groups with the next dates, cancelled ones too; for a while also a group that ended."""
    now = timezone.now()
    groups = SupportGroup.objects.with_coming(Session.objects.published(), at=now, at_most=3)
    lately = Q(left_at=None) | Q(left_at=F("group__ended_at"), left_at__gt=now - ENDED_STAYS)
    places = Enrolment.objects.filter(lately, participant=request.user).prefetch_related(Prefetch("group", groups))
    log_own(request)
    return list(places)
