"""Scores of several clients from one file: choose it, see what would happen, agree.

Between the two steps the rows wait in the page itself, signed: nothing is stored before somebody agreed.
"""

from datetime import timedelta

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from aftercare.accounts.models import User
from aftercare.core.errors import Refused
from trajectories.outsidescores import actions, rows
from trajectories.outsidescores.access import open_file_page, record_found
from trajectories.outsidescores.checking import Report, Verdict, check
from trajectories.outsidescores.forms import FileForm
from trajectories.outsidescores.rows import Sheet

WAITS = timedelta(hours=1)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def choose(request: HttpRequest) -> HttpResponse:
    open_file_page(request)
    form = FileForm(request.POST or None, request.FILES or None)
    if form.is_valid():
        try:
            return _preview(request, rows.read(form.cleaned_data["file"]))
        except Refused as refusal:
            form.add_error("file", str(refusal))
    return render(request, "trajectories/outsidescores/file.html", {"form": form})


@login_required
@require_POST
def confirm(request: HttpRequest) -> HttpResponse:
    open_file_page(request)
    try:
        sheet = Sheet.unpacked(signing.loads(request.POST.get("rows", ""), salt=_salt(request.user), max_age=WAITS))
    except signing.BadSignature:
        messages.error(request, _("This preview is no longer valid. Choose the file again; nothing was written down."))
        return redirect("outsidescores:file")
    report = check(sheet, by=request.user)
    if not report.may_go_on:
        messages.error(request, _("Something changed since this was checked. Nothing was written down; look again."))
        return _preview(request, sheet, report)
    actions.record_all(scores=report.to_write, by=request.user)
    count = len(report.to_write)
    done = ngettext("%(count)d score is written down.", "%(count)d scores are written down.", count)
    messages.success(request, done % {"count": count})
    return redirect("outsidescores:file")


@login_required
@require_safe
def example(request: HttpRequest) -> HttpResponse:
    open_file_page(request)
    answer = HttpResponse(rows.example(), content_type="text/csv; charset=utf-8")
    answer.headers["Content-Disposition"] = f'attachment; filename="{_("example")}.csv"'
    return answer


def _preview(request: HttpRequest, sheet: Sheet, report: Report | None = None) -> HttpResponse:
    report = report or check(sheet, by=request.user)
    record_found(by=request.user, trajectories=report.trajectories)
    context = {
        "form": FileForm(),
        "report": report,
        "counts": [(verdict, report.counts[verdict]) for verdict in Verdict if report.counts[verdict]],
        "rows": signing.dumps(sheet.packed(), salt=_salt(request.user), compress=True),
    }
    return render(request, "trajectories/outsidescores/file.html", context)


def _salt(user: User) -> str:
    return f"outsidescores.file.{user.pk}"
