"""Who may be given a place in a group, and who may ask for one: what the dossiers tell supportgroups.candidates."""

from uuid import UUID

from django.db.models import QuerySet

from aftercare.accounts.models import Organisation, User
from aftercare.accounts.roles import Role
from trajectories.dossier.models import Trajectory


def of_dossiers(by: User, organisation: Organisation, whom: str) -> QuerySet[User]:
    """People with a running trajectory: all for a coordinator, the own caseload for a counsellor.

    A group may be for clients or for relatives only: `whom` is the kind of trajectory, or nothing.
    """
    running = Trajectory.objects.running().filter(organisation=organisation)
    if whom:
        running = running.filter(kind=whom)
    if not by.memberships.active().filter(organisation=organisation, role=Role.COORDINATOR).exists():
        running = running.visible_to(by)
    return User.objects.filter(pk__in=running.order_by().values("client__user"))


def homes_of(person: User) -> list[tuple[UUID, str]]:
    """Where somebody's own trajectory runs, and of which kind it is."""
    return list(Trajectory.objects.running().filter(client__user=person).order_by().values_list("organisation", "kind"))
