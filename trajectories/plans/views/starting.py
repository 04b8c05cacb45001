"""Begin a plan with a template, and make a template of a plan."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from aftercare.core.errors import Refused, Stale
from trajectories.dossier.access import Permission, open_dossier
from trajectories.plans.actions import templates
from trajectories.plans.forms.templates import SaveForm, UseForm
from trajectories.plans.models import PlanTemplate


@login_required
@require_safe
def choose(request: HttpRequest, client: UUID) -> HttpResponse:
    trajectory = open_dossier(request, client, needs=Permission.PLAN_EDIT)
    found = PlanTemplate.objects.kept().filter(organisation=trajectory.organisation_id).with_size()
    context = {"trajectory": trajectory, "templates": found}
    return render(request, "trajectories/plans/choose_template.html", context)


@login_required
def use(request: HttpRequest, client: UUID, pk: UUID) -> HttpResponse:
    """What would come into the plan, with a tick for each; nothing is added before the last button."""
    trajectory = open_dossier(request, client, needs=Permission.PLAN_EDIT)
    kept = PlanTemplate.objects.kept().filter(organisation=trajectory.organisation_id)
    template, plan = get_object_or_404(kept, pk=pk), list(trajectory.plan_items.current())
    form = UseForm(
        request.POST or None, template=template, trajectory=trajectory, plan=plan, today=timezone.localdate()
    )
    stale = False
    if form.is_valid() and "preview" not in request.POST:
        chosen = [part.pk for part in form.cleaned_data.pop("chosen")]
        try:
            added = templates.use(
                template=template, trajectory=trajectory, by=request.user, chosen=chosen, **form.cleaned_data
            )
        except Stale:
            stale, data = True, request.POST.copy()
            template = get_object_or_404(kept, pk=pk)
            data["revision"] = template.revision
            form = UseForm(data, template=template, trajectory=trajectory, plan=plan, today=timezone.localdate())
            form.is_valid()
        else:
            count = len(added)
            said = ngettext("%(count)d item is in the plan now.", "%(count)d items are in the plan now.", count)
            messages.success(request, said % {"count": count})
            return redirect("plans:items", client)
    context = {"trajectory": trajectory, "template": template, "form": form, "stale": stale}
    return render(request, "trajectories/plans/use_template.html", context, status=409 if stale else 200)


@login_required
def save(request: HttpRequest, client: UUID) -> HttpResponse:
    """What the fields hold is what colleagues will see: titles begin as the kind, never as the client's words."""
    trajectory = open_dossier(request, client, needs=Permission.PLAN_EDIT)
    form = SaveForm(request.POST or None, plan=list(trajectory.plan_items.current().select_related("group")))
    if form.is_valid():
        try:
            template = templates.write(organisation=trajectory.organisation, by=request.user, **form.cleaned_data)
        except Refused as refused:
            form.add_error("name", str(refused))
        else:
            messages.success(request, _("Saved. Everybody in your organisation can start from it."))
            return redirect(template)
    return render(request, "trajectories/plans/save_template.html", {"trajectory": trajectory, "form": form})
