"""Hard moments: trigger logs, use that was told, looking back on either; the signal plan, and colours that were set."""

from collections.abc import Collection, Iterator
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from trajectories.analyses.models import QUESTIONS, Analysis
from trajectories.dossier.access import Permission
from trajectories.dossier.models import Trajectory
from trajectories.export.shape import Cell, Row, Source, Told, day, instant, own, period, plain
from trajectories.lapses.models import Lapse
from trajectories.signalplan.models import SetColour, SignalPlan, SignalStep
from trajectories.triggers.models import TriggerEntry

Rows = Iterator[tuple[UUID, Row]]


def _triggers(trajectories: Collection[Trajectory]) -> Rows:
    for entry in TriggerEntry.objects.filter(trajectory__in=trajectories).select_related("step"):
        strength = plain(entry.strength) + plain(entry.strength_after, _("Afterwards"))
        helped = plain(entry.get_helped_display()) + own(entry.step.text if entry.step else "")
        told = [Told(entry.word, is_own=bool(entry.own_word))] if entry.word else []
        yield entry.trajectory_id, (plain(instant(entry.at)), strength, told + own(entry.note), helped)


def _lapses(trajectories: Collection[Trajectory]) -> Rows:
    for lapse in Lapse.objects.filter(trajectory__in=trajectories).select_related("told_by"):
        when = plain(day(lapse.on or lapse.told_at)) + plain(instant(lapse.told_at), _("Told"))
        when += plain(lapse.told_by if lapse.in_conversation else "", _("Written down by"))
        labels = {name: Lapse._meta.get_field(name).verbose_name for name in ("what", "before", "after", "learned")}
        told = [one for name, label in labels.items() for one in own(getattr(lapse, name), str(label).capitalize())]
        yield lapse.trajectory_id, (when, plain(lapse), told)


def _analyses(trajectories: Collection[Trajectory]) -> Rows:
    for one in Analysis.objects.filter(trajectory__in=trajectories).with_moments():
        about = plain(one.lapse) if one.lapse else plain(instant(one.trigger.at), _("Trigger log"))
        labels = {name: str(Analysis._meta.get_field(name).verbose_name).capitalize() for name in QUESTIONS}
        told = [cell for name, label in labels.items() for cell in own(getattr(one, name), label)]
        yield one.trajectory_id, (plain(instant(one.changed_at)), about, told)


def _signal_plans(trajectories: Collection[Trajectory]) -> Rows:
    """Every version that holds, held or is proposed, as the client can look them up."""
    for plan in SignalPlan.objects.filter(trajectory__in=trajectories).prefetch_related("steps"):
        if plan.holds_from or plan.is_proposed:
            since = period(plan.holds_from, plan.replaced_at) if plan.holds_from else _("not agreed yet")
            for step in plan.steps.all():
                yield plan.trajectory_id, (plain(plan) + plain(since), plain(step.get_colour_display()), _step(step))


def _step(step: SignalStep) -> Cell:
    call = f"{step.call_name} {step.call_phone}".strip()
    told = own(step.signs, _("How I notice it")) + own(step.acts, _("What I do"))
    return told + own(step.helpers, _("Who helps, and how")) + own(call, _("Whom I call"))


def _colours(trajectories: Collection[Trajectory]) -> Rows:
    for one in SetColour.objects.filter(trajectory__in=trajectories):
        yield one.trajectory_id, (plain(instant(one.set_at)), plain(one))


WHEN, WORDS, WHAT = gettext_lazy("When"), gettext_lazy("In my words"), gettext_lazy("What")
SOURCES = (
    Source(
        gettext_lazy("Trigger logs"),
        (WHEN, gettext_lazy("Strength, 0 to 10"), gettext_lazy("What played a part"), gettext_lazy("What helped")),
        Permission.TRIGGER_VIEW,
        _triggers,
    ),
    Source(gettext_lazy("When I used"), (WHEN, WHAT, WORDS), Permission.LAPSE_VIEW, _lapses),
    Source(
        gettext_lazy("Looking back"),
        (WHEN, gettext_lazy("On what"), WORDS),
        Permission.ANALYSIS_VIEW,
        _analyses,
    ),
    Source(
        gettext_lazy("Signal plan"),
        (gettext_lazy("Version"), gettext_lazy("Colour"), WORDS),
        Permission.SIGNAL_PLAN_VIEW,
        _signal_plans,
    ),
    Source(
        gettext_lazy("Colours that I set"),
        (WHEN, gettext_lazy("Colour")),
        Permission.SIGNAL_PLAN_VIEW,
        _colours,
    ),
)
