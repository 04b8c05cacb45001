"""What a client shares: the client's own page with all of it, and what a reader sees, also as a preview."""

from collections.abc import Callable, Collection
from datetime import date, datetime, timedelta
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from aftercare.audit.models import Event
from supportgroups.models import Enrolment, Session
from trajectories.dossier.access import Permission, open_own
from trajectories.dossier.models import Category, Recipient, Trajectory, categories_of
from trajectories.dossier.readers import Shared, list_shared, open_shared
from trajectories.medication.models import Medicine
from trajectories.overview import shared_file, trend
from trajectories.plans.models import Kind
from trajectories.sharing.access import (
    ending_within,
    open_recipient,
    past_of,
    professionals_near,
    standing_of,
    with_standing,
)
from trajectories.sharing.actions import note_look
from trajectories.signalplan.models import SignalStep
from trajectories.triggers.models import TriggerEntry

AHEAD, PAST = 5, 30
LATELY = timedelta(weeks=4)
SOON = timedelta(days=7)
APART = (
    Kind.PRACTICAL,
    Kind.GROUP,
    Kind.SUPPORT_GROUP,
    Kind.MEDICATION,
    Kind.RELATION,
    Kind.LIVED_THROUGH,
)
Found = Callable[[Trajectory, datetime], object]


def plan_of(trajectory: Trajectory, at: datetime) -> dict:
    """Groups and practical problems are categories of their own; medicines are not shared."""
    items = trajectory.plan_items.current().exclude(kind__in=APART)
    return {"goal": trajectory.goals.current().first(), "items": list(items)}


def practical_of(trajectory: Trajectory, at: datetime) -> list:
    return list(trajectory.plan_items.current().filter(kind=Kind.PRACTICAL))


def appointments_of(trajectory: Trajectory, at: datetime) -> list:
    return list(trajectory.appointments.upcoming(at=at).select_related("with_user")[:AHEAD])


def groups_of(trajectory: Trajectory, at: datetime) -> list[Session]:
    places = Enrolment.objects.current().filter(participant=trajectory.client.user_id).order_by().values("group")
    sessions = Session.objects.planned().published().coming(at=at).filter(group__in=places)
    return list(sessions.select_related("group", "room").order_by("period", "id")[:AHEAD])


def signal_plan_of(trajectory: Trajectory, at: datetime) -> list[SignalStep]:
    return list(trajectory.signal_steps.holding())


def check_ins_of(trajectory: Trajectory, at: datetime) -> dict:
    """Craving and mood by week, the line and the sentence of the dossier page; no answers, no notes."""
    shown = trend.mondays(trajectory.starts_on, today=timezone.localdate(at), whole=False)
    answered = trajectory.check_ins.submitted().filter(submitted_at__gte=trend.midnight(shown[0]))
    weeks = _by_week(answered.order_by("submitted_at").values_list("submitted_at", "scores"))
    name = trajectory.client.user.short_name
    return {
        "any": bool(weeks),
        "chart": trend.chart(weeks, [], shown=shown),
        "sentence": trend.sentence(weeks, shown=shown, name=name),
        "label": trend.description(weeks, shown=shown),
    }


def _by_week(answered) -> dict[date, tuple[float | None, float | None]]:
    given: dict[date, list[dict]] = {}
    for at, scores in answered:
        day = timezone.localdate(at)
        given.setdefault(day - timedelta(days=day.weekday()), []).append(scores)
    return {monday: (_mean(scores, "craving"), _mean(scores, "mood")) for monday, scores in given.items()}


def _mean(scores: list[dict], name: str) -> float | None:
    values = [one[name] for one in scores if one.get(name) is not None]
    return round(sum(values) / len(values), 1) if values else None


def triggers_of(trajectory: Trajectory, at: datetime) -> list[TriggerEntry]:
    """When, how strong, what played a part; not what helped, and no note."""
    logged = trajectory.trigger_entries.filter(at__gt=at - LATELY, at__lte=at)
    return list(logged.only("at", "strength", "kind", "own_word", "trajectory")[:PAST])


