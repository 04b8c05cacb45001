"""Goals, the parts of the plan and their days, own steps, proposals for the plan."""

from collections.abc import Collection, Iterator
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from trajectories.dossier.access import Permission
from trajectories.dossier.models import Trajectory
from trajectories.export.shape import Cell, Row, Source, Told, day, instant, own, period, plain
from trajectories.plans import telling
from trajectories.plans.models import CopingStep, DayTick, Goal, Kind, PlanItem, Proposal

Rows = Iterator[tuple[UUID, Row]]


def goals_of(trajectories: Collection[Trajectory]) -> QuerySet[Goal]:
    return Goal.objects.filter(trajectory__in=trajectories)


def items_of(trajectories: Collection[Trajectory]) -> QuerySet[PlanItem]:
    return PlanItem.objects.filter(trajectory__in=trajectories).by_kind().select_related("group", "service")


def _goals(trajectories: Collection[Trajectory]) -> Rows:
    for goal in goals_of(trajectories):
        yield goal.trajectory_id, (plain(period(goal.set_at, goal.replaced_at)), own(goal.text))


def _items(trajectories: Collection[Trajectory]) -> Rows:
    yield from _told(items_of(trajectories).exclude(kind=Kind.PRACTICAL))


def _problems(trajectories: Collection[Trajectory]) -> Rows:
    yield from _told(items_of(trajectories).filter(kind=Kind.PRACTICAL))


def _told(items: QuerySet[PlanItem]) -> Rows:
    for item in items:
        title = Told(item.title, is_own=telling.is_own(item.kind, "title"))
        yield item.trajectory_id, (plain(item.get_kind_display()), [title], _agreed(item))


def _agreed(item: PlanItem) -> Cell:
    lines = telling.lines(item, to_client=True)
    return [Told(line.text, line.label.capitalize(), line.is_own) for line in lines if line.name != "title"]


def _steps(trajectories: Collection[Trajectory]) -> Rows:
    for step in CopingStep.objects.filter(trajectory__in=trajectories):
        call = f"{step.call_name} {step.call_phone}".strip()
        words = own(step.text) + plain(call, _("Whom I call"))
        yield step.trajectory_id, (plain(period(step.written_at, step.removed_at)), words, plain(step.helps_at))


def _days(trajectories: Collection[Trajectory]) -> Rows:
    for tick in DayTick.objects.filter(trajectory__in=trajectories).select_related("item"):
        said = _("Done") if tick.done else _("Not today")
        yield tick.trajectory_id, (plain(day(tick.on)), plain(tick.item.title), plain(said))


def _proposals(trajectories: Collection[Trajectory]) -> Rows:
    """The client's own, and what became of each."""
    by_client = Q(proposed_by__in=[one.client.user_id for one in trajectories])
    proposals = Proposal.objects.filter(by_client, trajectory__in=trajectories).select_related("item")
    for one in proposals:
        words = own(one.title or (one.item.title if one.item else ""))
        words += own(one.frequency, _("How often")) + own(one.goal, _("What it is for")) + own(one.why, _("Why"))
        answer = plain(one.get_state_display()) + plain(one.answer)
        yield one.trajectory_id, (plain(instant(one.proposed_at)), plain(one.get_wish_display()), words, answer)


WHEN, PART = gettext_lazy("When"), gettext_lazy("Part of the plan")
SOURCES = (
    Source(gettext_lazy("Goals"), (WHEN, gettext_lazy("What I want")), Permission.PLAN_VIEW, _goals),
    Source(
        gettext_lazy("Plan"),
        (gettext_lazy("Kind"), PART, gettext_lazy("What was agreed")),
        Permission.PLAN_VIEW,
        _items,
    ),
    Source(
        gettext_lazy("Practical problems"),
        (gettext_lazy("Kind"), gettext_lazy("The problem"), gettext_lazy("What was agreed")),
        Permission.PLAN_VIEW,
        _problems,
    ),
    Source(
        gettext_lazy("Own steps"),
        (WHEN, gettext_lazy("What I do"), gettext_lazy("Helps at")),
        Permission.PLAN_VIEW,
        _steps,
    ),
    Source(gettext_lazy("Days of the plan"), (WHEN, PART, gettext_lazy("What I said")), Permission.PLAN_VIEW, _days),
    Source(
        gettext_lazy("My proposals for the plan"),
        (WHEN, gettext_lazy("What I asked"), gettext_lazy("In my words"), gettext_lazy("What was answered")),
        Permission.PLAN_VIEW,
        _proposals,
    ),
)
