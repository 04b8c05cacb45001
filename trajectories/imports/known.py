"""Whom the portal knows already of the people in a file: asked once for the whole file."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from uuid import UUID

from django.db import connection
from django.db.models.functions import Lower

from aftercare.accounts.models import SAME_NAME, Membership, Organisation, User
from trajectories.imports.columns import Field
from trajectories.imports.values import Values

# Each way of being alike is a join of its own, so that a file of thousands meets thousands of clients quickly.
ALIKE = """
WITH asked AS (
    SELECT * FROM unnest(%s::int[], %s::text[], %s::date[], %s::text[], %s::text[])
        AS row (place, name, born, email, number)
),
known AS (
    SELECT client.id, client.user_id, client.birth_date, client.number, person.name, lower(person.email) AS email,
        EXISTS (SELECT FROM trajectories_trajectory AS trajectory
                WHERE trajectory.client_id = client.id AND status = 'running') AS is_running
    FROM trajectories_client AS client JOIN accounts_user AS person ON person.id = client.user_id
    WHERE client.organisation_id = %s
),
pairs AS (
    SELECT place, known.id, 'number' AS why FROM asked JOIN known ON known.number = asked.number
        WHERE asked.number <> ''
    UNION ALL
    SELECT place, known.id, 'email' FROM asked JOIN known ON known.email = asked.email WHERE asked.email <> ''
    UNION ALL
    SELECT place, known.id, 'born' FROM asked JOIN known ON known.birth_date = asked.born
        WHERE similarity(known.name, asked.name) >= %s
    UNION ALL
    SELECT place, known.id, 'name' FROM asked
        JOIN known ON aftercare_plain(known.name) = aftercare_plain(asked.name)
        WHERE known.birth_date IS NULL OR asked.born IS NULL
)
SELECT place, user_id, array_agg(why), is_running, similarity(known.name, asked.name) >= %s,
    aftercare_plain(known.name) = aftercare_plain(asked.name)
FROM pairs JOIN known USING (id) JOIN asked USING (place)
GROUP BY place, user_id, is_running, known.name, asked.name ORDER BY place, user_id
"""


@dataclass(frozen=True)
class Match:
    """A client of this organisation who resembles a row, and by what: number, email, born or name."""

    user: UUID
    why: set[str]
    is_running: bool
    has_like_name: bool
    has_same_name: bool

    @property
    def is_the_same(self) -> bool:
        """Beyond doubt: the number or the address with a name like it, or name and birth date alike to the letter."""
        by_key = bool(self.why & {"number", "email"}) and self.has_like_name
        return by_key or ("born" in self.why and self.has_same_name)

    @property
    def contradicts(self) -> bool:
        """The number or the address is here already, of somebody with quite another name."""
        return bool(self.why & {"number", "email"}) and not self.has_like_name


@dataclass(frozen=True)
class Known:
    matches: dict[int, list[Match]] = field(default_factory=dict)
    """By the number of the row."""
    people: dict[str, User] = field(default_factory=dict)
    """Whoever has an address of the file, at this organisation or elsewhere."""
    staff: set[UUID] = field(default_factory=set)

    @property
    def users(self) -> set[UUID]:
        return {match.user for matches in self.matches.values() for match in matches}


def look_up(rows: Iterable[Values], organisation: Organisation) -> Known:
    rows = [row for row in rows if row.get(Field.NAME)]
    columns = [
        [row.number for row in rows],
        *([row.get(name) for row in rows] for name in (Field.NAME, Field.BIRTH_DATE, Field.EMAIL, Field.NUMBER)),
    ]
    matches: dict[int, list[Match]] = {}
    with connection.cursor() as cursor:
        cursor.execute(ALIKE, [*columns, organisation.pk, SAME_NAME, SAME_NAME])
        for place, user, why, *facts in cursor.fetchall():
            matches.setdefault(place, []).append(Match(user, set(why), *facts))
    emails = {row.get(Field.EMAIL) for row in rows} - {""}
    found = User.objects.annotate(address=Lower("email")).filter(address__in=emails).order_by("id")
    people = {person.address: person for person in found}
    staff = Membership.objects.active().filter(user__in=people.values(), organisation=organisation)
    return Known(matches, people, set(staff.values_list("user", flat=True)))
