"""The counsellor's page of scores from elsewhere."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from aftercare.core.errors import Refused
from trajectories.dossier.access import Permission, open_dossier
from trajectories.outsidescores import actions
from trajectories.outsidescores.forms import OutsideScoreForm


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def of_client(request: HttpRequest, pk: UUID) -> HttpResponse:
    trajectory = open_dossier(request, pk, needs=Permission.CHECK_IN_SCHEDULE)
    form = OutsideScoreForm(request.POST or None, initial={"taken_on": timezone.localdate()})
    if form.is_valid():
        try:
            actions.record(trajectory=trajectory, by=request.user, **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The score is written down."))
            return redirect("outsidescores:of_client", trajectory.pk)
    scores = trajectory.outside_scores.select_related("recorded_by")
    context = {"trajectory": trajectory, "form": form, "scores": scores}
    return render(request, "trajectories/outsidescores/of_client.html", context)


@login_required
@require_POST
def remove(request: HttpRequest, pk: UUID, score: UUID) -> HttpResponse:
    trajectory = open_dossier(request, pk, needs=Permission.CHECK_IN_SCHEDULE)
    actions.remove(score=get_object_or_404(trajectory.outside_scores, pk=score), by=request.user)
    messages.success(request, _("The score is taken away."))
    return redirect("outsidescores:of_client", trajectory.pk)
