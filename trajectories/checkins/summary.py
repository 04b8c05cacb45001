"""What the caseload says of check-ins, kept in step."""

from collections import Counter
from collections.abc import Iterable

from django.db import connection
from django.db.models import F

from trajectories.checkins.models import CheckIn, Occurrence
from trajectories.dossier.models import Summary

KEPT_CRAVINGS = 6
ANSWERED = """
UPDATE trajectories_summary
SET last_check_in_at = %(at)s,
    check_ins_missed = 0,
    cravings = CASE WHEN %(craving)s::smallint IS NULL THEN cravings
        ELSE (cravings || %(craving)s::smallint)[greatest(1, cardinality(cravings) + 2 - %(kept)s):] END,
    use_reported_at = CASE WHEN %(used)s THEN %(at)s ELSE use_reported_at END
WHERE trajectory_id = %(trajectory)s
"""


def count_missed(missed: Iterable[Occurrence]) -> None:
    for trajectory, count in sorted(Counter(occurrence.trajectory_id for occurrence in missed).items()):
        Summary.objects.filter(pk=trajectory).update(check_ins_missed=F("check_ins_missed") + count)


def answered(sent: CheckIn) -> None:
    params = {
        "trajectory": sent.trajectory_id,
        "at": sent.submitted_at,
        "craving": sent.scores.get("craving"),
        "kept": KEPT_CRAVINGS,
        "used": bool(sent.scores.get("use")),
    }
    with connection.cursor() as cursor:
        cursor.execute(ANSWERED, params)
