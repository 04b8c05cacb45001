"""A relative brings in a concern; the care team reads it, and notes whose relative somebody is."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from aftercare.core.errors import Refused
from trajectories.dossier.access import Permission, open_dossier, open_own
from trajectories.dossier.models import Trajectory
from trajectories.relatives import actions
from trajectories.relatives.access import links_of, may_be_about, may_be_linked
from trajectories.relatives.forms import ConcernForm, LinkForm

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
@require_http_methods(["GET", "HEAD", "POST"])
def of_client(request: HttpRequest, client: UUID) -> HttpResponse:
    trajectory = open_dossier(request, client, needs=Permission.SIGNAL_VIEW)
    is_relative = trajectory.kind == Trajectory.Kind.RELATIVE
    clients = may_be_linked(trajectory, by=request.user)
    form = LinkForm(request.POST or None, clients=clients) if is_relative else None
    if form and form.is_valid():
        actions.link(own=trajectory, by=request.user, **form.cleaned_data)
        messages.success(request, _("Noted. Neither of the two reads it."))
        return redirect("relatives:of_client", trajectory.pk)
    context = {
        "trajectory": trajectory,
        "is_relative": is_relative,
        "links": links_of(trajectory, seen_by=request.user),
        "form": form,
        "concerns": trajectory.concerns.select_related("told_by")[:SHOWN],
        "now": timezone.now(),
    }
    return render(request, "trajectories/relatives/of_client.html", context)


@login_required
@require_POST
def unlink(request: HttpRequest, client: UUID, pk: UUID) -> HttpResponse:
    trajectory = open_dossier(request, client, needs=Permission.SIGNAL_VIEW)
    noted = get_object_or_404(links_of(trajectory, seen_by=request.user), pk=pk)
    actions.unlink(noted=noted, by=request.user)
    messages.success(request, _("Taken away."))
    return redirect("relatives:of_client", trajectory.pk)
