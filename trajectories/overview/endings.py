"""How an end stands on the timeline: what both wrote, and the closing itself."""

from django.utils.translation import gettext as _

from trajectories.closing.models import ClosingWords
from trajectories.overview.sources import OF_TRAJECTORY, Row, Source, Words


def words(row: Row) -> Words:
    said = [row[part] for part in ("summary", "helped", "watch_for") if row[part]]
    nothing = _("Nothing written: %(why)s") % {"why": row["skipped_because"]} if row["skipped_because"] else ""
    if row["side"] == ClosingWords.Side.CLIENT:
        return Words("flag", _("Rounding off, in own words"), nothing, own=said)
    return Words("flag", _("Rounding off, %(name)s") % {"name": row["name"]}, nothing or "\n".join(said))


def closed(row: Row) -> Words:
    return Words("door-closed", _("Aftercare closed"), row["closed_because"])


SOURCES = (
    Source(
        name="closing_words",
        group="plan",
        at="written_at",
        known_at="written_at",
        by="written_by_id",
        tables="trajectories_closingwords AS source JOIN accounts_user AS person ON person.id = written_by_id",
        where=OF_TRAJECTORY,
        words=words,
        also=("person.name",),
    ),
    Source(
        name="closed",
        group="contact",
        at="closed_at",
        known_at="closed_at",
        by="closed_by_id",
        tables="trajectories_trajectory AS source",
        where="source.id = %(trajectory)s AND closed_at IS NOT NULL",
        words=closed,
    ),
)
