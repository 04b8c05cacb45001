"""Questions that go along with a check-in, only for whom they concern, and what becomes of the answers."""

from collections.abc import Callable
from datetime import date, datetime

from aftercare.core.clocks import local_date
from trajectories.checkins import library
from trajectories.checkins.models import CheckIn
from trajectories.checkins.questionnaire import Questionnaire
from trajectories.dossier.models import Trajectory
from trajectories.medication import actions as medication
from trajectories.medication.models import MedicineReport

TAKEN = {10: MedicineReport.Taken.AS_AGREED, 5: MedicineReport.Taken.PARTLY, 0: MedicineReport.Taken.NOT}
EFFECT = {0: MedicineReport.Effect.NONE, 5: MedicineReport.Effect.SOME, 10: MedicineReport.Effect.MUCH}


def _uses_medicines(trajectory: Trajectory, on: date) -> bool:
    return trajectory.medicines.in_use(on=on).exists()


WHEN: dict[str, Callable[[Trajectory, date], bool]] = {"medicines": _uses_medicines}
"""Whom a part concerns, by the word that its definition says it with."""


def parts_for(trajectory: Trajectory, instrument: str, *, at: datetime) -> list[Questionnaire]:
    day = local_date(at, trajectory.client.user.time_zone)
    return [part for part in library.parts_of(instrument) if WHEN[part.along.when](trajectory, day)]


def asked_of(trajectory: Trajectory, instrument: str, *, at: datetime) -> Questionnaire:
    """What a check-in that begins now asks."""
    return library.load(instrument).together(parts_for(trajectory, instrument, at=at))


def after_answering(sent: CheckIn, *, at: datetime) -> None:
    """What was said of medicines waits for the next contact."""
    if "medicines" not in sent.along:
        return
    told = {
        "taken": TAKEN.get(sent.answers.get("medicines_taken"), ""),
        "effect": EFFECT.get(sent.answers.get("medicines_effect"), ""),
        "text": sent.answers.get("medicines_words") or "",
    }
    if any(told.values()):
        medication.tell(trajectory=sent.trajectory, by=sent.answered_by, in_check_in=True, at=at, **told)
