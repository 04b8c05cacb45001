"""Who may be given a place in a group.

Groups stand on their own and know no clients. A domain that does registers here, when it starts
(AppConfig.ready), how to find the people whom a staff member may enrol at an organisation.
"""

from collections.abc import Callable
from uuid import UUID

from django.db.models import Q, QuerySet

from aftercare.accounts.models import Organisation, User
from supportgroups.models import Enrolment, SupportGroup

Provider = Callable[[User, Organisation, str], QuerySet[User]]
_providers: list[Provider] = []


def register(provider: Provider) -> None:
    """`provider(by, organisation, whom)` answers with the people whom `by` may enrol there.

    `whom` is one of SupportGroup.Whom: everybody, or only some kind of people.
    """
    _providers.append(provider)


Homes = Callable[[User], list[tuple[UUID, str]]]
_homes: list[Homes] = []


def register_homes(homes: Homes) -> None:
    """`homes(person)` answers with the organisations where somebody may ask for a place, and as what."""
    _homes.append(homes)


def joinable(person: User) -> QuerySet[SupportGroup]:
    """The open groups in which this person may ask for a place: of an own organisation, for people like them."""
    mine = Q(pk__in=[])
    for organisation, kind in (home for homes in _homes for home in homes(person)):
        mine |= Q(organisation=organisation, whom__in=[SupportGroup.Whom.ANYONE, kind])
    return SupportGroup.objects.running().filter(mine, open=True)


def candidates(*, by: User, organisation: Organisation, whom: str = SupportGroup.Whom.ANYONE) -> QuerySet[User]:
    known = Q(pk__in=[])
    for provider in _providers:
        known |= Q(pk__in=provider(by, organisation, whom).order_by().values("pk"))
    return User.objects.filter(known)


def search(*, by: User, group: SupportGroup, named: str) -> QuerySet[User]:
    """Candidates without a place in the group, by any part of the name, whatever the accents and capitals."""
    people = candidates(by=by, organisation=group.organisation, whom=group.whom).exclude(
        pk__in=Enrolment.objects.current().filter(group=group).order_by().values("participant")
    )
    for word in named.split():
        people = people.filter(Q(name__unaccent__icontains=word) | Q(called__unaccent__icontains=word))
    return people
