"""Why somebody asks for attention: one small rule each, in the order of need.

A rule's SQL stands over the columns of `queue.FACTS`; its words say the same with the numbers and dates it
rests on. Rules are read at the moment somebody looks, never stored, and add up to no score.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.formats import number_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from aftercare.core.templatetags.ui import day, moment
from trajectories.agreements.models import Agreement
from trajectories.agreements.words import statement
from trajectories.caseload.rows import Row, Stated
from trajectories.signalplan.models import Colour
from trajectories.teamtasks.models import TeamTask

HIGH = 8
"""A craving of this much or more."""
RISE = 3
"""So much above the mean of the times before."""
RISES = 3
"""So many times in a row higher."""
SILENT_DAYS = 14
RECORD_AFTER_HOURS = 1
"""So long after its start an appointment that is still planned waits for its outcome."""


@dataclass(frozen=True)
class Reason:
    name: str
    label: Promise
    sql: str
    level: str
    icon: str
    because: Callable[[Row], str]
    chip: Callable[[Row], str] | None = None
    next_step: str = "contact"
    after_closing: bool = False
    """Whether it also holds for a trajectory that is closed."""

    def state(self, row: Row) -> Stated:
        text = self.chip(row) if self.chip else str(self.label)
        return Stated(self.level, self.icon, text, self.because(row), self.next_step)


def task_name(row: Row) -> str:
    return str(TeamTask.Kind(row.task_kind).label)


def task_because(row: Row) -> str:
    asked = _("Asked %(moment)s.") % {"moment": moment(row.task_asked_at, row.now)}
    if not row.more_tasks:
        return asked
    more = ngettext("%(count)d more task after this.", "%(count)d more tasks after this.", row.more_tasks)
    return f"{asked} {more % {'count': row.more_tasks}}"


def late_chip(row: Row) -> str:
    words = {"task": task_name(row), "moment": moment(row.task_due_at, row.now)}
    return _("%(task)s, late: was for %(moment)s") % words


TASK_LATE = Reason(
    name="task-late",
    label=gettext_lazy("Task late"),
    sql="task_due_at < now",
    level="warn",
    icon="alarm-clock",
    chip=late_chip,
    because=task_because,
    next_step="task",
    after_closing=True,
)


def task_chip(row: Row) -> str:
    words = {"task": task_name(row), "moment": moment(row.task_due_at, row.now)}
    return _("%(task)s, before %(moment)s") % words


TASK = Reason(
    name="task",
    label=gettext_lazy("Task"),
    sql="task_due_at >= now",
    level="info",
    icon="alarm-clock",
    chip=task_chip,
    because=task_because,
    next_step="task",
    after_closing=True,
)


def handover_because(row: Row) -> str:
    words = {"name": row.handover_giver, "day": day(row.handover_since, row.now)}
    return _("%(name)s handed this over to you, %(day)s. The sheet says what must not get lost.") % words


HANDOVER = Reason(
    name="handover",
    label=gettext_lazy("Handover to read"),
    sql="handover_id IS NOT NULL",
    level="info",
    icon="arrow-right-left",
    because=handover_because,
    next_step="read",
)


def colour_because(row: Row) -> str:
    return _("Set it %(moment)s. No contact since then.") % {"moment": moment(row.colour_set_at, row.now)}


def coloured(colour: Colour, label: Promise) -> Reason:
    """The client says it of themselves, with one tap; green, or contact, ends it."""
    return Reason(
        name=f"colour-{colour}",
        label=label,
        sql=f"colour = '{colour}' AND colour_set_at > coalesce(last_contact_at, '-infinity')",
        level=colour.level,
        icon=colour.icon,
        because=colour_because,
    )


RED = coloured(Colour.RED, gettext_lazy("Signal plan red"))
ORANGE = coloured(Colour.ORANGE, gettext_lazy("Signal plan orange"))


def use_because(row: Row) -> str:
    return _("Reported use, %(day)s. No contact since then.") % {"day": day(row.use_reported_at, row.now)}


USE = Reason(
    name="use",
    label=gettext_lazy("Use reported"),
    sql="use_reported_at > coalesce(last_contact_at, '-infinity')",
    level="info",
    icon="circle-dot",
    because=use_because,
)


def high_because(row: Row) -> str:
    if row.craving is None or row.craving < HIGH:
        return trigger_because(row)
    words = {"craving": row.craving, "day": day(row.last_check_in_at, row.now)}
    return _("Craving %(craving)d at the check-in, %(day)s.") % words


CRAVING_HIGH = Reason(
    name="craving-high",
    label=gettext_lazy("Craving high"),
    sql=f"craving >= {HIGH} OR (last_trigger_strength >= {HIGH} AND last_trigger_at > looked_at)",
    level="info",
    icon="arrow-up-to-line",
    because=high_because,
)


HIGHER_EACH_TIME = " AND ".join(
    f"cravings[cardinality(cravings) - {back}] > cravings[cardinality(cravings) - {back + 1}]" for back in range(RISES)
)


def rising_because(row: Row) -> str:
    *before, craving = row.cravings
    mean = sum(before) / len(before)
    if craving < mean + RISE:
        cravings = ", ".join(map(str, row.cravings[-1 - RISES :]))
        return _("Higher %(times)d times in a row: %(cravings)s.") % {"times": RISES, "cravings": cravings}
    return ngettext(
        "Craving %(craving)d, the time before %(mean)s.",
        "Craving %(craving)d, the %(times)d times before %(mean)s on average.",
        len(before),
    ) % {"craving": craving, "times": len(before), "mean": number_format(mean, 0 if mean == int(mean) else 1)}


CRAVING_RISING = Reason(
    name="craving-rising",
    label=gettext_lazy("Craving rising"),
    sql=f"craving >= craving_before + {RISE} OR ({HIGHER_EACH_TIME})",
    level="info",
    icon="trending-up",
    because=rising_because,
)


def missed_chip(row: Row) -> str:
    count = row.check_ins_missed
    return ngettext("%(count)d check-in missed", "%(count)d check-ins missed", count) % {"count": count}


def missed_because(row: Row) -> str:
    if row.last_check_in_at is None:
        return _("No check-in filled in so far.")
    return _("Last check-in %(day)s.") % {"day": day(row.last_check_in_at, row.now)}


MISSED = Reason(
    name="check-in-missed",
    label=gettext_lazy("Check-in missed"),
    sql="check_ins_missed >= 1",
    level="gap",
    icon="circle-dashed",
    chip=missed_chip,
    because=missed_because,
)


def silent_because(row: Row) -> str:
    words = {"day": day(row.heard_at, row.now), "count": (row.now - row.heard_at).days}
    return _("No check-in, log or contact since %(day)s, %(count)d days ago.") % words


SILENT = Reason(
    name="nothing-heard",
    label=gettext_lazy("Nothing heard"),
    sql=f"heard_at < now - interval '{SILENT_DAYS} days'",
    level="gap",
    icon="circle-dashed",
    because=silent_because,
)


def to_record_because(row: Row) -> str:
    when = {"moment": moment(row.next_appointment_at, row.now)}
    return _("The appointment of %(moment)s has no outcome yet.") % when


TO_RECORD = Reason(
    name="to-record",
    label=gettext_lazy("Appointment to record"),
    sql=f"next_appointment_at < now - interval '{RECORD_AFTER_HOURS} hours'",
    level="warn",
    icon="notebook-pen",
    because=to_record_because,
    next_step="record",
)


def trigger_because(row: Row) -> str:
    words = {"strength": row.last_trigger_strength, "moment": moment(row.last_trigger_at, row.now)}
    return _("Logged craving %(strength)d, %(moment)s.") % words


NEW_TRIGGER = Reason(
    name="new-trigger",
    label=gettext_lazy("New log"),
    sql="last_trigger_at > looked_at",
    level="info",
    icon="pencil-line",
    because=trigger_because,
    next_step="open",
)


def due_today_because(row: Row) -> str:
    return _("Appointment %(moment)s.") % {"moment": moment(row.next_appointment_at, row.now)}


DUE_TODAY = Reason(
    name="appointment-today",
    label=gettext_lazy("Appointment today"),
    sql=f"next_appointment_at >= now - interval '{RECORD_AFTER_HOURS} hours' AND next_appointment_at < tomorrow",
    level="info",
    icon="calendar-check",
    because=due_today_because,
    next_step="prepare",
)


def problem_due_because(row: Row) -> str:
    return _("A practical problem was to be solved %(day)s.") % {"day": day(row.problem_due_on, row.now)}


PROBLEM_DUE = Reason(
    name="problem-due",
    label=gettext_lazy("Practical problem due"),
    sql="problem_due_on <= today",
    level="info",
    icon="wrench",
    because=problem_due_because,
    next_step="problems",
)


def intake_because(row: Row) -> str:
    return _("The intake began %(day)s and is not finished yet.") % {"day": day(row.intake_since, row.now)}


INTAKE = Reason(
    name="intake",
    label=gettext_lazy("Intake to finish"),
    sql="intake_since IS NOT NULL AND status = 'running'",
    level="gap",
    icon="clipboard-list",
    because=intake_because,
    next_step="intake",
)


def proposal_because(row: Row) -> str:
    proposal = Agreement(
        kind=row.proposal_kind, starts_on=row.starts_on, ends_on=row.proposal_ends_on, step=row.proposal_step
    )
    words = {"name": row.short_name, "what": statement(proposal), "day": day(row.proposed_at, row.now)}
    return _("%(name)s proposes, %(day)s: %(what)s.") % words


PROPOSAL = Reason(
    name="proposal",
    label=gettext_lazy("Proposal to answer"),
    sql="proposal_kind IS NOT NULL",
    level="info",
    icon="messages-square",
    because=proposal_because,
    next_step="agree",
)


def past_end_because(row: Row) -> str:
    return _("The agreed end was %(day)s. Agree on another one, or round off.") % {"day": day(row.ends_on, row.now)}


PAST_END = Reason(
    name="past-end",
    label=gettext_lazy("Past the agreed end"),
    sql="ends_on < today",
    level="warn",
    icon="flag",
    because=past_end_because,
    next_step="agree",
)


def review_because(row: Row) -> str:
    return _("Review %(day)s: agree together how it goes on.") % {"day": day(row.review_due_on, row.now)}


REVIEW_DUE = Reason(
    name="review-due",
    label=gettext_lazy("Review due"),
    sql="review_due_on <= today",
    level="info",
    icon="calendar-check",
    because=review_because,
    next_step="agree",
)

REASONS = (
    RED,
    TASK_LATE,
    TASK,
    HANDOVER,
    USE,
    ORANGE,
    CRAVING_HIGH,
    CRAVING_RISING,
    MISSED,
    SILENT,
    PROPOSAL,
    TO_RECORD,
    PAST_END,
    REVIEW_DUE,
    NEW_TRIGGER,
    PROBLEM_DUE,
    DUE_TODAY,
    INTAKE,
)
"""In the order of need."""
