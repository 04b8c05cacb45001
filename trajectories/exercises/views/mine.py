"""One's own exercises on a phone: what was assigned, what was done."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from aftercare.core.errors import Refused
from aftercare.core.ids import new_id
from trajectories.dossier.access import Permission, open_own
from trajectories.dossier.models import Trajectory
from trajectories.exercises import actions as exercises
from trajectories.exercises import library
from trajectories.exercises.forms import DoneForm
from trajectories.exercises.library import Shelf
from trajectories.exercises.views.library import find

MOST_TIMES = 30


@login_required
@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    trajectory = open_own(request, needs=Permission.EXERCISE_VIEW)
    assigned = trajectory.assigned_exercises.on(timezone.localdate()).with_times().select_related("assigned_by")
    times = list(trajectory.done_exercises.all()[:MOST_TIMES])
    now = timezone.now()
    context = {
        "assigned": assigned,
        "times": times,
        "to_choose": library.of(Shelf.RELATIVES) if trajectory.kind == Trajectory.Kind.RELATIVE else [],
        "latest": times[0] if times and times[0].can_be_taken_back(now) else None,
        "now": now,
    }
    return render(request, "trajectories/exercises/mine.html", context)


@login_required
def done(request: HttpRequest, slug: str) -> HttpResponse:
    trajectory = open_own(request, needs=Permission.EXERCISE_DO)
    exercise = find(slug)
    form = DoneForm(request.POST if request.method == "POST" else None, initial={"key": new_id()})
    if form.is_valid():
        exercises.do(trajectory=trajectory, by=request.user, slug=slug, **form.cleaned_data)
        messages.success(request, _("Stored. Thank you for telling."))
        return redirect("exercises:mine")
    return render(request, "trajectories/exercises/done.html", {"exercise": exercise, "form": form})


@login_required
@require_POST
def take_back(request: HttpRequest, pk: UUID) -> HttpResponse:
    trajectory = open_own(request, needs=Permission.EXERCISE_DO)
    try:
        exercises.take_back(done=get_object_or_404(trajectory.done_exercises, pk=pk), by=request.user)
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("Taken back."))
    return redirect("exercises:mine")
