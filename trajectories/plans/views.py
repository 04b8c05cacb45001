"""The plan as its owner reads it on a phone, and the goal and coping steps that client and counsellor both write."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from aftercare.core.errors import Stale
from trajectories.dossier.access import Permission, can, open_dossier, open_own
from trajectories.dossier.models import Trajectory
from trajectories.plans import actions as plans
from trajectories.plans.forms import GoalForm, PinForm, StepForm, TickForm
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


@login_required
def goal(request: HttpRequest, client: UUID | None = None) -> HttpResponse:
    trajectory = _open(request, client, needs=Permission.GOAL_EDIT)
    current = trajectory.goals.current().select_related("set_by").first()
    form = GoalForm(
        request.POST or None,
        initial={"replaces": current and current.pk, "text": current and current.text},
    )
    stale = False
    if form.is_valid():
        try:
            plans.set_goal(trajectory=trajectory, by=request.user, **form.cleaned_data)
        except Stale:
            current = trajectory.goals.current().select_related("set_by").first()
            form, stale = form.over(current), True
        else:
            messages.success(request, _("Saved. What stood here before is kept."))
            return redirect(_plan_url(client))
    context = {
        "form": form,
        "current": current,
        "stale": stale,
        "earlier": trajectory.goals.exclude(replaced_at=None),
        "back_url": _plan_url(client),
        "now": timezone.now(),
    }
    return render(request, "trajectories/plans/goal.html", context, status=409 if stale else 200)


@login_required
@require_safe
def steps(request: HttpRequest) -> HttpResponse:
    trajectory = open_own(request, needs=Permission.COPING_EDIT)
    return render(request, "trajectories/plans/steps.html", {"steps": trajectory.coping_steps.current()})


@login_required
def write_step(request: HttpRequest, client: UUID | None = None) -> HttpResponse:
    """A new coping step; `?trigger=` says at what it helps."""
    trajectory = _open(request, client, needs=Permission.COPING_EDIT)
    form = StepForm(request.POST or None, initial={"trigger": request.GET.get("trigger", "")[:40]})
    if form.is_valid():
        plans.write_step(trajectory=trajectory, by=request.user, **form.cleaned_data)
        messages.success(request, _("Saved. You see this step at Help now and after a log."))
        return redirect(_steps_url(client))
    return render(request, "trajectories/plans/step.html", {"form": form, "back_url": _steps_url(client)})


@login_required
def rewrite_step(request: HttpRequest, pk: UUID, client: UUID | None = None) -> HttpResponse:
    trajectory = _open(request, client, needs=Permission.COPING_EDIT)
    step = get_object_or_404(trajectory.coping_steps, pk=pk)
    form = StepForm(request.POST or None, instance=step)
    stale = step.removed_at is not None
    if form.is_valid():
        try:
            plans.write_step(
                trajectory=trajectory, by=request.user, replaces=step, pinned=step.pinned, **form.cleaned_data
            )
        except Stale:
            stale = True
        else:
            messages.success(request, _("Saved."))
            return redirect(_steps_url(client))
    context = {
        "form": form,
        "step": step,
        "stale": stale,
        "steps": trajectory.coping_steps.current() if stale else [],
        "client": client,
        "back_url": _steps_url(client),
    }
    return render(request, "trajectories/plans/step.html", context, status=409 if stale else 200)


@login_required
@require_POST
def pin_step(request: HttpRequest, pk: UUID, client: UUID | None = None) -> HttpResponse:
    trajectory = _open(request, client, needs=Permission.COPING_EDIT)
    step = get_object_or_404(trajectory.coping_steps.current(), pk=pk)
    form = PinForm(request.POST)
    if form.is_valid():
        plans.pin_step(step=step, by=request.user, **form.cleaned_data)
    return redirect(_steps_url(client))


@login_required
@require_POST
def remove_step(request: HttpRequest, pk: UUID, client: UUID | None = None) -> HttpResponse:
    trajectory = _open(request, client, needs=Permission.COPING_EDIT)
    plans.remove_step(step=get_object_or_404(trajectory.coping_steps, pk=pk), by=request.user)
    messages.success(request, _("This step is off your list."))
    return redirect(_steps_url(client))


def _open(request: HttpRequest, client: UUID | None, *, needs: Permission) -> Trajectory:
    """One's own, or the client's for whoever came by /clients/."""
    return open_dossier(request, client, needs=needs) if client else open_own(request, needs=needs)


def _plan_url(client: UUID | None) -> str:
    return reverse("plans:items", args=[client]) if client else reverse("plans:mine")


def _steps_url(client: UUID | None) -> str:
    return reverse("plans:items", args=[client]) + "#steps" if client else reverse("plans:steps")
