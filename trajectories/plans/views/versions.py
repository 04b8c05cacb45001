"""What stood in the plan before: two versions of an item, or of the goal, side by side."""

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from trajectories.dossier.access import Permission
from trajectories.dossier.models import Trajectory
from trajectories.plans import comparing
from trajectories.plans.comparing import Version
from trajectories.plans.views.doors import open_either, plan_url


@login_required
@require_safe
def of_item(request: HttpRequest, pk: UUID, client: UUID | None = None) -> HttpResponse:
    trajectory = open_either(request, client, needs=Permission.PLAN_VIEW)
    items = trajectory.plan_items.select_related("changed_by", "group", "service")
    item = get_object_or_404(items, pk=pk)
    back_url = plan_url(client) if client else reverse("plans:item", args=[pk])
    versions = comparing.versions_of_item(item, to_client=trajectory.part in Trajectory.Kind)
    return _compared(request, versions, {"title": item.title, "back_url": back_url})


@login_required
@require_safe
def of_goal(request: HttpRequest, client: UUID | None = None) -> HttpResponse:
    trajectory = open_either(request, client, needs=Permission.PLAN_VIEW)
    versions = comparing.versions_of_goal(trajectory)
    if not versions:
        raise Http404
    return _compared(request, versions, {"title": _("Goal"), "back_url": plan_url(client)})


def _compared(request: HttpRequest, versions: list[Version], context: dict) -> HttpResponse:
    context |= {
        "versions": versions,
        "comparison": comparing.compare(versions, old=request.GET.get("old", ""), new=request.GET.get("new", "")),
        "now": timezone.now(),
    }
    return render(request, "trajectories/plans/versions.html", context)
