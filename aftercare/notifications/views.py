"""Where the short link of a text message leads, figures for machines, and the demo's mailbox.

The mailbox is there in the demo only.
"""

from collections.abc import Callable
from functools import wraps

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.crypto import constant_time_compare
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from aftercare.core import links
from aftercare.notifications import health, letters, mailbox, sms
from aftercare.notifications.models import Message


@never_cache
@require_safe
def follow(request: HttpRequest, code: str) -> HttpResponse:
    """On to the page that the message is of, as long as a link in a letter would work. Looking changes nothing."""
    try:
        pk = links.read_short(code, purpose=sms.PURPOSE)
    except links.LinkInvalid as problem:
        raise Http404 from problem
    message = Message.objects.with_link(at=timezone.now()).filter(pk=pk).first()
    if message is None:
        return render(request, "notifications/link_over.html", status=410)
    return redirect(letters.address(message))


@require_safe
def mailbox_list(request: HttpRequest) -> HttpResponse:
    if not settings.DEMO:
        raise Http404
    template = "notifications/mailbox.html"
    return render(request, f"{template}#letters" if request.htmx else template, {"letters": mailbox.newest()})


def for_machines(view: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """With the token of settings; without one only in the demo, which nobody else can reach."""

    @wraps(view)
    @never_cache
    @require_safe
    def guarded(request: HttpRequest) -> HttpResponse:
        token = settings.METRICS_TOKEN
        given = request.headers.get("Authorization", "").removeprefix("Bearer ")
        if not (constant_time_compare(given, token) if token else settings.DEMO):
            raise Http404
        return view(request)

    return guarded


@for_machines
def outbox_health(request: HttpRequest) -> HttpResponse:
    found = health.read(at=timezone.now())
    return JsonResponse(found.as_json(), status=503 if found.is_behind else 200)


@for_machines
def metrics(request: HttpRequest) -> HttpResponse:
    text = health.read(at=timezone.now()).as_metrics()
    return HttpResponse(text, content_type="text/plain; version=0.0.4; charset=utf-8")
