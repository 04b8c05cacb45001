"""Begin to share with somebody, change it, stop it."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from aftercare.core.errors import Refused, Stale
from trajectories.dossier.access import Permission, open_own
from trajectories.sharing import actions
from trajectories.sharing.access import open_recipient, professionals_near, standing_of
from trajectories.sharing.forms import ProfessionalForm, RelativeForm, TermsForm, TicksForm

PAGES = ["GET", "HEAD", "POST"]


@login_required
@require_http_methods(PAGES)
def with_relative(request: HttpRequest) -> HttpResponse:
    trajectory = open_own(request, needs=Permission.SHARE)
    return _begin(request, trajectory, RelativeForm(request.POST or None, whose=trajectory))


@login_required
@require_http_methods(PAGES)
def with_professional(request: HttpRequest) -> HttpResponse:
    trajectory = open_own(request, needs=Permission.SHARE)
    near = professionals_near(trajectory)
    return _begin(request, trajectory, ProfessionalForm(request.POST or None, whose=trajectory, professionals=near))


def _begin(request: HttpRequest, trajectory, form: TermsForm) -> HttpResponse:
    if form.is_valid():
        details = {name: value for name, value in form.cleaned_data.items() if name != "revision"}
        try:
            recipient = actions.share(trajectory=trajectory, by=request.user, **details)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("You share this now. Have a look at what they see."))
            return redirect("overview:preview", recipient.pk)
    context = {"form": form, "by_address": isinstance(form, RelativeForm)}
    return render(request, "trajectories/sharing/begin.html", context)


@login_required
@require_http_methods(PAGES)
def change(request: HttpRequest, pk: UUID) -> HttpResponse:
    recipient = open_recipient(request, pk)
    standing = standing_of(recipient, at=timezone.now())
    form = TermsForm(request.POST or None, whose=recipient.trajectory, standing=standing, revision=recipient.revision)
    stale = ""
    if form.is_valid():
        try:
            actions.change(recipient=recipient, by=request.user, **form.cleaned_data)
        except Stale as refusal:
            stale = str(refusal)
            typed = request.POST.copy()
            typed["revision"] = recipient.revision
            form = TermsForm(typed, whose=recipient.trajectory)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Saved. It holds from now on."))
            return redirect("overview:sharing")
    context = {"recipient": recipient, "form": form, "standing": standing, "stale": stale}
    return render(request, "trajectories/sharing/change.html", context, status=409 if stale else 200)


@login_required
@require_POST
def choose(request: HttpRequest) -> HttpResponse:
    """The ticks of the whole table."""
    trajectory = open_own(request, needs=Permission.SHARE)
    form = TicksForm(request.POST, recipients=trajectory.recipients.all(), whose=trajectory)
    if not form.is_valid():
        messages.error(request, _("This could not be read. Look at what holds now."))
        return redirect("overview:sharing")
    try:
        actions.choose(trajectory=trajectory, by=request.user, chosen=form.chosen)
    except Stale as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Saved. It holds from now on."))
    return redirect("overview:sharing")


@login_required
@require_POST
def stop(request: HttpRequest, pk: UUID) -> HttpResponse:
    recipient = open_recipient(request, pk)
    actions.stop(recipient=recipient, by=request.user)
    messages.success(request, _("Stopped. %(name)s cannot see it any more.") % {"name": recipient.name})
    return redirect("overview:sharing")
