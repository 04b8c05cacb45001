"""The open door: the client asks to come back, the care team opens again."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from aftercare.core.errors import Refused
from aftercare.core.templatetags.ui import moment
from trajectories.closing import actions, reopening
from trajectories.closing.access import return_asked
from trajectories.closing.carrying import told
from trajectories.closing.forms import ReturnForm
from trajectories.dossier.access import Permission, open_dossier, open_own
from trajectories.dossier.models import Status


@login_required
def ask(request: HttpRequest) -> HttpResponse:
    """One tap from home; the page itself is there for who wants to read first, or wrote too much."""
    trajectory = open_own(request, needs=Permission.RETURN)
    if trajectory.status == Status.RUNNING:
        return redirect("overview:me")
    form = ReturnForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        task = actions.ask_to_return(trajectory=trajectory, by=request.user, **form.cleaned_data)
        messages.success(
            request, _("Your team knows. You hear from them before %(moment)s.") % {"moment": moment(task.due_at)}
        )
        return redirect("overview:me")
    return render(request, "trajectories/closing/return.html", {"form": form, "asked": return_asked(trajectory)})


@login_required
@require_POST
def take_back(request: HttpRequest) -> HttpResponse:
    trajectory = open_own(request, needs=Permission.RETURN)
    actions.take_back_return(trajectory=trajectory, by=request.user)
    messages.success(request, _("Taken back. You can ask again at any time."))
    return redirect("overview:me")


@login_required
def reopen(request: HttpRequest, client: UUID) -> HttpResponse:
    trajectory = open_dossier(request, client, needs=Permission.REOPEN)
    if request.method == "POST":
        try:
            new = reopening.reopen(trajectory=trajectory, by=request.user)
        except Refused as refusal:
            messages.error(request, str(refusal))
            return redirect("closing:reopen", trajectory.pk)
        messages.success(request, _("Open again, with the old plan as the start. Look at the plan together."))
        return redirect(new)
    context = {
        "trajectory": trajectory,
        "asked": return_asked(trajectory),
        "carried": told(trajectory),
        "followed_by": getattr(trajectory, "followed_by", None),
        "is_running": trajectory.status == Status.RUNNING,
        "now": timezone.now(),
    }
    return render(request, "trajectories/closing/reopen.html", context)
