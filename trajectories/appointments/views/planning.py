"""The counsellor plans appointments, and moves or changes them."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from aftercare.core.errors import Refused, Stale
from trajectories.appointments import actions
from trajectories.appointments.forms.changing import ChangeForm
from trajectories.appointments.forms.planning import GuestsForm, PlanForm
from trajectories.appointments.models import Appointment
from trajectories.appointments.preview import Preview, preview, preview_of_row
from trajectories.dossier.access import Permission, open_dossier
from trajectories.dossier.models import Trajectory

RECENT = 10


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def plan(request: HttpRequest, client: UUID) -> HttpResponse:
    trajectory = open_dossier(request, client, needs=Permission.APPOINTMENT_EDIT)
    data = request.POST if request.method == "POST" else None
    form = PlanForm(data, trajectory=trajectory, by=request.user)
    guests = GuestsForm(data, client=trajectory.client.user)
    shown = _preview(request, form) if form.is_valid() else None
    if request.htmx:
        return render(request, "trajectories/appointments/plan.html#days", {"preview": shown})
    if shown and guests.is_valid() and shown.is_settled and _planned(request, trajectory, form, guests, shown):
        return redirect(trajectory)
    now = timezone.now()
    listed = trajectory.appointments.select_related("with_user")
    context = {
        "trajectory": trajectory,
        "form": form,
        "guests": guests,
        "preview": shown if shown and shown.asks else None,
        "upcoming": listed.upcoming(at=now),
        "to_record": listed.to_record(at=now),
        "recorded": listed.recorded()[:RECENT],
        "now": now,
    }
    return render(request, "trajectories/appointments/plan.html", context)


def _preview(request: HttpRequest, form: PlanForm) -> Preview:
    who, minutes = form.cleaned_data["with_user"], form.cleaned_data["minutes"]
    return preview(form.days, who=who, minutes=minutes, by=request.user, data=request.POST)


def _planned(request: HttpRequest, trajectory: Trajectory, form: PlanForm, guests: GuestsForm, shown: Preview) -> bool:
    """Whether it worked. What is in the way is said at the day."""
    asked = {"trajectory": trajectory, "by": request.user, "guests": guests.guests, **form.details}
    moments = [day.starts_at for day in shown.chosen]
    try:
        if form.cleaned_data["every_weeks"] or not moments:
            actions.plan_row(moments=moments, **form.rhythm, **asked)
        else:
            actions.plan(starts_at=moments[0], **asked)
    except Refused as refusal:
        form.add_error("day", str(refusal))
        return False
    said = _("Planned. The client sees it at once.")
    if len(moments) > 1:
        said = _("%(count)d times planned. The client sees them at once.") % {"count": len(moments)}
    messages.success(request, said)
    return True


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, client: UUID, pk: UUID) -> HttpResponse:
    trajectory = open_dossier(request, client, needs=Permission.APPOINTMENT_EDIT)
    appointment = get_object_or_404(trajectory.appointments.planned().select_related("with_user"), pk=pk)
    data = request.POST if request.method == "POST" else None
    later = list(Appointment.objects.later_of_series(appointment)) if appointment.series_id else []
    form = ChangeForm(data, trajectory=trajectory, appointment=appointment, later=len(later))
    guests = GuestsForm(data, client=trajectory.client.user, lines=2)
    shown = _row_preview(request, form, appointment, later) if form.is_valid() else None
    conflict = False
    if form.is_valid() and guests.is_valid() and (shown is None or shown.is_settled):
        try:
            _change(request, form, guests, appointment, shown)
        except Stale:
            appointment.refresh_from_db()
            form, conflict = form.over(appointment), True
        except Refused as refusal:
            form.add_error("day", str(refusal))
        else:
            messages.success(request, _("Saved. The client sees it at once."))
            return redirect(appointment)
    context = {
        "trajectory": trajectory,
        "appointment": appointment,
        "form": form,
        "guests": guests,
        "preview": shown if shown and shown.asks else None,
        "conflict": conflict,
        "now": timezone.now(),
    }
    return render(request, "trajectories/appointments/change.html", context, status=409 if conflict else 200)


def _row_preview(
    request: HttpRequest, form: ChangeForm, appointment: Appointment, later: list[Appointment]
) -> Preview | None:
    """Only when the later ones move too."""
    asked = form.cleaned_data
    if not asked.get("later_too") or asked["starts_at"] == appointment.starts_at:
        return None
    where = {"first": appointment, "to": asked["starts_at"], "zone": form.zone}
    return preview_of_row(
        later, who=asked["with_user"], minutes=asked["minutes"], by=request.user, data=request.POST, **where
    )


def _change(
    request: HttpRequest, form: ChangeForm, guests: GuestsForm, appointment: Appointment, shown: Preview | None
) -> None:
    asked = {"appointment": appointment, "by": request.user, "guests": guests.guests, **form.asked}
    if not form.cleaned_data.get("later_too"):
        actions.change(**asked)
        return
    left_out = [choice.day.on for choice in shown.choices if not choice.chosen] if shown else []
    actions.change_row(skipping=left_out, **asked)
