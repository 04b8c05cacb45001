"""The counsellor plans appointments and records how they went."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from trajectories.appointments import actions as appointments
from trajectories.appointments.forms import PlanForm, RecordForm
from trajectories.dossier.access import Permission, open_dossier

RECENT = 10


@login_required
def plan(request: HttpRequest, client: UUID) -> HttpResponse:
    trajectory = open_dossier(request, client, needs=Permission.APPOINTMENT_EDIT)
    form = PlanForm(request.POST or None, trajectory=trajectory, by=request.user)
    if form.is_valid():
        appointments.plan(trajectory=trajectory, by=request.user, **form.cleaned_data)
        messages.success(request, _("Planned. The client sees it at once."))
        return redirect(trajectory)
    now = timezone.now()
    listed = trajectory.appointments.select_related("with_user")
    context = {
        "trajectory": trajectory,
        "form": form,
        "upcoming": listed.upcoming(at=now),
        "to_record": listed.to_record(at=now),
        "recorded": listed.recorded()[:RECENT],
        "now": now,
    }
    return render(request, "trajectories/appointments/plan.html", context)


@login_required
def record(request: HttpRequest, client: UUID, pk: UUID) -> HttpResponse:
    trajectory = open_dossier(request, client, needs=Permission.APPOINTMENT_EDIT)
    appointment = get_object_or_404(trajectory.appointments.select_related("with_user", "recorded_by"), pk=pk)
    form = RecordForm(request.POST or None, appointment=appointment)
    if form.is_valid():
        appointments.record(appointment=appointment, by=request.user, **form.cleaned_data)
        messages.success(request, _("Saved."))
        return redirect(trajectory)
    context = {"trajectory": trajectory, "appointment": appointment, "form": form, "now": timezone.now()}
    return render(request, "trajectories/appointments/record.html", context)
