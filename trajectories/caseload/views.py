"""Vandaag and the list of all clients."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from trajectories.caseload import queue
from trajectories.caseload.access import asking, open_caseload
from trajectories.caseload.queue import Asked


@login_required
@require_safe
def today(request: HttpRequest) -> HttpResponse:
    asked = Asked.of(request.GET)
    mine = asking(open_caseload(request, searched=asked.searches))
    found = queue.load(mine, by=request.user, asked=asked)
    if found.is_past_the_end:
        return redirect("caseload:today")
    return render(request, "trajectories/caseload/today.html", {"queue": found, "asked": asked, "orders": queue.ORDERS})


@login_required
@require_safe
def clients(request: HttpRequest) -> HttpResponse:
    """Everybody in scope by name, closed trajectories too."""
    asked = Asked.of(request.GET)
    found = queue.load(open_caseload(request, searched=asked.searches), by=request.user, asked=asked, by_name=True)
    if found.is_past_the_end:
        return redirect("caseload:clients")
    return render(request, "trajectories/caseload/clients.html", {"queue": found, "asked": asked})
