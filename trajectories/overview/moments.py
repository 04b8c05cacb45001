"""How each kind of moment is worded on the timeline. Own words keep their own voice; use is one neutral dot."""

from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from supportgroups.models import Attendance
from trajectories.agreements.models import Agreement
from trajectories.agreements.words import statement
from trajectories.appointments.models import Appointment
from trajectories.checkins import library
from trajectories.checkins.meaning import said
from trajectories.overview import (
    analyses,
    between,
    endings,
    medication,
    messages,
    plans,
    questionnaires,
    referrals_told,
    signals,
)
from trajectories.overview.sources import OF_TRAJECTORY, Row, Source, Words, sentences
from trajectories.teamtasks.models import TeamTask
from trajectories.triggers.models import Helped, TriggerKind

SCORES: dict[str, Promise] = {
    "craving": gettext_lazy("craving %(value)d"),
    "mood": gettext_lazy("mood %(value)d"),
    "sleep": gettext_lazy("sleep %(value)d"),
}


def check_in(row: Row) -> Words:
    own = [row["note"]] if row["note"] else []
    asked = library.load(row["instrument"], row["version"])
    if asked.sums:
        return Words("list-checks", asked.name, sentences(*map(str, said(asked, row["scores"]))), own=own)
    scores = [words % {"value": row["scores"][name]} for name, words in SCORES.items() if name in row["scores"]]
    text = ", ".join(scores).capitalize()
    if row["scores"].get("use") and not row["told"]:
        return Words("circle-dot", _("Used since the last check-in"), sentences(_("Check-in"), text), own=own)
    return Words("sun-medium", _("Check-in"), text, own=own)


def trigger(row: Row) -> Words:
    kind = str(TriggerKind(row["kind"]).label).lower() if row["kind"] else ""
    title = _("Craving %(strength)d") % {"strength": row["strength"]}
    helped = _("Helped: %(what)s") % {"what": str(Helped(row["helped"]).label).lower()} if row["helped"] else ""
    return Words(
        "pencil-line",
        f"{title}, {kind}" if kind else title,
        helped,
        own_title=row["own_word"],
        own=[words for words in (row["did"], row["note"]) if words],
    )


APPOINTMENT_ICONS = {
    Appointment.Kind.INDIVIDUAL: "message-square",
    Appointment.Kind.FAMILY: "house-heart",
    Appointment.Kind.PHONE: "phone",
}


def appointment(row: Row) -> Words:
    kind = str(Appointment.Kind(row["kind"]).label)
    if row["state"] == Appointment.State.HELD:
        minutes = ngettext("%(count)d minute", "%(count)d minutes", row["minutes"]) % {"count": row["minutes"]}
        title = f"{kind}, {minutes}"
    else:
        title = f"{kind}: {str(Appointment.State(row['state']).label).lower()}"
    return Words(APPOINTMENT_ICONS[row["kind"]], title, sentences(row["with_name"], row["signed"]))


def attendance(row: Row) -> Words:
    return Words("users-round", row["group_name"], str(Attendance.Mark(row["mark"]).label))


def task(row: Row) -> Words:
    title = str(TeamTask.Kind(row["kind"]).label)
    own = [row["text"]] if row["text"] and row["own"] else []
    asked = "" if own else row["text"]
    return Words("alarm-clock-check", title, sentences(asked, row["done_name"], row["outcome"]), own=own)


def agreement(row: Row) -> Words:
    ends_on, starts_on = (date.fromisoformat(row[name]) for name in ("ends_on", "starts_on"))
    agreed = Agreement(kind=row["kind"], starts_on=starts_on, ends_on=ends_on, step=row["step"])
    by_client = row["side"] == Agreement.Side.CLIENT
    return Words(
        "handshake",
        _("Agreed: %(what)s") % {"what": statement(agreed)},
        "" if by_client else row["reason"],
        own=[row["reason"]] if by_client and row["reason"] else [],
    )


SIGNED = """coalesce((
    SELECT string_agg(note.text, ' ' ORDER BY signed_at) FROM trajectories_appointmentnote AS note
    WHERE appointment_id = source.id AND signed_at IS NOT NULL), '')"""
"""What was signed about an appointment."""

SOURCES = (
    Source(
        name="check_in",
        group="logs",
        at="submitted_at",
        known_at="submitted_at",
        by="answered_by_id",
        tables="trajectories_checkin AS source",
        where=f"{OF_TRAJECTORY} AND submitted_at IS NOT NULL",
        words=check_in,
        also=(f"EXISTS ({signals.TOLD_AROUND_IT}) AS told",),
    ),
    Source(
        name="trigger",
        group="logs",
        at="source.at",
        known_at="logged_at",
        by="NULL::uuid",
        tables="trajectories_triggerentry AS source",
        where=OF_TRAJECTORY,
        words=trigger,
        also=("(SELECT text FROM trajectories_copingstep WHERE id = source.step_id) AS did",),
    ),
    Source(
        name="appointment",
        group="contact",
        at="starts_at",
        known_at="recorded_at",
        by="recorded_by_id",
        tables="trajectories_appointment AS source JOIN accounts_user AS person ON person.id = with_user_id",
        where=f"{OF_TRAJECTORY} AND state <> 'planned'",
        words=appointment,
        also=("person.name AS with_name", f"{SIGNED} AS signed"),
    ),
    messages.SOURCE,
    Source(
        name="attendance",
        group="contact",
        at="lower(period)",
        known_at="marked_at",
        by="marked_by_id",
        tables=(
            "supportgroups_attendance AS source JOIN supportgroups_session AS session ON session.id = session_id"
            " JOIN supportgroups_supportgroup AS met ON met.id = group_id"
        ),
        where=(
            "participant_id = %(person)s AND source.organisation_id = %(organisation)s"
            " AND lower(period) BETWEEN %(opened)s AND %(closed)s"
        ),
        words=attendance,
        also=("met.name AS group_name",),
    ),
    Source(
        name="task",
        group="contact",
        at="done_at",
        known_at="done_at",
        by="done_by_id",
        tables="trajectories_teamtask AS source JOIN accounts_user AS person ON person.id = done_by_id",
        where=f"{OF_TRAJECTORY} AND done_at IS NOT NULL",
        words=task,
        also=("person.name AS done_name", "asked_by_id = %(person)s AS own"),
    ),
    Source(
        name="agreement",
        group="plan",
        at="ended_at",
        known_at="ended_at",
        by="team_agreed_by_id",
        tables="trajectories_agreement AS source",
        where=f"{OF_TRAJECTORY} AND state = 'agreed' AND kind <> 'start'",
        words=agreement,
    ),
    analyses.SOURCE,
    *between.SOURCES,
    *medication.SOURCES,
    *questionnaires.SOURCES,
    *plans.SOURCES,
    *endings.SOURCES,
    *referrals_told.SOURCES,
    *signals.SOURCES,
)
