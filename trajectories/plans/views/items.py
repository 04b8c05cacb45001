"""The counsellor's side of the plan: its items."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from aftercare.core.errors import Refused, Stale
from trajectories.dossier.access import Permission, can, open_dossier
from trajectories.dossier.models import Trajectory
from trajectories.plans import actions as plans
from trajectories.plans import news
from trajectories.plans.forms.items import ItemForm, StateForm
from trajectories.plans.models import KIND_ICONS, PlanItem, kinds_of


@login_required
@require_safe
def items(request: HttpRequest, client: UUID) -> HttpResponse:
    trajectory = open_dossier(request, client, needs=Permission.PLAN_VIEW)
    if trajectory.part in Trajectory.Kind:
        return redirect("plans:mine")
    now = timezone.now()
    since = plans.look(trajectory=trajectory, by=request.user, at=now)
    writes = can(request.user, Permission.PLAN_EDIT, trajectory)
    goal = trajectory.goals.current().select_related("set_by").first()
    items, over = list(trajectory.plan_items.current().with_next_session(at=now)), list(trajectory.plan_items.over())
    steps = list(trajectory.coping_steps.current())
    context = {
        "trajectory": trajectory,
        "now": now,
        "today": timezone.localdate(),
        "goal": goal,
        "items": items,
        "over": over,
        "steps": steps,
        "proposals": trajectory.proposals.open().select_related("item", "proposed_by") if writes else [],
        "since": since,
        "new": news.of(to=request.user, since=since, items=[*items, *over], steps=steps, goal=goal),
        "kinds": [(kind, kind.label, KIND_ICONS[kind]) for kind in kinds_of(trajectory.kind)],
        "writes": writes,
        "reads_dossier": can(request.user, Permission.DOSSIER_VIEW, trajectory),
    }
    return render(request, "trajectories/plans/items.html", context)


@login_required
def add(request: HttpRequest, client: UUID, kind: str) -> HttpResponse:
    trajectory = open_dossier(request, client, needs=Permission.PLAN_EDIT)
    if kind not in kinds_of(trajectory.kind):
        raise Http404
    draft, chosen = PlanItem(kind=kind, trajectory=trajectory), {"service": request.GET.get("service", "")}
    form = ItemForm(request.POST or None, trajectory=trajectory, instance=draft, initial=chosen)
    if form.is_valid():
        plans.add(trajectory=trajectory, by=request.user, kind=kind, **form.cleaned_data)
        messages.success(request, _("Added to the plan. The client sees it at once."))
        return redirect("plans:items", trajectory.pk)
    context = {"trajectory": trajectory, "form": form, "title": PlanItem.Kind(kind).label, "now": timezone.now()}
    return render(request, "trajectories/plans/item_form.html", context)


@login_required
def edit(request: HttpRequest, client: UUID, pk: UUID) -> HttpResponse:
    trajectory = open_dossier(request, client, needs=Permission.PLAN_EDIT)
    item = get_object_or_404(trajectory.plan_items, pk=pk)
    form = ItemForm(request.POST or None, trajectory=trajectory, instance=item)
    stored = None
    if form.is_valid():
        try:
            plans.change(item=item, by=request.user, **form.cleaned_data)
        except Stale:
            stored = trajectory.plan_items.select_related("changed_by", "group", "service").get(pk=pk)
            form = form.over(stored)
        else:
            messages.success(request, _("Saved."))
            return redirect("plans:items", trajectory.pk)
    context = {
        "trajectory": trajectory,
        "form": form,
        "item": item,
        "stored": stored,
        "title": item.get_kind_display(),
        "now": timezone.now(),
    }
    return render(request, "trajectories/plans/item_form.html", context, status=409 if stored else 200)


@login_required
@require_POST
def set_state(request: HttpRequest, client: UUID, pk: UUID) -> HttpResponse:
    trajectory = open_dossier(request, client, needs=Permission.PLAN_EDIT)
    item = get_object_or_404(trajectory.plan_items, pk=pk)
    form = StateForm(request.POST)
    if form.is_valid():
        try:
            plans.set_state(item=item, by=request.user, **form.cleaned_data)
            messages.success(request, _("Saved."))
        except Refused as refused:
            messages.error(request, str(refused))
            return redirect("plans:edit", trajectory.pk, item.pk)
    return redirect("plans:items", trajectory.pk)
