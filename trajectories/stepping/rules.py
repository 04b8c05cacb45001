"""The rules there are, and whether one holds for what was answered and missed over the weeks before a moment."""

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from django.utils.dateparse import parse_datetime
from django.utils.formats import number_format

from trajectories.checkins.questionnaire import Text

FILE = Path(__file__).parent / "rules.toml"
FEWEST = 3
"""So many answers at least say something of a mean."""

Asked = dict[str, Any]
"""One check-in over the weeks: its id, when (`at`, ISO), and craving, confidence and use; missed has none of them."""


@dataclass(frozen=True)
class StepRule:
    key: str
    direction: str
    weeks: int
    title: Text
    because: Text
    asks: Text
    threshold: int
    lowest: int
    highest: int

    def state(self, evidence: list[Asked]) -> str:
        cravings = [one["craving"] for one in evidence if one.get("craving") is not None]
        return str(self.because).format(
            count=len(evidence),
            weeks=self.weeks,
            mean=number_format(sum(cravings) / len(cravings), 1) if cravings else "",
            highest=max(cravings, default=0),
        )

    def judge(self, asked: Iterable[Asked], *, at: datetime, threshold: int) -> list[Asked]:
        """What it rests on; empty where it does not hold."""
        begins = at - timedelta(weeks=self.weeks)
        within = [one for one in asked if begins < parse_datetime(one["at"]) <= at]
        return JUDGES[self.key](within, threshold, self.weeks)


def _use(within: list[Asked], threshold: int, _weeks: int) -> list[Asked]:
    used = [one for one in within if one.get("use")]
    return used if len(used) >= threshold else []


def _craving(within: list[Asked], threshold: int, _weeks: int) -> list[Asked]:
    told = [one for one in within if one.get("craving") is not None]
    high = len(told) >= FEWEST and sum(one["craving"] for one in told) >= threshold * len(told)
    return told if high else []


def _missed(within: list[Asked], threshold: int, _weeks: int) -> list[Asked]:
    missed = [one for one in within if one.get("missed")]
    return missed if len(missed) >= threshold else []


def _steady(within: list[Asked], threshold: int, weeks: int) -> list[Asked]:
    """Also where check-ins are asked every two weeks; with fewer there is too little to go by."""
    restless = [one for one in within if one.get("missed") or one.get("use") or one.get("craving", 0) > threshold]
    told = [one for one in within if one.get("craving") is not None]
    return told if not restless and len(told) >= weeks // 2 else []


JUDGES = {
    "step-up-use": _use,
    "step-up-craving": _craving,
    "step-up-missed": _missed,
    "step-down-steady": _steady,
}


@cache
def step_rules() -> dict[str, StepRule]:
    """By key, in the order in which they count."""
    rows = tomllib.loads(FILE.read_text())["rules"]
    texts = ("title", "because", "asks")
    return {row["key"]: StepRule(**row | {name: Text(**row[name]) for name in texts}) for row in rows}
