"""One's own place on the panel: yes or no, what is asked, what came of it."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from aftercare.core.errors import Refused
from trajectories.dossier.access import Permission, open_own
from trajectories.panel import actions
from trajectories.panel.access import membership_of, to_answer, told_to
from trajectories.panel.forms import AnswerForm
from trajectories.panel.results import at_least, results_of

SHOWN = 10


@login_required
@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    trajectory = open_own(request, needs=Permission.PANEL)
    context = {
        "trajectory": trajectory,
        "member": membership_of(trajectory),
        "asked": list(to_answer(trajectory, on=timezone.localdate())),
        "told": told_to(trajectory)[:SHOWN],
    }
    return render(request, "trajectories/panel/mine.html", context)


@login_required
@require_POST
def join(request: HttpRequest) -> HttpResponse:
    actions.join(trajectory=open_own(request, needs=Permission.PANEL), by=request.user)
    messages.success(request, _("You are on the panel. You can stop whenever you want."))
    return redirect("panel:mine")


@login_required
@require_POST
def leave(request: HttpRequest) -> HttpResponse:
    actions.leave(trajectory=open_own(request, needs=Permission.PANEL), by=request.user)
    messages.success(request, _("You are not on the panel any more. You get no questions from now on."))
    return redirect("panel:mine")


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: HttpRequest, pk: UUID) -> HttpResponse:
    trajectory = open_own(request, needs=Permission.PANEL)
    poll = get_object_or_404(to_answer(trajectory, on=timezone.localdate()), pk=pk)
    form = AnswerForm(request.POST or None, poll=poll)
    if form.is_valid():
        try:
            actions.answer(poll=poll, trajectory=trajectory, by=request.user, answers=form.answers)
        except Refused as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, _("Thank you for telling. Nobody can see which answers are yours."))
        return redirect("panel:mine")
    return render(request, "trajectories/panel/answer.html", {"poll": poll, "form": form})


@login_required
@require_safe
def results(request: HttpRequest, pk: UUID) -> HttpResponse:
    trajectory = open_own(request, needs=Permission.PANEL)
    poll = get_object_or_404(told_to(trajectory), pk=pk)
    context = {"poll": poll, "results": results_of(poll), "at_least": at_least(poll.answered)}
    return render(request, "trajectories/panel/results.html", context)
