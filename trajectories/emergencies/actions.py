"""Opening a dossier in an emergency, ending that, and saying that it was looked into. Whoever it concerns is told."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from aftercare.accounts.models import User
from aftercare.accounts.roles import Role
from aftercare.audit import actions as audit
from aftercare.audit.models import Event
from aftercare.core.errors import Refused, TransitionRefused
from aftercare.notifications import actions as notifications
from trajectories.dossier.access import may_register_at
from trajectories.dossier.emergencies import EMERGENCY, LONGEST, EmergencyOpening, Step
from trajectories.dossier.models import Status, Trajectory
from trajectories.emergencies.access import has_a_part, supervisors, to_review

FEWEST_WORDS = 3
LETTER_USEFUL = timedelta(days=14)


@transaction.atomic
def begin(
    *, trajectory: Trajectory, by: User, reason: str, at: datetime | None = None, tell: bool = True
) -> EmergencyOpening:
    """`by` may read from now on. Asked twice, the opening that lasts stays as it is.

    `tell` is False for history that is brought in.
    """
    at = at or timezone.now()
    stored = Trajectory.objects.select_for_update(of=["self"], no_key=True).get(pk=trajectory.pk)
    if len(reason.split()) < FEWEST_WORDS:
        raise Refused(_("Say in a few words why you have to read this dossier now."))
    if not may_register_at(by).filter(pk=stored.organisation_id).exists() or has_a_part(by, stored):
        raise Refused(_("This is for counsellors of the organisation who are not on the care team."))
    if stored.status != Status.RUNNING:
        raise TransitionRefused(_("This trajectory is closed."))
    if lasting := stored.emergency_openings.giving_access(by, at=at).first():
        return lasting
    opening = EmergencyOpening(
        organisation_id=stored.organisation_id,
        trajectory=stored,
        by=by,
        reason=reason.strip(),
        opened_at=at,
        until=at + LONGEST,
    )
    opening.save(force_insert=True)
    _record(opening, Step.OPENED, by=by, role=Role.COUNSELLOR)
    if tell:
        _tell(opening)
    return opening


@transaction.atomic
def end(*, opening: EmergencyOpening, by: User, at: datetime | None = None) -> None:
    """Before the hour is over. What is over already stays as it ended."""
    at = at or timezone.now()
    stored = _locked(opening)
    if stored.by_id != by.pk:
        raise Refused(_("Only whoever opened the dossier ends it."))
    if not stored.lasts(at=at):
        return
    stored.ended_at = at
    stored.save(update_fields=["ended_at"])
    _record(stored, Step.ENDED, by=by, role=Role.COUNSELLOR)


@transaction.atomic
def review(*, opening: EmergencyOpening, by: User, at: datetime | None = None) -> None:
    """A manager looked into it. The first who says so stands."""
    stored = _locked(opening)
    if not to_review(by).filter(pk=stored.pk).exists():
        raise Refused(_("A manager of the organisation reviews this, and not of their own opening."))
    if stored.reviewed_at:
        return
    stored.reviewed_at, stored.reviewed_by = at or timezone.now(), by
    stored.save(update_fields=["reviewed_at", "reviewed_by"])
    _record(stored, Step.REVIEWED, by=by, role=Role.MANAGER)


def _locked(opening: EmergencyOpening) -> EmergencyOpening:
    openings = EmergencyOpening.objects.select_for_update(of=["self"])
    return openings.select_related("trajectory__client").get(pk=opening.pk)


def _record(opening: EmergencyOpening, step: Step, *, by: User, role: Role) -> None:
    audit.record(
        by=by,
        event=Event.EMERGENCY,
        role=role,
        about=opening.trajectory.client.user_id,
        organisation=opening.organisation_id,
        obj=opening,
        segment=step,
        purpose=EMERGENCY,
        emergency=True,
    )


def _tell(opening: EmergencyOpening) -> None:
    """A neutral letter to the client, to the care team's counsellors and to the managers."""
    told = [(opening.trajectory.client.user, "dossier:access_log")]
    told += [(person, "emergencies:openings") for person in supervisors(opening.trajectory, besides=opening.by)]
    notifications.queue_all(
        messages=[
            notifications.compose(
                key=f"emergency:{opening.pk}:{person.pk}",
                recipient=person,
                kind=EMERGENCY,
                due_at=opening.opened_at,
                expires_at=opening.opened_at + LETTER_USEFUL,
                link_view=page,
            )
            for person, page in told
            if person.email
        ]
    )
