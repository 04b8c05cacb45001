"""The client's and the relative's own check-ins, signed in."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from trajectories.checkins import actions, along, contact, history, library
from trajectories.checkins.meaning import said
from trajectories.checkins.sitting import Sitting, ask, onward, resume
from trajectories.dossier.access import Permission, open_own
from trajectories.dossier.models import Status, TeamRole


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def start(request: HttpRequest) -> HttpResponse:
    """What is asked now, or a check-in of one's own accord. Nothing exists before the first press of a button."""
    trajectory = open_own(request, needs=Permission.CHECK_IN_ANSWER)
    now = timezone.now()
    occurrence = trajectory.occurrences.open(at=now).select_related("schedule").first()
    if occurrence is None and trajectory.status == Status.CLOSED:
        return redirect("overview:me")
    if request.method == "POST":
        return resume(Sitting(request.user, actions.start(trajectory=trajectory, by=request.user)))
    draft = trajectory.check_ins.draft_for(occurrence, at=now)
    if draft:
        return resume(Sitting(request.user, draft))
    instrument = occurrence.schedule.instrument if occurrence else library.usual(trajectory.kind).id
    asked = along.asked_of(trajectory, instrument, at=now)
    context = {
        "occurrence": occurrence,
        "questionnaire": asked,
        "is_apart": instrument not in library.REGULAR,
        "count": len(asked.items),
    }
    return render(request, "trajectories/checkins/start.html", context)


@login_required
@require_POST
def put_off(request: HttpRequest) -> HttpResponse:
    """Not today is an answer."""
    trajectory = open_own(request, needs=Permission.CHECK_IN_ANSWER)
    for occurrence in trajectory.occurrences.open(at=timezone.now()):
        actions.put_off(occurrence=occurrence, by=request.user)
    messages.success(request, _("Fine. Nobody asks again today, and it does not count as missed."))
    return redirect("overview:me")


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def question(request: HttpRequest, pk: UUID, number: int) -> HttpResponse:
    trajectory = open_own(request, needs=Permission.CHECK_IN_ANSWER)
    check_in = get_object_or_404(trajectory.check_ins, pk=pk)
    if check_in.submitted_at:
        return onward(request, reverse("checkins:done", args=[check_in.pk]))
    return ask(request, Sitting(request.user, check_in), number)


@login_required
@require_safe
def done(request: HttpRequest, pk: UUID) -> HttpResponse:
    trajectory = open_own(request, needs=Permission.CHECK_IN_VIEW)
    check_in = get_object_or_404(trajectory.check_ins, pk=pk)
    if not check_in.submitted_at:
        return redirect("checkins:start")
    seats = trajectory.seats.on(timezone.localdate()).filter(role=TeamRole.COUNSELLOR).select_related("user")
    questionnaire = library.load(check_in.instrument, check_in.version)
    context = {
        "check_in": check_in,
        "said": [one for one in said(questionnaire, check_in.scores) if one.plain],
        "course": history.course(trajectory) if check_in.instrument in library.REGULAR else None,
        "counsellor": seats.first(),
        "call_now": bool(contact.asked_by(check_in)),
    }
    return render(request, "trajectories/checkins/done.html", context)


@login_required
@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    trajectory = open_own(request, needs=Permission.CHECK_IN_VIEW)
    context = {
        "moments": history.moments(trajectory),
        "schedules": [(one, library.load(one.instrument)) for one in trajectory.check_in_schedules.waiting()],
        "may_start": trajectory.status == Status.RUNNING or trajectory.occurrences.open(at=timezone.now()).exists(),
    }
    return render(request, "trajectories/checkins/mine.html", context)
