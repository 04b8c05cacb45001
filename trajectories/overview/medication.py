"""Medicines on the dossier page and on its timeline: what is used, what was told of it, what waits to be discussed."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from trajectories.medication.models import Medicine, MedicineChange, MedicineReport
from trajectories.overview.rows import object_of
from trajectories.overview.sources import OF_TRAJECTORY, Row, Source, Words

ASKS = "(taken IN ('partly', 'not') OR effect IN ('some', 'much') OR text <> '')"
"""What asks for a word, as MedicineReport.objects.to_discuss() says it."""

COLUMN = f"""
    json_build_object(
        'medicines', (SELECT json_agg(to_json(one) ORDER BY name, id) FROM trajectories_medicine AS one
            WHERE trajectory_id = trajectory AND stopped_at IS NULL),
        'to_discuss', (SELECT json_agg(to_json(one) ORDER BY told_at, id) FROM trajectories_medicinereport AS one
            WHERE trajectory_id = trajectory AND discussed_at IS NULL
            AND {ASKS}),
        'answer', (SELECT to_json(one) FROM trajectories_medicinereport AS one
            WHERE trajectory_id = trajectory AND in_check_in ORDER BY told_at DESC, id DESC LIMIT 1)
    )
"""  # noqa: S608 - every part is ours
"""A column of the query of `facts`, which knows `trajectory`."""


@dataclass(frozen=True)
class Medication:
    medicines: list[Medicine]
    to_discuss: list[MedicineReport]
    answer: MedicineReport | None
    """What was answered at the last check-in that asked."""


def of(column: dict[str, Any]) -> Medication:
    return Medication(
        medicines=[object_of(Medicine, row) for row in column["medicines"] or ()],
        to_discuss=[object_of(MedicineReport, row) for row in column["to_discuss"] or ()],
        answer=object_of(MedicineReport, column["answer"]),
    )


def change(row: Row) -> Words:
    what, told = MedicineChange.What(row["what"]), row["told"]
    stopped = what == MedicineChange.What.STOPPED
    text = told.get("stop_reason", "") if stopped else ", ".join(filter(None, [told["dose"], told["times"]]))
    return Words("pill", f"{what.label}: {told['name']}", text)


def report(row: Row) -> Words:
    told = MedicineReport(taken=row["taken"], effect=row["effect"])
    return Words("pill", _("About medicines"), ", ".join(told.said), own=[row["text"]] if row["text"] else [])


def discussed(row: Row) -> Words:
    return Words("pill", _("Discussed about medicines"), row["outcome"])


SOURCES = (
    Source(
        name="medicine",
        group="plan",
        at="source.at",
        known_at="source.at",
        by="source.by_id",
        tables="trajectories_medicinechange AS source",
        where=OF_TRAJECTORY,
        words=change,
    ),
    Source(
        name="medicine_report",
        group="logs",
        at="told_at",
        known_at="told_at",
        by="told_by_id",
        tables="trajectories_medicinereport AS source",
        where=f"{OF_TRAJECTORY} AND {ASKS}",
        words=report,
    ),
    Source(
        name="medicine_discussed",
        group="contact",
        at="discussed_at",
        known_at="discussed_at",
        by="discussed_by_id",
        tables="trajectories_medicinereport AS source",
        where=f"{OF_TRAJECTORY} AND discussed_at IS NOT NULL",
        words=discussed,
    ),
)
