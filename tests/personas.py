"""The fixed cast of the tests, built by the portal's own actions.

Ilse counsels Noor at De Kade. Farah is her colleague with another caseload. Bram stands outside.
"""

from datetime import date, timedelta

import pytest
from django.test import Client as Browser
from django.utils import timezone

from aftercare.accounts.models import Membership, Organisation, Region, User
from aftercare.accounts.roles import Role
from aftercare.core import scope
from trajectories.agreements import actions as agreements
from trajectories.dossier import actions as dossier
from trajectories.dossier.models import TeamRole, Trajectory

PASSWORD = "nazorg-demo"
START = timedelta(days=60)
END = timedelta(days=30)


class SignedInBrowser(Browser):
    """A test browser that gives the test its own database scope back after each request."""

    def request(self, **request):
        response = super().request(**request)
        scope.enter(system=True)
        return response


def person(name: str, email: str | None = None, **fields) -> User:
    user = User(name=name, email=email, **fields)
    user.set_unusable_password()
    user.save()
    return user


def member(name: str, role: Role, organisation: Organisation) -> User:
    user = person(name, f"{name.split(maxsplit=1)[0].lower()}@test.example")
    Membership.objects.create(user=user, role=role, organisation=organisation)
    return user


@pytest.fixture
def seen_by_system(db):
    """The test itself may read every row, as a clock's task may."""
    scope.enter(system=True)


@pytest.fixture
def region(seen_by_system) -> Region:
    return Region.objects.create(name="Waterrade")


@pytest.fixture
def organisation(region) -> Organisation:
    return Organisation.objects.create(name="De Kade", region=region)


@pytest.fixture
def other_organisation(seen_by_system) -> Organisation:
    return Organisation.objects.create(name="Het Veer", region=Region.objects.create(name="Oosterveen"))


@pytest.fixture
def counsellor(organisation) -> User:
    return member("Ilse Doornbosch", Role.COUNSELLOR, organisation)


@pytest.fixture
def colleague(organisation) -> User:
    return member("Farah Noordhoek", Role.COUNSELLOR, organisation)


@pytest.fixture
def coordinator(organisation) -> User:
    return member("Ruben Aardema", Role.COORDINATOR, organisation)


@pytest.fixture
def manager(organisation) -> User:
    return member("Marit Zandvoort", Role.MANAGER, organisation)


@pytest.fixture
def administrator(organisation) -> User:
    return member("Jelle Terpstra", Role.ADMINISTRATOR, organisation)


@pytest.fixture
def outsider(other_organisation) -> User:
    return member("Bram Hollander", Role.COUNSELLOR, other_organisation)


@pytest.fixture
def policy_maker(region) -> User:
    user = person("Sanne Kuipers", "sanne@test.example")
    Membership.objects.create(user=user, role=Role.POLICY_MAKER, region=region)
    return user


@pytest.fixture
def partner(region) -> User:
    team = Organisation.objects.create(name="Wijkteam Oever", region=region, kind=Organisation.Kind.PARTNER)
    return member("Tamar Visser", Role.PARTNER, team)


@pytest.fixture
def trajectory(counsellor, organisation) -> Trajectory:
    """Noor's, carried by Ilse."""
    return running(person("Noor Velthuizen", "noor@test.example", called="Noor"), counsellor, organisation)


@pytest.fixture
def client_user(trajectory) -> User:
    return trajectory.client.user


@pytest.fixture
def other_trajectory(colleague, organisation) -> Trajectory:
    """Mats's, carried by Farah: same organisation, another caseload."""
    return running(person("Mats Wielinga", "mats@test.example"), colleague, organisation)


@pytest.fixture
def other_client(other_trajectory) -> User:
    return other_trajectory.client.user


@pytest.fixture
def relative_trajectory(counsellor, organisation) -> Trajectory:
    """Lot's own aftercare, as Noor's partner."""
    lot = person("Lot Brandsma", "lot@test.example", called="Lot")
    return running(lot, counsellor, organisation, kind=Trajectory.Kind.RELATIVE)


@pytest.fixture
def relative(relative_trajectory) -> User:
    return relative_trajectory.client.user


@pytest.fixture
def peer_worker(organisation, trajectory, counsellor) -> User:
    """Hanneke, who has a seat in Noor's care team."""
    hanneke = member("Hanneke Broers", Role.PEER_WORKER, organisation)
    dossier.seat(
        trajectory=trajectory, user=hanneke, role=TeamRole.PEER_WORKER, since=trajectory.starts_on, by=counsellor
    )
    return hanneke


@pytest.fixture
def visitor() -> None:
    """Somebody who is not signed in."""
    return


def running(user: User, by: User, organisation: Organisation, **details) -> Trajectory:
    """Registered, and the period confirmed by both."""
    today: date = timezone.localdate()
    trajectory = dossier.register(
        organisation=organisation, user=user, by=by, starts_on=today - START, ends_on=today + END, **details
    )
    agreements.accept(agreement=trajectory.agreements.get(), by=user)
    return trajectory


@pytest.fixture
def browser_of(seen_by_system):
    """browser_of(user) is a test browser signed in as that user; browser_of(None) is a visitor's."""

    def signed_in(user: User | None) -> SignedInBrowser:
        browser = SignedInBrowser()
        if user is not None:
            browser.force_login(user)
        return browser

    return signed_in
