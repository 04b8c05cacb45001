"""A client's exercises on a counsellor's desk: what is assigned, what was done, what else there is."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from aftercare.core.errors import Refused, Stale
from trajectories.dossier.access import Permission, can, open_dossier
from trajectories.dossier.models import Trajectory
from trajectories.exercises import actions as exercises
from trajectories.exercises import library
from trajectories.exercises.forms import AssignForm
from trajectories.exercises.views.library import find

MOST_TIMES = 50


@login_required
@require_safe
def show(request: HttpRequest, client: UUID) -> HttpResponse:
    trajectory = open_dossier(request, client, needs=Permission.EXERCISE_VIEW)
    if trajectory.part in Trajectory.Kind:
        return redirect("exercises:mine")
    assigned = trajectory.assigned_exercises.current().with_times().select_related("assigned_by", "item")
    context = {
        "trajectory": trajectory,
        "assigned": assigned,
        "taken": {one.slug for one in assigned},
        "over": trajectory.assigned_exercises.over().with_times(),
        "times": trajectory.done_exercises.all()[:MOST_TIMES],
        "shelves": library.shelves(trajectory.kind),
        "writes": can(request.user, Permission.EXERCISE_ASSIGN, trajectory),
        "now": timezone.now(),
        "today": timezone.localdate(),
    }
    return render(request, "trajectories/exercises/of_client.html", context)


@login_required
def assign(request: HttpRequest, client: UUID, slug: str) -> HttpResponse:
    trajectory = open_dossier(request, client, needs=Permission.EXERCISE_ASSIGN)
    exercise = find(slug)
    form = AssignForm(request.POST if request.method == "POST" else None, trajectory=trajectory)
    if form.is_valid():
        form.cleaned_data.pop("revision")
        try:
            exercises.assign(trajectory=trajectory, by=request.user, slug=slug, **form.cleaned_data)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("Assigned. The client sees it at once."))
            return redirect("exercises:of_client", trajectory.pk)
    context = {"trajectory": trajectory, "exercise": exercise, "form": form, "now": timezone.now()}
    return render(request, "trajectories/exercises/assign.html", context)


@login_required
def change(request: HttpRequest, client: UUID, pk: UUID) -> HttpResponse:
    trajectory = open_dossier(request, client, needs=Permission.EXERCISE_ASSIGN)
    found = trajectory.assigned_exercises.select_related("changed_by", "item")
    assigned = get_object_or_404(found.current(), pk=pk)
    form = AssignForm(request.POST if request.method == "POST" else None, trajectory=trajectory, instance=assigned)
    stored = None
    if form.is_valid():
        try:
            exercises.change(assigned=assigned, by=request.user, **form.cleaned_data)
        except Stale:
            stored = found.get(pk=pk)
            form = form.over(stored)
        else:
            messages.success(request, _("Saved."))
            return redirect("exercises:of_client", trajectory.pk)
    context = {
        "trajectory": trajectory,
        "exercise": assigned.exercise,
        "assigned": assigned,
        "form": form,
        "stored": stored,
        "now": timezone.now(),
    }
    return render(request, "trajectories/exercises/assign.html", context, status=409 if stored else 200)


@login_required
@require_POST
def end(request: HttpRequest, client: UUID, pk: UUID) -> HttpResponse:
    trajectory = open_dossier(request, client, needs=Permission.EXERCISE_ASSIGN)
    exercises.end(assigned=get_object_or_404(trajectory.assigned_exercises, pk=pk), by=request.user)
    messages.success(request, _("This exercise is not assigned any more. What was done stays."))
    return redirect("exercises:of_client", trajectory.pk)
