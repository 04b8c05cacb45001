"""Those who answer: what was announced, welcome or no, the links of clinics."""

from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from aftercare.accounts.models import Organisation
from aftercare.core.errors import Refused
from trajectories.arrivals import actions
from trajectories.arrivals.access import answering_at, links_of, open_arrivals, token_of
from trajectories.arrivals.forms import DeclineForm, LinkForm
from trajectories.dossier.access import may_register_at

PAGES = ["GET", "HEAD", "POST"]
LISTED = 50


@login_required
@require_safe
def listed(request: HttpRequest) -> HttpResponse:
    arrivals, now = open_arrivals(request), timezone.now()
    context = {
        "announced": [(one, one.is_late(at=now)) for one in arrivals.announced()[:LISTED]],
        "to_register": arrivals.to_register()[:LISTED],
        "past": arrivals.exclude(state="announced").exclude(pk__in=arrivals.to_register())[:LISTED],
        "may_register": may_register_at(request.user).exists(),
        "now": now,
    }
    return render(request, "trajectories/arrivals/list.html", context)


@login_required
@require_POST
def accept(request: HttpRequest, pk: UUID) -> HttpResponse:
    arrival = get_object_or_404(open_arrivals(request), pk=pk)
    try:
        actions.accept(arrival=arrival, by=request.user)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Welcome. The intake can begin."))
        if may_register_at(request.user).filter(pk=arrival.organisation_id).exists():
            return redirect(f"{reverse('intake:start')}?arrival={arrival.pk}")
    return redirect("arrivals:list")


@login_required
@require_http_methods(PAGES)
def decline(request: HttpRequest, pk: UUID) -> HttpResponse:
    arrival = get_object_or_404(open_arrivals(request), pk=pk)
    form = DeclineForm(request.POST or None)
    if form.is_valid():
        try:
            actions.decline(arrival=arrival, by=request.user, **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Saved. Call whoever announced it, so that they can look further."))
            return redirect("arrivals:list")
    return render(request, "trajectories/arrivals/decline.html", {"arrival": arrival, "form": form})


@login_required
@require_http_methods(PAGES)
def links(request: HttpRequest) -> HttpResponse:
    open_arrivals(request)
    form = LinkForm(request.POST or None)
    if form.is_valid():
        organisation = Organisation.objects.get(pk=next(iter(answering_at(request.user))))
        actions.give_link(organisation=organisation, by=request.user, **form.cleaned_data)
        messages.success(request, _("The link is there. Give it to the clinic."))
        return redirect("arrivals:links")
    working = links_of(request.user).working(at=timezone.now())
    context = {
        "form": form,
        "links": [
            (one, settings.BASE_URL + reverse("arrivals:announce_link", args=[token_of(one)])) for one in working
        ],
    }
    return render(request, "trajectories/arrivals/links.html", context)


@login_required
@require_POST
def take_back(request: HttpRequest, pk: UUID) -> HttpResponse:
    open_arrivals(request)
    actions.take_back(link=get_object_or_404(links_of(request.user), pk=pk), by=request.user)
    messages.success(request, _("The link works no longer."))
    return redirect("arrivals:links")
