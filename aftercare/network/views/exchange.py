"""The directory of a region as a file, and from a file: seen row by row first, then all of it or nothing."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from aftercare.core.errors import Refused
from aftercare.network import sheets
from aftercare.network.access import open_region
from aftercare.network.actions import services
from aftercare.network.forms.exchange import ConfirmForm, FileForm, carried
from aftercare.network.models import Service
from aftercare.network.sheets import Verdict


@login_required
@require_safe
def export(request: HttpRequest, pk: UUID) -> HttpResponse:
    region = open_region(request, pk)
    listed = Service.objects.published().filter(region=region).prefetch_related("municipalities").by_block()
    answer = HttpResponse(sheets.written(listed), content_type="text/csv; charset=utf-8")
    name = slugify(_("network %(region)s") % {"region": region})
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}-{timezone.localdate()}.csv"'
    return answer


@login_required
def bring(request: HttpRequest, pk: UUID) -> HttpResponse:
    region = open_region(request, pk)
    form = FileForm(request.POST or None, request.FILES or None)
    if form.is_valid():
        try:
            rows = sheets.read(form.cleaned_data["file"])
        except Refused as refused:
            form.add_error("file", str(refused))
        else:
            return _checked(request, region, rows)
    return render(request, "network/import.html", {"region": region, "form": form})


def _checked(request: HttpRequest, region, rows: list) -> HttpResponse:
    report = sheets.check(region, rows)
    context = {"region": region, "report": report, "rows": carried(region.pk, rows)}
    return render(request, "network/import_check.html", context)


@login_required
@require_POST
def confirm(request: HttpRequest, pk: UUID) -> HttpResponse:
    region = open_region(request, pk)
    form = ConfirmForm(request.POST, region_id=region.pk)
    if not form.is_valid():
        messages.error(request, _("Upload the file once more."))
        return redirect("network:import", region.pk)
    rows = form.cleaned_data["rows"]
    report = sheets.check(region, rows)
    if report.digest != form.cleaned_data["seen"] or not report.may_go_on:
        messages.error(request, _("Something changed since you looked. Nothing was saved; look once more."))
        return _checked(request, region, rows)
    new, corrected = report.of(Verdict.NEW), report.of(Verdict.CHANGED)
    try:
        services.bring_in(
            region=region,
            by=request.user,
            new=[line.words for line in new],
            corrected=[(line.service, line.words) for line in corrected],
            reviewed=form.cleaned_data["reviewed"],
        )
    except Refused as refused:
        messages.error(request, str(refused))
        return _checked(request, region, rows)
    count = len(new) + len(corrected)
    done = ngettext("%(count)d service is saved.", "%(count)d services are saved.", count)
    messages.success(request, done % {"count": count})
    return redirect("network:keep", region.pk)
