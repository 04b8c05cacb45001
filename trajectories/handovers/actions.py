"""Give a trajectory, or a whole caseload, to a colleague; and say that the sheet was read."""

from collections.abc import Iterable
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from aftercare.accounts.models import User
from aftercare.core.errors import Refused, TransitionRefused
from trajectories.appointments import actions as appointments
from trajectories.dossier import actions as dossier
from trajectories.dossier.access import Permission, record_change
from trajectories.dossier.models import CareTeamSeat, TeamRole, Trajectory
from trajectories.handovers.models import Handover
from trajectories.signals import actions as signals
from trajectories.signals.rules import rules


@transaction.atomic
def give(
    *, trajectory: Trajectory, to: User, on: date, by: User, words: str = "", at: datetime | None = None
) -> Handover:
    """`to` carries the trajectory and its appointments from `on`, and finds a sheet that asks to be acknowledged."""
    at = at or timezone.now()
    giver = trajectory.seats.on(timezone.localdate(at)).filter(role=TeamRole.COUNSELLOR).first()
    seat = dossier.hand_over(trajectory=trajectory, to=to, on=on, by=by)
    handover = Handover.objects.create(
        organisation_id=trajectory.organisation_id,
        trajectory=trajectory,
        seat=seat,
        giver=giver.user if giver else by,
        words=words,
        given_at=at,
        given_by=by,
    )
    appointments.pass_on(trajectory=trajectory, giver=handover.giver, to=to, since=on, by=by, at=at)
    record_change(by=by, trajectory=trajectory, obj=handover, segment=Permission.TEAM_EDIT)
    return handover


def at_calling_off(*, trajectory: Trajectory, seat: CareTeamSeat, by: User) -> None:
    """A hand-over that was agreed does not come about, and whoever carries it keeps the appointments."""
    stays = trajectory.seats.on(seat.since).filter(role=TeamRole.COUNSELLOR).select_related("user").get()
    appointments.pass_back(trajectory=trajectory, giver=seat.user, to=stays.user, since=seat.since, by=by)


@transaction.atomic
def give_all(*, trajectories: Iterable[Trajectory], to: User, on: date, by: User, words: str = "") -> int:
    """Every one of them or none. Returns how many."""
    given = [give(trajectory=one, to=to, on=on, by=by, words=words) for one in trajectories]
    if not given:
        raise Refused(_("Choose at least one client."))
    return len(given)


@transaction.atomic
def acknowledge(*, handover: Handover, by: User, at: datetime | None = None) -> None:
    """The receiver read the sheet and carries on from there."""
    stored = Handover.objects.select_for_update(of=["self"]).select_related("seat").get(pk=handover.pk)
    if stored.seat.user_id != by.pk:
        raise Refused(_("Only whoever receives the trajectory can say this."))
    if stored.acknowledged_at:
        raise TransitionRefused(_("You said this already."))
    stored.acknowledged_at = at or timezone.now()
    stored.save(update_fields=["acknowledged_at"])
    signals.settle_with(
        trajectory=stored.trajectory,
        rule=rules()["handover-stale"],
        by=by,
        outcome=_("Read."),
        at=stored.acknowledged_at,
    )
    record_change(by=by, trajectory=stored.trajectory, obj=stored, segment=Permission.TEAM_EDIT)
