"""School holidays as a note beside a date: which, and in which school regions. The dates are data."""

import tomllib
from datetime import date
from functools import cache
from pathlib import Path

from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

FILE = Path(__file__).with_suffix(".toml")
NAMES = {
    "autumn": gettext_lazy("Autumn holidays"),
    "christmas": gettext_lazy("Christmas holidays"),
    "spring": gettext_lazy("Spring holidays"),
    "may": gettext_lazy("May holidays"),
    "summer": gettext_lazy("Summer holidays"),
}
REGIONS = {"north": gettext_lazy("north"), "central": gettext_lazy("central"), "south": gettext_lazy("south")}


@cache
def known() -> list[dict]:
    return tomllib.loads(FILE.read_text())["holidays"]


def school_holiday(on: date) -> str:
    """ "Autumn holidays (north and central)", or nothing."""
    for holiday in known():
        regions = [str(word) for region, word in REGIONS.items() if holiday[region][0] <= on <= holiday[region][1]]
        if len(regions) == len(REGIONS):
            return str(NAMES[holiday["name"]])
        if regions:
            return f"{NAMES[holiday['name']]} ({get_text_list(regions, _('and'))})"
    return ""
