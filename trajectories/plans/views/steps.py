"""The coping steps, which client and counsellor both write."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from aftercare.core.errors import Stale
from trajectories.dossier.access import Permission, open_own
from trajectories.dossier.models import Trajectory
from trajectories.plans import actions as plans
from trajectories.plans.forms.steps import PinForm, StepForm
from trajectories.plans.views.doors import open_either, steps_url


@login_required
@require_safe
def steps(request: HttpRequest) -> HttpResponse:
    trajectory = open_own(request, needs=Permission.COPING_EDIT)
    context = {"trajectory": trajectory, "steps": trajectory.coping_steps.current()}
    return render(request, "trajectories/plans/steps.html", context)


@login_required
def write_step(request: HttpRequest, client: UUID | None = None) -> HttpResponse:
    """A new coping step; `?trigger=` says at what it helps."""
    trajectory = open_either(request, client, needs=Permission.COPING_EDIT)
    form = StepForm(
        request.POST or None, whose=trajectory.kind, initial={"trigger": request.GET.get("trigger", "")[:40]}
    )
    if form.is_valid():
        plans.write_step(trajectory=trajectory, by=request.user, **form.cleaned_data)
        logs = trajectory.kind == Trajectory.Kind.CLIENT
        after_log = _("Saved. You see this step at Help now and after a log.")
        messages.success(request, after_log if logs else _("Saved. You see this step at Help now."))
        return redirect(steps_url(client))
    return render(request, "trajectories/plans/step.html", {"form": form, "back_url": steps_url(client)})


@login_required
def rewrite_step(request: HttpRequest, pk: UUID, client: UUID | None = None) -> HttpResponse:
    trajectory = open_either(request, client, needs=Permission.COPING_EDIT)
    step = get_object_or_404(trajectory.coping_steps, pk=pk)
    form = StepForm(request.POST or None, whose=trajectory.kind, instance=step)
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
            return redirect(steps_url(client))
    context = {
        "form": form,
        "step": step,
        "stale": stale,
        "steps": trajectory.coping_steps.current() if stale else [],
        "client": client,
        "back_url": steps_url(client),
    }
    return render(request, "trajectories/plans/step.html", context, status=409 if stale else 200)


@login_required
@require_POST
def pin_step(request: HttpRequest, pk: UUID, client: UUID | None = None) -> HttpResponse:
    trajectory = open_either(request, client, needs=Permission.COPING_EDIT)
    step = get_object_or_404(trajectory.coping_steps.current(), pk=pk)
    form = PinForm(request.POST)
    if form.is_valid():
        plans.pin_step(step=step, by=request.user, **form.cleaned_data)
    return redirect(steps_url(client))


@login_required
@require_POST
def remove_step(request: HttpRequest, pk: UUID, client: UUID | None = None) -> HttpResponse:
    trajectory = open_either(request, client, needs=Permission.COPING_EDIT)
    plans.remove_step(step=get_object_or_404(trajectory.coping_steps, pk=pk), by=request.user)
    messages.success(request, _("This step is off your list."))
    return redirect(steps_url(client))
