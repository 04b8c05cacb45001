"""A relative brings in a concern; the care team reads it."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from aftercare.core.errors import Refused
from trajectories.dossier.access import Permission, open_dossier, open_own
from trajectories.relatives import actions
from trajectories.relatives.access import may_be_about
from trajectories.relatives.forms import ConcernForm

SHOWN = 50


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def bring_in(request: HttpRequest) -> HttpResponse:
    own = open_own(request, needs=Permission.CONCERN_TELL)
    form = ConcernForm(request.POST or None, people=may_be_about(request.user, at=timezone.now()))
    if form.is_valid():
        try:
            actions.bring_in(own=own, by=request.user, **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Thank you for telling. A counsellor reads it on a working day."))
            return redirect("overview:me")
    return render(request, "trajectories/relatives/concern.html", {"form": form})


@login_required
@require_safe
def of_client(request: HttpRequest, client: UUID) -> HttpResponse:
    trajectory = open_dossier(request, client, needs=Permission.SIGNAL_VIEW)
    context = {
        "trajectory": trajectory,
        "concerns": trajectory.concerns.select_related("told_by")[:SHOWN],
        "now": timezone.now(),
    }
    return render(request, "trajectories/relatives/of_client.html", context)
