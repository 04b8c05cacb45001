"""Tasks of the care team: asking for something, what is asked and why, and the one tap that says it is done."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from aftercare.core.errors import TransitionRefused
from trajectories.dossier.access import Permission, open_dossier
from trajectories.teamtasks import actions
from trajectories.teamtasks.forms import AskForm, FinishForm
from trajectories.teamtasks.models import TeamTask


@login_required
def ask(request: HttpRequest, client: UUID) -> HttpResponse:
    """Somebody of the team asks the team: whoever looks at Today next sees it."""
    trajectory = open_dossier(request, client, needs=Permission.TEAM_TASK)
    form = AskForm(request.POST or None, trajectory=trajectory)
    if form.is_valid():
        key = f"asked:{form.cleaned_data.pop('key')}"
        actions.ask(trajectory=trajectory, by=request.user, kind=TeamTask.Kind.OTHER, key=key, **form.cleaned_data)
        messages.success(request, _("Asked. It stands on Today until it is done."))
        return redirect(trajectory)
    return render(request, "trajectories/teamtasks/ask.html", {"trajectory": trajectory, "form": form})


@login_required
def finish(request: HttpRequest, client: UUID, pk: UUID) -> HttpResponse:
    trajectory = open_dossier(request, client, needs=Permission.TEAM_TASK)
    task = get_object_or_404(trajectory.team_tasks.select_related("asked_by", "done_by"), pk=pk)
    if task.is_open and task.done_on_page:
        return redirect(task.done_on_page, trajectory.pk)
    form = FinishForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            actions.finish(task=task, by=request.user, **form.cleaned_data)
        except TransitionRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Done. It is on the timeline."))
            return redirect(trajectory)
    context = {"trajectory": trajectory, "task": task, "form": form, "now": timezone.now()}
    return render(request, "trajectories/teamtasks/finish.html", context)
