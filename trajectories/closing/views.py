"""Rounding off: the client's own words on a phone, the care team's at a desk, and the closing itself."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from aftercare.core.errors import Refused, Stale
from trajectories.closing import actions
from trajectories.closing.access import Rounding, Side, rounding
from trajectories.closing.forms import CloseForm, SkipForm, WordsForm
from trajectories.dossier.access import Permission, can, open_dossier, open_own
from trajectories.dossier.models import Status, Trajectory


@login_required
def write(request: HttpRequest, client: UUID | None = None) -> HttpResponse:
    """What somebody takes along: one's own, or the care team's for whoever came by /clients/."""
    trajectory, side = _open(request, client)
    words = trajectory.closing_words.filter(side=side).first()
    form = WordsForm(request.POST or None, words=words, by_client=client is None)
    stale = False
    if form.is_valid():
        try:
            actions.write(trajectory=trajectory, by=request.user, side=side, **form.cleaned_data)
        except Stale as conflict:
            words, stale = trajectory.closing_words.get(side=side), True
            form.look_again(words)
            form.add_error(None, str(conflict))
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Saved."))
            return redirect(_url(client))
    context = _context(request, trajectory) | {"form": form, "stored": words if stale else None}
    return render(request, _page(client), context, status=409 if stale else 200)


@login_required
@require_POST
def skip(request: HttpRequest, client: UUID | None = None, side: str = Side.CLIENT) -> HttpResponse:
    """One of the two writes nothing; the care team can say so for the client too."""
    if side not in Side:
        raise Http404
    trajectory, _own = _open(request, client)
    form = SkipForm(request.POST)
    if form.is_valid():
        try:
            actions.skip(trajectory=trajectory, by=request.user, side=Side(side), **form.cleaned_data)
        except Refused as refusal:
            words = {"why": refusal, "words": form.cleaned_data["because"]}
            messages.error(request, _("%(why)s You wrote: “%(words)s”") % words)
        else:
            messages.success(request, _("Saved."))
    else:
        messages.error(request, _("Say in a few words why, so that it can be read later."))
    return redirect(_url(client))


@login_required
@require_POST
def close(request: HttpRequest, client: UUID) -> HttpResponse:
    trajectory = open_dossier(request, client, needs=Permission.TRAJECTORY_EDIT)
    stand = rounding(trajectory, on=timezone.localdate())
    form = CloseForm(request.POST, agreed=stand.agreed)
    if form.is_valid():
        try:
            actions.close(trajectory=trajectory, by=request.user, **form.cleaned_data)
        except Refused as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, _("The trajectory is closed. The door stays open."))
            return redirect(trajectory)
    context = _context(request, trajectory) | {"close_form": form}
    return render(request, _page(client), context | {"form": _fresh(context["rounding"])})


def _open(request: HttpRequest, client: UUID | None) -> tuple[Trajectory, Side]:
    if client:
        return open_dossier(request, client, needs=Permission.CLOSING_KEEP), Side.TEAM
    return open_own(request, needs=Permission.CLOSING), Side.CLIENT


def _context(request: HttpRequest, trajectory: Trajectory) -> dict:
    stand: Rounding = rounding(trajectory, on=timezone.localdate())
    now = timezone.now()
    return {
        "trajectory": trajectory,
        "rounding": stand,
        "is_running": trajectory.status == Status.RUNNING,
        "may_close": can(request.user, Permission.TRAJECTORY_EDIT, trajectory),
        "may_write": trajectory.status == Status.RUNNING or stand.of_client is None or stand.of_client.skipped_because,
        "skip_form": SkipForm(auto_id="skip_%s"),
        "close_form": CloseForm(agreed=stand.agreed),
        "planned": trajectory.appointments.planned().filter(starts_at__gt=now).count(),
        "now": now,
    }


def _fresh(stand: Rounding) -> WordsForm:
    return WordsForm(words=stand.of_team, by_client=False)


def _page(client: UUID | None) -> str:
    return "trajectories/closing/of_client.html" if client else "trajectories/closing/mine.html"


def _url(client: UUID | None) -> str:
    return reverse("closing:of_client", args=[client]) if client else reverse("closing:mine")
