"""How an agreement is told: as a question to the client, as a statement to both, and who said what when."""

from datetime import date, datetime

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from trajectories.agreements.models import Agreement


def long(day: date | datetime) -> str:
    local = timezone.localtime(day) if isinstance(day, datetime) else day
    return date_format(local, "j F Y")


def question(agreement: Agreement) -> str:
    """What the care team asks the client to confirm."""
    words = {"start": long(agreement.starts_on), "end": long(agreement.ends_on), "step": agreement.step}
    return {
        Agreement.Kind.START: _("Your aftercare runs from %(start)s until %(end)s. Do you agree?"),
        Agreement.Kind.CONTINUE: _("You go on like this, until %(end)s. Do you agree?"),
        Agreement.Kind.EXTEND: _("Your aftercare becomes longer: until %(end)s. Do you agree?"),
        Agreement.Kind.SHORTEN: _("Your aftercare becomes shorter: until %(end)s. Do you agree?"),
        Agreement.Kind.STEP_UP: _("You get more support: step %(step)d. Do you agree?"),
        Agreement.Kind.STEP_DOWN: _("You get less support: step %(step)d. Do you agree?"),
        Agreement.Kind.CLOSE: _("You round off your aftercare on %(end)s. Do you agree?"),
    }[agreement.kind] % words


def statement(agreement: Agreement) -> str:
    """The same, as it stands in the history of both."""
    words = {"start": long(agreement.starts_on), "end": long(agreement.ends_on), "step": agreement.step}
    return {
        Agreement.Kind.START: _("Aftercare from %(start)s until %(end)s"),
        Agreement.Kind.CONTINUE: _("Going on like this, until %(end)s"),
        Agreement.Kind.EXTEND: _("Longer: until %(end)s"),
        Agreement.Kind.SHORTEN: _("Shorter: until %(end)s"),
        Agreement.Kind.STEP_UP: _("More support: step %(step)d"),
        Agreement.Kind.STEP_DOWN: _("Less support: step %(step)d"),
        Agreement.Kind.CLOSE: _("Rounding off on %(end)s"),
    }[agreement.kind] % words


def course(agreement: Agreement) -> str:
    """Who proposed it, and what became of it."""
    proposed = _("Proposed by %(name)s on %(day)s.") % {
        "name": agreement.proposed_by.name,
        "day": long(agreement.proposed_at),
    }
    return f"{proposed} {_answer(agreement)}".strip()


def _answer(agreement: Agreement) -> str:
    if agreement.is_open:
        return ""
    ended = {"day": long(agreement.ended_at)}
    if agreement.state == Agreement.State.COUNTERED:
        return _("Answered with another proposal on %(day)s.") % ended
    if agreement.state == Agreement.State.WITHDRAWN:
        return _("Withdrawn on %(day)s.") % ended
    if agreement.spoken_on:
        words = {"spoken": long(agreement.spoken_on), "name": agreement.client_agreed_by.name}
        return _("Agreed in the conversation of %(spoken)s, written down by %(name)s.") % words
    answered = agreement.client_agreed_by if agreement.side == Agreement.Side.TEAM else agreement.team_agreed_by
    return _("%(name)s agreed on %(day)s.") % (ended | {"name": answered.name})
