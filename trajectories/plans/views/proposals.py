"""What a client proposes for the plan, and what came of it."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from aftercare.core.errors import Stale, TransitionRefused
from trajectories.dossier.access import Permission, open_own
from trajectories.dossier.models import Trajectory
from trajectories.plans import comparing
from trajectories.plans.actions import proposals
from trajectories.plans.forms.proposals import ChangeForm, SomethingNewForm
from trajectories.plans.models import Proposal

PAGE = "trajectories/plans/propose.html"
NOTHING_YET = {"item": None, "proposal": None, "stored": None, "answered": None}
"""What the page of a proposal knows when somebody begins to write one."""


@login_required
@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    trajectory = open_own(request, needs=Permission.PLAN_PROPOSE)
    context = {
        "open": trajectory.proposals.open().select_related("item", "proposed_by"),
        "answered": trajectory.proposals.answered().select_related("item", "answered_by", "proposed_by"),
        "now": timezone.now(),
    }
    return render(request, "trajectories/plans/proposals.html", context)


@login_required
def something_new(request: HttpRequest) -> HttpResponse:
    trajectory = open_own(request, needs=Permission.PLAN_PROPOSE)
    form = SomethingNewForm(request.POST or None, instance=Proposal(wish=Proposal.Wish.ADD, trajectory=trajectory))
    if form.is_valid():
        words = {name: value for name, value in form.cleaned_data.items() if name != "revision"}
        proposals.propose(trajectory=trajectory, by=request.user, wish=Proposal.Wish.ADD, **words)
        messages.success(request, _("Sent. Your counsellor sees it and answers here."))
        return redirect("plans:mine")
    return render(request, PAGE, {"form": form, **NOTHING_YET})


@login_required
def change(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A change of an item; the one that waits already, if there is one, is rewritten."""
    trajectory = open_own(request, needs=Permission.PLAN_PROPOSE)
    item = get_object_or_404(trajectory.plan_items.current(), pk=pk)
    if waiting := trajectory.proposals.open().filter(item=item).first():
        return redirect("plans:proposal", waiting.pk)
    words = {name: getattr(item, name) for name in Proposal.WORDS}
    form = ChangeForm(request.POST or None, instance=Proposal(wish=Proposal.Wish.CHANGE, item=item, **words))
    if form.is_valid():
        words = {name: value for name, value in form.cleaned_data.items() if name != "revision"}
        proposals.propose(trajectory=trajectory, by=request.user, item=item, **words)
        messages.success(request, _("Sent. Your counsellor sees it and answers here."))
        return redirect("plans:mine")
    return render(request, PAGE, {"form": form, **NOTHING_YET, "item": item})


@login_required
def one(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Rewrite one's own while it waits; read the answer after that, and what a partner proposed."""
    trajectory = open_own(request, needs=Permission.PLAN_PROPOSE)
    proposal = _find(trajectory, pk)
    is_own = proposal.proposed_by_id == request.user.pk
    if not is_own or (not proposal.is_open and request.method != "POST"):
        context = {
            "proposal": proposal,
            "comparison": comparing.came_of(proposal),
            "is_own": is_own,
            "now": timezone.now(),
        }
        return render(request, "trajectories/plans/proposal.html", context)
    kind_of_form = SomethingNewForm if proposal.wish == Proposal.Wish.ADD else ChangeForm
    form = kind_of_form(request.POST or None, instance=proposal)
    context = NOTHING_YET | {"item": proposal.item, "proposal": proposal}
    if form.is_valid():
        words = {name: value for name, value in form.cleaned_data.items() if name != "key"}
        try:
            proposals.rewrite(proposal=proposal, by=request.user, **words)
        except Stale:
            context["stored"] = _find(trajectory, pk)
            form = form.over(context["stored"])
        except TransitionRefused:
            context["answered"] = _find(trajectory, pk)
            form = form.as_new()
        else:
            messages.success(request, _("Saved."))
            return redirect("plans:mine")
    met = context["stored"] or context["answered"]
    return render(request, PAGE, {"form": form, **context}, status=409 if met else 200)


def _find(trajectory: Trajectory, pk: UUID) -> Proposal:
    return get_object_or_404(trajectory.proposals.select_related("item", "answered_by", "proposed_by"), pk=pk)


@login_required
@require_POST
def withdraw(request: HttpRequest, pk: UUID) -> HttpResponse:
    trajectory = open_own(request, needs=Permission.PLAN_PROPOSE)
    proposal = get_object_or_404(trajectory.proposals, pk=pk)
    try:
        proposals.withdraw(proposal=proposal, by=request.user)
        messages.success(request, _("You took your proposal back."))
    except TransitionRefused as refused:
        messages.error(request, str(refused))
    return redirect("plans:proposals")
