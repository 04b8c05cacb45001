"""The plan as its owner reads it on a phone."""

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from trajectories.dossier.access import Permission, can, open_own
from trajectories.dossier.models import Trajectory
from trajectories.plans import actions as plans
from trajectories.plans import news, telling
from trajectories.plans.forms.items import TickForm

MOST_PEOPLE = 5
ABOVE = ("title", "goal", "state")
"""What the page of an item says in another place than among its lines."""


@login_required
@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    trajectory = open_own(request, needs=Permission.PLAN_VIEW)
    now, today = timezone.now(), timezone.localdate()
    since = plans.look(trajectory=trajectory, by=request.user, at=now)
    goal = trajectory.goals.current().select_related("set_by").first()
    items = list(trajectory.plan_items.current().with_days_done(today=today).with_next_session(at=now))
    context = {
        "trajectory": trajectory,
        "now": now,
        "today": today,
        "goal": goal,
        "appointments": trajectory.appointments.upcoming(at=now).select_related("with_user"),
        "items": items,
        **{name: [item for item in items if item.kind in kinds] for name, kinds in telling.SECTIONS.items()},
        "people": people_of(request, trajectory),
        "sees_people": can(request.user, Permission.SOCIAL_MAP_VIEW, trajectory),
        "exercises": trajectory.assigned_exercises.on(today).with_times().select_related("assigned_by"),
        "steps": trajectory.coping_steps.current(),
        "review": trajectory.reviews.open().first(),
        "signal_steps": trajectory.signal_steps.holding(),
        "sees_signals": can(request.user, Permission.SIGNAL_PLAN_VIEW, trajectory),
        "proposals": trajectory.proposals.lately(at=now).select_related("item", "answered_by", "proposed_by"),
        "new": news.of(to=request.user, since=since, items=items, goal=goal),
        "writes_goal": can(request.user, Permission.GOAL_EDIT, trajectory),
        "writes_steps": can(request.user, Permission.COPING_EDIT, trajectory),
        "proposes": can(request.user, Permission.PLAN_PROPOSE, trajectory),
    }
    return render(request, "trajectories/plans/mine.html", context)


def people_of(request: HttpRequest, trajectory: Trajectory) -> list:
    """Who gives support, from near to far, for who may see the map."""
    if not can(request.user, Permission.SOCIAL_MAP_VIEW, trajectory):
        return []
    return list(trajectory.known_people.supportive()[:MOST_PEOPLE])


@login_required
@require_safe
def item(request: HttpRequest, pk: UUID) -> HttpResponse:
    trajectory = open_own(request, needs=Permission.PLAN_VIEW)
    now, today = timezone.now(), timezone.localdate()
    item = get_object_or_404(trajectory.plan_items.with_next_session(at=now).select_related("group", "service"), pk=pk)
    context = {
        "item": item,
        "lines": [line for line in telling.lines(item, to_client=True) if line.name not in ABOVE],
        "proposes": can(request.user, Permission.PLAN_PROPOSE, trajectory),
        "sees_medicines": can(request.user, Permission.MEDICATION_VIEW, trajectory),
        "waiting": trajectory.proposals.open().filter(item=item).first(),
        "exercises": item.assigned_exercises.on(today).with_times().select_related("assigned_by"),
        "now": now,
        "today": today,
    }
    return render(request, "trajectories/plans/item.html", context)


@login_required
@require_POST
def tick(request: HttpRequest, pk: UUID) -> HttpResponse:
    trajectory = open_own(request, needs=Permission.PLAN_TICK)
    item = get_object_or_404(trajectory.plan_items.for_one_day(), pk=pk)
    form = TickForm(request.POST)
    if form.is_valid():
        plans.tick(item=item, by=request.user, on=timezone.localdate(), **form.cleaned_data)
    return redirect("overview:me")
