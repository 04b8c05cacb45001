"""The plan templates of an organisation: read, write, put away."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from aftercare.core.errors import Refused, Stale
from trajectories.plans.access import keeps_at, open_template, open_templates
from trajectories.plans.actions import templates
from trajectories.plans.forms.templates import TemplateForm, TemplateItemForm
from trajectories.plans.models import KIND_ICONS, Kind, PlanTemplate, TemplateItem


@login_required
@require_safe
def kept(request: HttpRequest) -> HttpResponse:
    found = open_templates(request).with_size()
    return render(request, "trajectories/plans/templates.html", {"templates": found})


@login_required
@require_safe
def one(request: HttpRequest, pk: UUID) -> HttpResponse:
    template = open_template(request, pk)
    context = {
        "template": template,
        "items": template.items.select_related("group"),
        "kinds": [(kind, kind.label, KIND_ICONS[kind]) for kind in Kind],
    }
    return render(request, "trajectories/plans/template.html", context)


@login_required
def new(request: HttpRequest) -> HttpResponse:
    organisation = keeps_at(request)
    form = TemplateForm(request.POST or None, instance=PlanTemplate(organisation=organisation))
    if form.is_valid():
        words = {name: form.cleaned_data[name] for name in ("name", "about")}
        try:
            return redirect(templates.write(organisation=organisation, by=request.user, **words))
        except Refused as refused:
            form.add_error("name", str(refused))
    return _form(request, form, None, title=_("New template"))


@login_required
def rename(request: HttpRequest, pk: UUID) -> HttpResponse:
    template = open_template(request, pk)
    form = TemplateForm(request.POST or None, instance=template)
    stored = None
    if form.is_valid():
        try:
            templates.rename(template=template, by=request.user, **form.cleaned_data)
        except Stale:
            stored = open_template(request, pk)
            form = form.over(stored)
        except Refused as refused:
            form.add_error("name", str(refused))
        else:
            return redirect(template)
    return _form(request, form, template, title=_("Name of the template"), stored=stored)


@login_required
@require_POST
def retire(request: HttpRequest, pk: UUID) -> HttpResponse:
    templates.retire(template=open_template(request, pk), by=request.user)
    messages.success(request, _("The template is put away. Plans that began with it stay as they are."))
    return redirect("plans:templates")


@login_required
def add_item(request: HttpRequest, pk: UUID, kind: str) -> HttpResponse:
    template = open_template(request, pk)
    if kind not in Kind:
        raise Http404
    draft = TemplateItem(kind=kind, template=template, organisation_id=template.organisation_id)
    form = TemplateItemForm(request.POST or None, instance=draft)
    if form.is_valid():
        words = {name: value for name, value in form.cleaned_data.items() if name != "revision"}
        templates.add_item(template=template, by=request.user, kind=kind, **words)
        return redirect(template)
    return _form(request, form, template, title=Kind(kind).label)


@login_required
def item(request: HttpRequest, pk: UUID, item: UUID) -> HttpResponse:
    template = open_template(request, pk)
    part = get_object_or_404(template.items, pk=item)
    form = TemplateItemForm(request.POST or None, instance=part)
    stored = None
    if form.is_valid():
        try:
            templates.change_item(item=part, by=request.user, **form.cleaned_data)
        except Stale:
            stored = get_object_or_404(template.items, pk=item)
            form = form.over(stored)
        else:
            return redirect(template)
    return _form(request, form, template, title=part.get_kind_display(), stored=stored, part=part)


@login_required
@require_POST
def remove_item(request: HttpRequest, pk: UUID, item: UUID) -> HttpResponse:
    template = open_template(request, pk)
    templates.remove_item(item=get_object_or_404(template.items, pk=item), by=request.user)
    return redirect(template)


def _form(
    request: HttpRequest,
    form: TemplateForm | TemplateItemForm,
    template: PlanTemplate | None,
    *,
    title: str,
    stored: PlanTemplate | TemplateItem | None = None,
    part: TemplateItem | None = None,
) -> HttpResponse:
    context = {"form": form, "template": template, "title": title, "stored": stored, "part": part}
    return render(request, "trajectories/plans/template_form.html", context, status=409 if stored else 200)
