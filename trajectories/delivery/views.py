"""The operator's page: no names of clients, no contents."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from aftercare.core.errors import Refused
from aftercare.notifications.models import State
from trajectories.delivery import actions, figures
from trajectories.delivery.access import open_outbox, undeliverable_for
from trajectories.delivery.forms import DecisionForm
from trajectories.delivery.words import in_words

SHOWN = 50


@login_required
@require_safe
def show(request: HttpRequest) -> HttpResponse:
    outbox = open_outbox(request)
    now = timezone.now()
    uncertain = outbox.filter(state=State.UNCERTAIN).select_related("recipient")[:SHOWN]
    context = {
        "now": now,
        "figures": figures.read(outbox, now=now),
        "uncertain": [(message, in_words(message.last_error), message.expires_at > now) for message in uncertain],
        "may_go_on": outbox.given_up(at=now).count(),
        "addresses": undeliverable_for(request.user).count(),
        "decisions": actions.Decision,
    }
    return render(request, "trajectories/delivery/show.html", context)


@login_required
@require_POST
def settle(request: HttpRequest, pk: UUID) -> HttpResponse:
    message = get_object_or_404(open_outbox(request), pk=pk)
    form = DecisionForm(request.POST)
    if not form.is_valid():
        return HttpResponseBadRequest()
    try:
        actions.settle(message=message, by=request.user, **form.cleaned_data)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Settled: %(decision)s.") % {"decision": form.cleaned_data["decision"].label})
    return redirect("delivery:show")


@login_required
@require_POST
def go_on(request: HttpRequest) -> HttpResponse:
    count = actions.go_on(messages=open_outbox(request), by=request.user)
    said = ngettext("%(count)d message is tried again.", "%(count)d messages are tried again.", count)
    messages.success(request, said % {"count": count})
    return redirect("delivery:show")
