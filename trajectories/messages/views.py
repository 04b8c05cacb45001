"""The conversation: one's own, a client's, and the list of all of them."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from aftercare.core.errors import Refused
from trajectories.dossier.access import Permission, open_dossier, open_own
from trajectories.dossier.models import Status, Trajectory
from trajectories.messages import access, actions, conversation, inbox
from trajectories.messages.forms import MessageForm

NEWEST = "#newest"


@login_required
def mine(request: HttpRequest) -> HttpResponse:
    trajectory = open_own(request, needs=_needs(request))
    form = MessageForm(request.POST or None)
    if form.is_valid() and _sent(request, trajectory, form):
        return redirect(reverse("messages:mine") + NEWEST)
    return render(request, "trajectories/messages/mine.html", _context(request, trajectory, form))


@login_required
def of_client(request: HttpRequest, client: UUID) -> HttpResponse:
    trajectory = open_dossier(request, client, needs=_needs(request))
    if trajectory.part in Trajectory.Kind:
        return redirect("messages:mine")
    form = MessageForm(request.POST or None)
    if form.is_valid() and _sent(request, trajectory, form):
        return redirect(reverse("messages:of_client", args=[trajectory.pk]) + NEWEST)
    return render(request, "trajectories/messages/of_client.html", _context(request, trajectory, form))


@login_required
@require_POST
def settle(request: HttpRequest, client: UUID) -> HttpResponse:
    trajectory = open_dossier(request, client, needs=Permission.MESSAGE_WRITE)
    if trajectory.part in Trajectory.Kind:
        return redirect("messages:mine")
    actions.settle(trajectory=trajectory, by=request.user)
    messages.success(request, _("Noted: no answer is needed."))
    return redirect("messages:of_client", trajectory.pk)


@login_required
@require_safe
def inbox_list(request: HttpRequest) -> HttpResponse:
    found = inbox.read(access.open_inbox(request), by=request.user, asked=request.GET)
    return render(request, "trajectories/messages/inbox.html", {"inbox": found, "now": timezone.now()})


def _needs(request: HttpRequest) -> Permission:
    return Permission.MESSAGE_WRITE if request.method == "POST" else Permission.MESSAGE_VIEW


def _sent(request: HttpRequest, trajectory: Trajectory, form: MessageForm) -> bool:
    try:
        actions.send(trajectory=trajectory, by=request.user, **form.cleaned_data)
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return False
    messages.success(request, _("Sent."))
    return True


def _context(request: HttpRequest, trajectory: Trajectory, form: MessageForm) -> dict:
    now = timezone.now()
    found = conversation.read(trajectory, by=request.user, page=request.GET.get("page", ""))
    actions.mark_read(trajectory=trajectory, by=request.user, messages=found.unread, at=now)
    return {
        "trajectory": trajectory,
        "person": trajectory.client.user,
        "form": form,
        "conversation": found,
        "readers": [seat.user.short_name for seat in access.seats_that_read(trajectory, on=timezone.localdate(now))],
        "waits_since": trajectory.summary.message_waits_since,
        "is_running": trajectory.status == Status.RUNNING,
        "now": now,
    }
