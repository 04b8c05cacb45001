"""The client tells of use: two taps, and as much more as one wants. Every tap is stored; everything may be skipped."""

from datetime import timedelta
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from aftercare.core.errors import Refused, Stale
from aftercare.core.ids import new_id
from trajectories.dossier.access import Permission, open_own
from trajectories.dossier.team import readers_of
from trajectories.lapses import actions as lapses
from trajectories.lapses.forms import DayForm, ExtentForm, FirstTapForm, WordsForm
from trajectories.lapses.models import Extent, Lapse

QUESTIONS = {
    "what": (gettext_lazy("What was it?"), gettext_lazy("As much or as little as you want to say.")),
    "before": (
        gettext_lazy("What came before it?"),
        gettext_lazy("Where you were, who was there, what you felt or thought."),
    ),
    "after": (
        gettext_lazy("What happened next?"),
        gettext_lazy("Also what you did for yourself: stopping, telling somebody, going to sleep."),
    ),
    "learned": (
        gettext_lazy("What did you learn from it?"),
        gettext_lazy("There is no hurry. Next week is fine too, and so is never."),
    ),
}
"""What may be told in own words: the question, and what helps to answer it."""

ASKS = {"call": lapses.ask_call, "review": lapses.ask_review}


@login_required
def new(request: HttpRequest) -> HttpResponse:
    trajectory = open_own(request, needs=Permission.LAPSE_TELL)
    form = FirstTapForm(request.POST or None)
    if form.is_valid():
        lapse = lapses.tell(trajectory=trajectory, by=request.user, **form.cleaned_data)
        return redirect("lapses:extent", lapse.pk)
    readers = readers_of(trajectory, of=Permission.LAPSE_VIEW)
    return _ask_day(request, {"form": form, "key": new_id(), "lapse": None, "readers": readers})


@login_required
def day(request: HttpRequest, pk: UUID) -> HttpResponse:
    lapse = _own(request, pk)
    form = DayForm(request.POST or None)
    if form.is_valid():
        lapses.answer(lapse=lapse, by=request.user, **form.cleaned_data)
        return redirect("lapses:extent", lapse.pk)
    return _ask_day(request, {"form": form, "key": None, "lapse": lapse, "readers": []})


def _ask_day(request: HttpRequest, context: dict) -> HttpResponse:
    today = timezone.localdate()
    days = [(_("Today"), today), (_("Yesterday"), today - timedelta(days=1))]
    return render(request, "trajectories/lapses/day.html", context | {"days": days, "today": today})


@login_required
def extent(request: HttpRequest, pk: UUID) -> HttpResponse:
    lapse = _own(request, pk)
    form = ExtentForm(request.POST or None)
    if form.is_valid():
        lapses.answer(lapse=lapse, by=request.user, **form.cleaned_data)
        return redirect("lapses:lapse", lapse.pk)
    context = {"lapse": lapse, "form": form, "choices": Extent, "now": timezone.now()}
    return render(request, "trajectories/lapses/extent.html", context)


@login_required
@require_safe
def lapse(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What was told so far, what else one may tell, and what may help now."""
    trajectory = open_own(request, needs=Permission.LAPSE_VIEW)
    told = get_object_or_404(trajectory.lapses.select_related("told_by"), pk=pk)
    keys = {told.task_key(name): name for name in ASKS}
    context = {
        "lapse": told,
        "answers": [(name, question, getattr(told, name)) for name, (question, _help) in QUESTIONS.items()],
        "asked": {keys[task.key]: task for task in trajectory.team_tasks.filter(key__in=keys)},
        "now": timezone.now(),
    }
    return render(request, "trajectories/lapses/lapse.html", context)


@login_required
@require_POST
def ask(request: HttpRequest, pk: UUID, what: str) -> HttpResponse:
    if what not in ASKS:
        raise Http404
    lapse = _own(request, pk, told_by_myself=False)
    ASKS[what](lapse=lapse, by=request.user)
    messages.success(request, _("Asked. Your team sees it now."))
    return redirect("lapses:lapse", lapse.pk)


@login_required
def words(request: HttpRequest, pk: UUID, question: str) -> HttpResponse:
    """One question in own words. Of what the counsellor wrote down, only what was learned is the client's to write."""
    if question not in QUESTIONS:
        raise Http404
    lapse = _own(request, pk, told_by_myself=question != "learned")
    title, helps = QUESTIONS[question]
    form = WordsForm(request.POST or None, instance=lapse, question=question, label=title)
    stored = None
    if form.is_valid():
        try:
            lapses.answer(lapse=lapse, by=request.user, **form.cleaned_data)
        except Stale:
            stored = Lapse.objects.get(pk=lapse.pk)
            form = form.over(stored)
        else:
            messages.success(request, _("Saved."))
            return redirect("lapses:lapse", lapse.pk)
    context = {
        "lapse": lapse,
        "form": form,
        "title": title,
        "helps": helps,
        "stored": stored and getattr(stored, question),
        "stale": stored is not None,
    }
    return render(request, "trajectories/lapses/words.html", context, status=409 if stored else 200)


@login_required
@require_POST
def undo(request: HttpRequest, pk: UUID) -> HttpResponse:
    lapse = _own(request, pk)
    try:
        lapses.undo(lapse=lapse, by=request.user)
    except Refused as refused:
        messages.error(request, str(refused))
        return redirect("lapses:lapse", lapse.pk)
    messages.success(request, _("Undone. What you told is gone."))
    return redirect("overview:me")


@login_required
@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    trajectory = open_own(request, needs=Permission.LAPSE_VIEW)
    context = {"lapses": trajectory.lapses.all(), "now": timezone.now()}
    return render(request, "trajectories/lapses/mine.html", context)


def _own(request: HttpRequest, pk: UUID, *, told_by_myself: bool = True) -> Lapse:
    trajectory = open_own(request, needs=Permission.LAPSE_TELL)
    mine = trajectory.lapses.by_client() if told_by_myself else trajectory.lapses
    return get_object_or_404(mine, pk=pk)
