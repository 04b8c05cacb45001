"""The rules there are, as `rules.toml` writes them, and how each is said."""

import tomllib
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any

from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext_lazy as _

from aftercare.core.templatetags.ui import day, moment
from trajectories.checkins.questionnaire import Text

FILE = Path(__file__).parent / "rules.toml"

Piece = dict[str, Any]
"""One piece of evidence: what it is, its id, when it was (`at`, ISO), and perhaps a value."""

WHAT = {
    "check_in": _("Check-in"),
    "trigger": _("Log"),
    "lapse": _("Told of use"),
    "colour": _("Signal plan"),
    "medicines": _("Medicines"),
    "attendance": _("Group"),
    "appointment": _("Appointment"),
    "handover": _("Handover"),
    "concern": _("A relative"),
    "consent": _("Consent"),
    "referral": _("Handover to a partner"),
}
IN_A_SENTENCE = {"check_in": _("at the check-in"), "trigger": _("in a log"), "lapse": _("of their own accord")}


@dataclass(frozen=True)
class Rule:
    key: str
    level: str
    icon: str
    title: Text
    because: Text
    piece: Text
    threshold: int | None = None
    reads: str = ""
    compare: str = ""
    asks: Text | None = None
    lowest: int = 0
    highest: int = 0

    def holds(self, value: int, threshold: int) -> bool:
        """For a rule that compares."""
        return value >= threshold if self.compare == "at_least" else value <= threshold

    def state(self, evidence: list[Piece], *, now: date | datetime) -> str:
        """The sentence that says what it rests on."""
        newest = evidence[-1]
        at = parse_datetime(newest["at"])
        return str(self.because).format(
            value=newest.get("value"),
            values=", ".join(str(piece.get("value")) for piece in evidence),
            what=IN_A_SENTENCE.get(newest["what"], ""),
            count=len(evidence),
            day=day(at, now),
            moment=moment(at, now),
        )

    def told(self, piece: Piece) -> str:
        """One piece of the evidence: what it was and what it said."""
        return f"{WHAT[piece['what']]}: {str(self.piece).format(value=piece.get('value'))}"


@cache
def rules() -> dict[str, Rule]:
    """By key, in the order of need."""
    return {row["key"]: _rule(row) for row in tomllib.loads(FILE.read_text())["rules"]}


def _rule(row: dict[str, Any]) -> Rule:
    return Rule(**{name: Text(**value) if isinstance(value, dict) else value for name, value in row.items()})
