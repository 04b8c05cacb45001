"""The client on the phone: each handover in plain words, say yes and to what, stop it, say how it goes there."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from aftercare.core.errors import Refused
from trajectories.dossier.access import Permission, open_own
from trajectories.referrals import actions
from trajectories.referrals.access import open_mine
from trajectories.referrals.forms import AgreeForm, HowForm
from trajectories.referrals.models import OPEN, Referral, State
from trajectories.referrals.progress import dots, for_client

PAGES = ["GET", "HEAD", "POST"]
LISTED = 30


@login_required
@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    trajectory = open_own(request, needs=Permission.REFERRAL_AGREE)
    found = list(trajectory.referrals.select_related("proposed_by")[:LISTED])
    context = {
        "running": [(one, for_client(one)) for one in found if _runs(one)],
        "past": [(one, for_client(one)) for one in found if not _runs(one)],
    }
    return render(request, "trajectories/referrals/mine.html", context)


@login_required
@require_http_methods(PAGES)
def one(request: HttpRequest, pk: UUID) -> HttpResponse:
    referral = open_mine(request, pk)
    form = None
    if referral.state == State.PROPOSED:
        form = AgreeForm(request.POST or None, phone=request.user.phone)
        if form.is_valid():
            try:
                actions.agree(referral=referral, by=request.user, **form.cleaned_data)
            except Refused as refusal:
                form.add_error(None, str(refusal))
            else:
                messages.success(
                    request, _("Good. %(name)s gets a message. You can stop at any moment.") % {"name": referral}
                )
                return redirect("referrals:mine_one", referral.pk)
    return _show(request, referral, agree=form, how=HowForm() if referral.state == State.ASKED else None)


@login_required
@require_http_methods(PAGES)
def how(request: HttpRequest, pk: UUID) -> HttpResponse:
    referral = open_mine(request, pk)
    form = HowForm(request.POST or None)
    if form.is_valid():
        try:
            actions.tell_how_it_goes(referral=referral, by=request.user, **form.cleaned_data)
        except Refused as refusal:
            messages.error(request, str(refusal))
        else:
            said = _("Thank you. Good to hear.") if form.cleaned_data["well"] else _("Thank you. We call you about it.")
            messages.success(request, said)
        return redirect("referrals:mine_one", referral.pk)
    return _show(request, referral, agree=None, how=form if referral.state == State.ASKED else None)


@login_required
@require_POST
def stop(request: HttpRequest, pk: UUID) -> HttpResponse:
    referral = open_mine(request, pk)
    try:
        actions.stop(referral=referral, by=request.user)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Stopped. %(name)s sees nothing of you for this any more.") % {"name": referral})
    return redirect("referrals:mine")


def _show(request: HttpRequest, referral: Referral, *, agree: AgreeForm | None, how: HowForm | None) -> HttpResponse:
    now = timezone.now()
    context = {
        "referral": referral,
        "says": for_client(referral),
        "dots": dots(referral, own=True),
        "runs": _runs(referral),
        "steps": referral.steps.select_related("by").filter(what__in=["question", "answer", "not_well"]),
        "consents": referral.recipient.consents.standing(at=now) if referral.recipient else [],
        "agree": agree,
        "how": how,
        "now": now,
    }
    return render(request, "trajectories/referrals/mine_one.html", context)


def _runs(referral: Referral) -> bool:
    """Whether there is something left to stop."""
    if referral.state == State.ARRIVED:
        return referral.until >= timezone.localdate()
    return referral.state in OPEN
