"""Outcomes for managers and policy makers: on the screen and as CSV. What an address asks wrongly is left aside."""

from datetime import timedelta
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from aftercare.audit.models import Event
from aftercare.core.suppression import FEWEST
from aftercare.core.tables.writing import as_csv
from aftercare.network.models import Municipality
from trajectories.outcomes import page
from trajectories.outcomes.access import Scope, open_outcomes
from trajectories.outcomes.counting import Period
from trajectories.outcomes.page import Page

YEARS = 5
"""So many can be chosen."""


@login_required
@require_safe
def show(request: HttpRequest) -> HttpResponse:
    scopes = open_outcomes(request)
    found, years = _asked(request, scopes)
    context = {
        "scopes": scopes,
        "years": years,
        "page": found,
        "towns": [] if found.scope.organisation else found.now.towns,
        "fewest": FEWEST,
    }
    return render(request, "trajectories/outcomes/show.html", context)


@login_required
@require_safe
def export(request: HttpRequest) -> HttpResponse:
    found, _years = _asked(request, open_outcomes(request, event=Event.EXPORT))
    answer = HttpResponse(as_csv(found.table()), content_type="text/csv; charset=utf-8")
    name = slugify(_("outcomes %(of)s %(year)s") % {"of": found.town or found.scope, "year": found.period})
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return answer


def _asked(request: HttpRequest, scopes: list[Scope]) -> tuple[Page, list[int]]:
    """The page that the address names, and the years to choose from, as far as their months are over."""
    as_of = timezone.localdate().replace(day=1)
    newest = (as_of - timedelta(days=1)).year
    years = [newest - back for back in range(YEARS)]
    scope = next((one for one in scopes if str(one.key) == request.GET.get("of")), scopes[0])
    year = next((one for one in years if str(one) == request.GET.get("year")), newest)
    return page.of(scope, Period(year, as_of), _town(request, scope)), years


def _town(request: HttpRequest, scope: Scope) -> Municipality | None:
    """Municipalities are for who reads the whole region."""
    try:
        asked = UUID(request.GET.get("town", ""))
    except ValueError:
        return None
    return Municipality.objects.filter(pk=asked, region=scope.region).first() if not scope.organisation else None
