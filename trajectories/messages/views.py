"""The conversation: one's own, a client's, and the list of all of them."""

from io import BytesIO
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from aftercare.core import uploads
from aftercare.core.errors import Refused
from trajectories.dossier.access import Permission, open_dossier, open_own
from trajectories.dossier.models import Status, Trajectory
from trajectories.messages import access, actions, conversation, inbox
from trajectories.messages.forms import MessageForm
from trajectories.messages.models import Attachment

NEWEST = "#newest"
NOTHING = "default-src 'none'; sandbox"
"""What a file may do, should a browser open it all the same."""


@login_required
def mine(request: HttpRequest) -> HttpResponse:
    trajectory = open_own(request, needs=_needs(request))
    form = _form(request)
    if form.is_valid() and _sent(request, trajectory, form):
        return redirect(reverse("messages:mine") + NEWEST)
    return render(request, "trajectories/messages/mine.html", _context(request, trajectory, form))


@login_required
def of_client(request: HttpRequest, client: UUID) -> HttpResponse:
    trajectory = open_dossier(request, client, needs=_needs(request))
    if trajectory.part in Trajectory.Kind:
        return redirect("messages:mine")
    form = _form(request)
    if form.is_valid() and _sent(request, trajectory, form):
        return redirect(reverse("messages:of_client", args=[trajectory.pk]) + NEWEST)
    return render(request, "trajectories/messages/of_client.html", _context(request, trajectory, form))


@login_required
@require_safe
def my_file(request: HttpRequest, pk: UUID) -> FileResponse:
    return _file(request, open_own(request, needs=Permission.MESSAGE_VIEW), pk)


@login_required
@require_safe
def file_of_client(request: HttpRequest, client: UUID, pk: UUID) -> FileResponse:
    return _file(request, open_dossier(request, client, needs=Permission.MESSAGE_VIEW), pk)


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


def _file(request: HttpRequest, trajectory: Trajectory, pk: UUID) -> FileResponse:
    """Always as a download: nothing of it is shown within the portal."""
    file = get_object_or_404(trajectory.attachments, pk=pk)
    access.record_opened(by=request.user, trajectory=trajectory, file=file)
    kind = f"{file.kind}; charset=utf-8" if file.kind == Attachment.Kind.TEXT else file.kind
    headers = {"Content-Security-Policy": NOTHING}
    content = BytesIO(file.content)
    return FileResponse(content, as_attachment=True, filename=file.name, content_type=kind, headers=headers)


def _form(request: HttpRequest) -> MessageForm:
    return MessageForm(request.POST or None, request.FILES or None, without_files=uploads.came_without_files(request))


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
    watch = access.watch_of(trajectory, on=timezone.localdate(now))
    return {
        "trajectory": trajectory,
        "person": trajectory.client.user,
        "form": form,
        "conversation": found,
        "readers": [user.short_name for user in watch.here],
        "away": watch.away,
        "away_soon": watch.soon,
        "waits_since": trajectory.summary.message_waits_since,
        "is_running": trajectory.status == Status.RUNNING,
        "now": now,
    }
