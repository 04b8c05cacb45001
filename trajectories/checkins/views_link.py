"""The same questions behind a signed link: no sign-in, write-only, and looking changes nothing."""

from collections.abc import Callable
from functools import wraps

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_http_methods, require_safe

from aftercare.core.links import LinkExpired, LinkInvalid
from trajectories.checkins.access import LinkAnswered, open_link
from trajectories.checkins.models import CheckIn
from trajectories.checkins.sitting import CALL_NOW, Sitting, ask, onward, resume

PAGES = [(LinkAnswered, "answered", 200), (LinkExpired, "expired", 410), (LinkInvalid, "invalid", 404)]


def by_link(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Opens the link; one that does not work gets a page that helps."""

    @wraps(view)
    @cache_control(private=True, no_store=True)
    def opened(request: HttpRequest, token: str, **rest) -> HttpResponse:
        try:
            occurrence = open_link(token)
        except LinkInvalid as problem:
            if request.htmx:
                return onward(request, reverse("checkins:link", args=[token]))
            page, status = next((page, status) for kind, page, status in PAGES if isinstance(problem, kind))
            return render(request, "trajectories/checkins/link_over.html", {"page": page}, status=status)
        draft = CheckIn.objects.drafts().filter(occurrence=occurrence).first()
        return view(request, Sitting(occurrence.trajectory.client.user, draft, occurrence, token), **rest)

    return opened


@require_safe
@by_link
def start(request: HttpRequest, sitting: Sitting) -> HttpResponse:
    return resume(sitting)


@require_http_methods(["GET", "HEAD", "POST"])
@by_link
def question(request: HttpRequest, sitting: Sitting, number: int) -> HttpResponse:
    return ask(request, sitting, number)


@require_safe
@cache_control(private=True, no_store=True)
def done(request: HttpRequest, token: str) -> HttpResponse:
    try:
        open_link(token)
    except LinkAnswered:
        over = {"page": "done", "call_now": CALL_NOW in request.GET}
        return render(request, "trajectories/checkins/link_over.html", over)
    except LinkInvalid:
        pass
    return redirect("checkins:link", token)
