"""Noor's dossier, opened one night by Farah when Ilse could not be reached, and checked the day after."""

from datetime import datetime, timedelta

from aftercare.accounts.models import Organisation, User
from aftercare.accounts.roles import Role
from aftercare.audit import actions as audit
from aftercare.audit.models import Event
from trajectories.demo.cast import FARAH, NOOR
from trajectories.demo.stories import DAY, wall
from trajectories.dossier.access import Permission
from trajectories.dossier.emergencies import EMERGENCY
from trajectories.dossier.models import Trajectory
from trajectories.emergencies import actions as emergencies

AGO = 12 * DAY
REASON = "Belt in paniek naar de hulplijn. Haar begeleider neemt niet op en ik moet weten wie ik kan bellen."


def tell(organisation: Organisation, *, users: dict[str, User], now: datetime) -> None:
    """The reads are written as the door would have: it asks the clock, and this was another night."""
    noor = Trajectory.objects.select_related("client").get(organisation=organisation, client__user__name=NOOR)
    farah, at = users[FARAH.name], wall((now - AGO).date(), 22, 48)
    with audit.dated(at):
        opening = emergencies.begin(trajectory=noor, by=farah, reason=REASON, at=at, tell=False)
    for minutes, part in ((1, Permission.DOSSIER_VIEW), (4, Permission.SIGNAL_PLAN_VIEW)):
        with audit.dated(at + timedelta(minutes=minutes)):
            audit.record(
                by=farah,
                event=Event.READ,
                role=Role.COUNSELLOR,
                about=noor.client.user_id,
                organisation=organisation.pk,
                obj=noor,
                segment=part,
                purpose=EMERGENCY,
                emergency=True,
            )
    with audit.dated(ended := at + timedelta(minutes=25)):
        emergencies.end(opening=opening, by=farah, at=ended)
    manager = User.objects.get(memberships__organisation=organisation, memberships__role=Role.MANAGER)
    with audit.dated(checked := wall((now - AGO + DAY).date(), 9, 20)):
        emergencies.review(opening=opening, by=manager, at=checked)
