"""Counts over the care organisations of a region, grouped in SQL: by organisation, municipality and what is counted.

Nothing else leaves the block that lifts the scope: no row of a person, no name, no text.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import connection

from aftercare.core import scope
from aftercare.core.suppression import Cell
from trajectories.continuity.clock import CONTACTS, ZONE
from trajectories.lapses.models import contact_at

MONTHS = range(1, 7)
WEEKS = range(1, 17)
MONTH = 30
"""Days."""
SOON, LATER = 7, 14
"""Days until the first contact."""
AT_FIRST, HALF_A_YEAR = 30, (150, 210)
"""Days since the start: answers of the first month, and of about six months later."""
PERSONAL = ["mood", "sleep", "confidence", "craving", "risk", "area_body", "area_mind", "area_food"]
SOCIETAL = ["support", "bam30_work", "bam30_income", "bam30_conflict", "area_money"]
LESS_IS_BETTER = ["craving", "risk", "bam30_conflict"]
Place = tuple[UUID, UUID | None]
"""An organisation, and a municipality as far as it is known."""
Counts = dict[str, dict[Place, Cell]]

PEOPLE = """
    SELECT one.id AS trajectory, one.organisation_id AS organisation, municipality_id AS municipality,
        user_id AS person, starts_on, coalesce(treatment_ended_on, starts_on) AS since
    FROM trajectories_trajectory AS one JOIN trajectories_client AS client ON client.id = client_id
    WHERE one.organisation_id = ANY(%(organisations)s) AND kind = 'client'
    AND starts_on >= %(first)s AND starts_on < %(until)s
"""
"""Whose aftercare began in the period."""

COUNTED = f"""
    WITH people AS ({PEOPLE})
    SELECT organisation, municipality, 'people', count(*), NULL::bigint, NULL::bigint, NULL::bigint, NULL::bigint
    FROM people GROUP BY 1, 2
"""  # noqa: S608 - every part is ours

CONTACT = f"""
    WITH people AS ({PEOPLE}), days AS (
        SELECT trajectory, (at AT TIME ZONE '{ZONE}')::date - since AS day
        FROM people CROSS JOIN LATERAL ({CONTACTS}) AS contact
    ), months AS (SELECT DISTINCT trajectory, day / {MONTH} + 1 AS month FROM days WHERE day >= 0),
    firsts AS (SELECT trajectory, min(day) AS day FROM days WHERE day >= 0 GROUP BY 1)
    SELECT organisation, municipality, 'month_' || number, count(months.trajectory), count(*), NULL, NULL, NULL
    FROM people CROSS JOIN generate_series({MONTHS[0]}, {MONTHS[-1]}) AS number
    LEFT JOIN months ON months.trajectory = people.trajectory AND month = number
    WHERE since + {MONTH} * number <= %(as_of)s GROUP BY 1, 2, 3
    UNION ALL
    SELECT organisation, municipality, 'within_' || longest, count(day) FILTER (WHERE day <= longest), count(*),
        CASE WHEN longest = {LATER} THEN count(day) FILTER (WHERE day <= {SOON}) END, NULL, NULL
    FROM people CROSS JOIN unnest(ARRAY[{SOON}, {LATER}]) AS longest
    LEFT JOIN firsts ON firsts.trajectory = people.trajectory
    WHERE since + longest < %(as_of)s GROUP BY 1, 2, 3, longest
"""  # noqa: S608 - every part is ours
"""In contact in each month since treatment ended, of those for whom it has passed; the first contact in time."""

ANSWERED = f"""
    WITH people AS ({PEOPLE}), asked AS (
        SELECT organisation, municipality, people.trajectory,
            ((due_at AT TIME ZONE '{ZONE}')::date - starts_on) / 7 + 1 AS week, bool_or(state = 'answered') AS answered
        FROM people JOIN trajectories_occurrence AS occurrence ON occurrence.trajectory_id = people.trajectory
        WHERE state IN ('answered', 'missed') AND due_at < %(as_of)s AND due_at >= starts_on GROUP BY 1, 2, 3, 4
    )
    SELECT organisation, municipality, 'week_' || week, count(*) FILTER (WHERE answered), count(*), NULL, NULL, NULL
    FROM asked WHERE week BETWEEN {WEEKS[0]} AND {WEEKS[-1]} GROUP BY 1, 2, 3
