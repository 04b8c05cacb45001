"""How it goes, on the dossier and its timeline: use, the signal plan and its colours, and the signals raised.

Own words keep their own voice; use is one neutral dot.
"""

from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.timesince import timesince
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from trajectories.lapses.models import TITLES, Lapse, contact_at
from trajectories.overview.rows import object_of
from trajectories.overview.sources import OF_TRAJECTORY, Row, Source, Words, sentences
from trajectories.signalplan.models import Colour, SetColour, SignalPlan
from trajectories.signals.models import Signal
from trajectories.signals.rules import rules
from trajectories.silence.models import Step
from trajectories.stepping.models import StepProposal

COLUMN = f"""
    (SELECT json_build_object(
        'colour', CASE WHEN colour <> '' THEN json_build_object('colour', colour, 'set_at', colour_set_at) END,
        'versions', (SELECT json_agg(to_json(version) ORDER BY number) FROM trajectories_signalplan AS version
            WHERE version.trajectory_id = trajectory AND replaced_at IS NULL),
        'lapse', (SELECT to_json(one) FROM (
            SELECT lapse.id, lapse.on, extent, in_conversation, told_at, {contact_at("lapse")} AS contact_at
            FROM trajectories_lapse AS lapse WHERE lapse.trajectory_id = trajectory
            ORDER BY told_at DESC LIMIT 1) AS one),
        'open', (SELECT json_agg(to_json(signal) ORDER BY first_seen_at, id) FROM trajectories_signal AS signal
            WHERE signal.trajectory_id = trajectory AND settled_at IS NULL),
        'step', (SELECT to_json(proposal) FROM trajectories_stepproposal AS proposal
            WHERE proposal.trajectory_id = trajectory AND decided_at IS NULL)
    ) FROM trajectories_summary WHERE trajectory_id = trajectory)
"""  # noqa: S608 - every part is ours
"""A column of the query of `facts`, which knows `trajectory`."""


@dataclass(frozen=True)
class Signals:
    colour: SetColour | None
    """The last one that was set, today or before."""
    versions: list[SignalPlan]
    """The version that holds and the one that is proposed instead of it."""
    lapse: Lapse | None
    """The last one that was told, with `contact_at`."""
    open: list[Signal]
    """What nobody settled yet."""
    step: StepProposal | None
    """For more or less contact, to be decided."""


def of(column: dict[str, Any]) -> Signals:
    return Signals(
        colour=object_of(SetColour, column["colour"]),
        versions=[object_of(SignalPlan, row) for row in column["versions"] or ()],
        lapse=_lapse(column["lapse"]),
        open=[object_of(Signal, row) for row in column["open"] or ()],
        step=object_of(StepProposal, column["step"]),
    )


def _lapse(row: Row | None) -> Lapse | None:
    if row is None:
        return None
    met_at = row.pop("contact_at")
    lapse = object_of(Lapse, row)
    lapse.contact_at = met_at and parse_datetime(met_at)
    return lapse


def lapse(row: Row) -> Words:
    """What happened next stands with it, in the voice of whoever wrote it down."""
    title, told, on_a_day = str(TITLES[row["extent"]]), _told(row), row["days"] is not None
    if row["in_conversation"]:
        text, own = sentences(told, row["after"]), _some(row["learned"])
    else:
        text, own = sentences(told, _contact(row)), _some(row["after"], row["learned"])
    return Words("circle-dot", title, text, own=own, whole_day=on_a_day)


def _told(row: Row) -> str:
    if row["in_conversation"]:
        return _("Told in a conversation")
    if row["days"] is None:
        return ""
    if row["days"] <= 0:
        return _("Told it the same day")
    words = ngettext("Told it the day after", "Told it %(count)d days later", row["days"])
    return words % {"count": row["days"]}


def _contact(row: Row) -> str:
    if row["contact_at"] is None:
        return ""
    told_at, met_at = parse_datetime(row["told_at"]), parse_datetime(row["contact_at"])
    return _("Contact after %(time)s") % {"time": timesince(told_at, met_at, depth=1)}


def _some(*texts: str) -> list[str]:
    return [text for text in texts if text]


def colour(row: Row) -> Words:
    """One tap of the client."""
    set_to = Colour(row["colour"])
    before = _("Before: %(colour)s") % {"colour": Colour(row["before"]).label.lower()} if row["before"] else ""
    return Words(set_to.icon, _("Signal plan set to %(colour)s") % {"colour": str(set_to.label).lower()}, before)


def signal_plan(row: Row) -> Words:
    words = {"number": row["number"]}
    if row["holds_from"]:
        return Words("list-checks", _("Signal plan: version %(number)d agreed") % words)
    return Words("list-checks", _("Signal plan: version %(number)d proposed") % words)


