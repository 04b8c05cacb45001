"""The counsellor's page: when check-ins are asked, and what came of them."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from aftercare.core.errors import Refused
from trajectories.checkins import actions, history
from trajectories.checkins.forms import PauseForm, ScheduleForm
from trajectories.checkins.models import CheckInSchedule
from trajectories.dossier.access import Permission, open_dossier
from trajectories.dossier.models import Status, Trajectory


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def schedule(request: HttpRequest, pk: UUID) -> HttpResponse:
    trajectory = open_dossier(request, pk, needs=Permission.CHECK_IN_SCHEDULE)
    agreed = trajectory.check_in_schedules.current().first()
    form = _form(trajectory, agreed, request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            actions.schedule(trajectory=trajectory, by=request.user, **form.cleaned_data)
        except Refused as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, _("The check-ins are agreed."))
            return redirect("checkins:schedule", trajectory.pk)
    return _page(request, trajectory, form=form)


@login_required
@require_POST
def pause(request: HttpRequest, pk: UUID, schedule: UUID) -> HttpResponse:
    trajectory = open_dossier(request, pk, needs=Permission.CHECK_IN_SCHEDULE)
    agreed = _agreed(trajectory, schedule)
    form = PauseForm(request.POST)
    if form.is_valid():
        actions.pause(schedule=agreed, by=request.user, **form.cleaned_data)
        messages.success(request, _("In these days nothing is asked."))
        return redirect("checkins:schedule", trajectory.pk)
    return _page(request, trajectory, pause_form=form)


@login_required
@require_POST
def resume(request: HttpRequest, pk: UUID, schedule: UUID) -> HttpResponse:
    trajectory = open_dossier(request, pk, needs=Permission.CHECK_IN_SCHEDULE)
    actions.resume(schedule=_agreed(trajectory, schedule), by=request.user)
    messages.success(request, _("The pause is over."))
    return redirect("checkins:schedule", trajectory.pk)


@login_required
@require_POST
def end(request: HttpRequest, pk: UUID, schedule: UUID) -> HttpResponse:
    trajectory = open_dossier(request, pk, needs=Permission.CHECK_IN_SCHEDULE)
    actions.end(schedule=_agreed(trajectory, schedule), by=request.user)
    messages.success(request, _("No more check-ins are asked."))
    return redirect("checkins:schedule", trajectory.pk)


def _agreed(trajectory: Trajectory, pk: UUID) -> CheckInSchedule:
    return get_object_or_404(trajectory.check_in_schedules.current(), pk=pk)


def _form(trajectory: Trajectory, agreed: CheckInSchedule | None, data: QueryDict | None = None) -> ScheduleForm:
    """What is agreed; a first schedule starts from weekly, from today, on the client's own clock."""
    today = timezone.localdate()
    zone = trajectory.client.user.time_zone
    usual = {"starts_on": today, "weekday": today.weekday(), "wall_time": "10:00", "zone": zone}
    return ScheduleForm(data, instance=agreed, initial=None if agreed else usual, trajectory=trajectory)


def _page(request: HttpRequest, trajectory: Trajectory, **forms) -> HttpResponse:
    agreed = trajectory.check_in_schedules.current().first()
    today = timezone.localdate()
    context = {
        "trajectory": trajectory,
        "agreed": agreed,
        "may_change": trajectory.status == Status.RUNNING,
        "form": forms.get("form") or _form(trajectory, agreed),
        "pause_form": forms.get("pause_form") or PauseForm(initial={"paused_from": today}),
        "is_paused": bool(agreed and agreed.paused_until and agreed.paused_until >= today),
        "tables": history.tables(trajectory),
    }
    return render(request, "trajectories/checkins/schedule.html", context)