"""  # noqa: S608 - every part is ours
"""Who answered a check-in in each week since the start, of those who were asked."""

MISSED = f"""
    SELECT one.organisation_id, municipality_id, 'missed', count(*) FILTER (WHERE met.state = 'missed'), count(*), NULL,
        count(DISTINCT one.id) FILTER (WHERE met.state = 'missed'),
        count(DISTINCT one.id) FILTER (WHERE met.state = 'held')
    FROM trajectories_appointment AS met JOIN trajectories_trajectory AS one ON one.id = met.trajectory_id
    JOIN trajectories_client AS client ON client.id = client_id
    WHERE one.organisation_id = ANY(%(organisations)s) AND one.kind = 'client' AND met.state IN ('held', 'missed')
    AND (starts_at AT TIME ZONE '{ZONE}')::date >= %(first)s AND (starts_at AT TIME ZONE '{ZONE}')::date < %(until)s
    GROUP BY 1, 2
"""  # noqa: S608 - every part is ours
"""Appointments of the period, and how many people stand behind those to which nobody came, and behind the others."""

AGAIN = f"""
    WITH told AS (
        SELECT one.organisation_id AS organisation, municipality_id AS municipality, one.id AS trajectory,
            {contact_at("lapse")} - told_at AS passed
        FROM trajectories_lapse AS lapse JOIN trajectories_trajectory AS one ON one.id = lapse.trajectory_id
        JOIN trajectories_client AS client ON client.id = client_id
        WHERE one.organisation_id = ANY(%(organisations)s) AND one.kind = 'client'
        AND (told_at AT TIME ZONE '{ZONE}')::date >= %(first)s
        AND (told_at AT TIME ZONE '{ZONE}')::date < least(%(until)s, %(as_of)s::date - 7)
    )
    SELECT organisation, municipality, 'again_' || days,
        count(*) FILTER (WHERE passed <= days * interval '1 day'), count(*),
        CASE WHEN days = 7 THEN count(*) FILTER (WHERE passed <= interval '1 day') END,
        count(DISTINCT trajectory) FILTER (WHERE passed <= days * interval '1 day'),
        count(DISTINCT trajectory) FILTER (WHERE passed > days * interval '1 day' OR passed IS NULL)
    FROM told CROSS JOIN unnest(ARRAY[1, 7]) AS days GROUP BY 1, 2, 3, days
"""  # noqa: S608 - every part is ours
"""Lapses told in the period after which there was contact within a day and within a week."""

BETTER = f"""
    WITH people AS ({PEOPLE}), said AS (
        SELECT trajectory, found.key AS area, (submitted_at AT TIME ZONE '{ZONE}')::date - starts_on AS day,
            found.value::text::numeric AS score
        FROM people JOIN trajectories_checkin AS filled_in ON filled_in.trajectory_id = trajectory
        CROSS JOIN LATERAL jsonb_each(answers || scores) AS found
        WHERE submitted_at IS NOT NULL AND jsonb_typeof(found.value) = 'number'
        UNION ALL
        SELECT trajectory, 'area_' || area, day - starts_on, score
        FROM people JOIN trajectories_areascore AS scored ON scored.trajectory_id = trajectory
    ), firsts AS (
        SELECT DISTINCT ON (trajectory, area) trajectory, area, score FROM said
        WHERE day BETWEEN 0 AND {AT_FIRST} ORDER BY trajectory, area, day
    ), lasts AS (
        SELECT DISTINCT ON (trajectory, area) trajectory, area, score FROM said
        WHERE day BETWEEN {HALF_A_YEAR[0]} AND {HALF_A_YEAR[1]} ORDER BY trajectory, area, day DESC
    ), asked AS (
        SELECT organisation, municipality, trajectory, area,
            lasts.score <> firsts.score AND (lasts.score > firsts.score) = (area <> ALL (%(less)s)) AS better
        FROM people JOIN firsts USING (trajectory) JOIN lasts USING (trajectory, area)
        WHERE area = ANY (%(areas)s)
    )
    SELECT organisation, municipality, 'better_' || area, count(*) FILTER (WHERE better), count(*), NULL, NULL, NULL
    FROM asked GROUP BY 1, 2, 3
    UNION ALL
    SELECT organisation, municipality, 'said', count(DISTINCT trajectory), NULL, NULL, NULL, NULL
    FROM asked GROUP BY 1, 2
