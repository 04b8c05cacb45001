"""One trajectory: hand it over with the sheet in view, and acknowledge the sheet."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from aftercare.core.errors import Refused
from trajectories.dossier.access import Permission, open_dossier
from trajectories.handovers import actions
from trajectories.handovers.access import receivers
from trajectories.handovers.forms import GiveForm
from trajectories.handovers.sheet import draw_up


@login_required
def give(request: HttpRequest, client: UUID) -> HttpResponse:
    trajectory = open_dossier(request, client, needs=Permission.TEAM_EDIT)
    colleagues = receivers([trajectory.organisation_id], besides=request.user)
    form = GiveForm(request.POST if request.method == "POST" else None, receivers=colleagues)
    if form.is_valid():
        try:
            actions.give(trajectory=trajectory, by=request.user, **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Handed over to %(name)s.") % {"name": form.cleaned_data["to"].name})
            gone = form.cleaned_data["on"] <= timezone.localdate()
            return redirect("handovers:mine") if gone else redirect("dossier:team", trajectory.pk)
    context = {"trajectory": trajectory, "form": form, "sheet": draw_up(trajectory)}
    return render(request, "trajectories/handovers/give.html", context)


@login_required
def sheet(request: HttpRequest, client: UUID, pk: UUID) -> HttpResponse:
    """What was given with it, and the dossier as it is now. The receiver says here that it was read."""
    trajectory = open_dossier(request, client, needs=Permission.DOSSIER_VIEW)
    handover = get_object_or_404(trajectory.handovers.select_related("giver", "seat__user"), pk=pk)
    if request.method == "POST":
        try:
            actions.acknowledge(handover=handover, by=request.user)
        except Refused as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, _("Read. %(name)s can see that you know.") % {"name": handover.giver.short_name})
        return redirect(trajectory)
    context = {"trajectory": trajectory, "handover": handover, "sheet": draw_up(trajectory)}
    context["is_mine"] = handover.seat.user_id == request.user.pk
    return render(request, "trajectories/handovers/sheet.html", context)
