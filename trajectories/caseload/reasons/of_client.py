"""What the client says, or does not say: a colour, use, craving, medicines, messages, silence."""

from django.utils.formats import number_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from aftercare.core.templatetags.ui import day, moment
from trajectories.caseload.reasons.reason import Reason
from trajectories.caseload.rows import Row
from trajectories.signalplan.models import Colour

HIGH = 8
"""A craving of this much or more."""
RISE = 3
"""So much above the mean of the times before."""
RISES = 3
"""So many times in a row higher."""
SILENT_DAYS = 14
ANSWER_WITHIN_DAYS = 2
"""So long after it was written a message that somebody read asks for an answer."""


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


def unread_because(row: Row) -> str:
    return _("Message of %(moment)s.") % {"moment": moment(row.unread_message_at, row.now)}


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
    return _("The message of %(day)s has no answer yet.") % {"day": day(row.message_waits_since, row.now)}


UNANSWERED_MESSAGE = Reason(
    name="message-unanswered",
    label=gettext_lazy("Message without an answer"),
    sql=f"message_waits_since < now - interval '{ANSWER_WITHIN_DAYS} days' AND unread_message_at IS NULL",
    level="gap",
    icon="message-circle",
    because=unanswered_because,
    next_step="message",
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


def groups_missed_because(row: Row) -> str:
    words = {"day": day(row.groups_missed_at, row.now)}
    return _("Did not come to the group twice in a row, last on %(day)s. No contact since then.") % words


GROUPS_MISSED = Reason(
    name="groups-missed",
    label=gettext_lazy("Missed the group twice"),
    sql="groups_missed_at > coalesce(last_contact_at, '-infinity')",
    level="gap",
    icon="users-round",
    because=groups_missed_because,
)


def silent_because(row: Row) -> str:
    words = {"day": day(row.heard_at, row.now), "count": (row.now - row.heard_at).days}
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


def not_taken_because(row: Row) -> str:
    told = {"day": day(row.medicine_not_taken_at, row.now)}
    return _("Told of medicines not taken as agreed, %(day)s. Not discussed yet.") % told


MEDICINE_NOT_TAKEN = Reason(
    name="medicine-not-taken",
    label=gettext_lazy("Medicines not as agreed"),
    sql="medicine_not_taken_at IS NOT NULL",
    level="info",
    icon="pill",
    because=not_taken_because,
)


def to_discuss_because(row: Row) -> str:
    return _("Told something about medicines, %(day)s. Not discussed yet.") % {
        "day": day(row.medicine_raised_at, row.now)
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
