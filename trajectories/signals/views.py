"""The signals of a client: what they rest on, looking at them, settling them, and what became of the earlier ones."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from aftercare.core.errors import Refused
from trajectories.dossier.access import Permission, can, open_dossier
from trajectories.dossier.models import Trajectory
from trajectories.signals import actions
from trajectories.signals.forms import SettleForm
from trajectories.signals.models import Signal

EARLIER = 50


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def of_client(request: HttpRequest, client: UUID) -> HttpResponse:
    posted = request.method == "POST"
    trajectory = open_dossier(request, client, needs=Permission.SIGNAL_SETTLE if posted else Permission.SIGNAL_VIEW)
    signals = _open(trajectory)
    form = SettleForm(request.POST if posted else None, signals=signals)
    refused = ""
    if form.is_valid():
        try:
            actions.settle(trajectory=trajectory, by=request.user, **form.cleaned_data)
        except Refused as refusal:
            refused = str(refusal)
        else:
            messages.success(request, _("Settled. It is on the timeline."))
            return redirect("caseload:today" if request.GET.get("then") == "today" else trajectory)
    elif "seen" in form.errors and request.POST.getlist("seen"):
        refused = _("Something new came in, or a colleague settled it. Look at what stands here now.")
    if refused:
        signals = _open(trajectory)
        form = _over(form, signals)
    context = {
        "trajectory": trajectory,
        "signals": signals,
        "earlier": trajectory.signals.settled().select_related("settled_by")[:EARLIER],
        "form": form,
        "refused": refused,
        "may_settle": can(request.user, Permission.SIGNAL_SETTLE, trajectory),
        "now": timezone.now(),
    }
    return render(request, "trajectories/signals/of_client.html", context, status=409 if refused else 200)


@login_required
@require_POST
def look(request: HttpRequest, client: UUID, pk: UUID) -> HttpResponse:
    trajectory = open_dossier(request, client, needs=Permission.SIGNAL_SETTLE)
    actions.look_at(signal=get_object_or_404(trajectory.signals, pk=pk), by=request.user)
    return redirect("signals:of_client", trajectory.pk)


def _open(trajectory: Trajectory) -> list[Signal]:
    return list(trajectory.signals.open().select_related("looked_by"))


def _over(form: SettleForm, signals: list[Signal]) -> SettleForm:
    """The same words over what stands there now; which signals they are about is chosen again."""
    kept = {name: form.data.get(name, "") for name in ("state", "outcome")}
    return SettleForm(initial=kept, signals=signals)
