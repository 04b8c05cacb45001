"""What pages are measured against: H0, a bare view; H, one signed-in line with everything around it; a naive list."""

from collections.abc import Callable
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import resolve
from django.utils.html import format_html, format_html_join

from aftercare.core import scope
from aftercare.core.prepared import Prepared
from aftercare.core.templatetags import ui
from trajectories.dossier.models import Trajectory
from trajectories.triggers import actions as triggers

BARE = ("/bench/bare/", "/bench/trigger/")
NAIVE_ROWS = 50


def without_middleware(get_response):
    """The bare views are answered before any other middleware sees them."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if request.path.startswith(BARE):
            view, arguments, named = resolve(request.path)
            return _sized(view(request, *arguments, **named))
        return _sized(get_response(request))

    return middleware


def _sized(response: HttpResponse) -> HttpResponse:
    response.headers.setdefault("Content-Length", str(len(response.content)))
    return response


def bare(request: HttpRequest) -> HttpResponse:
    return HttpResponse("ok")


@login_required
def signed_in(request: HttpRequest) -> HttpResponse:
    return HttpResponse(request.user.name)


def trigger(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Log a trigger with its summary, signals, audit and outbox, without a session around it."""
    with transaction.atomic():
        scope.enter(system=True)
        (trajectory,) = _known(pk=pk)
        triggers.log(trajectory=trajectory, by=trajectory.client.user, strength=4)
    return HttpResponse("ok")


@Prepared
def _known(pk: UUID) -> QuerySet[Trajectory]:
    """As the door leaves it to the action."""
    return Trajectory.objects.filter(pk=pk).select_related("client__user").order_by()


def anew(request: HttpRequest, page: Callable[[HttpRequest], HttpResponse]) -> HttpResponse:
    """A page as somebody finds it of whom nothing was drawn yet: see docs/decisions/0039."""
    ui._drawn.cache_clear()
    return page(request)


@login_required
def naive(request: HttpRequest) -> HttpResponse:
    """A caseload as it is first thought of: some queries for each row. It shows that the bench sees a difference."""
    mine = Trajectory.objects.visible_to(request.user).running()[:NAIVE_ROWS]
    rows = [
        (
            one.client.user.name,
            one.summary.cravings,
            one.team_tasks.open().count(),
            one.signals.open().count(),
            next((seat.user.name for seat in one.seats.all()), ""),
        )
        for one in mine
    ]
    return HttpResponse(format_html("<ul>{}</ul>", format_html_join("", "<li>{} {} {} {} {}</li>", rows)))
