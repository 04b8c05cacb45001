"""Open groups for everybody, signed in or not: what, when, where. Nobody is named, and reading is not logged."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from supportgroups.models import Session, SupportGroup

DATES_SHOWN = 4


@require_safe
def groups(request: HttpRequest) -> HttpResponse:
    return render(request, "supportgroups/open_groups.html", {"groups": _listed(at_most=1)})


@require_safe
def group(request: HttpRequest, pk) -> HttpResponse:
    found = get_object_or_404(_listed(at_most=DATES_SHOWN), pk=pk)
    return render(request, "supportgroups/open_group.html", {"group": found})


def _listed(*, at_most: int):
    sessions = Session.objects.planned().published()
    listed = SupportGroup.objects.listed().select_related("organisation__region")
    listed = listed.with_coming(sessions, at=timezone.now(), at_most=at_most)
    return listed.order_by("organisation__region__name", "organisation__name", "name", "id")
