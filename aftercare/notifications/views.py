"""The demo's mailbox. In production there is no such page."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from aftercare.notifications import mailbox


@require_safe
def mailbox_list(request: HttpRequest) -> HttpResponse:
    if not settings.DEMO:
        raise Http404
    template = "notifications/mailbox.html"
    return render(request, f"{template}#letters" if request.htmx else template, {"letters": mailbox.newest()})
