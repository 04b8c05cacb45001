"""The polls of a workplace: what came of them for everybody there, and writing them for whoever may."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from aftercare.core.errors import Refused, Stale
from trajectories.panel import actions
from trajectories.panel.access import open_desk
from trajectories.panel.forms import AnswerForm, FollowupForm, PollForm, WordsForm
from trajectories.panel.models import Poll, PollWords
from trajectories.panel.results import at_least, results_of


@login_required
@require_safe
def polls(request: HttpRequest) -> HttpResponse:
    desk = open_desk(request)
    found = desk.read().select_related("organisation", "region")
    context = {"desk": desk, "polls": found, "today": timezone.localdate()}
    return render(request, "trajectories/panel/polls.html", context)


@login_required
@require_safe
def show(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Before it is closed: what members see. After: what came of it."""
    desk = open_desk(request)
    poll = get_object_or_404(desk.read().select_related("organisation", "region"), pk=pk)
    made = desk.made().filter(pk=pk).exists()
    context = {"poll": poll, "made": made, "today": timezone.localdate()}
    if poll.closed_at is None:
        return render(request, "trajectories/panel/preview.html", context | {"form": AnswerForm(poll=poll)})
    waiting = made and PollWords.objects.of_closed(poll).filter(state=PollWords.State.WAITING).exists()
    context |= {"results": results_of(poll), "at_least": at_least(poll.answered), "waiting": waiting}
    return render(request, "trajectories/panel/poll.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def write(request: HttpRequest, pk: UUID | None = None) -> HttpResponse:
    desk = open_desk(request, making=True)
    poll = get_object_or_404(desk.made().filter(published_at=None), pk=pk) if pk else None
    form = PollForm(request.POST or None, places=desk.makes_for, poll=poll)
    stored = None
    if form.is_valid():
        try:
            written = actions.write(by=request.user, poll=poll, revision=form.cleaned_data["revision"], **form.details)
        except Stale:
            stored = Poll.objects.get(pk=poll.pk)
            form = form.over(stored)
        else:
            return redirect("panel:poll", written.pk)
    context = {"poll": poll, "form": form, "stored": stored, "now": timezone.now()}
    return render(request, "trajectories/panel/write.html", context, status=409 if stored else 200)


@login_required
@require_POST
def publish(request: HttpRequest, pk: UUID) -> HttpResponse:
    return _settle(request, pk, actions.publish, _("The poll is set. Members get a notice on its first day."))


@login_required
@require_POST
def stop(request: HttpRequest, pk: UUID) -> HttpResponse:
    return _settle(request, pk, actions.stop, _("The poll is stopped. What was answered is being counted."))


@login_required
@require_POST
def discard(request: HttpRequest, pk: UUID) -> HttpResponse:
    return _settle(request, pk, actions.discard, _("The draft is gone."), back="panel:polls")


def _settle(request: HttpRequest, pk: UUID, act, said: str, *, back: str = "panel:poll") -> HttpResponse:
    poll = get_object_or_404(open_desk(request, making=True).made(), pk=pk)
    try:
        act(poll=poll, by=request.user)
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("panel:poll", pk)
    messages.success(request, said)
    return redirect(back) if back == "panel:polls" else redirect(back, pk)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def words(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Its maker reads what was written before anybody else does."""
    poll = get_object_or_404(open_desk(request, making=True).made().closed(), pk=pk)
    found = list(PollWords.objects.of_closed(poll).select_related("question").order_by("question__position", "id"))
    form = WordsForm(request.POST or None, words=found)
    if request.method == "POST" and form.is_valid():
        actions.look_through(poll=poll, by=request.user, shown=form.shown)
        messages.success(request, _("What you left is shown now."))
        return redirect("panel:poll", pk)
    return render(request, "trajectories/panel/words.html", {"poll": poll, "form": form, "found": found})


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def followup(request: HttpRequest, pk: UUID) -> HttpResponse:
    poll = get_object_or_404(open_desk(request, making=True).made().closed(), pk=pk)
    form = FollowupForm(request.POST or None, initial={"text": poll.followup, "revision": poll.revision})
    stored = None
    if form.is_valid():
        try:
            actions.tell_followup(poll=poll, by=request.user, **form.cleaned_data)
        except Stale:
            stored = Poll.objects.get(pk=poll.pk)
            form = FollowupForm(initial={"text": form.cleaned_data["text"], "revision": stored.revision})
        else:
            messages.success(request, _("Members of the panel hear of it."))
            return redirect("panel:poll", pk)
    context = {"poll": poll, "form": form, "stored": stored}
    return render(request, "trajectories/panel/followup.html", context, status=409 if stored else 200)
