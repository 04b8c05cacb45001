"""Those who announce: a clinic by its link, a partner signed in."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_http_methods

from aftercare.accounts.access import active_memberships
from aftercare.accounts.roles import Role
from aftercare.core.errors import Refused
from aftercare.core.links import LinkExpired, LinkInvalid
from trajectories.arrivals import actions
from trajectories.arrivals.access import may_announce_to, open_link
from trajectories.arrivals.forms import AnnounceForm, PartnerAnnounceForm
from trajectories.arrivals.models import Arrival

PAGES = ["GET", "HEAD", "POST"]
LISTED = 30


@require_http_methods(PAGES)
@cache_control(private=True, no_store=True)
def by_link(request: HttpRequest, token: str) -> HttpResponse:
    """Write-only: what was announced before does not show."""
    try:
        link = open_link(token)
    except LinkInvalid as problem:
        status = 410 if isinstance(problem, LinkExpired) else 404
        return render(request, "trajectories/arrivals/link_over.html", {"expired": status == 410}, status=status)
    form = AnnounceForm(request.POST or None)
    if form.is_valid():
        try:
            actions.announce(organisation=link.organisation, place=link.place, link=link, **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            return render(request, "trajectories/arrivals/announced.html", {"link": link, "token": token})
    return render(request, "trajectories/arrivals/announce_link.html", {"link": link, "form": form})


@login_required
@require_http_methods(PAGES)
def signed_in(request: HttpRequest) -> HttpResponse:
    form = PartnerAnnounceForm(request.POST or None, organisations=may_announce_to(request.user))
    if form.is_valid():
        works = next(one for one in active_memberships(request.user) if one.role == Role.PARTNER)
        try:
            actions.announce(by=request.user, place=works.organisation.name, **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Announced. Somebody calls on the next working day."))
            return redirect("arrivals:announce")
    mine = Arrival.objects.filter(announced_by=request.user).select_related("organisation")[:LISTED]
    return render(request, "trajectories/arrivals/announce.html", {"form": form, "mine": mine})
