"""Vandaag, the list of all clients and the team; putting a row off; views that are kept."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from aftercare.core.errors import Refused
from trajectories.caseload import actions, queue, register, team, together
from trajectories.caseload.access import enter, open_team
from trajectories.caseload.forms import KeepForm
from trajectories.caseload.listing import ORDERS, Asked
from trajectories.caseload.models import KeptView
from trajectories.dossier.access import Permission, open_dossier


@login_required
@require_safe
def today(request: HttpRequest) -> HttpResponse:
    asked = Asked.of(request.GET)
    enter(request, searched=asked.searches)
    found = queue.load(by=request.user, asked=asked)
    if found.is_past_the_end:
        return redirect("caseload:today")
    context = {"queue": found, "asked": asked, "orders": ORDERS, "recent": together.recent(request)}
    return render(request, "trajectories/caseload/today.html", context)


@login_required
@require_safe
def clients(request: HttpRequest) -> HttpResponse:
    """Everybody in scope by name, closed trajectories too."""
    asked = Asked.of(request.GET)
    enter(request, searched=asked.searches)
    found = register.load(by=request.user, asked=asked)
    if found.is_past_the_end:
        return redirect("caseload:clients")
    return render(request, "trajectories/caseload/clients.html", {"queue": found, "asked": asked})


@login_required
@require_safe
def of_team(request: HttpRequest) -> HttpResponse:
    colleagues = team.load(open_team(request), at=timezone.now())
    return render(request, "trajectories/caseload/team.html", {"colleagues": colleagues})


@login_required
@require_POST
def later(request: HttpRequest, client: UUID) -> HttpResponse:
    trajectory = open_dossier(request, client, needs=Permission.DOSSIER_VIEW)
    until = timezone.localtime(actions.put_off(trajectory=trajectory, by=request.user))
    words = {"name": trajectory.client.user.short_name, "time": f"{until:%H:%M}"}
    messages.success(request, _("%(name)s stands under “Later today” until %(time)s.") % words)
    return _back_to(Asked.of(request.GET).query)


@login_required
@require_POST
def now(request: HttpRequest, client: UUID) -> HttpResponse:
    trajectory = open_dossier(request, client, needs=Permission.DOSSIER_VIEW)
    actions.take_up(trajectory=trajectory, by=request.user)
    return _back_to(Asked.of(request.GET).query)


@login_required
@require_POST
def keep(request: HttpRequest) -> HttpResponse:
    """What the address narrows the list to, under a name."""
    membership = enter(request)
    query = Asked.of(request.GET).view
    form = KeepForm(request.POST)
    if not query or not form.is_valid():
        messages.error(request, _("Choose a filter or an order, and give it a name."))
        return _back_to(query)
    try:
        view = actions.keep(membership=membership, query=query, **form.cleaned_data)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Kept as “%(name)s”.") % {"name": view.name})
    return _back_to(query)


@login_required
@require_POST
def let_go(request: HttpRequest, pk: UUID) -> HttpResponse:
    view = get_object_or_404(KeptView, pk=pk, user=request.user)
    actions.let_go(view=view)
    messages.success(request, _("“%(name)s” is no longer kept.") % {"name": view.name})
    return _back_to(view.query)


def _back_to(query: str) -> HttpResponse:
    return redirect(reverse("caseload:today") + (f"?{query}" if query else ""))
