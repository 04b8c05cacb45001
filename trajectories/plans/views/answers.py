"""How a counsellor answers what a client proposes: into the plan as it is, with changes, or not now."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from aftercare.core.errors import Refused, Stale
from trajectories.dossier.access import Permission, open_dossier
from trajectories.dossier.models import Trajectory
from trajectories.plans import comparing
from trajectories.plans.actions import proposals
from trajectories.plans.forms.proposals import AcceptForm, AdaptForm, DeclineForm
from trajectories.plans.models import KIND_ICONS, PlanItem, Proposal, kinds_of


@login_required
@require_safe
def one(request: HttpRequest, client: UUID, pk: UUID) -> HttpResponse:
    trajectory, proposal = _open(request, client, pk)
    return _page(request, trajectory, proposal)


@login_required
@require_POST
def accept(request: HttpRequest, client: UUID, pk: UUID) -> HttpResponse:
    trajectory, proposal = _open(request, client, pk)
    form = AcceptForm(request.POST)
    if not form.is_valid():
        return redirect("plans:answer", client, pk)
    try:
        proposals.accept(proposal=proposal, by=request.user, **form.cleaned_data)
    except Stale:
        return _page(request, trajectory, _find(trajectory, pk), stale=True)
    except Refused as refused:
        messages.error(request, str(refused))
        return redirect("plans:answer", client, pk)
    messages.success(request, _("It is in the plan now. The client reads your answer."))
    return redirect("plans:items", client)


@login_required
@require_POST
def decline(request: HttpRequest, client: UUID, pk: UUID) -> HttpResponse:
    trajectory, proposal = _open(request, client, pk)
    form = DeclineForm(request.POST)
    if not form.is_valid():
        return _page(request, trajectory, proposal, form=form)
    try:
        proposals.decline(proposal=proposal, by=request.user, **form.cleaned_data)
    except Stale:
        stored = _find(trajectory, pk)
        form = DeclineForm(initial={"answer": form.cleaned_data["answer"], "revision": stored.revision})
        return _page(request, trajectory, stored, form=form, stale=True)
    except Refused as refused:
        messages.error(request, str(refused))
        return redirect("plans:answer", client, pk)
    messages.success(request, _("Saved. The client reads your answer."))
    return redirect("plans:items", client)


@login_required
def adapt(request: HttpRequest, client: UUID, pk: UUID) -> HttpResponse:
    """The whole item as proposed, to be completed; `?kind=` says what kind something new is."""
    trajectory, proposal = _open(request, client, pk)
    if not proposal.is_open:
        messages.error(request, _("This proposal has an answer already."))
        return redirect("plans:answer", client, pk)
    item = _draft(proposal, request.GET.get("kind", ""))
    initial = {"proposal_revision": proposal.revision, **proposal.words}
    form = AdaptForm(request.POST or None, trajectory=trajectory, instance=item, initial=initial)
    stored, stale = None, False
    if form.is_valid():
        try:
            _accept_adapted(request, proposal, item, dict(form.cleaned_data))
        except Stale:
            stale, proposal = True, _find(trajectory, pk)
            if proposal.item and proposal.item.revision != form.cleaned_data["revision"]:
                stored = proposal.item
            form = form.over(_draft(proposal, item.kind), proposal_revision=proposal.revision)
        except Refused as refused:
            messages.error(request, str(refused))
            return redirect("plans:answer", client, pk)
        else:
            messages.success(request, _("It is in the plan now. The client reads your answer."))
            return redirect("plans:items", client)
    context = {
        "trajectory": trajectory,
        "proposal": proposal,
        "form": form,
        "stored": stored,
        "stale": stale,
        "now": timezone.now(),
    }
    return render(request, "trajectories/plans/adapt.html", context, status=409 if stale else 200)


def _accept_adapted(request: HttpRequest, proposal: Proposal, item: PlanItem, cleaned: dict) -> None:
    revision, answer = cleaned.pop("proposal_revision"), cleaned.pop("answer")
    item_revision = cleaned.pop("revision", None)
    details = cleaned if proposal.wish == Proposal.Wish.CHANGE else {"kind": item.kind, **cleaned}
    proposals.accept(
        proposal=proposal,
        by=request.user,
        revision=revision,
        item_revision=item_revision,
        details=details,
        answer=answer,
    )


def _draft(proposal: Proposal, kind: str) -> PlanItem:
    """What the form of an answer stands on: the item, or something new of the kind that was chosen."""
    if proposal.wish == Proposal.Wish.CHANGE:
        return proposal.item
    kind = kind or proposal.kind
    if proposal.wish != Proposal.Wish.ADD or kind not in kinds_of(proposal.trajectory.kind):
        raise Http404
    area = proposal.area if kind == proposal.kind else ""
    return PlanItem(kind=kind, area=area, trajectory=proposal.trajectory, **proposal.words)


def _open(request: HttpRequest, client: UUID, pk: UUID) -> tuple[Trajectory, Proposal]:
    trajectory = open_dossier(request, client, needs=Permission.PLAN_EDIT)
    return trajectory, _find(trajectory, pk)


def _find(trajectory: Trajectory, pk: UUID) -> Proposal:
    of_client = trajectory.proposals.select_related(
        "item__changed_by", "item__group", "item__service", "proposed_by", "answered_by", "trajectory"
    )
    return get_object_or_404(of_client, pk=pk)


def _page(
    request: HttpRequest,
    trajectory: Trajectory,
    proposal: Proposal,
    *,
    form: DeclineForm | None = None,
    stale: bool = False,
) -> HttpResponse:
    context = {
        "trajectory": trajectory,
        "proposal": proposal,
        "comparison": comparing.with_the_plan(proposal),
        "form": form or DeclineForm(initial={"revision": proposal.revision}),
        "stale": stale,
        "kinds": [(kind, kind.label, KIND_ICONS[kind]) for kind in kinds_of(trajectory.kind)],
        "now": timezone.now(),
    }
    return render(request, "trajectories/plans/answer.html", context, status=409 if stale else 200)
