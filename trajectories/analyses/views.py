"""Looking back on one moment, question by question. Client and counsellor use the same pages."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from aftercare.core.errors import Stale
from trajectories.analyses import actions as analyses
from trajectories.analyses.access import analysis_of
from trajectories.analyses.forms import WORDS, WordsForm
from trajectories.analyses.models import QUESTIONS, Analysis
from trajectories.dossier.access import Permission, can
from trajectories.dossier.models import Trajectory
from trajectories.plans.views.doors import open_either


@login_required
@require_safe
def listing(request: HttpRequest, client: UUID | None = None) -> HttpResponse:
    trajectory = open_either(request, client, needs=Permission.ANALYSIS_VIEW)
    if client and trajectory.part in Trajectory.Kind:
        return redirect("analyses:mine")
    found = trajectory.analyses.with_moments()
    context = {
        "trajectory": trajectory,
        "client": client,
        "rows": [(analysis, _url(analysis, client)) for analysis in found],
        "whole": len(QUESTIONS),
        "now": timezone.now(),
    }
    return render(request, "trajectories/analyses/list.html", context)


@login_required
@require_safe
def one(request: HttpRequest, about: str, pk: UUID, client: UUID | None = None) -> HttpResponse:
    trajectory = open_either(request, client, needs=Permission.ANALYSIS_VIEW)
    if client and trajectory.part in Trajectory.Kind:
        return redirect("analyses:one", about, pk)
    analysis = analysis_of(trajectory, about, pk)
    answers = [
        (_url(analysis, client, question), title, getattr(analysis, question))
        for question, (title, _helps) in WORDS.items()
    ]
    context = {
        "trajectory": trajectory,
        "client": client,
        "analysis": analysis,
        "answers": answers,
        "go_on_url": analysis.next_question and _url(analysis, client, analysis.next_question),
        "writes": can(request.user, Permission.ANALYSIS_EDIT, trajectory),
        "now": timezone.now(),
    }
    return render(request, "trajectories/analyses/analysis.html", context)


@login_required
def words(request: HttpRequest, about: str, pk: UUID, question: str, client: UUID | None = None) -> HttpResponse:
    """Saving goes on to the next question; stopping is fine at any of them."""
    trajectory = open_either(request, client, needs=Permission.ANALYSIS_EDIT)
    if question not in QUESTIONS:
        raise Http404
    analysis = analysis_of(trajectory, about, pk)
    form = WordsForm(request.POST or None, instance=analysis, question=question)
    stored = None
    if form.is_valid():
        try:
            analyses.write(analysis=analysis, by=request.user, **form.cleaned_data)
        except Stale:
            stored = analysis_of(trajectory, about, pk)
            form = form.over(stored)
        else:
            messages.success(request, _("Saved. You can stop here and go on another time."))
            return redirect(_next_url(analysis, client, question))
    title, helps = WORDS[question]
    context = {
        "analysis": analysis,
        "form": form,
        "title": title,
        "helps": helps,
        "number": QUESTIONS.index(question) + 1,
        "total": len(QUESTIONS),
        "back_url": _url(analysis, client),
        "skip_url": _next_url(analysis, client, question),
        "stored": stored and getattr(stored, question),
        "stale": stored is not None,
        "now": timezone.now(),
    }
    return render(request, "trajectories/analyses/words.html", context, status=409 if stored else 200)


def _next_url(analysis: Analysis, client: UUID | None, question: str) -> str:
    """The question after this one; after the last one the whole."""
    following = QUESTIONS[QUESTIONS.index(question) + 1 :]
    return _url(analysis, client, *following[:1])


def _url(analysis: Analysis, client: UUID | None, question: str = "") -> str:
    name = "words" if question else "one"
    arguments = [analysis.about, analysis.moment.pk, *([question] if question else [])]
    return (
        reverse(f"analyses:{name}_of", args=[client, *arguments])
        if client
        else reverse(f"analyses:{name}", args=arguments)
    )
