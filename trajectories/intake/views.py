"""From referral to first plan: begin, a step, what was told so far, and the client's own reading of it."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from aftercare.core.errors import Refused, Stale
from trajectories.arrivals.access import to_register
from trajectories.arrivals.models import Arrival
from trajectories.dossier import access, likenesses
from trajectories.dossier.access import Permission, can, open_dossier, open_own
from trajectories.dossier.models import Status, TeamRole, Trajectory
from trajectories.intake import actions, told
from trajectories.intake.forms import FORMS
from trajectories.intake.forms.base import StepForm
from trajectories.intake.forms.steps import StartForm
from trajectories.intake.models import ALWAYS_ASKED, Intake, Step

SAY = {
    Step.REFERRAL: actions.say_referral,
    Step.TREATMENT: actions.say_treatment,
    Step.REASONS: actions.say_reasons,
    Step.AREAS: actions.say_areas,
    Step.PEOPLE: actions.say_people,
    Step.PROBLEMS: actions.say_problems,
    Step.PLAN: actions.make_plan,
}


@login_required
def start(request: HttpRequest) -> HttpResponse:
    """Who it is and who referred. Likely duplicates are shown before anybody is registered."""
    places = access.may_register_at(request.user)
    if not places.exists():
        access.record_denied(by=request.user, segment=Permission.INTAKE_EDIT)
        raise PermissionDenied
    arrival = to_register(request.user, request.GET.get("arrival", ""))
    form = StartForm(request.POST or None, organisations=places, arrival=arrival)
    likely = []
    if form.is_valid():
        if begun := Intake.objects.filter(pk=form.cleaned_data["once"], started_by=request.user).first():
            return redirect("intake:go_on", begun.trajectory_id)
        likely = likenesses.likely_duplicates(by=request.user, **form.what_tells_apart())
        if (not likely or "confirmed" in request.POST) and (trajectory := _started(request, form, arrival)):
            return redirect("intake:go_on", trajectory.pk)
    return render(request, "trajectories/intake/start.html", {"form": form, "likely": likely, "total": len(Step)})


def _started(request: HttpRequest, form: StartForm, arrival: Arrival | None) -> Trajectory | None:
    try:
        trajectory = actions.start(by=request.user, arrival=arrival, **form.answers)
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return None
    messages.success(request, _("%(name)s is registered.") % {"name": trajectory.client.user.name})
    return trajectory


@login_required
@require_safe
def go_on(request: HttpRequest, client: UUID) -> HttpResponse:
    """To the first step that was not taken yet."""
    trajectory = open_dossier(request, client, needs=Permission.INTAKE_EDIT)
    return redirect("intake:step", trajectory.pk, told.read(trajectory).next_step)


@login_required
def step(request: HttpRequest, client: UUID, step: str) -> HttpResponse:
    trajectory = open_dossier(request, client, needs=Permission.INTAKE_EDIT)
    so_far = told.read(trajectory)
    if step not in so_far.steps:
        raise Http404
    if trajectory.status != Status.RUNNING:
        return redirect("intake:show", trajectory.pk)
    step = Step(step)
    may_skip = step not in so_far.saved and step not in ALWAYS_ASKED
    if may_skip and "skip" in request.POST:
        actions.skip(trajectory=trajectory, by=request.user, step=step)
        return _onward(trajectory, so_far.after(step))
    form = FORMS[step](request.POST or None, told=so_far, by=request.user, more="more" in request.GET)
    stored = None
    if form.is_valid():
        try:
            SAY[step](trajectory=trajectory, by=request.user, **form.answers)
        except Stale:
            so_far = told.read(open_dossier(request, client, needs=Permission.INTAKE_EDIT))
            form, stored = form.over(so_far), told.section(so_far, step)
        else:
            return _saved(request, trajectory, so_far, step)
    context = _page(so_far, step, form) | {"stored": stored, "may_skip": may_skip}
    return render(request, "trajectories/intake/step.html", context, status=409 if stored else 200)


def _saved(request: HttpRequest, trajectory: Trajectory, so_far: told.Told, step: Step) -> HttpResponse:
    if "more" in request.POST:
        return redirect(f"{request.path}?more=1#lines")
    if step == Step.PLAN:
        messages.success(request, _("The intake is finished. The first plan is below."))
        return redirect(trajectory)
    return _onward(trajectory, so_far.after(step))


def _onward(trajectory: Trajectory, following: Step | None) -> HttpResponse:
    if following is None:
        return redirect("intake:show", trajectory.pk)
    return redirect("intake:step", trajectory.pk, following)


def _page(so_far: told.Told, step: Step, form: StepForm) -> dict:
    return {
        "trajectory": so_far.trajectory,
        "told": so_far,
        "step": step,
        "number": so_far.steps.index(step) + 1,
        "total": len(so_far.steps),
        "before": so_far.before(step),
        "may_correct": step == Step.REFERRAL,
        "form": form,
        "now": timezone.now(),
    }


@login_required
@require_safe
def show(request: HttpRequest, client: UUID) -> HttpResponse:
    trajectory = open_dossier(request, client, needs=Permission.INTAKE_VIEW)
    if trajectory.part in Trajectory.Kind:
        return redirect("intake:mine")
    so_far = told.read(trajectory)
    context = {
        "trajectory": trajectory,
        "told": so_far,
        "sections": told.sections(so_far),
        "writes": can(request.user, Permission.INTAKE_EDIT, trajectory) and trajectory.status == Status.RUNNING,
        "now": timezone.now(),
    }
    return render(request, "trajectories/intake/show.html", context)


@login_required
@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """What was told at the start, for whom it is about."""
    trajectory = open_own(request, needs=Permission.INTAKE_VIEW)
    seats = trajectory.seats.on(timezone.localdate()).filter(role=TeamRole.COUNSELLOR).select_related("user")
    context = {
        "trajectory": trajectory,
        "sections": [section for section in told.sections(told.read(trajectory)) if section.lines],
        "counsellor": seats.first(),
    }
    return render(request, "trajectories/intake/mine.html", context)
