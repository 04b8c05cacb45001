"""What a partner sees of a client who is handed over: who it is, why, and what the client shares with them."""

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from trajectories.dossier.readers import Shared
from trajectories.overview.shared import seen
from trajectories.referrals import actions
from trajectories.referrals.access import Received, consents_of, open_received, record_look
from trajectories.referrals.progress import dots
from trajectories.referrals.views_partner import acts_of, by_link


@login_required
@require_safe
def referral(request: HttpRequest, pk: UUID) -> HttpResponse:
    return _show(request, open_received(request, pk), "trajectories/overview/referral.html")


@require_safe
@by_link
def referral_link(request: HttpRequest, received: Received) -> HttpResponse:
    return _show(request, received, "trajectories/overview/referral_link.html")


def _show(request: HttpRequest, received: Received, template: str) -> HttpResponse:
    now, one = timezone.now(), received.referral
    consents = consents_of(one)
    shared = Shared(one.trajectory, consents)
    record_look(received, segments=list(shared.categories))
    if consents:
        actions.note_look(referral=one, at=now)
    context = {
        "referral": one,
        "person": one.trajectory.client.user,
        "dots": dots(one),
        "talk": one.steps.filter(what__in=["question", "answer"]).select_related("by"),
        "acts": [(name, what, received.address_of(name)) for name, what in acts_of(one).items()],
        "shared": seen(shared, at=now) if consents else None,
        "now": now,
    }
    return render(request, template, context)
