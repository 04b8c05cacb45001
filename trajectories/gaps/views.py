"""The gap report for policy makers and managers: on the screen and as CSV."""

from django.contrib.auth.decorators import login_required
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from aftercare.accounts.models import Region
from aftercare.audit.models import Event
from aftercare.core.tables.writing import as_csv
from aftercare.network import matrix
from aftercare.network.models import BLOCK_ICONS, Precondition
from trajectories.gaps import needs
from trajectories.gaps.access import open_report


@login_required
@require_safe
def show(request: HttpRequest) -> HttpResponse:
    regions, now = open_report(request), timezone.now()
    region = _chosen(request, regions)
    (found,), wanted = matrix.of_regions([region], now=now), needs.of_regions([region], now=now)[region.pk]
    context = {
        "regions": regions,
        "region": region,
        "matrix": found,
        "lines": [(row, BLOCK_ICONS[row.block], wanted.of(row.block)) for row in found.rows],
        "needs": wanted,
        "preconditions": Precondition.objects.of_region().filter(region=region, block=""),
        "fewest": needs.FEWEST,
        "now": now,
    }
    return render(request, "trajectories/gaps/show.html", context)


@login_required
@require_safe
def compare(request: HttpRequest) -> HttpResponse:
    """Every region, in numbers only."""
    open_report(request)
    now, regions = timezone.now(), list(Region.objects.all())
    matrices, wanted = matrix.of_regions(regions, now=now), needs.of_regions(regions, now=now)
    blocks = [
        (rows[0].block, [(row, wanted[one.region.pk].of(row.block)) for one, row in zip(matrices, rows, strict=True)])
        for rows in zip(*(one.rows for one in matrices), strict=True)
    ]
    context = {
        "matrices": matrices,
        "blocks": blocks,
        "stalls": [(one.region, wanted[one.region.pk]) for one in matrices],
        "fewest": needs.FEWEST,
    }
    return render(request, "trajectories/gaps/compare.html", context)


@login_required
@require_safe
def export(request: HttpRequest) -> HttpResponse:
    region, now = _chosen(request, open_report(request, event=Event.EXPORT)), timezone.now()
    (found,), wanted = matrix.of_regions([region], now=now), needs.of_regions([region], now=now)[region.pk]
    rows = [[_("Building block"), *found.towns, _("Gaps"), _("People who need it, by their plans")]]
    rows += [
        [row.block.label, *(level.label for level in row.levels), row.gaps, wanted.of(row.block)] for row in found.rows
    ]
    rows += [[], [_("Warm handovers"), _("Wait too long now"), _("Ended without arriving, in the last year")]]
    rows += [[stall.step.label, stall.late_told, stall.ended_told] for stall in wanted.stalls]
    answer = HttpResponse(as_csv(rows), content_type="text/csv; charset=utf-8")
    name = slugify(_("gaps %(region)s") % {"region": region})
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}-{now:%Y-%m-%d}.csv"'
    return answer


def _chosen(request: HttpRequest, regions: QuerySet[Region]) -> Region:
    """The region that was asked for, or the first; 404 for one that this person does not read."""
    asked = request.GET.get("region")
    region = next((one for one in regions if not asked or str(one.pk) == asked), None)
    if region is None:
        raise Http404
    return region
