"""The dossier page: what a counsellor needs to know before a conversation."""

from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from trajectories.dossier.access import Permission, granted, look, open_dossier
from trajectories.overview import facts, timeline, trend
from trajectories.overview.timeline import KINDS

HERE = "#timeline"


@dataclass(frozen=True)
class Links:
    """To this page, with other parameters. A chip is its words, its address and whether it is the one shown."""

    periods: list[tuple[str, str, bool]]
    kinds: list[tuple[str, str, bool]]
    newest: str
    older: str


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
        "trend": trend.Trend(
            chart=trend.chart(found.weeks, found.family_weeks, shown=shown),
            sentence=trend.sentence(found.weeks, shown=shown, name=trajectory.client.user.short_name),
            label=trend.description(found.weeks, shown=shown),
            heat=trend.heat(found.logged),
            heat_sentence=trend.heat_sentence(found.logged),
        ),
        "timeline": moments,
        "since": since,
        "links": _links(request.GET, moments, whole=whole, since=since),
    }
    return render(request, "trajectories/overview/dossier.html", context)


def _since(text: str, *, looked_at: datetime | None) -> datetime | None:
    """From when things are new. Links on the page carry it, so that a filter leaves the marks where they are."""
    try:
        since = parse_datetime(text)
    except ValueError:
        since = None
    return since if looked_at and since and timezone.is_aware(since) and since < looked_at else looked_at


def _links(asked: QueryDict, moments: timeline.Timeline, *, whole: bool, since: datetime | None) -> Links:
    def ask(**changes: str) -> str:
        told = asked.dict() | changes | {"since": since.isoformat() if since else ""}
        return "?" + urlencode({name: value for name, value in told.items() if value})

    return Links(
        periods=[(_("12 weeks"), ask(period=""), not whole), (_("Everything"), ask(period="all"), whole)],
        kinds=[(str(label), ask(show=kind, before="") + HERE, kind == moments.kind) for kind, label in KINDS.items()],
        newest=ask(before="") + HERE,
        older=ask(before=moments.older) + HERE,
    )
