"""The proposal of a client with its answers and dates; the rules of an organisation and what they would have done."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from aftercare.core.errors import Refused, Stale
from trajectories.dossier.access import Permission, can, open_dossier
from trajectories.dossier.models import Trajectory
from trajectories.signals import actions as signals
from trajectories.signals.access import thresholds_at
from trajectories.stepping import actions
from trajectories.stepping.access import open_rules
from trajectories.stepping.forms import AcceptForm, RejectForm, RulesForm, rules_to_set
from trajectories.stepping.weeks import would_have

EARLIER = 20


@login_required
@require_safe
def of_client(request: HttpRequest, client: UUID) -> HttpResponse:
    trajectory = open_dossier(request, client, needs=Permission.SIGNAL_VIEW)
    return _page(request, trajectory)


@login_required
@require_POST
def accept(request: HttpRequest, client: UUID, pk: UUID) -> HttpResponse:
    trajectory = open_dossier(request, client, needs=Permission.SIGNAL_SETTLE)
    proposal = get_object_or_404(trajectory.step_proposals, pk=pk)
    form = AcceptForm(request.POST, proposal=proposal)
    return _decide(request, trajectory, form, lambda **words: actions.accept(proposal=proposal, **words), accept=form)


@login_required
@require_POST
def reject(request: HttpRequest, client: UUID, pk: UUID) -> HttpResponse:
    trajectory = open_dossier(request, client, needs=Permission.SIGNAL_SETTLE)
    proposal = get_object_or_404(trajectory.step_proposals, pk=pk)
    form = RejectForm(request.POST)
    return _decide(request, trajectory, form, lambda **words: actions.reject(proposal=proposal, **words), reject=form)


def _decide(request: HttpRequest, trajectory: Trajectory, form, decide, **shown) -> HttpResponse:
    if form.is_valid():
        try:
            with transaction.atomic():
                decide(by=request.user, **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Decided. It is on the timeline."))
            return redirect(trajectory)
    return _page(request, trajectory, **shown)


def _page(request: HttpRequest, trajectory: Trajectory, **forms) -> HttpResponse:
    proposal = trajectory.step_proposals.open().first()
    context = {
        "trajectory": trajectory,
        "proposal": proposal,
        "earlier": trajectory.step_proposals.decided().select_related("decided_by")[:EARLIER],
        "may_decide": can(request.user, Permission.SIGNAL_SETTLE, trajectory),
        "accept": forms.get("accept") or (proposal and AcceptForm(proposal=proposal)),
        "reject": forms.get("reject") or RejectForm(),
        "now": timezone.now(),
    }
    return render(request, "trajectories/stepping/of_client.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def rules(request: HttpRequest) -> HttpResponse:
    """Trying shows what would have been proposed; saving is another button of the same form."""
    saving = "save" in request.POST
    place = open_rules(request, changing=saving)
    thresholds = thresholds_at(place.organisation.pk)
    form = RulesForm(request.POST or None, thresholds=thresholds)
    stale, tried = "", {key: thresholds.of(rule) for key, rule in rules_to_set().items()}
    if form.is_valid():
        tried = form.wanted
        if saving:
            try:
                _save(place, form, request)
            except Stale as conflict:
                stale = str(conflict)
            else:
                messages.success(request, _("Saved. The rules hold like this from now on."))
                return redirect("stepping:rules")
    context = {
        "place": place,
        "form": form,
        "stale": stale,
        "now_set": [(rule, thresholds.of(rule)) for rule in rules_to_set().values()],
        "found": _would_have(request, place, tried),
    }
    return render(request, "trajectories/stepping/rules.html", context, status=409 if stale else 200)


@transaction.atomic
def _save(place, form: RulesForm, request: HttpRequest) -> None:
    for key, (threshold, revision) in form.changed().items():
        rule = rules_to_set()[key]
        signals.set_rule(
            organisation=place.organisation,
            by=request.user,
            rule=rule,
            threshold=rule.threshold if threshold is None else threshold,
            is_on=threshold is not None,
            revision=revision,
        )


def _would_have(request: HttpRequest, place, tried: dict[str, int | None]) -> list[tuple]:
    """Names of one's own clients only; a manager reads how many."""
    running = list(Trajectory.objects.running().filter(organisation=place.organisation).select_related("client__user"))
    mine = set(Trajectory.objects.visible_to(request.user).order_by().values_list("pk", flat=True))
    thresholds = {key: value for key, value in tried.items() if value is not None}
    found = would_have(running, thresholds, at=timezone.now())
    return [(one, [trajectory for trajectory in one.trajectories if trajectory.pk in mine]) for one in found]
