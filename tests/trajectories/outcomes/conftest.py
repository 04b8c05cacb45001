"""People whose aftercare began in a year that is over, many at once."""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta

import pytest
from django.utils import timezone

from aftercare.accounts.models import User
from aftercare.network import actions as network
from trajectories.appointments.models import Appointment
from trajectories.checkins.models import CheckInSchedule, Occurrence
from trajectories.dossier.models import Client, Trajectory

YEAR = timezone.localdate().year - 1
START = date(YEAR, 1, 10)
DAY = timedelta(days=1)


def noon(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(12)))


@pytest.fixture
def people(organisation) -> Callable[..., list[Trajectory]]:
    """people(count) began on the tenth of January, at De Kade unless another organisation is named."""

    def began(count: int, *, at=organisation, on: date = START, town=None, **details) -> list[Trajectory]:
        users = [User(name=f"Cliënt {number}", password="!") for number in range(count)]
        clients = [Client(organisation=at, user=user, municipality=town) for user in User.objects.bulk_create(users)]
        Client.objects.bulk_create(clients)
        period = {"starts_on": on, "ends_on": on + 90 * DAY}
        found = [Trajectory(organisation=at, client=client, **period, **details) for client in clients]
        return Trajectory.objects.bulk_create(found)

    return began


@pytest.fixture
def meet(counsellor) -> Callable[..., None]:
    """meet(trajectories, 3, 40) are appointments so many days after the start, with that outcome."""

    def met(trajectories: list[Trajectory], *days: int, state: str = "held") -> None:
        Appointment.objects.bulk_create(
            Appointment(
                organisation=one.organisation, trajectory=one, starts_at=noon(one.starts_on + after * DAY), state=state,
                with_user=counsellor, planned_by=counsellor, recorded_at=timezone.now(), recorded_by=counsellor,
            )
            for one in trajectories
            for after in days
        )  # fmt: skip

    return met


@pytest.fixture
def ask(counsellor) -> Callable[..., None]:
    """ask(trajectories, "answered", 1, 16) are check-ins asked in those weeks."""

    def asked(trajectories: list[Trajectory], state: str, *weeks: int) -> None:
        for one in trajectories:
            schedule = CheckInSchedule.objects.create(
                organisation=one.organisation, trajectory=one, instrument="weekly_seven", weekday=0,
                wall_time=time(9), starts_on=one.starts_on,
            )  # fmt: skip
            for week in weeks:
                due_at = noon(one.starts_on + 7 * (week - 1) * DAY)
                Occurrence.objects.create(
                    organisation=one.organisation, trajectory=one, schedule=schedule, state=state,
                    due_at=due_at, closes_at=due_at + 2 * DAY,
                )  # fmt: skip

    return asked


@pytest.fixture
def town(region, policy_maker):
    return network.team.add_municipality(region=region, by=policy_maker, name="=Oeverdorp")


@pytest.fixture
def other_town(region, policy_maker):
    return network.team.add_municipality(region=region, by=policy_maker, name="Waterwijk")
