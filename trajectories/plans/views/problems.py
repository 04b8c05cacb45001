"""Practical problems as a list: whose they are, when they are due, when they were done."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from aftercare.core.errors import Refused
from trajectories.dossier.access import Permission, can, open_dossier, open_own
from trajectories.dossier.models import Trajectory
from trajectories.plans import actions as plans
from trajectories.plans.forms.items import RevisionForm


@login_required
@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    trajectory = open_own(request, needs=Permission.PLAN_VIEW)
    return render(request, "trajectories/plans/problems.html", _told(trajectory))


@login_required
@require_safe
def of_client(request: HttpRequest, client: UUID) -> HttpResponse:
    trajectory = open_dossier(request, client, needs=Permission.PLAN_VIEW)
    if trajectory.part in Trajectory.Kind:
        return redirect("plans:problems")
    context = _told(trajectory) | {"writes": can(request.user, Permission.PLAN_EDIT, trajectory)}
    return render(request, "trajectories/plans/problems_of.html", context)


@login_required
@require_POST
def solve(request: HttpRequest, pk: UUID) -> HttpResponse:
    trajectory = open_own(request, needs=Permission.PLAN_TICK)
    item = get_object_or_404(trajectory.plan_items.problems(), pk=pk)
    form = RevisionForm(request.POST)
    if form.is_valid():
        try:
            plans.solve(item=item, by=request.user, **form.cleaned_data)
            messages.success(request, _("Saved. Your counsellor sees that it is done."))
        except Refused as refused:
            messages.error(request, str(refused))
    return redirect("plans:problems")


def _told(trajectory: Trajectory) -> dict:
    problems = list(trajectory.plan_items.problems())
    return {
        "trajectory": trajectory,
        "today": timezone.localdate(),
        "now": timezone.now(),
        "open": [item for item in problems if not item.is_over],
        "over": [item for item in problems if item.is_over],
    }
