"""What the client says, or does not say, and no signal tells: messages, logs, a check-in missed, silence."""

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from aftercare.core.templatetags.ui import day, moment
from trajectories.caseload.reasons.reason import Reason
from trajectories.caseload.rows import Row

SILENT_DAYS = 14
ANSWER_WITHIN_DAYS = 2
"""So long after it was written a message that somebody read asks for an answer."""


def unread_because(row: Row) -> str:
    return _("Message of %(moment)s.") % {"moment": moment(row.unread_message_at, row.today)}


UNREAD_MESSAGE = Reason(
    name="message-unread",
    label=gettext_lazy("New message"),
    sql="unread_message_at IS NOT NULL",
    level="info",
    icon="message-circle",
    because=unread_because,
    next_step="message",
)


def unanswered_because(row: Row) -> str:
    return _("The message of %(day)s has no answer yet.") % {"day": day(row.message_waits_since, row.today)}


UNANSWERED_MESSAGE = Reason(
    name="message-unanswered",
    label=gettext_lazy("Message without an answer"),
    sql=f"message_waits_since < now - interval '{ANSWER_WITHIN_DAYS} days' AND unread_message_at IS NULL",
    level="gap",
    icon="message-circle",
    because=unanswered_because,
    next_step="message",
)


def missed_chip(row: Row) -> str:
    count = row.check_ins_missed
    return ngettext("%(count)d check-in missed", "%(count)d check-ins missed", count) % {"count": count}


def missed_because(row: Row) -> str:
    if row.last_check_in_at is None:
        return _("No check-in filled in so far.")
    return _("Last check-in %(day)s.") % {"day": day(row.last_check_in_at, row.today)}


MISSED = Reason(
    name="check-in-missed",
    label=gettext_lazy("Check-in missed"),
    sql="check_ins_missed >= 1 AND NOT jsonb_exists(signals, 'check-ins-missed')",
    level="gap",
    icon="circle-dashed",
    chip=missed_chip,
    because=missed_because,
)


def silent_because(row: Row) -> str:
    words = {"day": day(row.heard_at, row.today), "count": (row.today - timezone.localdate(row.heard_at)).days}
    return _("No check-in, log, message or contact since %(day)s, %(count)d days ago.") % words


SILENT = Reason(
    name="nothing-heard",
    label=gettext_lazy("Nothing heard"),
    sql=f"heard_at < now - interval '{SILENT_DAYS} days'",
    level="gap",
    icon="circle-dashed",
    because=silent_because,
)


def trigger_because(row: Row) -> str:
    words = {"strength": row.last_trigger_strength, "moment": moment(row.last_trigger_at, row.today)}
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


def to_discuss_because(row: Row) -> str:
    return _("Told something about medicines, %(day)s. Not discussed yet.") % {
        "day": day(row.medicine_raised_at, row.today)
    }


MEDICINE_TO_DISCUSS = Reason(
    name="medicine-to-discuss",
    label=gettext_lazy("Medicines to discuss"),
    sql="medicine_raised_at IS NOT NULL AND medicine_not_taken_at IS NULL",
    level="info",
    icon="pill",
    because=to_discuss_because,
    next_step="medicines",
)
