"""The dossier page: what a counsellor needs to know before a conversation."""

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from trajectories.dossier.access import Permission, look, open_dossier


@login_required
@require_safe
def show(request: HttpRequest, pk: UUID) -> HttpResponse:
    trajectory = open_dossier(request, pk, needs=Permission.DOSSIER_VIEW)
    look(by=request.user, trajectory=trajectory)
    return render(request, "trajectories/overview/dossier.html", {"trajectory": trajectory})
