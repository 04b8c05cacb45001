"""One page: when one is away, and saying so."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from aftercare.core.errors import Refused
from trajectories.absences import access, actions
from trajectories.absences.forms import AbsenceForm
from trajectories.absences.models import Absence


@login_required
def mine(request: HttpRequest) -> HttpResponse:
    places = access.workplaces(request.user)
    form = AbsenceForm(request.POST or None, places=places, colleagues=access.colleagues_of(request.user, places))
    if form.is_valid() and _announced(request, form):
        return redirect("absences:mine")
    today = timezone.localdate()
    listed = Absence.objects.not_over(on=today).select_related("user", "stand_in")
    context = {
        "form": form,
        "own": listed.filter(user=request.user),
        "asked": listed.filter(stand_in=request.user),
        "today": today,
    }
    return render(request, "trajectories/absences/mine.html", context)


@login_required
@require_POST
def end(request: HttpRequest, pk: UUID) -> HttpResponse:
    absence = access.own_absence(request, pk)
    try:
        actions.end(absence=absence, by=request.user)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Noted: you are here."))
    return redirect("absences:mine")


def _announced(request: HttpRequest, form: AbsenceForm) -> bool:
    try:
        actions.announce(by=request.user, **form.cleaned_data)
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return False
    messages.success(request, _("Noted. Your clients read when you are back."))
    return True
