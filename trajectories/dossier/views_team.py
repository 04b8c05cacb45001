"""The care team: who sits on it, a place more, a place less."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from aftercare.core.errors import Refused
from trajectories.dossier import actions
from trajectories.dossier.access import Permission, open_dossier
from trajectories.dossier.forms import SeatForm
from trajectories.dossier.models import Status
from trajectories.dossier.team import candidates, team_of


@login_required
@require_safe
def team(request, pk):
    return _page(request, open_dossier(request, pk, needs=Permission.TEAM_EDIT))


@login_required
@require_POST
def add(request, pk):
    trajectory = open_dossier(request, pk, needs=Permission.TEAM_EDIT)
    seated = team_of(trajectory, on=timezone.localdate())
    form = SeatForm(request.POST, people=candidates(trajectory, seated), prefix="seat")
    if form.is_valid():
        try:
            actions.seat(trajectory=trajectory, by=request.user, **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("%(name)s is on the team.") % {"name": form.cleaned_data["user"].name})
            return redirect("dossier:team", trajectory.pk)
    return _page(request, trajectory, seat_form=form)


@login_required
@require_POST
def end(request, pk, seat):
    trajectory = open_dossier(request, pk, needs=Permission.TEAM_EDIT)
    place = get_object_or_404(trajectory.seats.select_related("user"), pk=seat)
    try:
        actions.end_seat(seat=place, by=request.user)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("%(name)s has no place on the team any more.") % {"name": place.user.name})
    return redirect("dossier:team", trajectory.pk)


def _page(request, trajectory, *, seat_form=None):
    seated = team_of(trajectory, on=timezone.localdate())
    context = {
        "trajectory": trajectory,
        "team": seated,
        "seat_form": seat_form or SeatForm(people=candidates(trajectory, seated), prefix="seat"),
        "is_running": trajectory.status == Status.RUNNING,
    }
    return render(request, "trajectories/dossier/team.html", context)
