"""The signal plan, read and written by client and counsellor alike; today's colour, set by the client."""

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
from trajectories.dossier.access import Permission, can, open_dossier
from trajectories.dossier.forms import SpokenForm
from trajectories.dossier.models import Trajectory
from trajectories.dossier.team import readers_of
from trajectories.plans.views.doors import open_either
from trajectories.signalplan import actions as signalplan
from trajectories.signalplan import reading
from trajectories.signalplan.forms import ColourForm, SignalPlanForm
from trajectories.signalplan.models import Colour, SetColour, SignalStep


@login_required
@require_safe
def show(request: HttpRequest, client: UUID | None = None) -> HttpResponse:
    trajectory = open_either(request, client, needs=Permission.SIGNAL_PLAN_VIEW)
    if client and trajectory.part in Trajectory.Kind:
        return redirect("signalplan:mine")
    found, colour = reading.standing(trajectory), reading.colour_of(trajectory)
    step = None if client else _step_of(found, colour)
    context = {
        "trajectory": trajectory,
        "client": client,
        "standing": found,
        "agreed": found.proposed and reading.has_agreed(found.proposed, user=request.user, trajectory=trajectory),
        "colour": colour,
        "colours": Colour,
        "now_step": step,
        "people": _people(found, step) if step else [],
        "readers": [] if client else readers_of(trajectory, of=Permission.SIGNAL_PLAN_EDIT),
        "writes": can(request.user, Permission.SIGNAL_PLAN_EDIT, trajectory),
        "reads_dossier": can(request.user, Permission.DOSSIER_VIEW, trajectory),
        "now": timezone.now(),
    }
    return render(request, "trajectories/signalplan/show.html", context)


def _people(found: reading.Standing, step: SignalStep) -> list[SignalStep]:
    """Whom one calls at this colour; at red everybody who stands in the plan."""
    asked = [one for one in found.shown.steps.all() if one.call_phone and step.colour in (Colour.RED, one.colour)]
    return list({one.call_url: one for one in asked}.values())


def _step_of(found: reading.Standing, colour: SetColour | None) -> SignalStep | None:
    """What the plan says of today's colour, when it is one to act on."""
    if not found.shown or not colour or not colour.is_today or colour.colour == Colour.GREEN:
        return None
    return next((step for step in found.shown.steps.all() if step.colour == colour.colour), None)


@login_required
def write(request: HttpRequest, client: UUID | None = None) -> HttpResponse:
    trajectory = open_either(request, client, needs=Permission.SIGNAL_PLAN_EDIT)
    newest = reading.standing(trajectory).newest
    form = SignalPlanForm(request.POST or None, plan=newest)
    stale = False
    if form.is_valid():
        try:
            signalplan.propose(
                trajectory=trajectory, by=request.user, steps=form.steps, replaces=form.cleaned_data["replaces"]
            )
        except Stale:
            newest = reading.standing(trajectory).newest
            form, stale = form.over(newest), True
        else:
            messages.success(request, _("Saved. It holds once you both agree."))
            return redirect(_url(client))
    context = {
        "trajectory": trajectory,
        "client": client,
        "form": form,
        "newest": newest,
        "stale": stale,
        "now": timezone.now(),
    }
    return render(request, "trajectories/signalplan/write.html", context, status=409 if stale else 200)


@login_required
@require_POST
def agree(request: HttpRequest, pk: UUID, client: UUID | None = None) -> HttpResponse:
    trajectory = open_either(request, client, needs=Permission.SIGNAL_PLAN_EDIT)
    plan = get_object_or_404(trajectory.signal_plans, pk=pk)
    try:
        agreed = signalplan.agree(plan=plan, by=request.user)
    except Stale as stale:
        messages.error(request, str(stale))
    else:
        done = _("Agreed. This is the signal plan now.") if agreed.holds_from else _("You agreed already.")
        messages.success(request, done)
    return redirect(_url(client))


@login_required
def spoken(request: HttpRequest, client: UUID, pk: UUID) -> HttpResponse:
    """For a client who does not sign in: the team writes down that they agreed in a conversation."""
    trajectory = open_dossier(request, client, needs=Permission.AGREEMENT_KEEP)
    plan = get_object_or_404(trajectory.signal_plans, pk=pk)
    form = SpokenForm(request.POST or None)
    if form.is_valid():
        try:
            signalplan.agree(plan=plan, by=request.user, **form.cleaned_data)
        except Stale as stale:
            messages.error(request, str(stale))
            return redirect(_url(client))
        except Refused as refusal:
            form.add_error("spoken_on", str(refusal))
        else:
            messages.success(request, _("Written down. From now on this holds."))
            return redirect(_url(client))
    context = {"trajectory": trajectory, "plan": plan, "form": form, "back_url": _url(client)}
    return render(request, "trajectories/signalplan/spoken.html", context)


@login_required
@require_POST
def set_aside(request: HttpRequest, pk: UUID, client: UUID | None = None) -> HttpResponse:
    trajectory = open_either(request, client, needs=Permission.SIGNAL_PLAN_EDIT)
    plan = get_object_or_404(trajectory.signal_plans, pk=pk)
    try:
        signalplan.set_aside(plan=plan, by=request.user)
    except Stale as stale:
        messages.error(request, str(stale))
    else:
        messages.success(request, _("The proposal is set aside."))
    return redirect(_url(client))


@login_required
@require_POST
def set_colour(request: HttpRequest) -> HttpResponse:
    """From home, green leaves one at home; orange and red bring to what one does then."""
    trajectory = open_either(request, None, needs=Permission.COLOUR_SET)
    form = ColourForm(request.POST)
    if form.is_valid():
        found = signalplan.set_colour(trajectory=trajectory, by=request.user, **form.cleaned_data)
        messages.success(request, _("Saved: %(colour)s.") % {"colour": str(found).lower()})
        if found.colour == Colour.GREEN and "home" in request.POST:
            return redirect("overview:me")
    return redirect("signalplan:mine")


@login_required
@require_safe
def versions(request: HttpRequest, client: UUID | None = None) -> HttpResponse:
    """Two versions side by side: by default the newest and the one before it."""
    trajectory = open_either(request, client, needs=Permission.SIGNAL_PLAN_VIEW)
    reads_use = can(request.user, Permission.LAPSE_VIEW, trajectory)
    every = reading.versions_of(trajectory, told=list(trajectory.lapses.all()) if reads_use else [])
    now = _chosen(every, request.GET.get("now")) or (every[0] if every else None)
    older = [one for one in every if now and one.plan.number < now.plan.number]
    before = _chosen(older, request.GET.get("before")) or (older[0] if older else None)
    context = {
        "trajectory": trajectory,
        "client": client,
        "versions": every,
        "left": before,
        "right": now,
        "table": reading.compare(before and before.plan, now.plan) if now else [],
        "now": timezone.now(),
    }
    return render(request, "trajectories/signalplan/versions.html", context)


def _chosen(versions: list[reading.Version], number: str | None) -> reading.Version | None:
    return next((one for one in versions if str(one.plan.number) == number), None)


def _url(client: UUID | None) -> str:
    return reverse("signalplan:of_client", args=[client]) if client else reverse("signalplan:mine")
