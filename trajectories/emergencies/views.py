"""Opening a dossier in an emergency, ending that, and the list of openings that are to be reviewed."""

from http import HTTPStatus
from uuid import UUID

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.reauthentication import did_recently_reauthenticate
from allauth.core import ratelimit
from allauth.core.exceptions import ReauthenticationRequired
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from trajectories.dossier.emergencies import LONGEST
from trajectories.dossier.models import Trajectory
from trajectories.emergencies import access, actions
from trajectories.emergencies.forms import EmergencyForm

MISSES = "emergency_miss"
"""Of which settings.ACCOUNT_RATE_LIMITS says how many somebody may make."""
PAGE = 25


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def begin(request: HttpRequest) -> HttpResponse:
    """Sign in again, say which client and why. What was typed stays when signing in was too long ago."""
    access.enter(request)
    if not get_adapter().get_reauthentication_methods(request.user):
        messages.error(request, _("Choose a password or a passkey first, so that you can sign in again for this."))
        return redirect("mfa_index")
    signed_in = did_recently_reauthenticate(request)
    if request.method != "POST" and not signed_in:
        raise ReauthenticationRequired
    form, status = EmergencyForm(request.POST or None), HTTPStatus.OK
    if signed_in and form.is_valid():
        status, trajectory = _look_up(request, form)
        if trajectory:
            if not access.has_a_part(request.user, trajectory):
                actions.begin(trajectory=trajectory, by=request.user, reason=form.cleaned_data["reason"])
            return redirect(trajectory)
    context = {"form": form, "signed_in": signed_in, "minutes": int(LONGEST.total_seconds() // 60)}
    context["own"] = access.own_openings(request.user, at=timezone.now())
    return render(request, "trajectories/emergencies/begin.html", context, status=status)


def _look_up(request: HttpRequest, form: EmergencyForm) -> tuple[HTTPStatus, Trajectory | None]:
    """A client who is not there and one who is not told of get the same answer; who misses too often waits."""
    if not ratelimit.consume(request, action=MISSES, dry_run=True):
        form.add_error(None, _("You tried too often. Try again in ten minutes, and check the number or the name."))
        return HTTPStatus.TOO_MANY_REQUESTS, None
    told = {name: form.cleaned_data[name] for name in ("number", "name", "birth_date")}
    trajectory = access.find(by=request.user, **told)
    if trajectory is None:
        ratelimit.consume(request, action=MISSES)
        access.record_miss(by=request.user)
        form.add_error(None, _("No running trajectory here fits all of this exactly. Check every letter and digit."))
    return HTTPStatus.OK, trajectory


@login_required
@require_POST
def end(request: HttpRequest, pk: UUID) -> HttpResponse:
    opening = get_object_or_404(access.opened_by(request.user), pk=pk)
    actions.end(opening=opening, by=request.user)
    messages.success(request, _("Ended. You cannot read this dossier any more."))
    return redirect("home")


@login_required
@require_safe
def openings(request: HttpRequest) -> HttpResponse:
    """Without clients' names for managers; a counsellor sees which of their own clients it was."""
    page = Paginator(access.open_review(request), PAGE).get_page(request.GET.get("page"))
    access.record_seen(by=request.user, openings=page.object_list)
    context = {"page": page, "managed": access.managed_by(request.user), "now": timezone.now()}
    return render(request, "trajectories/emergencies/openings.html", context)


@login_required
@require_POST
def review(request: HttpRequest, pk: UUID) -> HttpResponse:
    opening = get_object_or_404(access.to_review(request.user), pk=pk)
    actions.review(opening=opening, by=request.user)
    messages.success(request, _("Noted: this was checked."))
    return redirect("emergencies:openings")
