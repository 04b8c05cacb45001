"""Where the short link of a text message leads, and the demo's mailbox. In production there is no such page."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from aftercare.core import links
from aftercare.notifications import letters, mailbox, sms
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
