"""Looking back on a moment, on the timeline: where it stands, and the client's own words."""

from django.utils.translation import gettext as _

from trajectories.analyses.models import QUESTIONS
from trajectories.overview.sources import OF_TRAJECTORY, Row, Source, Words


def analysis(row: Row) -> Words:
    if row["strength"] is None:
        title = _("Looked back on use")
    else:
        title = _("Looked back on a craving of %(strength)d") % {"strength": row["strength"]}
    told = [row[question] for question in QUESTIONS if row[question]]
    text = _("%(told)d of %(whole)d questions") % {"told": len(told), "whole": len(QUESTIONS)}
    return Words("history", title, text, own=[words for words in (row["situation"], row["long_result"]) if words])


SOURCE = Source(
    name="analysis",
    group="logs",
    at="changed_at",
    known_at="changed_at",
    by="changed_by_id",
    tables="trajectories_analysis AS source LEFT JOIN trajectories_triggerentry AS logged ON logged.id = trigger_id",
    where=OF_TRAJECTORY,
    words=analysis,
    also=("logged.strength",),
)
