"""The dossier page: what a counsellor needs to know before a conversation."""

from datetime import datetime
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.views.decorators.http import require_safe

from trajectories.dossier.access import Permission, granted, look, open_dossier
from trajectories.overview import facts, timeline, trend


@login_required
@require_safe
def show(request: HttpRequest, pk: UUID) -> HttpResponse:
    trajectory = open_dossier(request, pk, needs=Permission.DOSSIER_VIEW)
    now, today = timezone.now(), timezone.localdate()
    whole = request.GET.get("period") == "all"
    shown = trend.mondays(trajectory.starts_on, today=today, whole=whole)
    found = facts.read(trajectory, by=request.user, now=now, today=today, weeks_from=trend.midnight(shown[0]))
    since = _since(request.GET.get("since", ""), looked_at=found.looked_at)
    moments = timeline.read(
        trajectory,
        by=request.user,
        now=now,
        looked_at=since,
        kind=request.GET.get("show", ""),
        before=request.GET.get("before", ""),
    )
    look(by=request.user, trajectory=trajectory, at=now)
    may = granted(trajectory.part, trajectory)
    context = {
        "trajectory": trajectory,
        "person": trajectory.client.user,
        "may": may,
        "may_settle": Permission.SIGNAL_SETTLE in may,
        "may_discuss": Permission.MEDICATION_EDIT in may,
        "now": now,
        "today": today,
        "facts": found,
        "whole": whole,
        "chart": trend.chart(found.weeks, found.family_weeks, shown=shown),
        "chart_sentence": trend.sentence(found.weeks, shown=shown, name=trajectory.client.user.short_name),
        "chart_label": trend.description(found.weeks, shown=shown),
        "heat": trend.heat(found.logged),
        "heat_sentence": trend.heat_sentence(found.logged),
        "timeline": moments,
        "kinds": timeline.KINDS,
        "since": since,
        "mark": since and since.isoformat(),
    }
    return render(request, "trajectories/overview/dossier.html", context)


def _since(text: str, *, looked_at: datetime | None) -> datetime | None:
    """From when things are new. Links on the page carry it, so that a filter leaves the marks where they are."""
    try:
        since = parse_datetime(text)
    except ValueError:
        since = None
    return since if looked_at and since and timezone.is_aware(since) and since < looked_at else looked_at
