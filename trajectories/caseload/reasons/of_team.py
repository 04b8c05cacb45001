"""What the care team has to do: tasks, a handover, appointments, agreements, an intake to finish."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from aftercare.core.templatetags.ui import day, moment
from trajectories.agreements.models import Agreement
from trajectories.agreements.words import statement
from trajectories.caseload.reasons.reason import Reason
from trajectories.caseload.rows import Row
from trajectories.teamtasks.models import TeamTask

RECORD_AFTER_HOURS = 1
"""So long after its start an appointment that is still planned waits for its outcome."""


def task_name(row: Row) -> str:
    return str(TeamTask.Kind(row.task_kind).label)


def task_because(row: Row) -> str:
    asked = _("Asked %(moment)s.") % {"moment": moment(row.task_asked_at, row.today)}
    if not row.more_tasks:
        return asked
    more = ngettext("%(count)d more task after this.", "%(count)d more tasks after this.", row.more_tasks)
    return f"{asked} {more % {'count': row.more_tasks}}"


def late_chip(row: Row) -> str:
    words = {"task": task_name(row), "moment": moment(row.task_due_at, row.today)}
    return _("%(task)s, late: was for %(moment)s") % words


def task_chip(row: Row) -> str:
    words = {"task": task_name(row), "moment": moment(row.task_due_at, row.today)}
    return _("%(task)s, before %(moment)s") % words


CONTACT_TODAY = Reason(
    name="contact-today",
    label=gettext_lazy("Contact today"),
    sql=f"task_kind = '{TeamTask.Kind.CONTACT_TODAY}' AND task_due_at >= now",
    level="alert",
    icon="phone",
    chip=task_chip,
    because=task_because,
    after_closing=True,
)


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


TASK = Reason(
    name="task",
    label=gettext_lazy("Task"),
    sql=f"task_due_at >= now AND task_kind <> '{TeamTask.Kind.CONTACT_TODAY}'",
    level="info",
    icon="alarm-clock",
    chip=task_chip,
    because=task_because,
    next_step="task",
    after_closing=True,
)


def handover_because(row: Row) -> str:
    words = {"name": row.handover_giver, "day": day(row.handover_since, row.today)}
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


def to_record_because(row: Row) -> str:
    when = {"moment": moment(row.next_appointment_at, row.today)}
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


def due_today_because(row: Row) -> str:
    return _("Appointment %(moment)s.") % {"moment": moment(row.next_appointment_at, row.today)}


DUE_TODAY = Reason(
    name="appointment-today",
    label=gettext_lazy("Appointment today"),
    sql=f"next_appointment_at >= now - interval '{RECORD_AFTER_HOURS} hours' AND next_appointment_at < tomorrow",
    level="info",
    icon="calendar-check",
    because=due_today_because,
    next_step="prepare",
)


def plan_proposal_chip(row: Row) -> str:
    return _("Proposal of %(name)s") % {"name": row.short_name}


def plan_proposal_because(row: Row) -> str:
    return _("Proposed something for the plan, %(day)s.") % {"day": day(row.proposal_at, row.today)}


PLAN_PROPOSAL = Reason(
    name="plan-proposal",
    label=gettext_lazy("Proposal for the plan"),
    sql="proposal_at IS NOT NULL",
    level="info",
    icon="message-square-plus",
    chip=plan_proposal_chip,
    because=plan_proposal_because,
    next_step="plan",
)


def problem_due_because(row: Row) -> str:
    return _("A practical problem was to be solved %(day)s.") % {"day": day(row.problem_due_on, row.today)}


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
    return _("The intake began %(day)s and is not finished yet.") % {"day": day(row.intake_since, row.today)}


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
    words = {"name": row.short_name, "what": statement(proposal), "day": day(row.proposed_at, row.today)}
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


def stepping_because(row: Row) -> str:
    return _("A rule proposed it from the answers of weeks, %(day)s. You decide, with the client.") % {
        "day": day(row.step_proposed_at, row.today)
    }


STEPPING = Reason(
    name="stepping",
    label=gettext_lazy("More or less contact"),
    sql="step_proposed_at IS NOT NULL",
    level="info",
    icon="footprints",
    because=stepping_because,
    next_step="stepping",
)


def past_end_because(row: Row) -> str:
    return _("The agreed end was %(day)s. Agree on another one, or round off.") % {"day": day(row.ends_on, row.today)}


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
    return _("Review %(day)s: agree together how it goes on.") % {"day": day(row.review_due_on, row.today)}


REVIEW_DUE = Reason(
    name="review-due",
    label=gettext_lazy("Review due"),
    sql="review_due_on <= today",
    level="info",
    icon="calendar-check",
    because=review_because,
    next_step="agree",
)
