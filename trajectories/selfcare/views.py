"""Self-care: one page with four cards, an area by itself, a step to write. Client and counsellor use the same ones."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from aftercare.core.errors import Refused, Stale
from trajectories.dossier.access import Permission, can, open_own
from trajectories.dossier.models import Trajectory
from trajectories.plans import actions as plans
from trajectories.plans.forms.items import StateForm, TickForm
from trajectories.plans.models import AREA_ICONS, SELF_CARE_AREAS, Kind, LifeArea
from trajectories.plans.views.doors import open_either
from trajectories.selfcare import actions as selfcare
from trajectories.selfcare.actions import SomebodyElseScored, steps_in
from trajectories.selfcare.cards import cards
from trajectories.selfcare.forms import ScoreForm, StepForm


@login_required
@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    trajectory = open_own(request, needs=Permission.SELF_CARE_VIEW)
    return render(request, "trajectories/selfcare/mine.html", _page(request, trajectory))


@login_required
@require_safe
def of_client(request: HttpRequest, client: UUID) -> HttpResponse:
    trajectory = open_either(request, client, needs=Permission.SELF_CARE_VIEW)
    if trajectory.part in Trajectory.Kind:
        return redirect("selfcare:mine")
    return render(request, "trajectories/selfcare/of_client.html", _page(request, trajectory))


@login_required
@require_safe
def area(request: HttpRequest, area: str) -> HttpResponse:
    """One area by itself, with its months."""
    trajectory = open_own(request, needs=Permission.SELF_CARE_VIEW)
    return render(request, "trajectories/selfcare/area.html", _page(request, trajectory, only=_area(area)))


def _page(request: HttpRequest, trajectory: Trajectory, *, only: LifeArea | None = None) -> dict:
    return {
        "trajectory": trajectory,
        "cards": cards(trajectory, today=timezone.localdate(), only=only),
        "writes": can(request.user, Permission.SELF_CARE_EDIT, trajectory),
        "now": timezone.now(),
    }


@login_required
@require_POST
def score(request: HttpRequest, area: str, client: UUID | None = None) -> HttpResponse:
    trajectory = open_either(request, client, needs=Permission.SELF_CARE_EDIT)
    form, where = ScoreForm(request.POST), _area(area)
    if form.is_valid():
        try:
            selfcare.rate(trajectory=trajectory, by=request.user, area=where, **form.cleaned_data)
        except SomebodyElseScored as stale:
            messages.warning(request, str(stale))
    return redirect(_home(client) + f"#{where}")


@login_required
@require_POST
def tick(request: HttpRequest, pk: UUID) -> HttpResponse:
    trajectory = open_own(request, needs=Permission.PLAN_TICK)
    step = get_object_or_404(trajectory.plan_items.for_one_day().filter(kind=Kind.SELF_CARE), pk=pk)
    form = TickForm(request.POST)
    if form.is_valid():
        plans.tick(item=step, by=request.user, on=timezone.localdate(), **form.cleaned_data)
    return redirect(_home(None) + f"#{step.area}")


@login_required
def write(request: HttpRequest, area: str, client: UUID | None = None) -> HttpResponse:
    """A new step in an area."""
    trajectory = open_either(request, client, needs=Permission.SELF_CARE_EDIT)
    where = _area(area)
    others = list(steps_in(trajectory, where))
    form = StepForm(request.POST if request.method == "POST" else None, initial={"stands": len(others)})
    stale = False
    if form.is_valid():
        typed = {name: value for name, value in form.cleaned_data.items() if name != "revision"}
        typed["stands"] = typed["stands"] or 0
        try:
            selfcare.add_step(trajectory=trajectory, by=request.user, area=where, **typed)
        except Stale:
            others = list(steps_in(trajectory, where))
            form, stale = form.beside(len(others)), True
        else:
            messages.success(request, _("Saved. It stands in your plan.") if not client else _("Saved."))
            return redirect(_home(client) + f"#{where}")
    context = _step_page(where, client) | {"form": form, "others": others if stale else []}
    return render(request, "trajectories/selfcare/step.html", context, status=409 if stale else 200)


@login_required
def rewrite(request: HttpRequest, pk: UUID, client: UUID | None = None) -> HttpResponse:
    trajectory = open_either(request, client, needs=Permission.SELF_CARE_EDIT)
    steps = trajectory.plan_items.filter(kind=Kind.SELF_CARE).select_related("changed_by")
    step = get_object_or_404(steps, pk=pk)
    form = StepForm(
        request.POST if request.method == "POST" else None, instance=step, initial={"revision": step.revision}
    )
    stored = None
    if form.is_valid():
        typed = {name: value for name, value in form.cleaned_data.items() if name != "stands"}
        try:
            plans.change(item=step, by=request.user, **typed)
        except Stale:
            stored = steps.get(pk=pk)
            form = form.over(stored)
        else:
            messages.success(request, _("Saved. What stood here before is kept."))
            return redirect(_home(client) + f"#{step.area}")
    context = _step_page(LifeArea(step.area), client) | {"form": form, "step": step, "stored": stored}
    return render(request, "trajectories/selfcare/step.html", context, status=409 if stored else 200)


@login_required
@require_POST
def set_state(request: HttpRequest, pk: UUID, client: UUID | None = None) -> HttpResponse:
    """Begin with a step, or stop with it."""
    trajectory = open_either(request, client, needs=Permission.SELF_CARE_EDIT)
    step = get_object_or_404(trajectory.plan_items.filter(kind=Kind.SELF_CARE), pk=pk)
    form = StateForm(request.POST)
    if form.is_valid():
        try:
            plans.set_state(item=step, by=request.user, **form.cleaned_data)
        except Refused as refused:
            messages.error(request, str(refused))
    return redirect(_home(client) + f"#{step.area}")


def _step_page(area: LifeArea, client: UUID | None) -> dict:
    return {
        "area": area,
        "icon": AREA_ICONS[area],
        "client": client,
        "back_url": _home(client) + f"#{area}",
        "now": timezone.now(),
    }


def _home(client: UUID | None) -> str:
    return reverse("selfcare:of_client", args=[client]) if client else reverse("selfcare:mine")


def _area(name: str) -> LifeArea:
    if name not in SELF_CARE_AREAS:
        raise Http404
    return LifeArea(name)
