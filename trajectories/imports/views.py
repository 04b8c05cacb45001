"""Upload, read, match, check, confirm. Nobody is registered before the last step."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from aftercare.audit.models import Event
from aftercare.core.errors import Refused
from trajectories.imports import actions, sitting
from trajectories.imports import report as reports
from trajectories.imports.access import counsellors_of, open_import, open_imports, record_found
from trajectories.imports.checking import Report, Verdict
from trajectories.imports.forms import ColumnsForm, ConfirmForm, ReadForm, UploadForm
from trajectories.imports.models import ClientImport

SHOWN = 100
"""So many rows of each kind stand on the page; all of them are in the report to download."""
EARLIER = 20


@login_required
def start(request: HttpRequest) -> HttpResponse:
    places = open_imports(request)
    form = UploadForm(request.POST or None, request.FILES or None, organisations=places)
    if form.is_valid():
        try:
            imported = actions.upload(by=request.user, **form.answers)
        except Refused as refusal:
            form.add_error("file", str(refusal))
        else:
            return redirect("imports:columns", imported.pk)
    earlier = ClientImport.objects.filter(organisation__in=places).defer("content").select_related("uploaded_by")
    return render(request, "trajectories/imports/start.html", {"form": form, "earlier": earlier[:EARLIER]})


@login_required
@require_safe
def example(request: HttpRequest) -> HttpResponse:
    open_imports(request)
    return _as_file(reports.example(), _("example"))


@login_required
def columns(request: HttpRequest, pk: UUID) -> HttpResponse:
    imported = open_import(request, pk)
    if imported.state != ClientImport.State.OPEN:
        return redirect("imports:check", imported.pk)
    opened, counsellors = sitting.unpack(imported), counsellors_of(imported.organisation)
    form = ColumnsForm(request.POST or None, imported=imported, opened=opened, counsellors=counsellors)
    if form.is_valid():
        actions.match(imported=imported, by=request.user, **form.answers)
        return redirect("imports:check", imported.pk)
    return _columns_page(request, imported, opened, form)


@login_required
@require_POST
def read(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The file once more, in another encoding, with another delimiter, another sheet."""
    imported = open_import(request, pk)
    if imported.state != ClientImport.State.OPEN:
        return redirect("imports:check", imported.pk)
    opened = sitting.unpack(imported)
    form = ReadForm(request.POST, opened=opened)
    if form.is_valid():
        try:
            actions.read_as(imported=imported, by=request.user, **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect("imports:columns", imported.pk)
    counsellors = counsellors_of(imported.organisation)
    return _columns_page(
        request,
        imported,
        opened,
        ColumnsForm(imported=imported, opened=opened, counsellors=counsellors),
        read_form=form,
    )


def _columns_page(request, imported, opened, form: ColumnsForm, *, read_form: ReadForm | None = None):
    context = {
        "imported": imported,
        "opened": opened,
        "form": form,
        "read_form": read_form or ReadForm(opened=opened),
    }
    return render(request, "trajectories/imports/columns.html", context)


@login_required
@require_safe
def check(request: HttpRequest, pk: UUID) -> HttpResponse:
    imported = open_import(request, pk)
    if imported.state != ClientImport.State.OPEN:
        return render(request, "trajectories/imports/done.html", {"imported": imported})
    if not imported.matched:
        return redirect("imports:columns", imported.pk)
    found = _checked(request, imported)
    kinds = [(verdict, found.counts[verdict], found.of(verdict)[:SHOWN]) for verdict in Verdict]
    context = {
        "imported": imported,
        "report": found,
        "kinds": [kind for kind in kinds if kind[1]],
        "new": found.counts[Verdict.NEW],
        "may_confirm": found.may_go_on and bool(found.counts[Verdict.NEW] or found.counts[Verdict.LIKELY]),
    }
    return render(request, "trajectories/imports/check.html", context)


@login_required
@require_safe
def report(request: HttpRequest, pk: UUID) -> HttpResponse:
    imported = open_import(request, pk, event=Event.EXPORT)
    if imported.state != ClientImport.State.OPEN or not imported.matched:
        return redirect("imports:check", imported.pk)
    return _as_file(reports.of_report(_checked(request, imported)), _("check"))


def _checked(request: HttpRequest, imported: ClientImport) -> Report:
    found = sitting.check(imported)
    record_found(by=request.user, organisation=imported.organisation, people=found.known.users)
    return found


def _as_file(text: str, name: str) -> HttpResponse:
    answer = HttpResponse(text, content_type="text/csv; charset=utf-8")
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return answer


@login_required
@require_POST
def confirm(request: HttpRequest, pk: UUID) -> HttpResponse:
    imported = open_import(request, pk)
    rows = [row for row in request.POST.getlist("other") if row.isdecimal()]
    form = ConfirmForm(request.POST, rows=rows)
    if form.is_valid():
        try:
            actions.confirm(
                imported=imported,
                by=request.user,
                seen=form.cleaned_data["seen"],
                others=frozenset(form.cleaned_data["other"]),
            )
        except Refused as refusal:
            messages.error(request, str(refusal))
        else:
            count = imported.registered
            done = ngettext("%(count)d person is registered.", "%(count)d people are registered.", count)
            messages.success(request, done % {"count": count})
    return redirect("imports:check", imported.pk)


@login_required
@require_POST
def cancel(request: HttpRequest, pk: UUID) -> HttpResponse:
    imported = open_import(request, pk)
    try:
        actions.cancel(imported=imported, by=request.user)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("The file is deleted. Nobody was registered."))
    return redirect("imports:start")