def settled(row: Row) -> Words:
    """What was raised stands on top of the dossier until then; what it rested on is on the timeline itself."""
    rule = rules()[row["rule"]]
    title = _("Signal settled: %(signal)s") % {"signal": rule.title}
    because = rule.state(row["evidence"], now=timezone.now())
    return Words("list-checks", title, sentences(because, row["outcome"], row["settled_name"]))


def step_decided(row: Row) -> Words:
    fields = {
        name: row[name] for name in ("rule", "weeks_before", "weeks_proposed", "weeks_agreed", "evidence", "state")
    }
    proposal = StepProposal(**fields)
    agreed = _("Agreed: %(weeks)s") % {"weeks": proposal.get_weeks_agreed_display()} if proposal.weeks_agreed else ""
    title = f"{proposal}: {str(proposal.get_state_display()).lower()}"
    return Words("footprints", title, sentences(proposal.because, agreed, row["reason"], row["decided_name"]))


SENT = {
    "sent": gettext_lazy("Sent"),
    "failed": gettext_lazy("Could not be delivered"),
    "expired": gettext_lazy("Not sent, it was too late"),
    "withdrawn": gettext_lazy("Called off"),
}
"""What became of a letter; what still waits says nothing."""


def ladder(row: Row) -> Words:
    """A step when a check-in was not answered: what was sent or asked, and to whom by role."""
    icon = "mail" if row["message_key"] else "bell-ring"
    if row["message_key"]:
        sent = SENT.get(row["message"], "") if row["message"] else _("The client wants no letters")
        return Words(icon, str(Step(row["step"]).label), sentences(_("To the client"), str(sent)))
    return Words(icon, str(Step(row["step"]).label), sentences(_("The check-in was not answered")))


TOLD_AROUND_IT = """
    SELECT FROM trajectories_lapse AS lapse WHERE lapse.trajectory_id = source.trajectory_id
    AND lapse.told_at BETWEEN submitted_at - interval '7 days' AND submitted_at + interval '3 days'
"""
"""Use that was told by itself stands by itself: the check-in that reported it too is then a check-in."""

WENT_ON = """(step <> 'reminder' OR EXISTS (
    SELECT FROM trajectories_climbstep AS further WHERE further.climb_id = source.climb_id
    AND further.step <> 'reminder' AND further.called_off_at IS NULL
))"""
"""A reminder that was answered is no moment of its own: the answer is."""
LETTER = """
    SELECT state FROM notifications_message WHERE key IN (message_key, message_key || ':push') ORDER BY key LIMIT 1
"""

SOURCES = (
    Source(
        name="lapse",
        group="logs",
        at="least(source.told_at, (source.on + 1)::timestamp AT TIME ZONE %(zone)s - interval '1 minute')",
        known_at="source.told_at",
        by="told_by_id",
        tables="trajectories_lapse AS source",
        where=OF_TRAJECTORY,
        words=lapse,
        also=(
            "(source.told_at AT TIME ZONE %(zone)s)::date - source.on AS days",
            f"{contact_at('source')} AS contact_at",
        ),
    ),
    Source(
        name="colour",
        group="logs",
        at="set_at",
        known_at="set_at",
        by="NULL::uuid",
        tables="trajectories_setcolour AS source",
        where=f"{OF_TRAJECTORY} AND (colour <> 'green' OR before NOT IN ('', 'green'))",
        words=colour,
    ),
    Source(
        name="signal_plan",
        group="plan",
        at="coalesce(holds_from, proposed_at)",
        known_at="coalesce(holds_from, proposed_at)",
        by="CASE WHEN holds_from IS NULL THEN proposed_by_id ELSE team_agreed_by_id END",
        tables="trajectories_signalplan AS source",
        where=f"{OF_TRAJECTORY} AND (holds_from IS NOT NULL OR replaced_at IS NULL)",
        words=signal_plan,
    ),
    Source(
        name="signal_settled",
        group="signals",
        at="settled_at",
        known_at="settled_at",
        by="settled_by_id",
        tables="trajectories_signal AS source JOIN accounts_user AS person ON person.id = settled_by_id",
        where=f"{OF_TRAJECTORY} AND settled_at IS NOT NULL",
        words=settled,
        also=("person.name AS settled_name",),
    ),
    Source(
        name="step_decided",
        group="plan",
        at="decided_at",
        known_at="decided_at",
        by="decided_by_id",
        tables="trajectories_stepproposal AS source JOIN accounts_user AS person ON person.id = decided_by_id",
        where=f"{OF_TRAJECTORY} AND decided_at IS NOT NULL",
        words=step_decided,
        also=("person.name AS decided_name",),
    ),
    Source(
        name="ladder",
        group="contact",
        at="source.at",
        known_at="source.at",
        by="NULL::uuid",
        tables="trajectories_climbstep AS source",
        where=f"{OF_TRAJECTORY} AND called_off_at IS NULL AND source.at <= %(closed)s AND {WENT_ON}",
        words=ladder,
        also=(f"({LETTER}) AS message",),
    ),
)
