"""The plan as its owner reads it on a phone."""

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from trajectories.dossier.access import Permission, can, open_own
from trajectories.plans import actions as plans
from trajectories.plans.forms.items import TickForm
from trajectories.plans.models import PlanItem


@login_required
@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    trajectory = open_own(request, needs=Permission.PLAN_VIEW)
    now = timezone.now()
    items = trajectory.plan_items.current().with_days_done(today=timezone.localdate()).with_next_session(at=now)
    context = {
        "trajectory": trajectory,
        "now": now,
        "goal": trajectory.goals.current().select_related("set_by").first(),
        "appointments": trajectory.appointments.upcoming(at=now).select_related("with_user"),
        "guidance": [item for item in items if item.kind != PlanItem.Kind.SELF_CARE],
        "self_care": [item for item in items if item.kind == PlanItem.Kind.SELF_CARE],
        "steps": trajectory.coping_steps.current(),
        "writes_goal": can(request.user, Permission.GOAL_EDIT, trajectory),
        "writes_steps": can(request.user, Permission.COPING_EDIT, trajectory),
    }
    return render(request, "trajectories/plans/mine.html", context)


@login_required
@require_safe
def item(request: HttpRequest, pk: UUID) -> HttpResponse:
    trajectory = open_own(request, needs=Permission.PLAN_VIEW)
    items = trajectory.plan_items.with_next_session(at=timezone.now())
    context = {"item": get_object_or_404(items, pk=pk), "now": timezone.now()}
    return render(request, "trajectories/plans/item.html", context)


@login_required
@require_POST
def tick(request: HttpRequest, pk: UUID) -> HttpResponse:
    trajectory = open_own(request, needs=Permission.PLAN_TICK)
    item = get_object_or_404(trajectory.plan_items.for_one_day(), pk=pk)
    form = TickForm(request.POST)
    if form.is_valid():
        plans.tick(item=item, by=request.user, on=timezone.localdate(), **form.cleaned_data)
    return redirect("overview:me")