def medicines_of(trajectory: Trajectory, at: datetime) -> list[Medicine]:
    return list(trajectory.medicines.in_use(on=timezone.localdate(at)))


READS: dict[Category, Found] = {
    Category.PLAN: plan_of,
    Category.APPOINTMENTS: appointments_of,
    Category.CHECK_INS: check_ins_of,
    Category.SIGNAL_PLAN: signal_plan_of,
    Category.GROUPS: groups_of,
    Category.PRACTICAL: practical_of,
    Category.TRIGGERS: triggers_of,
    Category.MEDICATION: medicines_of,
}


def read(trajectory: Trajectory, categories: Collection[Category], *, at: datetime) -> dict[str, object]:
    """Of these categories and of no other, by name, for the template."""
    return {category.value: READS[category](trajectory, at) for category in categories}


def seen(shared: Shared, *, at: datetime) -> dict:
    """What the reader's page and the client's preview both show."""
    return {
        "client": shared.trajectory.client.user,
        "terms": shared.terms,
        "categories": shared.categories,
        "found": read(shared.trajectory, shared.categories, at=at),
        "now": at,
    }


def table_of(trajectory: Trajectory, recipients: list[Recipient]) -> list[tuple[Category, list[tuple]]]:
    """Category by recipient, and whether it is shared."""
    given = {one.pk: {consent.category for consent in one.standing} for one in recipients}
    return [
        (category, [(one, category in given[one.pk]) for one in recipients])
        for category in categories_of(trajectory.kind)
    ]


@login_required
@require_safe
def sharing(request: HttpRequest) -> HttpResponse:
    trajectory = open_own(request, needs=Permission.SHARE)
    now = timezone.now()
    recipients = with_standing(trajectory, at=now)
    soon = timezone.localdate(now) + SOON
    context = {
        "recipients": [(one, ending_within(one.standing, by=soon)) for one in recipients],
        "table": table_of(trajectory, recipients),
        "past": past_of(trajectory)[:PAST],
        "concerns": trajectory.concerns.known_to_client().select_related("told_by")[:PAST],
        "has_partners": professionals_near(trajectory).exists(),
        "now": now,
    }
    return render(request, "trajectories/overview/sharing.html", context)


@login_required
@require_safe
def preview(request: HttpRequest, pk: UUID) -> HttpResponse:
    recipient = open_recipient(request, pk)
    now = timezone.now()
    standing = standing_of(recipient, at=now)
    context = {"recipient": recipient, "standing": standing}
    if standing:
        context |= seen(Shared(recipient.trajectory, standing), at=now)
    return render(request, "trajectories/overview/preview.html", context)


@login_required
@require_safe
def shared(request: HttpRequest) -> HttpResponse:
    named = request.GET.get("q", "").strip()[:80]
    context = {"people": list_shared(request, named=named), "named": named}
    return render(request, "trajectories/overview/shared.html", context)


@login_required
@require_safe
def shared_one(request: HttpRequest, pk: UUID) -> HttpResponse:
    found, now = open_shared(request, pk), timezone.now()
    note_look(trajectory=found.trajectory, recipients=[one.recipient for one in found.consents], at=now)
    context = {"trajectory": found.trajectory, **seen(found, at=now)}
    return render(request, "trajectories/overview/shared_one.html", context)


@login_required
@require_safe
def save_shared(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The same as a file, with the same words about whom it is for. The client's list says that a copy was saved."""
    found, now = open_shared(request, pk, event=Event.EXPORT), timezone.now()
    note_look(trajectory=found.trajectory, recipients=[one.recipient for one in found.consents], at=now)
    response = HttpResponse(shared_file.written(**seen(found, at=now)), content_type="text/plain; charset=utf-8")
    response.headers["Content-Disposition"] = 'attachment; filename="gedeeld.txt"'
    return response
