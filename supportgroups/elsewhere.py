"""When somebody who facilitates cannot: away, or at an appointment.

Groups know neither. A domain that does says so here when the portal starts (AppConfig.ready), as for candidates.
"""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db.backends.postgresql.psycopg_any import DateTimeTZRange


@dataclass(frozen=True)
class Taken:
    """`away` for days on end; otherwise at an appointment. With whom is nobody's business here."""

    user_id: UUID
    period: DateTimeTZRange
    away: bool


Provider = Callable[[Collection[UUID], DateTimeTZRange], Iterable[Taken]]
_providers: list[Provider] = []


def register(provider: Provider) -> None:
    """`provider(people, during)` answers with when these people are taken within that time, in one query."""
    _providers.append(provider)


def taken(people: Collection[UUID], periods: Collection[DateTimeTZRange]) -> list[Taken]:
    """From the first of the periods to the end of the last, so it may say more than touches one of them."""
    if not people or not periods:
        return []
    during = DateTimeTZRange(min(one.lower for one in periods), max(one.upper for one in periods))
    return [one for provider in _providers for one in provider(people, during)]
