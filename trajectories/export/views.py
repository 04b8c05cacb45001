"""What a copy holds in plain words, and the copy itself once somebody has shown again who they are."""

from urllib.parse import urlencode

from allauth.account.decorators import reauthentication_required
from allauth.core import ratelimit
from allauth.core.exceptions import ReauthenticationRequired
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from trajectories.dossier.models import Trajectory
from trajectories.export import archive, document
from trajectories.export.access import open_mine, record_copy
from trajectories.export.fhir import bundle

AGAIN = "again"


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def mine(request: HttpRequest) -> HttpResponse:
    trajectories = open_mine(request)
    if request.method != "POST":
        return _explain(request, trajectories)
    try:
        return _download(request, trajectories)
    except ReauthenticationRequired:
        return _sign_in_again()


def _sign_in_again() -> HttpResponse:
    """And then back to the page: a file that comes in answer to a password leaves one looking at the password."""
    back = f"{reverse('export:mine')}?{AGAIN}=1"
    return redirect(f"{reverse('account_reauthenticate')}?{urlencode({'next': back})}")


@reauthentication_required
def _download(request: HttpRequest, trajectories: list[Trajectory]) -> HttpResponse:
    if not ratelimit.consume(request, action="copy", user=request.user):
        return _explain(request, trajectories, too_often=True)
    now = timezone.now()
    record_copy(by=request.user, trajectories=trajectories)
    told = {"of": request.user, "trajectories": trajectories, "now": now}
    files = {archive.name_of("html"): document.written(**told), archive.FHIR: bundle.written(**told)}
    name = archive.name_of("zip", at=now)
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(archive.packed(files), content_type=archive.MEDIA_TYPE, headers=headers)


def _explain(request: HttpRequest, trajectories: list[Trajectory], *, too_often: bool = False) -> HttpResponse:
    context = {
        "is_client": trajectories[0].kind == Trajectory.Kind.CLIENT,
        "signed_in_again": AGAIN in request.GET,
        "too_often": too_often,
    }
    return render(request, "trajectories/export/mine.html", context, status=429 if too_often else 200)
