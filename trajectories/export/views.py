"""What a copy holds in plain words, and the copy itself once somebody has shown again who they are."""

from allauth.account.decorators import reauthentication_required
from allauth.core import ratelimit
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from trajectories.dossier.models import Trajectory
from trajectories.export import archive, document
from trajectories.export.access import open_mine, record_copy


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def mine(request: HttpRequest) -> HttpResponse:
    trajectories = open_mine(request)
    if request.method == "POST":
        return _download(request, trajectories)
    return _explain(request, trajectories)


@reauthentication_required
def _download(request: HttpRequest, trajectories: list[Trajectory]) -> HttpResponse:
    if not ratelimit.consume(request, action="copy", user=request.user):
        return _explain(request, trajectories, too_often=True)
    now = timezone.now()
    record_copy(by=request.user, trajectories=trajectories)
    files = {archive.name_of("html"): document.written(of=request.user, trajectories=trajectories, now=now)}
    name = archive.name_of("zip", at=now)
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(archive.packed(files), content_type=archive.MEDIA_TYPE, headers=headers)


def _explain(request: HttpRequest, trajectories: list[Trajectory], *, too_often: bool = False) -> HttpResponse:
    context = {"is_client": trajectories[0].kind == Trajectory.Kind.CLIENT, "too_often": too_often}
    return render(request, "trajectories/export/mine.html", context, status=429 if too_often else 200)
