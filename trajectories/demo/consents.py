"""What Noor shares with Lot and with Tamar of the neighbourhood team, and the concern that Lot told."""

from datetime import datetime, timedelta

from aftercare.accounts.models import Organisation, User
from aftercare.audit import actions as audit
from trajectories.dossier.models import Category, Consent, Trajectory
from trajectories.relatives import actions as relatives
from trajectories.sharing import actions

LOT, DAY = "naaste@demo.example", timedelta(days=1)
CONCERN = "Noor slaapt slecht en zegt afspraken af. Ik weet niet hoe ik erover moet beginnen."


def share(trajectory: Trajectory, *, tamar: User, partner: Organisation, now: datetime) -> None:
    """With Lot for months to come; with Tamar until next week, so that it ends soon."""
    at, by = now - 12 * DAY, trajectory.client.user
    with audit.dated(at):
        actions.share(
            trajectory=trajectory,
            by=by,
            name="Lot",
            email=LOT,
            categories=[Category.PLAN, Category.APPOINTMENTS, Category.SIGNAL_PLAN],
            purpose=Consent.Purpose.HELP,
            until=(now + 80 * DAY).date(),
            at=at,
        )
        actions.share(
            trajectory=trajectory,
            by=by,
            user=tamar,
            partner=partner,
            categories=[Category.APPOINTMENTS, Category.PRACTICAL],
            purpose=Consent.Purpose.TOGETHER,
            until=(now + 6 * DAY).date(),
            at=at,
        )


def worry(*, now: datetime) -> None:
    """Told by Lot two days ago, where both are in the demo; Noor may know that she did."""
    lot = User.objects.filter(email=LOT).first()
    own = lot and Trajectory.objects.select_related("client__user").filter(client__user=lot).first()
    noor = own and Trajectory.objects.select_related("client__user").shared_with(lot, at=now).first()
    if noor:
        with audit.dated(at := now - 2 * DAY):
            relatives.bring_in(own=own, by=lot, client=noor, words=CONCERN, client_may_know=True, at=at)
