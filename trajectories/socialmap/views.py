"""The map and its list, and one person on it. Client and counsellor use the same pages."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from aftercare.core.errors import Refused, Stale
from trajectories.dossier.access import Permission, can
from trajectories.dossier.models import Trajectory
from trajectories.plans.views.doors import open_either
from trajectories.socialmap import actions as socialmap
from trajectories.socialmap.drawing import draw
from trajectories.socialmap.forms import PersonForm
from trajectories.socialmap.models import Stance

MOST_CHANGES = 20


@login_required
@require_safe
def show(request: HttpRequest, client: UUID | None = None) -> HttpResponse:
    trajectory = open_either(request, client, needs=Permission.SOCIAL_MAP_VIEW)
    if client and trajectory.part in Trajectory.Kind:
        return redirect("socialmap:mine")
    people = list(trajectory.known_people.current().select_related("item"))
    context = {
        "trajectory": trajectory,
        "client": client,
        "people": people,
        "map": draw(people),
        "counts": [(stance, sum(one.stance == stance for one in people)) for stance in Stance],
        "changes": trajectory.map_changes.select_related("person", "by")[:MOST_CHANGES],
        "writes": can(request.user, Permission.SOCIAL_MAP_EDIT, trajectory),
        "now": timezone.now(),
    }
    return render(request, "trajectories/socialmap/map.html", context)


@login_required
def add(request: HttpRequest, client: UUID | None = None) -> HttpResponse:
    trajectory = open_either(request, client, needs=Permission.SOCIAL_MAP_EDIT)
    form = PersonForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        form.cleaned_data.pop("revision")
        socialmap.add(trajectory=trajectory, by=request.user, **form.cleaned_data)
        messages.success(request, _("Saved."))
        return redirect(_map_url(client))
    return render(request, "trajectories/socialmap/person.html", _page(client) | {"form": form})


@login_required
def change(request: HttpRequest, pk: UUID, client: UUID | None = None) -> HttpResponse:
    trajectory = open_either(request, client, needs=Permission.SOCIAL_MAP_EDIT)
    people = trajectory.known_people.filter(removed_at=None).select_related("changed_by", "item")
    person = get_object_or_404(people, pk=pk)
    form = PersonForm(
        request.POST if request.method == "POST" else None, instance=person, initial={"revision": person.revision}
    )
    stored = None
    if form.is_valid():
        try:
            socialmap.change(person=person, by=request.user, **form.cleaned_data)
        except Stale:
            stored = trajectory.known_people.select_related("changed_by").get(pk=pk)
            form = form.over(stored)
        else:
            messages.success(request, _("Saved."))
            return redirect(_map_url(client))
    context = _page(client) | {"form": form, "person": person, "stored": stored}
    return render(request, "trajectories/socialmap/person.html", context, status=409 if stored else 200)


@login_required
@require_POST
def remove(request: HttpRequest, pk: UUID, client: UUID | None = None) -> HttpResponse:
    trajectory = open_either(request, client, needs=Permission.SOCIAL_MAP_EDIT)
    socialmap.remove(person=get_object_or_404(trajectory.known_people, pk=pk), by=request.user)
    messages.success(request, _("This person is off the map."))
    return redirect(_map_url(client))


@login_required
@require_POST
def put_in_plan(request: HttpRequest, pk: UUID, client: UUID | None = None) -> HttpResponse:
    trajectory = open_either(request, client, needs=Permission.SOCIAL_MAP_EDIT)
    person = get_object_or_404(trajectory.known_people.filter(removed_at=None), pk=pk)
    try:
        socialmap.put_in_plan(person=person, by=request.user)
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("It stands in the plan now."))
    return redirect(_map_url(client))


def _page(client: UUID | None) -> dict:
    return {"client": client, "back_url": _map_url(client), "now": timezone.now()}


def _map_url(client: UUID | None) -> str:
    return reverse("socialmap:of_client", args=[client]) if client else reverse("socialmap:mine")
