"""The trigger log: three taps, the answer, the list. Every tap is stored; everything may be skipped."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from aftercare.core.errors import Refused
from aftercare.core.ids import new_id
from trajectories.dossier.access import Permission, open_dossier, open_own
from trajectories.dossier.models import Trajectory
from trajectories.dossier.team import readers_of
from trajectories.triggers import actions as triggers
from trajectories.triggers.answers import answer_to
from trajectories.triggers.forms import AfterForm, FirstTapForm, HelpedForm, NoteForm, StrengthForm, WordForm
from trajectories.triggers.models import HELPED_ICONS, TriggerEntry
from trajectories.triggers.words import words_for

PAGE = 50


@login_required
def new(request: HttpRequest) -> HttpResponse:
    trajectory = open_own(request, needs=Permission.TRIGGER_LOG)
    form = FirstTapForm(request.POST or None)
    if form.is_valid():
        entry = triggers.log(trajectory=trajectory, by=request.user, **form.cleaned_data)
        return redirect("triggers:kind", entry.pk)
    context = {
        "form": form,
        "key": (key := new_id()),
        "entry": key,
        "strength": None,
        "readers": readers_of(trajectory, of=Permission.TRIGGER_VIEW),
    }
    return render(request, "trajectories/triggers/strength.html", context)


@login_required
def strength(request: HttpRequest, pk: UUID) -> HttpResponse:
    entry = _own_entry(request, pk)
    form = StrengthForm(request.POST or None)
    if form.is_valid():
        triggers.answer(entry=entry, by=request.user, **form.cleaned_data)
        return redirect("triggers:kind", entry.pk)
    context = {
        "form": form,
        "key": None,
        "entry": entry.key,
        "strength": entry.strength,
        "readers": readers_of(entry.trajectory, of=Permission.TRIGGER_VIEW),
    }
    return render(request, "trajectories/triggers/strength.html", context)


@login_required
def kind(request: HttpRequest, pk: UUID) -> HttpResponse:
    entry = _own_entry(request, pk)
    form = WordForm(request.POST or None)
    if form.is_valid():
        triggers.answer(entry=entry, by=request.user, **form.cleaned_data)
        return redirect("triggers:helped", entry.pk)
    now = timezone.now()
    context = {"entry": entry, "form": form, "words": words_for(entry.trajectory, at=now), "now": now}
    return render(request, "trajectories/triggers/kind.html", context)


@login_required
def helped(request: HttpRequest, pk: UUID) -> HttpResponse:
    entry = _own_entry(request, pk)
    form = HelpedForm(request.POST or None)
    if form.is_valid():
        triggers.answer(entry=entry, by=request.user, **form.cleaned_data)
        return redirect("triggers:answer", entry.pk)
    context = {"entry": entry, "form": form, "choices": HELPED_ICONS.items(), "now": timezone.now()}
    return render(request, "trajectories/triggers/helped.html", context)


@login_required
@require_safe
def answer(request: HttpRequest, pk: UUID) -> HttpResponse:
    entry = _own_entry(request, pk)
    context = {"entry": entry, "answer": answer_to(entry), "now": timezone.now()}
    return render(request, "trajectories/triggers/answer.html", context)


@login_required
@require_POST
def take_step(request: HttpRequest, pk: UUID, step: UUID) -> HttpResponse:
    entry = _own_entry(request, pk)
    chosen = get_object_or_404(entry.trajectory.coping_steps.current(), pk=step)
    triggers.answer(entry=entry, by=request.user, step=chosen)
    return redirect("triggers:answer", entry.pk)


@login_required
@require_POST
def after(request: HttpRequest, pk: UUID) -> HttpResponse:
    """How strong the craving is by now: what a step did is known from this."""
    entry = _own_entry(request, pk)
    form = AfterForm(request.POST)
    if form.is_valid():
        triggers.answer(entry=entry, by=request.user, **form.cleaned_data)
    return redirect("triggers:answer", entry.pk)


@login_required
@require_POST
def undo(request: HttpRequest, pk: UUID) -> HttpResponse:
    entry = _own_entry(request, pk)
    try:
        triggers.undo(entry=entry, by=request.user)
    except Refused as refused:
        messages.error(request, str(refused))
        return redirect("triggers:note", entry.pk)
    messages.success(request, _("Undone. This log is gone."))
    return redirect("overview:me")


@login_required
def note(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One log, and what its writer adds to it afterwards."""
    entry = _own_entry(request, pk)
    form = NoteForm(request.POST or None, instance=entry)
    if form.is_valid():
        triggers.answer(entry=entry, by=request.user, **form.cleaned_data)
        messages.success(request, _("Saved."))
        return redirect("triggers:mine")
    return render(request, "trajectories/triggers/note.html", {"entry": entry, "form": form, "now": timezone.now()})


@login_required
@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    trajectory = open_own(request, needs=Permission.TRIGGER_LOG)
    context = {"page": _page(request, trajectory), "now": timezone.now()}
    return render(request, "trajectories/triggers/mine.html", context)


@login_required
@require_safe
def of_client(request: HttpRequest, client: UUID) -> HttpResponse:
    trajectory = open_dossier(request, client, needs=Permission.TRIGGER_VIEW)
    if trajectory.part in Trajectory.Kind:
        return redirect("triggers:mine")
    context = {"trajectory": trajectory, "page": _page(request, trajectory), "now": timezone.now()}
    return render(request, "trajectories/triggers/of_client.html", context)


def _page(request: HttpRequest, trajectory: Trajectory):
    entries = trajectory.trigger_entries.select_related("step")
    return Paginator(entries, PAGE).get_page(request.GET.get("page"))


def _own_entry(request: HttpRequest, pk: UUID) -> TriggerEntry:
    trajectory = open_own(request, needs=Permission.TRIGGER_LOG)
    return get_object_or_404(trajectory.trigger_entries.select_related("step"), pk=pk)
