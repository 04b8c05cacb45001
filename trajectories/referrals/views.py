"""The care team: a client's handovers, a new one, one of them and the next step of it."""

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from aftercare.core.errors import Refused
from aftercare.core.forms import BaseForm
from aftercare.notifications.models import Undeliverable
from trajectories.dossier.access import Permission, can, open_dossier
from trajectories.referrals import actions
from trajectories.referrals.access import services_near
from trajectories.referrals.forms import AnswerForm, DayForm, ProposeForm, ReasonForm
from trajectories.referrals.models import ANSWERABLE, OPEN, Referral, ReferralStep, State
from trajectories.referrals.progress import dots, waits_for
from trajectories.sharing.access import professionals_near

PAGES = ["GET", "HEAD", "POST"]
LISTED = 30


@dataclass(frozen=True)
class Act:
    """A step that asks something to be filled in."""

    title: Promise
    submit: Promise
    form: type[BaseForm]
    do: Callable[..., None]
    among: tuple[State, ...]
    saved: Promise


ACTS = {
    "talk": Act(
        title=gettext_lazy("When did you talk together?"),
        submit=gettext_lazy("Write down"),
        form=DayForm,
        do=actions.note_talk,
        among=(*ANSWERABLE, State.ACCEPTED),
        saved=gettext_lazy("Written down."),
    ),
    "contact": Act(
        title=gettext_lazy("When was the first contact?"),
        submit=gettext_lazy("Write down"),
        form=DayForm,
        do=actions.note_contact,
        among=(State.ACCEPTED,),
        saved=gettext_lazy("Written down."),
    ),
    "answer": Act(
        title=gettext_lazy("Answer the partner"),
        submit=gettext_lazy("Send"),
        form=AnswerForm,
        do=actions.answer_question,
        among=tuple(OPEN[1:]),
        saved=gettext_lazy("Sent."),
    ),
    "withdraw": Act(
        title=gettext_lazy("Call this handover off"),
        submit=gettext_lazy("Stop this handover"),
        form=ReasonForm,
        do=actions.withdraw,
        among=tuple(OPEN),
        saved=gettext_lazy("Called off. Nothing is shared for it any more."),
    ),
}


@login_required
@require_safe
def of_client(request: HttpRequest, client: UUID) -> HttpResponse:
    trajectory = open_dossier(request, client, needs=Permission.REFERRAL_VIEW)
    now = timezone.now()
    found = list(trajectory.referrals.all()[:LISTED])
    context = {
        "trajectory": trajectory,
        "referrals": [(one, dots(one), waits_for(one), one.is_late(at=now)) for one in found],
        "may_edit": can(request.user, Permission.REFERRAL_EDIT, trajectory),
        "now": now,
    }
    return render(request, "trajectories/referrals/of_client.html", context)


@login_required
@require_http_methods(PAGES)
def propose(request: HttpRequest, client: UUID) -> HttpResponse:
    trajectory = open_dossier(request, client, needs=Permission.REFERRAL_EDIT)
    near = {"professionals": professionals_near(trajectory), "services": services_near(trajectory)}
    form = ProposeForm(request.POST or None, **near)
    if form.is_valid():
        try:
            referral = actions.propose(trajectory=trajectory, by=request.user, **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Proposed. Nothing goes to the partner before the client said yes."))
            return redirect("referrals:one", trajectory.pk, referral.pk)
    return render(request, "trajectories/referrals/propose.html", {"trajectory": trajectory, "form": form})


@login_required
@require_safe
def one(request: HttpRequest, client: UUID, pk: UUID) -> HttpResponse:
    trajectory = open_dossier(request, client, needs=Permission.REFERRAL_VIEW)
    referral = _of(trajectory, pk)
    now, steps = timezone.now(), list(referral.steps.select_related("by"))
    may_edit = can(request.user, Permission.REFERRAL_EDIT, trajectory)
    context = {
        "trajectory": trajectory,
        "referral": referral,
        "dots": dots(referral),
        "waits_for": waits_for(referral),
        "is_late": referral.is_late(at=now),
        "steps": steps,
        "consents": referral.recipient.consents.standing(at=now) if referral.recipient else [],
        "bounces": Undeliverable.objects.filter(user=referral.to_user_id).exists(),
        "acts": _open_acts(referral, steps) if may_edit else [],
        "may_send_again": may_edit and referral.state in (*ANSWERABLE, State.ACCEPTED),
        "now": now,
    }
    return render(request, "trajectories/referrals/one.html", context)


@login_required
@require_http_methods(PAGES)
def act(request: HttpRequest, client: UUID, pk: UUID, act: str) -> HttpResponse:
    trajectory = open_dossier(request, client, needs=Permission.REFERRAL_EDIT)
    referral = _of(trajectory, pk)
    if act not in ACTS:
        raise Http404
    what = ACTS[act]
    form = what.form(request.POST or None)
    if form.is_valid():
        try:
            what.do(referral=referral, by=request.user, **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, str(what.saved))
            return redirect("referrals:one", trajectory.pk, referral.pk)
    context = {"trajectory": trajectory, "referral": referral, "what": what, "form": form}
    return render(request, "trajectories/referrals/act_of_team.html", context)


@login_required
@require_POST
def again(request: HttpRequest, client: UUID, pk: UUID) -> HttpResponse:
    trajectory = open_dossier(request, client, needs=Permission.REFERRAL_EDIT)
    referral = _of(trajectory, pk)
    try:
        actions.send_again(referral=referral, by=request.user)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("A new message is on its way. The link in the one before works no longer."))
    return redirect("referrals:one", trajectory.pk, referral.pk)


def _of(trajectory, pk: UUID) -> Referral:
    people = ("to_user", "to_organisation", "proposed_by", "recipient")
    return get_object_or_404(trajectory.referrals.select_related(*people), pk=pk)


def _open_acts(referral: Referral, steps: list[ReferralStep]) -> list[tuple[str, Act]]:
    """What can be done now; an answer only to a question, the conversation only once."""
    spoken = [step.what for step in steps if step.what in ("question", "answer")]
    possible = {name: what for name, what in ACTS.items() if referral.state in what.among}
    if not spoken or spoken[-1] != "question":
        possible.pop("answer", None)
    if referral.talked_on:
        possible.pop("talk", None)
    return list(possible.items())
