"""The ladder of one client, the hours of the organisation, and whom nobody reached."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from aftercare.core.errors import Stale, TransitionRefused
from trajectories.dossier.access import Permission, open_dossier
from trajectories.dossier.models import Status
from trajectories.silence import actions
from trajectories.silence.access import hours_at, hours_of, open_hours, open_unreached, seated
from trajectories.silence.forms import ArrangeForm, HoursForm
from trajectories.silence.models import LadderHours

SHOWN = 10


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def of_client(request: HttpRequest, client: UUID) -> HttpResponse:
    """What was done at each silence, and hours of this client's own."""
    trajectory = open_dossier(request, client, needs=Permission.CHECK_IN_SCHEDULE)
    running = trajectory.status == Status.RUNNING
    form = HoursForm(request.POST or None, instance=hours_of(trajectory), initial=_revision(trajectory))
    stale = None
    if running and form.is_valid():
        try:
            actions.set_hours(
                organisation=trajectory.organisation, trajectory=trajectory, by=request.user, **form.cleaned_data
            )
        except Stale:
            stale = hours_of(trajectory)
            form = HoursForm(initial=request.POST.dict() | _revision(trajectory))
        else:
            messages.success(request, _("These hours hold from the next step on."))
            return redirect("silence:of_client", trajectory.pk)
    context = {
        "trajectory": trajectory,
        "climbs": trajectory.climbs.select_related("occurrence").prefetch_related("steps")[:SHOWN],
        "own": LadderHours.objects.filter(trajectory=trajectory).first(),
        "form": form,
        "stale": stale,
        "running": running,
        "now": timezone.now(),
    }
    return render(request, "trajectories/silence/of_client.html", context, status=409 if stale else 200)


def _revision(trajectory) -> dict:
    own = LadderHours.objects.filter(trajectory=trajectory).first()
    return {"revision": own.revision if own else 0}


@login_required
@require_POST
def usual(request: HttpRequest, client: UUID) -> HttpResponse:
    trajectory = open_dossier(request, client, needs=Permission.CHECK_IN_SCHEDULE)
    actions.use_usual(trajectory=trajectory, by=request.user)
    messages.success(request, _("The hours of the organisation hold again."))
    return redirect("silence:of_client", trajectory.pk)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def hours(request: HttpRequest) -> HttpResponse:
    organisation = open_hours(request)
    form = HoursForm(request.POST or None, instance=hours_at(organisation))
    stale = None
    if form.is_valid():
        try:
            actions.set_hours(organisation=organisation, by=request.user, **form.cleaned_data)
        except Stale:
            stale = hours_at(organisation)
            form = HoursForm(initial=request.POST.dict() | {"revision": stale.revision})
        else:
            messages.success(request, _("These hours hold from the next step on."))
            return redirect("silence:hours")
    context = {"organisation": organisation, "form": form, "stale": stale}
    return render(request, "trajectories/silence/hours.html", context, status=409 if stale else 200)


@login_required
@require_safe
def unreached(request: HttpRequest) -> HttpResponse:
    climbs = list(open_unreached(request))
    names = seated(climbs, on=timezone.localdate())
    context = {
        "climbs": [(climb, names.get(climb.trajectory_id, [])) for climb in climbs],
        "form": ArrangeForm(),
        "now": timezone.now(),
    }
    return render(request, "trajectories/silence/unreached.html", context)


@login_required
@require_POST
def arrange(request: HttpRequest, pk: UUID) -> HttpResponse:
    climb = get_object_or_404(open_unreached(request), pk=pk)
    form = ArrangeForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Write down what is arranged."))
        return redirect("silence:unreached")
    try:
        actions.arrange(climb=climb, by=request.user, **form.cleaned_data)
    except TransitionRefused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Noted. The care team reads it."))
    return redirect("silence:unreached")