"""  # noqa: S608 - every part is ours
"""Who answers better after about half a year than at the start, area by area, of those who answered both times."""

ARRIVED = f"""
    SELECT one.organisation_id, municipality_id, 'arrived', count(*) FILTER (WHERE state = 'arrived'), count(*), NULL,
        count(DISTINCT one.id) FILTER (WHERE state = 'arrived'),
        count(DISTINCT one.id) FILTER (WHERE state <> 'arrived')
    FROM trajectories_referral AS handed JOIN trajectories_trajectory AS one ON one.id = handed.trajectory_id
    JOIN trajectories_client AS client ON client.id = client_id
    WHERE one.organisation_id = ANY(%(organisations)s) AND one.kind = 'client'
    AND (ended_at AT TIME ZONE '{ZONE}')::date >= %(first)s AND (ended_at AT TIME ZONE '{ZONE}')::date < %(until)s
    GROUP BY 1, 2
"""  # noqa: S608 - every part is ours
"""Warm handovers that ended in the period, and how many of them with the client arrived."""

RELATIVES = f"""
    WITH people AS ({PEOPLE})
    SELECT organisation, municipality, 'relatives', count(*) FILTER (WHERE EXISTS (
        SELECT 1 FROM trajectories_relativelink AS link WHERE link.of_id = trajectory
    )), count(*), NULL::bigint, NULL::bigint, NULL::bigint FROM people GROUP BY 1, 2
"""  # noqa: S608 - every part is ours
"""Of whom a relative has aftercare of their own."""

QUERIES = [COUNTED, CONTACT, ANSWERED, MISSED, AGAIN, BETTER, ARRIVED, RELATIVES]


@dataclass(frozen=True)
class Period:
    """A calendar year, as far as its months are over: years do not overlap, so none can be taken from another."""

    year: int
    as_of: date
    """The first day of which nothing is counted."""

    @property
    def first(self) -> date:
        return date(self.year, 1, 1)

    @property
    def until(self) -> date:
        return min(date(self.year + 1, 1, 1), self.as_of)

    @property
    def before(self) -> "Period":
        return Period(self.year - 1, self.as_of)

    def __str__(self) -> str:
        return str(self.year)


def of_organisations(organisations: Iterable[UUID], period: Period, queries: Iterable[str] = QUERIES) -> Counts:
    """By what is counted, then by place."""
    params = {
        "organisations": list(organisations),
        "first": period.first,
        "until": period.until,
        "as_of": period.as_of,
        "areas": PERSONAL + SOCIETAL,
        "less": LESS_IS_BETTER,
    }
    with scope.counting():
        return _gathered(row for query in queries for row in _rows(query, params))


def _rows(query: str, params: dict) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(query, params)
        return cursor.fetchall()


def _gathered(rows: Iterable[tuple]) -> Counts:
    counts: Counts = {}
    for organisation, municipality, what, count, of, below, people, others in rows:
        cell = Cell(count, of, below or 0, people, others)
        counts.setdefault(what, {})[organisation, municipality] = cell
    return counts
