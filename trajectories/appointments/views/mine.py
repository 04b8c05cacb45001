"""One's own appointments: what comes, what was, and that one cannot come."""

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from aftercare.core.errors import Refused
from trajectories.appointments import actions
from trajectories.appointments.access import Mine, open_mine
from trajectories.appointments.forms.recording import CannotForm
from trajectories.appointments.models import Appointment

PAGE = 20


@login_required
@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    appointments, now = open_mine(request).appointments, timezone.now()
    context = {
        "upcoming": appointments.upcoming(at=now),
        "page": Paginator(appointments.over(at=now), PAGE).get_page(request.GET.get("page")),
        "now": now,
    }
    return render(request, "trajectories/appointments/mine.html", context)


@login_required
@require_safe
def one(request: HttpRequest, pk: UUID) -> HttpResponse:
    mine = open_mine(request)
    return _page(request, mine, get_object_or_404(mine.appointments, pk=pk), form=CannotForm())


@login_required
@require_POST
def cannot(request: HttpRequest, pk: UUID) -> HttpResponse:
    mine = open_mine(request)
    appointment = get_object_or_404(mine.trajectory.appointments.select_related("with_user"), pk=pk)
    form = CannotForm(request.POST)
    if not form.is_valid():
        return _page(request, mine, appointment, form=form)
    said = _("Your team knows. They will contact you about another moment.")
    return _done(request, appointment, actions.cannot_come, said, **form.cleaned_data)


@login_required
@require_POST
def can(request: HttpRequest, pk: UUID) -> HttpResponse:
    appointment = get_object_or_404(open_mine(request).trajectory.appointments, pk=pk)
    return _done(request, appointment, actions.can_come, _("Good to know: the appointment stands."))


def _done(request: HttpRequest, appointment: Appointment, act: Callable, said: str, **given) -> HttpResponse:
    try:
        act(appointment=appointment, by=request.user, **given)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, said)
    return redirect("appointments:one", appointment.pk)


def _page(request: HttpRequest, mine: Mine, appointment: Appointment, *, form: CannotForm) -> HttpResponse:
    now, is_guest = timezone.now(), mine.is_guest(appointment)
    context = {
        "appointment": appointment,
        "form": form,
        "is_guest": is_guest,
        "guests": () if is_guest else appointment.guests.all(),
        "moves": () if is_guest else appointment.moves.all(),
        "summaries": () if is_guest else appointment.notes.for_client(),
        "shows_link": appointment.shows_link(now),
        "is_coming": appointment.is_planned and appointment.starts_at > now,
        "now": now,
    }
    return render(request, "trajectories/appointments/mine_one.html", context)
