"""The page after signing in again: what was being typed, to be sent after all or let go."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from aftercare.accounts import typed


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def show(request: HttpRequest) -> HttpResponse:
    """Sending goes to the page that it was meant for, which then answers as it would have."""
    if request.method == "POST":
        response = redirect("home")
        typed.forget(request, response)
        messages.success(request, _("What you typed was let go. It is kept nowhere."))
        return response
    return render(request, "accounts/typed.html", {"form": typed.find(request)})
