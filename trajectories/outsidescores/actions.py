"""Write a score from elsewhere down, or take it away."""

from datetime import date, datetime
from decimal import Decimal

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from aftercare.accounts.models import User
from aftercare.core.errors import Refused
from trajectories.dossier.access import Permission, record_change
from trajectories.dossier.models import Trajectory
from trajectories.outsidescores.models import RANGES, Instrument, OutsideScore


@transaction.atomic
def record(
    *,
    trajectory: Trajectory,
    by: User,
    instrument: str,
    taken_on: date,
    score: Decimal,
    part: str = "",
    at: datetime | None = None,
) -> OutsideScore:
    """One per instrument, part and day: written again, the new score stands."""
    at = at or timezone.now()
    refuse_impossible(instrument, score, taken_on, at=at)
    stored, _created = OutsideScore.objects.update_or_create(
        trajectory=trajectory,
        instrument=instrument,
        part=part,
        taken_on=taken_on,
        defaults={
            "organisation_id": trajectory.organisation_id,
            "score": score,
            "recorded_at": at,
            "recorded_by": by,
        },
    )
    record_change(by=by, trajectory=trajectory, obj=stored, segment=Permission.CHECK_IN_SCHEDULE)
    return stored


@transaction.atomic
def record_all(*, scores: list[OutsideScore], by: User, at: datetime | None = None) -> None:
    """All of a file, or none."""
    for one in scores:
        record(
            trajectory=one.trajectory,
            by=by,
            instrument=one.instrument,
            taken_on=one.taken_on,
            score=one.score,
            part=one.part,
            at=at,
        )


def refuse_impossible(instrument: str, score: Decimal, taken_on: date, *, at: datetime) -> None:
    lowest, highest = RANGES.get(Instrument(instrument), (0, None))
    if score < lowest or (highest is not None and score > highest):
        words = {"name": Instrument(instrument).label, "lowest": lowest, "highest": highest or "…"}
        raise Refused(_("A score of the %(name)s lies between %(lowest)s and %(highest)s.") % words)
    if taken_on > timezone.localdate(at):
        raise Refused(_("That day is still to come."))


@transaction.atomic
def remove(*, score: OutsideScore, by: User) -> None:
    """It was a mistake; that it stood there stays in the access log."""
    record_change(by=by, trajectory=score.trajectory, obj=score, segment=Permission.CHECK_IN_SCHEDULE)
    score.delete()
