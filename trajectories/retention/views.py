"""How long it is kept, on both sides: asking for destruction, and answering."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from aftercare.core.errors import Refused
from trajectories.dossier.access import Permission, open_dossier, open_own
from trajectories.dossier.models import Trajectory
from trajectories.retention import actions
from trajectories.retention.access import kept_until, request_of
from trajectories.retention.forms import AskForm, GrantForm, PaperForm, RefuseForm


@login_required
def mine(request: HttpRequest) -> HttpResponse:
    trajectory = open_own(request, needs=Permission.KEEPING)
    form = AskForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        actions.ask(trajectory=trajectory, by=request.user, **form.cleaned_data)
        messages.success(request, _("Your team knows. You get an answer within four weeks."))
        return redirect("retention:mine")
    return render(request, "trajectories/retention/mine.html", _context(trajectory) | {"form": form})


@login_required
@require_POST
def take_back(request: HttpRequest, client: UUID | None = None) -> HttpResponse:
    """One's own, or what a client took back another way."""
    if client:
        trajectory = open_dossier(request, client, needs=Permission.DESTRUCTION)
    else:
        trajectory = open_own(request, needs=Permission.KEEPING)
    try:
        actions.take_back(trajectory=trajectory, by=request.user)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Taken back. Everything stays as it was."))
    return redirect("retention:of_client", trajectory.pk) if client else redirect("retention:mine")


@login_required
def of_client(request: HttpRequest, client: UUID) -> HttpResponse:
    """The request with its answer, or the form for one that came on paper."""
    trajectory = open_dossier(request, client, needs=Permission.DESTRUCTION)
    form = PaperForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        actions.ask(trajectory=trajectory, by=request.user, **form.cleaned_data)
        return redirect("retention:of_client", trajectory.pk)
    return _answer(request, trajectory, form=form)


@login_required
@require_POST
def grant(request: HttpRequest, client: UUID) -> HttpResponse:
    return _decide(request, client, GrantForm(request.POST), name="grant_form", action=_grant)


@login_required
@require_POST
def refuse(request: HttpRequest, client: UUID) -> HttpResponse:
    return _decide(request, client, RefuseForm(request.POST), name="refuse_form", action=actions.refuse)


def _grant(*, understood: bool, **details) -> None:
    actions.grant(**details)


def _decide(request: HttpRequest, client: UUID, form: Form, *, name: str, action) -> HttpResponse:
    trajectory = open_dossier(request, client, needs=Permission.DESTRUCTION)
    if form.is_valid():
        try:
            action(trajectory=trajectory, by=request.user, **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Answered. The client gets a message."))
            return redirect("retention:of_client", trajectory.pk)
    return _answer(request, trajectory, **{name: form})


def _answer(request: HttpRequest, trajectory: Trajectory, **forms: Form) -> HttpResponse:
    fresh = {"form": PaperForm(), "grant_form": GrantForm(auto_id="grant_%s"), "refuse_form": RefuseForm()}
    return render(request, "trajectories/retention/of_client.html", _context(trajectory) | fresh | forms)


def _context(trajectory: Trajectory) -> dict:
    return {
        "trajectory": trajectory,
        "asked": request_of(trajectory),
        "kept_until": kept_until(trajectory.client),
        "client": trajectory.client,
    }
