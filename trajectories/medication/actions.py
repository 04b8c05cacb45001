"""Note a medicine, change or stop it; tell of it, and say that it was discussed. Nothing is prescribed here."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from aftercare.accounts.models import User
from aftercare.core.errors import Stale, TransitionRefused
from aftercare.core.ids import new_id
from trajectories.dossier import happenings
from trajectories.dossier.access import Permission, record_change
from trajectories.dossier.models import Summary, Trajectory
from trajectories.medication.models import Medicine, MedicineChange, MedicineReport

What = MedicineChange.What


@transaction.atomic
def add(*, trajectory: Trajectory, by: User, name: str, at: datetime | None = None, **told: Any) -> Medicine:
    """`told` are the other fields of models.TOLD."""
    at = at or timezone.now()
    medicine = Medicine.objects.create(
        organisation_id=trajectory.organisation_id,
        trajectory=trajectory,
        name=name,
        changed_at=at,
        changed_by=by,
        **told,
    )
    _keep(medicine, What.ADDED, by=by, at=at)
    return medicine


@transaction.atomic
def change(*, medicine: Medicine, by: User, revision: int, at: datetime | None = None, **told: Any) -> None:
    """Write `told` over the revision that the writer saw. What stood there before stays in its history."""
    stored = _locked(medicine, revision)
    if all(getattr(stored, name) == value for name, value in told.items()):
        return
    for name, value in told.items():
        setattr(stored, name, value)
    _turn(stored, What.CHANGED, by=by, at=at or timezone.now())


@transaction.atomic
def stop(*, medicine: Medicine, by: User, revision: int, reason: str, at: datetime | None = None) -> None:
    stored = _locked(medicine, revision)
    at = at or timezone.now()
    stored.stopped_at, stored.stopped_by, stored.stop_reason = at, by, reason
    _turn(stored, What.STOPPED, by=by, at=at)


@transaction.atomic
def carry(*, old: Trajectory, new: Trajectory, by: User, at: datetime | None = None) -> None:
    """What was in use when `old` closed stands in `new` as well, with who noted it and when."""
    at = at or timezone.now()
    for medicine in old.medicines.current():
        medicine.pk, medicine.trajectory, medicine.revision = new_id(), new, 1
        medicine.save(force_insert=True)
        _keep(medicine, What.CARRIED, by=by, at=at)


@transaction.atomic
def tell(
    *,
    trajectory: Trajectory,
    by: User,
    taken: str = "",
    effect: str = "",
    text: str = "",
    in_check_in: bool = False,
    at: datetime | None = None,
) -> MedicineReport:
    """It stays in sight of the care team until somebody says that it was discussed."""
    report = MedicineReport.objects.create(
        organisation_id=trajectory.organisation_id,
        trajectory=trajectory,
        taken=taken,
        effect=effect,
        text=text,
        in_check_in=in_check_in,
        told_at=at or timezone.now(),
        told_by=by,
    )
    _summarise(trajectory)
    happenings.tell(happenings.What.MEDICINES, [report], at=report.told_at)
    record_change(by=by, trajectory=trajectory, obj=report, segment=Permission.MEDICATION_TELL)
    return report


@transaction.atomic
def discuss(*, report: MedicineReport, by: User, outcome: str = "", at: datetime | None = None) -> None:
    """A second time changes nothing: the first to discuss it stands there."""
    waiting = MedicineReport.objects.filter(pk=report.pk, discussed_at=None).order_by()
    at = at or timezone.now()
    if waiting.update(discussed_at=at, discussed_by=by, outcome=outcome):
        report.discussed_at, report.discussed_by, report.outcome = at, by, outcome
        _summarise(report.trajectory)
        happenings.tell(happenings.What.MEDICINES_DISCUSSED, [report], at=at)
        record_change(by=by, trajectory=report.trajectory, obj=report, segment=Permission.MEDICATION_EDIT)


def _locked(medicine: Medicine, revision: int) -> Medicine:
    rows = Medicine.objects.select_for_update(of=["self"]).select_related("trajectory__client")
    stored = rows.get(pk=medicine.pk)
    if stored.stopped_at:
        raise TransitionRefused(_("This medicine was stopped already."))
    if stored.revision != revision:
        raise Stale(_("Somebody changed this while you were writing."))
    return stored


def _turn(stored: Medicine, what: What, *, by: User, at: datetime) -> None:
    stored.revision += 1
    stored.changed_at, stored.changed_by = at, by
    stored.save()
    _keep(stored, what, by=by, at=at)


def _keep(medicine: Medicine, what: What, *, by: User, at: datetime) -> None:
    MedicineChange.objects.create(
        organisation_id=medicine.organisation_id,
        trajectory=medicine.trajectory,
        medicine=medicine,
        what=what,
        revision=medicine.revision,
        told=medicine.told | ({"stop_reason": medicine.stop_reason} if medicine.stop_reason else {}),
        at=at,
        by=by,
    )
    record_change(by=by, trajectory=medicine.trajectory, obj=medicine, segment=Permission.MEDICATION_EDIT)


def _summarise(trajectory: Trajectory) -> None:
    """What the caseload says: since when something waits, and since when something was not taken."""
    Summary.objects.select_for_update().get(pk=trajectory.pk)
    waiting = trajectory.medicine_reports.to_discuss().values_list("taken", "told_at")
    not_taken = [told_at for taken, told_at in waiting if taken in MedicineReport.NOT_AS_AGREED]
    Summary.objects.filter(pk=trajectory.pk).update(
        medicine_raised_at=waiting[0][1] if waiting else None,
        medicine_not_taken_at=not_taken[-1] if not_taken else None,
    )
