"""The goal, which client and counsellor both write."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from aftercare.core.errors import Stale
from trajectories.dossier.access import Permission
from trajectories.plans import actions as plans
from trajectories.plans.forms.goals import GoalForm
from trajectories.plans.views.doors import goal_versions_url, open_either, plan_url


@login_required
def goal(request: HttpRequest, client: UUID | None = None) -> HttpResponse:
    trajectory = open_either(request, client, needs=Permission.GOAL_EDIT)
    current = trajectory.goals.current().select_related("set_by").first()
    form = GoalForm(
        request.POST or None,
        initial={"replaces": current and current.pk, "text": current and current.text},
    )
    stale = False
    if form.is_valid():
        try:
            plans.set_goal(trajectory=trajectory, by=request.user, **form.cleaned_data)
        except Stale:
            current = trajectory.goals.current().select_related("set_by").first()
            form, stale = form.over(current), True
        else:
            messages.success(request, _("Saved. What stood here before is kept."))
            return redirect(plan_url(client))
    context = {
        "form": form,
        "current": current,
        "stale": stale,
        "versions_url": goal_versions_url(client) if current else "",
        "back_url": plan_url(client),
        "now": timezone.now(),
    }
    return render(request, "trajectories/plans/goal.html", context, status=409 if stale else 200)
