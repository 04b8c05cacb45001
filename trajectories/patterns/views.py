"""What the logs say, for the client and for the counsellor the same; and the tap that makes a step of it."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.dates import WEEKDAYS_ABBR
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from aftercare.core import charts
from trajectories.dossier.access import Permission, can
from trajectories.dossier.models import Trajectory
from trajectories.patterns import actions as patterns
from trajectories.patterns.findings import Patterns, patterns_of
from trajectories.patterns.forms import FindingForm
from trajectories.patterns.tallies import Logged
from trajectories.plans.views.doors import open_either
from trajectories.triggers.models import HEAT_WEEKS, PartOfDay


@login_required
@require_safe
def show(request: HttpRequest, client: UUID | None = None) -> HttpResponse:
    trajectory = open_either(request, client, needs=Permission.TRIGGER_VIEW)
    if client and trajectory.part in Trajectory.Kind:
        return redirect("patterns:mine")
    found = _found(trajectory)
    context = {
        "trajectory": trajectory,
        "client": client,
        "found": found,
        "heat": heat(found.logs),
        "weeks": HEAT_WEEKS,
        "writes": can(request.user, Permission.COPING_EDIT, trajectory),
        "plan_url": reverse("patterns:put_in_plan_of", args=[client]) if client else reverse("patterns:put_in_plan"),
        "step_url": reverse("plans:write_step_of", args=[client]) if client else reverse("plans:write_step"),
    }
    return render(request, "trajectories/patterns/patterns.html", context)


@login_required
@require_POST
def put_in_plan(request: HttpRequest, client: UUID | None = None) -> HttpResponse:
    """The page sends the finding's key only; what it says is computed again here."""
    trajectory = open_either(request, client, needs=Permission.COPING_EDIT)
    form = FindingForm(request.POST)
    finding = _found(trajectory).find(form.cleaned_data["key"]) if form.is_valid() else None
    if finding is None or not finding.text:
        raise Http404
    patterns.put_in_plan(trajectory=trajectory, by=request.user, finding=finding)
    messages.success(request, _("It stands in the plan now, and comes back at such a moment."))
    return redirect("patterns:of_client", client) if client else redirect("patterns:mine")


def heat(logs: list[Logged]) -> charts.Heatmap:
    rows = {part: [0] * 7 for part in PartOfDay}
    for logged in logs:
        rows[logged.part][logged.weekday - 1] += logged.times
    return charts.heatmap(
        [str(WEEKDAYS_ABBR[day]) for day in range(7)], [(str(p.label), row) for p, row in rows.items()]
    )


def _found(trajectory: Trajectory) -> Patterns:
    return patterns_of(trajectory, at=timezone.now(), zone=trajectory.client.user.time_zone)
