"""The care team reads what was told, and writes down what it heard in a conversation."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from aftercare.core.errors import Stale
from trajectories.dossier.access import Permission, can, open_dossier
from trajectories.dossier.models import Trajectory
from trajectories.lapses import actions as lapses
from trajectories.lapses.forms import RecordForm
from trajectories.lapses.models import Lapse
from trajectories.signalplan.reading import versions_of


@login_required
@require_safe
def of_client(request: HttpRequest, client: UUID) -> HttpResponse:
    trajectory = open_dossier(request, client, needs=Permission.LAPSE_VIEW)
    if trajectory.part in Trajectory.Kind:
        return redirect("lapses:mine")
    told = list(trajectory.lapses.with_contact().select_related("told_by"))
    versions = versions_of(trajectory, told=told)
    held = {lapse.pk: version.plan for version in versions for lapse in version.during}
    adjusted = {version.after.pk: version.plan for version in versions if version.after}
    context = {
        "trajectory": trajectory,
        "lapses": [(lapse, held.get(lapse.pk), adjusted.get(lapse.pk)) for lapse in told],
        "records": can(request.user, Permission.LAPSE_RECORD, trajectory),
        "now": timezone.now(),
    }
    return render(request, "trajectories/lapses/of_client.html", context)


@login_required
def record(request: HttpRequest, client: UUID) -> HttpResponse:
    trajectory = open_dossier(request, client, needs=Permission.LAPSE_RECORD)
    form = RecordForm(request.POST or None)
    if form.is_valid():
        lapses.record(trajectory=trajectory, by=request.user, **form.cleaned_data)
        messages.success(request, _("Saved. The client can read it, and add what was learned."))
        return redirect("lapses:of_client", trajectory.pk)
    return render(request, "trajectories/lapses/record.html", {"trajectory": trajectory, "form": form})


@login_required
def correct(request: HttpRequest, client: UUID, pk: UUID) -> HttpResponse:
    """Only what staff wrote down; what a client told stays as the client told it."""
    trajectory = open_dossier(request, client, needs=Permission.LAPSE_RECORD)
    lapse = get_object_or_404(trajectory.lapses.in_conversation(), pk=pk)
    form = RecordForm(request.POST or None, instance=lapse)
    stale = False
    if form.is_valid():
        try:
            lapses.answer(lapse=lapse, by=request.user, **form.cleaned_data)
        except Stale:
            form, stale = form.over(Lapse.objects.get(pk=pk)), True
        else:
            messages.success(request, _("Saved."))
            return redirect("lapses:of_client", trajectory.pk)
    context = {"trajectory": trajectory, "form": form, "lapse": lapse, "stale": stale}
    return render(request, "trajectories/lapses/record.html", context, status=409 if stale else 200)
