"""The figures of continuity, for managers."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from trajectories.continuity import figures
from trajectories.continuity.access import open_figures


@login_required
@require_safe
def show(request: HttpRequest) -> HttpResponse:
    now = timezone.now()
    found = [figures.of_organisation(organisation, now=now) for organisation in open_figures(request)]
    context = {"found": found, "soon": figures.SOON, "later": figures.LATER, "long": figures.LONG, "now": now}
    return render(request, "trajectories/continuity/show.html", context | {"fewest": figures.FEWEST})
