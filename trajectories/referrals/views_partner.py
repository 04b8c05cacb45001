"""The partner, signed in or behind a link: say yes or no, ask, tell of the first contact, propose for the plan."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_http_methods, require_safe

from aftercare.accounts.access import active_memberships
from aftercare.accounts.roles import Role
from aftercare.audit.models import Event
from aftercare.core.errors import Refused
from aftercare.core.forms import BaseForm
from aftercare.core.links import LinkExpired, LinkInvalid
from trajectories.referrals import actions
from trajectories.referrals.access import (
    LinkUsed,
    Received,
    new_link,
    open_link,
    open_received,
    readable_by,
    record_look,
)
from trajectories.referrals.forms import DayForm, PlanForm, QuestionForm, ReasonForm
from trajectories.referrals.models import ANSWERABLE, OPEN, WITH_PARTNER, Referral, State

PAGES = ["GET", "HEAD", "POST"]
OVER = [(LinkUsed, "used", 410), (LinkExpired, "expired", 410), (LinkInvalid, "invalid", 404)]
LISTED = 50


@dataclass(frozen=True)
class Act:
    title: Promise
    lead: Promise
    submit: Promise
    form: type[BaseForm]
    do: Callable[..., object]
    among: tuple[State, ...]
    saved: Promise
    ends_link: bool = False
    """Afterwards there is nothing left to do behind the link."""


ACTS = {
    "accept": Act(
        title=gettext_lazy("Say yes"),
        lead=gettext_lazy("You take this on and get in touch. The client and the counsellor hear of it."),
        submit=gettext_lazy("Yes, I take this on"),
        form=BaseForm,
        do=actions.accept,
        among=tuple(ANSWERABLE),
        saved=gettext_lazy("Thank you. Tell here when you had the first contact."),
    ),
    "contact": Act(
        title=gettext_lazy("When was the first contact?"),
        lead=gettext_lazy("The client and the counsellor can see it."),
        submit=gettext_lazy("Tell"),
        form=DayForm,
        do=actions.note_contact,
        among=(State.ACCEPTED,),
        saved=gettext_lazy("Thank you. The handover is complete on your side."),
        ends_link=True,
    ),
    "decline": Act(
        title=gettext_lazy("Say no"),
        lead=gettext_lazy("After this you can no longer see what was shared."),
        submit=gettext_lazy("I cannot take this on"),
        form=ReasonForm,
        do=actions.decline,
        among=(*ANSWERABLE, State.ACCEPTED),
        saved=gettext_lazy("Thank you. The counsellor looks for something else."),
        ends_link=True,
    ),
    "ask": Act(
        title=gettext_lazy("Ask the counsellor something"),
        lead=gettext_lazy("You get a message when there is an answer."),
        submit=gettext_lazy("Send"),
        form=QuestionForm,
        do=actions.ask_question,
        among=tuple(OPEN[1:]),
        saved=gettext_lazy("Sent. You get a message when there is an answer."),
    ),
    "plan": Act(
        title=gettext_lazy("Propose something for the plan"),
        lead=gettext_lazy("The counsellor looks at it with the client, and puts it in the plan or answers you."),
        submit=gettext_lazy("Propose"),
        form=PlanForm,
        do=actions.propose_for_plan,
        among=tuple(WITH_PARTNER),
        saved=gettext_lazy("Proposed. The counsellor looks at it."),
    ),
}


def by_link(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Opens the link; one that does not work gets a page that helps and tells nothing."""

    @wraps(view)
    @cache_control(private=True, no_store=True)
    def opened(request: HttpRequest, token: str, **rest) -> HttpResponse:
        try:
            received = open_link(token)
        except LinkInvalid as problem:
            page, status = next((page, status) for kind, page, status in OVER if isinstance(problem, kind))
            return render(request, "trajectories/referrals/link_over.html", {"page": page}, status=status)
        return view(request, received, **rest)

    return opened


def acts_of(referral: Referral) -> dict[str, Act]:
    """What the partner can do now."""
    possible = {name: what for name, what in ACTS.items() if referral.state in what.among}
    if not referral.may_propose:
        possible.pop("plan", None)
    return possible


@login_required
@require_safe
def received(request: HttpRequest) -> HttpResponse:
    """Of a partner; also of somebody else whom a counsellor reached by e-mail."""
    found = list(readable_by(request.user).order_by("-agreed_at", "-id")[:LISTED])
    works = any(one.role == Role.PARTNER for one in active_memberships(request.user))
    if not found and not works:
        raise PermissionDenied
    for one in found:
        record_look(Received(one, request.user), segments=[], event=Event.SEARCH)
    context = {"referrals": [(one, "accept" in acts_of(one)) for one in found], "announces": works}
    return render(request, "trajectories/referrals/received.html", context)


@login_required
@require_http_methods(PAGES)
def act(request: HttpRequest, pk: UUID, act: str) -> HttpResponse:
    return _act(request, open_received(request, pk), act)


@require_http_methods(PAGES)
@by_link
def act_link(request: HttpRequest, received: Received, act: str) -> HttpResponse:
    return _act(request, received, act)


def _act(request: HttpRequest, received: Received, act: str) -> HttpResponse:
    what = acts_of(received.referral).get(act)
    if what is None:
        raise Http404
    record_look(received, segments=[])
    form = what.form(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            what.do(referral=received.referral, by=received.by, **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            return _go_on(request, received, what)
    context = {
        "received": received,
        "what": what,
        "form": form,
        "name": received.referral.trajectory.client.user.name,
    }
    page = "trajectories/referrals/act_link.html" if received.token else "trajectories/referrals/act.html"
    return render(request, page, context)


def _go_on(request: HttpRequest, received: Received, what: Act) -> HttpResponse:
    """Behind a link one goes on with a new link, or is done."""
    if received.token and what.ends_link:
        return render(request, "trajectories/referrals/link_over.html", {"page": "done", "said": what.saved})
    messages.success(request, str(what.saved))
    if not received.token:
        return redirect("referrals:received") if what.ends_link else redirect(received.address)
    received.referral.refresh_from_db(fields=["link_round"])
    return redirect(Received(received.referral, received.by, new_link(received.referral)).address)
