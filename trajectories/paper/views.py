"""Choosing a paper, and getting it as a PDF. Each PDF is a line in the access log."""

from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.views.decorators.http import require_safe

from aftercare.audit.models import Event
from aftercare.core.printing import pdf
from trajectories.dossier.access import Permission, can, open_dossier, open_own
from trajectories.dossier.models import Trajectory
from trajectories.paper import content
from trajectories.paper.forms import LanguageForm
from trajectories.signalplan.reading import standing

TEMPLATES = Path(__file__).parent / "typst"


@login_required
@require_safe
def choose(request: HttpRequest, client: UUID | None = None) -> HttpResponse:
    trajectory = _open(request, client, needs=Permission.PLAN_VIEW)
    if client and trajectory.part in Trajectory.Kind:
        return redirect("paper:mine")
    with_signals = can(request.user, Permission.SIGNAL_PLAN_VIEW, trajectory)
    context = {
        "trajectory": trajectory,
        "client": client,
        "medicines": can(request.user, Permission.MEDICATION_VIEW, trajectory)
        and trajectory.medicines.current().exists(),
        "signal_plan": with_signals and standing(trajectory).shown,
        "languages": settings.LANGUAGES,
        "own_language": translation.get_language(),
    }
    return render(request, "trajectories/paper/choose.html", context)


@login_required
@require_safe
def plan(request: HttpRequest, client: UUID | None = None) -> HttpResponse:
    trajectory = _open(request, client, needs=Permission.PLAN_VIEW, event=Event.PRINT)
    with_signals = can(request.user, Permission.SIGNAL_PLAN_VIEW, trajectory)
    with translation.override(LanguageForm(request.GET).chosen):
        data = content.plan(trajectory, to_client=trajectory.part in Trajectory.Kind, with_signals=with_signals)
        return _answer("plan", data)


@login_required
@require_safe
def signal_plan(request: HttpRequest, client: UUID | None = None) -> HttpResponse:
    trajectory = _open(request, client, needs=Permission.SIGNAL_PLAN_VIEW, event=Event.PRINT)
    shown = standing(trajectory).shown
    if shown is None:
        raise Http404
    with translation.override(LanguageForm(request.GET).chosen):
        return _answer("signal_plan", content.signal_plan(trajectory, shown))


@login_required
@require_safe
def medicines(request: HttpRequest, client: UUID | None = None) -> HttpResponse:
    trajectory = _open(request, client, needs=Permission.MEDICATION_VIEW, event=Event.PRINT)
    with translation.override(LanguageForm(request.GET).chosen):
        return _answer("medicines", content.medicines(trajectory))


def _answer(template: str, data: content.Data) -> HttpResponse:
    """The name of the file gives nothing away."""
    return HttpResponse(
        pdf(TEMPLATES / f"{template}.typ", data),
        content_type="application/pdf",
        headers={"Content-Disposition": 'inline; filename="plan.pdf"'},
    )


def _open(request: HttpRequest, client: UUID | None, *, needs: Permission, event: Event = Event.READ) -> Trajectory:
    if client:
        return open_dossier(request, client, needs=needs, event=event)
    return open_own(request, needs=needs, event=event)
