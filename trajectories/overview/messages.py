"""Messages on the dossier page: how many wait to be read, and each as a moment of the timeline."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from trajectories.dossier.models import Trajectory
from trajectories.overview.sources import OF_TRAJECTORY, Row, Source, Words, sentences

SHORT = 140
"""Longer messages stand in the conversation only: nobody's words are cut."""

COLUMN = """
    (SELECT count(*) FROM trajectories_message AS message
     JOIN trajectories_summary AS summary USING (trajectory_id)
     WHERE trajectory_id = trajectory AND sent_at >= message_waits_since AND written_as IN ('client', 'relative')
     AND NOT EXISTS (SELECT FROM trajectories_reading WHERE message_id = message.id AND reader_id = viewer))
"""


def moment(row: Row) -> Words:
    short = row["text"] if len(row["text"]) <= SHORT else ""
    longer = "" if short == row["text"] else _("A longer message: it stands in the conversation.")
    beside = sentences(longer, _files(row["file_count"]))
    if row["written_as"] in Trajectory.Kind:
        return Words("message-circle", _("Message"), beside, own=[short] if short else [])
    text = " ".join(filter(None, [short, beside]))
    return Words("message-circle", _("Message from %(name)s") % {"name": row["author_name"]}, text)


def _files(count: int) -> str:
    return ngettext("With %(count)d file", "With %(count)d files", count) % {"count": count} if count else ""


SOURCE = Source(
    name="message",
    group="contact",
    at="sent_at",
    known_at="sent_at",
    by="author_id",
    tables="trajectories_message AS source JOIN accounts_user AS person ON person.id = author_id",
    where=OF_TRAJECTORY,
    words=moment,
    also=("person.name AS author_name",),
)
