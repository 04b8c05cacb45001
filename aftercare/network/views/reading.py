"""The directory as its readers see it: found by what somebody looks for, and one service."""

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from aftercare.accounts.models import Region
from aftercare.network.access import home_regions, keeps, open_service, writes_plans
from aftercare.network.finding import find
from aftercare.network.forms.finding import FindForm
from aftercare.network.models import BLOCK_ICONS, Block, Knowledge, Precondition, State

PER_PAGE = 50


@login_required
@require_safe
def directory(request: HttpRequest) -> HttpResponse:
    form = FindForm(request.GET, regions=list(Region.objects.all()), home=home_regions(request.user).first())
    asked = form.found
    page = Paginator(find(form.region, asked), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "form": form,
        "region": form.region,
        "asked": asked,
        "page": page,
        "blocks": [(block, block.label, BLOCK_ICONS[block]) for block in Block],
        "keeps": form.region is not None and keeps(request.user, form.region.pk),
        "now": timezone.now(),
    }
    return render(request, "network/directory.html", context)


@login_required
@require_safe
def service(request: HttpRequest, pk: UUID) -> HttpResponse:
    found, now = open_service(request, pk), timezone.now()
    context = {
        "service": found,
        "municipalities": found.municipalities.all(),
        "preconditions": Precondition.objects.of_service(found),
        "knowledge": Knowledge.objects.of_service(found),
        "keeps": keeps(request.user, found.region_id),
        "plans": found.state == State.PUBLISHED and writes_plans(request.user),
        "stale": found.is_stale(now),
        "now": now,
    }
    return render(request, "network/service.html", context)
