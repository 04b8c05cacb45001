"""Log a trigger, complete it, undo it; the summary stays in step."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from aftercare.accounts.models import User
from aftercare.core.errors import Refused
from aftercare.core.ids import new_id
from aftercare.core.prepared import insert
from trajectories.dossier import happenings
from trajectories.dossier.access import Permission, record_change
from trajectories.dossier.models import Summary, Trajectory
from trajectories.triggers.models import TriggerEntry

LOG = """
WITH entry AS (
    {insert} ON CONFLICT (trajectory_id, key) DO NOTHING RETURNING trajectory_id, at, strength
)
UPDATE trajectories_summary AS summary
SET trigger_count = trigger_count + 1,
    last_trigger_strength = CASE WHEN last_trigger_at > entry.at THEN last_trigger_strength ELSE entry.strength END,
    last_trigger_at = greatest(last_trigger_at, entry.at)
FROM entry WHERE summary.trajectory_id = entry.trajectory_id
"""
"""The entry and its count. No row is counted when there is an entry with that key."""


@transaction.atomic(savepoint=False)  # nobody catches what goes wrong here and goes on
def log(
    *, trajectory: Trajectory, by: User, strength: int, key: UUID | None = None, at: datetime | None = None, **answers
) -> TriggerEntry:
    """Store the first tap. The same `key` again is the same log, with the strength given last.

    `answers` are kind or own_word, helped, step, note.
    """
    at, key = at or timezone.now(), key or new_id()
    entry = TriggerEntry(
        organisation_id=trajectory.organisation_id, trajectory=trajectory, key=key, at=at, strength=strength, **answers
    )
    if not insert([entry], within=LOG):
        entry = TriggerEntry.objects.get(trajectory=trajectory, key=key)
        answer(entry=entry, by=by, strength=strength)
        return entry
    happenings.tell(happenings.What.LOGGED, [entry], at=at)
    record_change(by=by, trajectory=trajectory, obj=entry, segment=Permission.TRIGGER_LOG)
    return entry


@transaction.atomic
def answer(*, entry: TriggerEntry, by: User, **answers) -> None:
    """Give or change answers: strength, kind and own_word, helped, step, strength_after, note."""
    for name, value in answers.items():
        setattr(entry, name, value)
    entry.save(update_fields=answers.keys())
    if "strength" in answers:
        _keep_summary(entry.trajectory_id)
        happenings.tell(happenings.What.LOGGED, [entry], at=timezone.now())
    record_change(by=by, trajectory=entry.trajectory, obj=entry, segment=Permission.TRIGGER_LOG)


@transaction.atomic
def undo(*, entry: TriggerEntry, by: User) -> None:
    """Take back what was just logged. Twice is once."""
    if not entry.can_be_undone:
        raise Refused(_("This log is older than ten minutes and stays. You can still change it or add a note."))
    gone, _rows = TriggerEntry.objects.filter(pk=entry.pk).delete()
    if gone:
        _keep_summary(entry.trajectory_id, trigger_count=F("trigger_count") - 1)
        happenings.tell(happenings.What.TAKEN_BACK, [entry], at=timezone.now())
        record_change(by=by, trajectory=entry.trajectory, obj=entry, segment=Permission.TRIGGER_LOG)


def _keep_summary(trajectory: UUID, **changes) -> None:
    Summary.objects.select_for_update().get(pk=trajectory)
    latest = TriggerEntry.objects.filter(trajectory=trajectory).first()
    Summary.objects.filter(pk=trajectory).update(
        last_trigger_at=latest and latest.at, last_trigger_strength=latest and latest.strength, **changes
    )
