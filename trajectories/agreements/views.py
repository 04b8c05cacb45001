"""What was agreed, what is proposed, and the answers to it: one page for the client, one for the care team."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from aftercare.core.errors import Refused, Stale, TransitionRefused
from trajectories.agreements import actions, reviews
from trajectories.agreements.access import standing
from trajectories.agreements.forms import ProposalForm, ReviewForm
from trajectories.dossier.access import Permission, open_dossier, open_own
from trajectories.dossier.forms import SpokenForm
from trajectories.dossier.models import Status, Trajectory


@login_required
@require_safe
def show(request: HttpRequest, client: UUID | None = None) -> HttpResponse:
    trajectory = _open(request, client, needs=Permission.AGREEMENT_VIEW)
    page = "trajectories/agreements/of_client.html" if client else "trajectories/agreements/mine.html"
    stand, today = standing(trajectory), timezone.localdate()
    context = {
        "trajectory": trajectory,
        "standing": stand,
        "may_agree": trajectory.status == Status.RUNNING,
        "review_is_near": stand.review is not None and stand.review.is_near(today),
        "now": timezone.now(),
    }
    return render(request, page, context)


@login_required
def propose(request: HttpRequest, client: UUID | None = None) -> HttpResponse:
    """Something else than what holds, or than what the other one proposed."""
    trajectory = _open(request, client, needs=Permission.AGREE)
    stand = standing(trajectory)
    form = ProposalForm(request.POST or None, trajectory=trajectory, standing=stand, by_client=client is None)
    stale = False
    if form.is_valid():
        try:
            actions.propose(trajectory=trajectory, by=request.user, **form.cleaned_data)
        except Stale as conflict:
            stand, stale = standing(trajectory), True
            form.look_again(stand)
            form.add_error(None, str(conflict))
        except TransitionRefused as refusal:
            return _over(request, trajectory, client, refusal)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Proposed. It holds once you both have agreed."))
            return redirect(_url(client))
    context = {
        "trajectory": trajectory,
        "form": form,
        "open": stand.open,
        "stale": stale,
        "by_client": client is None,
        "back_url": _url(client),
    }
    return render(request, "trajectories/agreements/propose.html", context, status=409 if stale else 200)


@login_required
@require_POST
def accept(request: HttpRequest, pk: UUID, client: UUID | None = None) -> HttpResponse:
    return _answer(request, pk, client, actions.accept, _("Agreed. From now on this holds."))


@login_required
@require_POST
def withdraw(request: HttpRequest, pk: UUID, client: UUID | None = None) -> HttpResponse:
    return _answer(request, pk, client, actions.withdraw, _("Withdrawn."))


@login_required
def spoken(request: HttpRequest, client: UUID, pk: UUID) -> HttpResponse:
    """For a client who does not sign in: the team writes down what was agreed in a conversation."""
    trajectory = open_dossier(request, client, needs=Permission.AGREEMENT_KEEP)
    agreement = get_object_or_404(trajectory.agreements.told(), pk=pk)
    form = SpokenForm(request.POST or None)
    if form.is_valid():
        try:
            actions.accept(agreement=agreement, by=request.user, **form.cleaned_data)
        except TransitionRefused as refusal:
            return _over(request, trajectory, client, refusal)
        except Refused as refusal:
            form.add_error("spoken_on", str(refusal))
        else:
            messages.success(request, _("Written down. From now on this holds."))
            return redirect(_url(client))
    context = {"trajectory": trajectory, "agreement": agreement, "form": form, "back_url": _url(client)}
    return render(request, "trajectories/agreements/spoken.html", context)


@login_required
def review(request: HttpRequest, client: UUID) -> HttpResponse:
    """Another day for the next review, or another rhythm."""
    trajectory = open_dossier(request, client, needs=Permission.AGREEMENT_KEEP)
    form = ReviewForm(request.POST or None, instance=trajectory.reviews.open().first())
    stale = False
    if form.is_valid():
        try:
            reviews.plan(trajectory=trajectory, by=request.user, **form.cleaned_data)
        except Stale:
            form, stale = form.over(trajectory.reviews.open().first()), True
        except TransitionRefused as refusal:
            return _over(request, trajectory, client, refusal)
        except Refused as refusal:
            form.add_error("due_on", str(refusal))
        else:
            messages.success(request, _("Saved. The client sees the new day at once."))
            return redirect(_url(client))
    context = {"trajectory": trajectory, "form": form, "stale": stale, "back_url": _url(client)}
    return render(request, "trajectories/agreements/review.html", context, status=409 if stale else 200)


def _answer(request: HttpRequest, pk: UUID, client: UUID | None, act, done: str) -> HttpResponse:
    trajectory = _open(request, client, needs=Permission.AGREE)
    agreement = get_object_or_404(trajectory.agreements, pk=pk)
    try:
        act(agreement=agreement, by=request.user)
    except TransitionRefused as refusal:
        return _over(request, trajectory, client, refusal, agreement=pk)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, done)
    return redirect(_url(client))


def _over(
    request: HttpRequest,
    trajectory: Trajectory,
    client: UUID | None,
    refusal: Refused,
    *,
    agreement: UUID | None = None,
) -> HttpResponse:
    """Too late, or twice: what happened to it, and what holds now."""
    stand = standing(trajectory)
    context = {
        "trajectory": trajectory,
        "refusal": refusal,
        "agreement": next((one for one in stand.history if one.pk == agreement), None),
        "open": stand.open,
        "by_client": client is None,
        "back_url": _url(client),
    }
    return render(request, "trajectories/agreements/over.html", context, status=409)


def _open(request: HttpRequest, client: UUID | None, *, needs: Permission) -> Trajectory:
    """One's own, which `needs` this; or the client's, kept by the care team, for whoever came by /clients/."""
    return open_dossier(request, client, needs=Permission.AGREEMENT_KEEP) if client else open_own(request, needs=needs)


def _url(client: UUID | None) -> str:
    return reverse("agreements:of_client", args=[client]) if client else reverse("agreements:mine")
