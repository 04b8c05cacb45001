"""The agenda: one's own appointments, or all of one's clients, week by week."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from trajectories.appointments.access import open_agenda
from trajectories.appointments.agenda import week
from trajectories.appointments.models import AppointmentNote


@login_required
@require_safe
def agenda(request: HttpRequest) -> HttpResponse:
    appointments = open_agenda(request)
    everybody = request.GET.get("who") == "all"
    listed = appointments if everybody else appointments.filter(with_user=request.user)
    drafts = AppointmentNote.objects.drafts_of(request.user).filter(appointment__in=appointments)
    context = {
        "week": week(request.user, asked_day=request.GET.get("on", ""), appointments=listed),
        "everybody": everybody,
        "drafts": drafts.select_related("appointment__trajectory__client__user").order_by("-written_at", "-id"),
        "now": timezone.now(),
        "today": timezone.localdate(),
    }
    return render(request, "trajectories/appointments/agenda.html", context)
