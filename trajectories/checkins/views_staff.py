"""The counsellor's page: when what is asked, pauses, and what came of it."""

from datetime import timedelta
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from aftercare.core.errors import Refused
from trajectories.checkins import actions, history, library
from trajectories.checkins.forms import ONCE, PauseForm, PlanForm, ScheduleForm
from trajectories.checkins.models import CheckInSchedule
from trajectories.checkins.questionnaire import Questionnaire
from trajectories.dossier.access import Permission, open_dossier
from trajectories.dossier.models import Status, Trajectory

BAM = "bam30"
USUALLY_EVERY = {BAM: 4, "bam7": 1}
"""In weeks; the others are asked once."""


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def schedule(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The usual check-in, on the page where everything that is asked stands together."""
    trajectory = open_dossier(request, pk, needs=Permission.CHECK_IN_SCHEDULE)
    form = _form(trajectory, _usual(trajectory), request.POST if request.method == "POST" else None)
    if form.is_valid():
        instrument = library.usual(trajectory.kind).id
        try:
            actions.schedule(trajectory=trajectory, by=request.user, instrument=instrument, **form.cleaned_data)
        except Refused as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, _("The check-ins are agreed."))
            return redirect("checkins:schedule", trajectory.pk)
    return _page(request, trajectory, form=form)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def plan(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Another questionnaire than the usual one."""
    trajectory = open_dossier(request, pk, needs=Permission.CHECK_IN_SCHEDULE)
    first = timezone.localdate() + timedelta(days=1)
    chosen = request.GET.get("questionnaire", "")
    usual = {
        "instrument": chosen,
        "every_weeks": USUALLY_EVERY.get(chosen, ONCE),
        "starts_on": first,
        "wall_time": "10:00",
        "zone": trajectory.client.user.time_zone,
    }
    form = PlanForm(request.POST or None, questionnaires=_others(trajectory), initial=usual)
    return _planned(request, trajectory, form)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def replan(request: HttpRequest, pk: UUID, schedule: UUID) -> HttpResponse:
    """What is planned, at other times."""
    trajectory = open_dossier(request, pk, needs=Permission.CHECK_IN_SCHEDULE)
    agreed = _agreed(trajectory, schedule)
    told = {name: getattr(agreed, name) for name in ("instrument", "every_weeks", "wall_time", "zone", "until")}
    told["starts_on"] = max(agreed.starts_on, timezone.localdate())
    told |= {"every_weeks": ONCE, "until": None} if agreed.is_once else {}
    form = PlanForm(request.POST or None, questionnaires=[library.load(agreed.instrument)], initial=told)
    return _planned(request, trajectory, form, agreed)


def _planned(
    request: HttpRequest, trajectory: Trajectory, form: PlanForm, agreed: CheckInSchedule | None = None
) -> HttpResponse:
    if form.is_valid():
        try:
            actions.schedule(trajectory=trajectory, by=request.user, **form.answers)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The questionnaire is planned."))
            return redirect("checkins:schedule", trajectory.pk)
    context = {"trajectory": trajectory, "form": form, "agreed": agreed, "questionnaires": _others(trajectory)}
    return render(request, "trajectories/checkins/plan.html", context)


@login_required
@require_POST
def pause(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Everything that is asked of one client stops for these days."""
    trajectory = open_dossier(request, pk, needs=Permission.CHECK_IN_SCHEDULE)
    form = PauseForm(request.POST)
    if form.is_valid():
        actions.pause_all(trajectory=trajectory, by=request.user, **form.cleaned_data)
        messages.success(request, _("In these days nothing is asked."))
        return redirect("checkins:schedule", trajectory.pk)
    return _page(request, trajectory, pause_form=form)


@login_required
@require_POST
def resume(request: HttpRequest, pk: UUID) -> HttpResponse:
    trajectory = open_dossier(request, pk, needs=Permission.CHECK_IN_SCHEDULE)
    actions.resume_all(trajectory=trajectory, by=request.user)
    messages.success(request, _("The pause is over."))
    return redirect("checkins:schedule", trajectory.pk)


@login_required
@require_POST
def end(request: HttpRequest, pk: UUID, schedule: UUID) -> HttpResponse:
    trajectory = open_dossier(request, pk, needs=Permission.CHECK_IN_SCHEDULE)
    agreed = _agreed(trajectory, schedule)
    actions.end(schedule=agreed, by=request.user)
    is_usual = agreed.instrument in library.REGULAR
    messages.success(request, _("No more check-ins are asked.") if is_usual else _("It is not asked any more."))
    return redirect("checkins:schedule", trajectory.pk)


def _agreed(trajectory: Trajectory, pk: UUID) -> CheckInSchedule:
    return get_object_or_404(trajectory.check_in_schedules.current(), pk=pk)


def _usual(trajectory: Trajectory) -> CheckInSchedule | None:
    return trajectory.check_in_schedules.current().filter(instrument__in=library.REGULAR).first()


def _others(trajectory: Trajectory) -> list[Questionnaire]:
    """What else can be asked."""
    found = library.available(trajectory.kind, organisation=trajectory.organisation_id)
    return [one for one in found if one.id not in library.REGULAR]


def _form(trajectory: Trajectory, agreed: CheckInSchedule | None, data: QueryDict | None = None) -> ScheduleForm:
    """What is agreed; a first schedule starts from weekly, from today, on the client's own clock."""
    today = timezone.localdate()
    zone = trajectory.client.user.time_zone
    usual = {"starts_on": today, "weekday": today.weekday(), "wall_time": "10:00", "zone": zone}
    return ScheduleForm(data, instance=agreed, initial=None if agreed else usual)


def _page(request: HttpRequest, trajectory: Trajectory, **forms) -> HttpResponse:
    planned = list(trajectory.check_in_schedules.current())
    agreed = next((one for one in planned if one.instrument in library.REGULAR), None)
    today = timezone.localdate()
    context = {
        "trajectory": trajectory,
        "agreed": agreed,
        "others": [(one, library.load(one.instrument)) for one in planned if one is not agreed],
        "may_plan": bool(_others(trajectory)),
        "bam_is_usual": trajectory.kind == Trajectory.Kind.CLIENT and not any(one.instrument == BAM for one in planned),
        "may_change": trajectory.status == Status.RUNNING,
        "form": forms.get("form") or _form(trajectory, agreed),
        "pause_form": forms.get("pause_form") or PauseForm(initial={"paused_from": today}),
        "paused": next((one for one in planned if one.paused_until and one.paused_until >= today), None),
        "tables": history.tables(trajectory),
    }
    return render(request, "trajectories/checkins/schedule.html", context)
