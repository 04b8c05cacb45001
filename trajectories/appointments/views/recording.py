"""One appointment as the care team sees it: how it went, the notes, the next one."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from aftercare.core.errors import Refused, Stale
from trajectories.appointments import actions, dates
from trajectories.appointments.forms.recording import NoteForm, RecordForm, StateForm
from trajectories.appointments.models import Appointment, AppointmentNote
from trajectories.dossier.access import Permission, open_dossier
from trajectories.dossier.models import Trajectory


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def record(request: HttpRequest, client: UUID, pk: UUID) -> HttpResponse:
    trajectory = open_dossier(request, client, needs=Permission.APPOINTMENT_EDIT)
    appointment = _appointment(trajectory, pk)
    data = request.POST if request.method == "POST" else None
    form, note = _state_form(appointment, data), _note_form(request, appointment, data)
    stored = None
    if form.is_valid() and note.is_valid():
        written = {"note": note.cleaned_data["text"], "summary": note.cleaned_data["summary"]}
        written |= {"draft": note.cleaned_data["draft"], "signed": "sign" in request.POST}
        try:
            actions.record(appointment=appointment, by=request.user, **form.asked, **written)
        except Stale:
            stored = appointment = _appointment(trajectory, pk)
            form = _state_form(stored, {**request.POST.dict(), "revision": stored.revision})
            note = note.over(_draft(request, stored))
        except Refused as refusal:
            form.add_error("next_day", str(refusal))
            appointment = _appointment(trajectory, pk)
        else:
            messages.success(request, _("Saved."))
            return redirect(trajectory)
    return _page(request, appointment, form=form, note=note, stored=stored)


@login_required
@require_POST
def write(request: HttpRequest, client: UUID, pk: UUID) -> HttpResponse:
    """A draft kept, or a note signed, apart from how it went."""
    trajectory = open_dossier(request, client, needs=Permission.APPOINTMENT_EDIT)
    appointment = _appointment(trajectory, pk)
    form = _note_form(request, appointment, request.POST)
    if form.is_valid():
        signs = "sign" in request.POST
        act, done = (actions.sign, _("Signed.")) if signs else (actions.keep_draft, _("Draft kept. Only you see it."))
        try:
            act(appointment=appointment, by=request.user, **form.written)
        except Stale:
            form = form.over(_draft(request, appointment))
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, done)
            return redirect(appointment)
    return _page(request, appointment, form=_state_form(appointment), note=form)


def _appointment(trajectory: Trajectory, pk: UUID) -> Appointment:
    rows = trajectory.appointments.select_related("with_user", "recorded_by", "series")
    appointment = get_object_or_404(rows, pk=pk)
    appointment.trajectory, appointment.organisation = trajectory, trajectory.organisation
    return appointment


def _state_form(appointment: Appointment, data: dict | None = None) -> StateForm:
    """The next date is asked for when it is recorded for the first time, as long as the trajectory runs."""
    if not appointment.is_planned:
        return StateForm(data, appointment=appointment)
    now = timezone.now()
    following = appointment.trajectory.appointments.upcoming(at=now).exclude(pk=appointment.pk).first()
    return RecordForm(
        data,
        appointment=appointment,
        following=following,
        to_discuss=appointment.trajectory.medicine_reports.to_discuss(),
        later=Appointment.objects.later_of_series(appointment).count() if appointment.series_id else 0,
        usual=dates.next_day(appointment, today=timezone.localdate(now), zone=appointment.organisation.time_zone),
    )


def _draft(request: HttpRequest, appointment: Appointment) -> AppointmentNote | None:
    return appointment.notes.drafts_of(request.user).first()


def _note_form(request: HttpRequest, appointment: Appointment, data: dict | None = None) -> NoteForm:
    return NoteForm(data, draft=_draft(request, appointment))


def _page(
    request: HttpRequest,
    appointment: Appointment,
    *,
    form: StateForm,
    note: NoteForm,
    stored: Appointment | None = None,
) -> HttpResponse:
    now = timezone.now()
    context = {
        "trajectory": appointment.trajectory,
        "appointment": appointment,
        "form": form,
        "note": note,
        "stored": stored,
        "notes": appointment.notes.signed().select_related("author"),
        "guests": appointment.guests.all(),
        "moves": appointment.moves.select_related("moved_by"),
        "has_started": appointment.starts_at <= now,
        "now": now,
    }
    return render(
        request, "trajectories/appointments/record.html", context, status=409 if stored or note.stored else 200
    )
