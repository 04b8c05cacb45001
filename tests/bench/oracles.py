"""What PostgreSQL itself says must stand on a page, asked in plain SQL past the portal's code and its policies."""

import re
from collections.abc import Callable

import psycopg
from django.utils.dateparse import parse_datetime

from tests.bench.clock import NOW
from tests.bench.portal import Served

ROW = re.compile(r'<a class="(?:fw-bold|nz-stretch)[^"]*" href="/clients/([0-9a-f-]{36})/">')
SESSION = re.compile(r'href="/groups/sessions/[0-9a-f-]{36}/"')
ASKS = re.compile(r"(\d+) (?:van je|of your) (\d+) (?:cliënten|clients)")
ENTRY = re.compile(r'<time datetime="([^"]+)">')
PAGE, MOMENTS = 50, 25

CASELOAD = """
WITH mine AS (
    SELECT seat.trajectory_id AS id, person.name, seat.user_id FROM trajectories_careteamseat AS seat
    JOIN trajectories_trajectory AS trajectory ON trajectory.id = seat.trajectory_id
    JOIN trajectories_client AS client ON client.id = trajectory.client_id
    JOIN accounts_user AS person ON person.id = client.user_id
    JOIN accounts_user AS counsellor ON counsellor.id = seat.user_id
    WHERE counsellor.email = %(email)s AND (seat.until IS NULL OR seat.until >= %(now)s::date)
)
SELECT id::text,
    EXISTS (SELECT FROM trajectories_teamtask WHERE trajectory_id = mine.id AND done_at IS NULL)
    OR EXISTS (SELECT FROM trajectories_signal WHERE trajectory_id = mine.id AND settled_at IS NULL)
    OR EXISTS (SELECT FROM trajectories_appointment WHERE trajectory_id = mine.id AND state = 'planned'
        AND starts_at < date_trunc('day', %(now)s::timestamptz AT TIME ZONE 'Europe/Amsterdam' + interval '1 day')
            AT TIME ZONE 'Europe/Amsterdam')
    OR (SELECT max(at) FROM trajectories_triggerentry WHERE trajectory_id = mine.id)
        > coalesce((SELECT at FROM trajectories_look WHERE trajectory_id = mine.id AND user_id = mine.user_id),
            %(now)s::timestamptz - interval '7 days')
    OR greatest(
        (SELECT max(submitted_at) FROM trajectories_checkin WHERE trajectory_id = mine.id),
        (SELECT max(at) FROM trajectories_triggerentry WHERE trajectory_id = mine.id),
        (SELECT max(starts_at) FROM trajectories_appointment WHERE trajectory_id = mine.id AND state = 'held')
    ) < %(now)s::timestamptz - interval '14 days' AS asks
FROM mine ORDER BY lower(unaccent(mine.name)), mine.id
"""
MOMENTS_OF = """
SELECT submitted_at AS at FROM trajectories_checkin WHERE trajectory_id = %(pk)s
UNION ALL SELECT at FROM trajectories_triggerentry WHERE trajectory_id = %(pk)s
UNION ALL SELECT starts_at FROM trajectories_appointment WHERE trajectory_id = %(pk)s AND state = 'held'
ORDER BY at DESC
"""


class WrongPage(Exception):
    """The page does not show what the database holds."""


Oracle = Callable[[Served], None]


def expect(what: str, *, found: object, wanted: object) -> None:
    if found != wanted:
        raise WrongPage(f"{what}: the page says {found!r}, the database {wanted!r}")


def ask(served: Served, sql: str, **params: object) -> list[tuple]:
    with psycopg.connect(served.url()) as connection:
        return connection.execute(sql, {"now": NOW, **params}).fetchall()


def caseload(served: Served, *, who: str, email: str, pages: int = 1) -> None:
    """How many there are and how many of them ask for something; on the first pages only those, each once."""
    rows = ask(served, CASELOAD, email=email)
    everybody, asking = {pk for pk, _asks in rows}, {pk for pk, asks in rows if asks}
    shown: list[str] = []
    for number in range(1, pages + 1):
        text = served.page(f"/caseload/?page={number}", who=who)
        counted = ASKS.search(text)
        expect("Clients who ask", found=counted and tuple(map(int, counted.groups())), wanted=(len(asking), len(rows)))
        shown += ROW.findall(text)
    expect("Rows", found=len(shown), wanted=min(pages * PAGE, len(rows)))
    expect("Rows shown twice", found=len(shown) - len(set(shown)), wanted=0)
    first = set(shown[: len(asking)])
    expect("Who does not ask, among those who do", found=len(first - asking), wanted=0)
    expect("Whose client it is not", found=len(set(shown) - everybody), wanted=0)


def by_name(served: Served, *, who: str, email: str) -> None:
    rows = [pk for pk, _asks in ask(served, CASELOAD, email=email)]
    expect("Clients by name", found=ROW.findall(served.page("/clients/", who=who)), wanted=rows[:PAGE])


def search(served: Served, *, who: str, email: str, number: int) -> None:
    """Somebody's whole name finds them, and nobody outside the reader's caseload, however alike."""
    name = name_of(served, number)
    found = ROW.findall(served.page(f"/clients/?q={name.replace(' ', '+')}", who=who))
    mine = {pk for pk, _asks in ask(served, CASELOAD, email=email)}
    expect(f"Found by the name {name}", found=trajectory_of(served, number) in found, wanted=True)
    expect("Found outside the caseload", found=len(set(found) - mine), wanted=0)


def dossier(served: Served, *, who: str, number: int) -> None:
    """Each of the newest moments of the timeline, newest first."""
    pk = trajectory_of(served, number)
    wanted = [at for (at,) in ask(served, MOMENTS_OF, pk=pk)][:MOMENTS]
    text = served.page(f"/clients/{pk}/", who=who)
    told = [parse_datetime(stamp) for stamp in ENTRY.findall(text[text.index('id="timeline"') :])]
    expect("The timeline", found=told, wanted=wanted)


def month(served: Served, *, who: str) -> None:
    wanted = ask(served, "SELECT count(*) FROM supportgroups_session")[0][0]
    expect("Sessions", found=len(SESSION.findall(served.page("/groups/month/", who=who))), wanted=wanted)


def trajectory_of(served: Served, number: int) -> str:
    return str(ask(served, "SELECT bench_id('trajectory', %(number)s)", number=number)[0][0])


def name_of(served: Served, number: int) -> str:
    return ask(served, "SELECT name FROM accounts_user WHERE id = bench_id('user', %(number)s)", number=number)[0][0]


def caseload_size(served: Served, email: str) -> int:
    return len(ask(served, CASELOAD, email=email))


def recount(served: Served) -> int:
    """Summaries that say another number of logs than there are."""
    return ask(
        served,
        """SELECT count(*) FROM trajectories_summary AS summary WHERE trigger_count <>
        (SELECT count(*) FROM trajectories_triggerentry AS entry WHERE entry.trajectory_id = summary.trajectory_id)""",
    )[0][0]
