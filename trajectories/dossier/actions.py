"""Register, seat on the care team, end."""

from datetime import date

from django.db import transaction

from aftercare.accounts.models import Organisation, User
from trajectories.dossier.access import Permission, record_change
from trajectories.dossier.models import CareTeamSeat, Client, Summary, TeamRole, Trajectory


@transaction.atomic
def register(
    *, organisation: Organisation, user: User, by: User, starts_on: date, ends_on: date, number: str = "", **details
) -> Trajectory:
    """A client (or relative) of `organisation` with a running trajectory, carried by `by`.

    `details` are fields of Client (birth_date, pronouns) and of Trajectory (kind, treatment, reasons, …).
    """
    of_client = {name: details.pop(name) for name in ("birth_date", "pronouns") if name in details}
    client, _ = Client.objects.get_or_create(
        organisation=organisation, user=user, defaults={"number": number, **of_client}
    )
    trajectory = Trajectory.objects.create(
        organisation=organisation, client=client, starts_on=starts_on, ends_on=ends_on, **details
    )
    Summary.objects.create(trajectory=trajectory, organisation=organisation)
    seat(trajectory=trajectory, user=by, role=TeamRole.COUNSELLOR, since=starts_on, by=by)
    record_change(by=by, trajectory=trajectory, segment=Permission.TRAJECTORY_EDIT)
    return trajectory


@transaction.atomic
def seat(
    *, trajectory: Trajectory, user: User, role: TeamRole, since: date, by: User, until: date | None = None
) -> CareTeamSeat:
    seated = CareTeamSeat.objects.create(
        organisation_id=trajectory.organisation_id,
        trajectory=trajectory,
        user=user,
        role=role,
        since=since,
        until=until,
    )
    record_change(by=by, trajectory=trajectory, obj=seated, segment=Permission.TEAM_EDIT)
    return seated
