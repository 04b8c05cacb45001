"""The counsellor's page of the rhythm of contact: what is proposed, what is agreed, when contact is due again."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from aftercare.core.errors import Refused
from trajectories.dossier.access import Permission, open_dossier
from trajectories.rhythm import actions
from trajectories.rhythm.forms import RhythmForm
from trajectories.rhythm.proposal import next_by, phase_on, proposed, standing


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def of_client(request: HttpRequest, pk: UUID) -> HttpResponse:
    trajectory = open_dossier(request, pk, needs=Permission.CHECK_IN_SCHEDULE)
    phases, is_agreed = standing(trajectory)
    begins_from = proposed(trajectory) if "proposal" in request.GET else phases
    seen = phases[0].pk if is_agreed else None
    form = RhythmForm(request.POST or None, phases=begins_from, initial={"seen": seen})
    if form.is_valid():
        told = {"phases": form.phases, "seen": form.cleaned_data["seen"]}
        try:
            actions.agree(trajectory=trajectory, by=request.user, **told)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The rhythm is agreed."))
            return redirect("rhythm:of_client", trajectory.pk)
    today, last = timezone.localdate(), trajectory.summary.last_contact_at
    last_on = last and timezone.localdate(last)
    context = {
        "trajectory": trajectory,
        "form": form,
        "phases": phases,
        "is_agreed": is_agreed,
        "current": phase_on(phases, today),
        "last_on": last_on,
        "next_by": next_by(phases, last=last_on, today=today),
        "today": today,
    }
    return render(request, "trajectories/rhythm/of_client.html", context)
