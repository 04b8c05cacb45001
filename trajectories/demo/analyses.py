"""Moments that were looked back on: Noor's last use whole, her last log half; nobody else's yet."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import partial

from trajectories.analyses import actions as analyses
from trajectories.analyses.models import Analysis
from trajectories.demo.words import read

TOLD = read("analyses.toml")
AFTER = timedelta(days=3)


def events(teller) -> Iterator[tuple[datetime, partial]]:
    if not teller.is_noor:
        return
    used = [asked.answered_at for asked in teller.story.asked if asked.answered_at and asked.week.used]
    for at, name in ((used[-1] + AFTER, "lapse"), (teller.story.triggers[-1].at + timedelta(hours=1), "trigger")):
        if at < teller.now:
            yield at, partial(_look_back, teller, name, at)


def _look_back(teller, name: str, at: datetime) -> None:
    """Use was talked through with the counsellor; the log is Noor's own."""
    of, by = (teller.of_counsellor, teller.counsellor) if name == "lapse" else (teller.of_client, teller.client)
    moment = of.lapses.first() if name == "lapse" else of.trigger_entries.first()
    blank = Analysis(organisation_id=of.organisation_id, trajectory=of, **{name: moment})
    analyses.write(analysis=blank, by=by, revision=0, at=at, **TOLD[name])
