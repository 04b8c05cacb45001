"""The seeded people and what happened to them, made by PostgreSQL itself: INSERT … SELECT generate_series.

Every row follows from its number, so that the same size is the same data. A client's rows are inserted in the order
of time, among those of all others, and so lie scattered over the pages of a table, as in life.
"""

from collections.abc import Callable

from django.db import connection, models

from aftercare.accounts.models import Membership, Organisation, Region, User
from aftercare.accounts.roles import Role
from aftercare.audit.models import AccessEntry
from supportgroups.models import Room, Series, Session, SupportGroup
from tests.bench.clock import NOW, SEED
from trajectories.appointments.models import Appointment
from trajectories.checkins import library
from trajectories.checkins.models import CheckIn, CheckInSchedule, Occurrence
from trajectories.dossier.models import CareTeamSeat, Client, Look, Summary, Trajectory
from trajectories.plans.models import Goal, PlanItem
from trajectories.signals.models import Signal
from trajectories.teamtasks.models import TeamTask
from trajectories.triggers.models import TriggerEntry

ZONES = ["Europe/Amsterdam", "Europe/London", "Europe/Helsinki", "America/Curacao", "America/New_York", "Asia/Tokyo"]
FIRST = ["Noor", "Bram", "Farah", "Ruben", "Sanne", "Jelle", "Tamar", "Ilse", "Yusuf", "Marit", "Koen", "Zoë", "Daan"]
LAST = ["Velthuizen", "Doornbosch", "Aardema", "Zandvoort", "Terpstra", "Hollander", "Kuipers", "Visser", "Noordhoek"]
CASELOAD, FEW, MANY = 200, 20, 2_000
PER_ORGANISATION = 2_000
WEEKS = 12
SHORT_HISTORY, LONG_HISTORY = 20, 20_000
SESSIONS = 1_000

FUNCTIONS = """
CREATE FUNCTION bench_id(kind text, n bigint, at timestamptz DEFAULT '2026-01-01Z') RETURNS uuid
LANGUAGE sql IMMUTABLE AS $$
    SELECT (lpad(to_hex((extract(epoch FROM at) * 1000)::bigint), 12, '0') || '7' || substr(md5(kind || n), 1, 3)
        || '8' || substr(md5(kind || n), 4, 15))::uuid $$;
CREATE FUNCTION bench_dice(kind text, n bigint, sides int) RETURNS int LANGUAGE sql IMMUTABLE AS $$
    SELECT abs(('x' || substr(md5(kind || n), 20, 7))::bit(28)::int) %% sides $$;
"""
PEOPLE = """
CREATE UNLOGGED TABLE bench_client AS
SELECT n, who, rank, bench_id('user', n) AS user_id, bench_id('client', n) AS client_id,
    bench_id('trajectory', n) AS trajectory_id, bench_id('organisation', who / 10) AS organisation_id,
    bench_id('counsellor', who) AS counsellor_id, (%(zones)s::text[])[1 + n %% 6] AS zone,
    %(now)s::timestamptz - (90 + n %% 80) * interval '1 day' AS since
FROM (
    SELECT n, CASE WHEN n <= %(few)s THEN 1 WHEN n <= %(few)s + %(many)s THEN 2
            ELSE 3 + (n - %(few)s - %(many)s - 1) / %(caseload)s END AS who,
        CASE WHEN n <= %(few)s THEN n - 1 WHEN n <= %(few)s + %(many)s THEN n - %(few)s - 1
            ELSE (n - %(few)s - %(many)s - 1) %% %(caseload)s END AS rank
    FROM generate_series(1, %(clients)s) AS n
) AS numbered;
CREATE UNIQUE INDEX ON bench_client (n);
CREATE INDEX ON bench_client (who);
ANALYZE bench_client;
"""
COUNSELLORS = "(SELECT DISTINCT who, organisation_id FROM bench_client) AS c"
EACH_WEEK = "bench_client AS c CROSS JOIN generate_series(1, %(weeks)s) AS week"
"""Of one client about 45 rows in the last twelve weeks."""


def many(clients: int) -> int:
    return min(MANY, clients // 2)


def fill(model: type[models.Model], source: str, *, by: str = "", **columns: str) -> None:
    """One INSERT … SELECT. A field that is not named takes its default, as it would in the portal."""
    named, values, defaults = [], [], {}
    for field in model._meta.concrete_fields:
        if field.attname not in columns and field.has_db_default():
            continue
        named.append(connection.ops.quote_name(field.column))
        if field.attname in columns:
            values.append(columns.pop(field.attname))
        else:
            values.append(f"%(default_{field.attname})s::{field.rel_db_type(connection) or field.db_type(connection)}")
            defaults[f"default_{field.attname}"] = field.get_db_prep_save(field.get_default(), connection)
    assert not columns, f"{model.__name__} has no {', '.join(columns)}"
    order = f"ORDER BY {by}" if by else ""
    _run(
        f"INSERT INTO {model._meta.db_table} ({', '.join(named)}) SELECT {', '.join(values)} FROM {source} {order}",
        **defaults,
    )


_given: dict[str, object] = {}


def _run(sql: str, **params: object) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql, _given | params)


def build(*, clients: int, history: int, sessions: int, say: Callable[[str], None]) -> None:
    """Into an empty, migrated database. As superuser: foreign keys hold by construction and are not looked up."""
    _given.update(
        now=NOW,
        clients=clients,
        few=FEW,
        many=many(clients),
        caseload=CASELOAD,
        zones=ZONES,
        weeks=WEEKS,
        version=library.usual("client").version,
        history=history,
        short=SHORT_HISTORY,
        sessions=sessions,
        seed=SEED,
    )
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        cursor.execute("SET work_mem = '64MB'")
        cursor.execute(FUNCTIONS.replace("%%", "%"))
    for statement in PEOPLE.split(";")[:-1]:
        _run(statement)
    for step in (_people, _care, _check_ins, _logs, _contacts, _to_do, _summaries, _looks, _histories, _groups):
        step()
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
    say(f"{clients:,} clients made")


def _people() -> None:
    fill(Region, "generate_series(1, 1) AS n", id="bench_id('region', 1)", name="'Waterrade'")
    fill(
        Organisation,
        "(SELECT DISTINCT organisation_id, who / 10 AS n FROM bench_client) AS c",
        id="organisation_id",
        name="'Organisatie ' || n",
        region_id="bench_id('region', 1)",
    )
    person = {"password": "'!'", "language": "'nl'", "joined_at": "%(now)s::timestamptz - interval '1 year'"}
    fill(
        User,
        COUNSELLORS,
        id="bench_id('counsellor', who)",
        email="'begeleider' || who || '@bench.example'",
        name="'Begeleider ' || who",
        **person,
    )
    fill(
        Membership,
        COUNSELLORS,
        id="bench_id('membership', who)",
        user_id="bench_id('counsellor', who)",
        organisation_id="organisation_id",
        role=f"'{Role.COUNSELLOR.value}'",
    )
    coordinator = {"email": "'coordinator@bench.example'", "name": "'Coördinator'"}
    fill(User, "generate_series(1, 1) AS n", id="bench_id('coordinator', n)", **coordinator, **person)
    fill(
        Membership,
        "generate_series(1, 1) AS n",
        id="bench_id('coordinating', n)",
        user_id="bench_id('coordinator', n)",
        organisation_id="bench_id('organisation', 0)",
        role=f"'{Role.COORDINATOR.value}'",
    )
    _given.update(first=FIRST, last=LAST, firsts=len(FIRST), lasts=len(LAST))
    fill(
        User,
        "bench_client",
        id="user_id",
        email="'client' || n || '@bench.example'",
        name="""(%(first)s::text[])[1 + n %% %(firsts)s] || ' '
            || (%(last)s::text[])[1 + n / 7 %% %(lasts)s] || '-' || n""",
        phone="'06-' || lpad(n::text, 8, '0')",
        time_zone="zone",
        **person,
    )


def _care() -> None:
    of = {"organisation_id": "organisation_id"}
    fill(Client, "bench_client", id="client_id", user_id="user_id", number="n::text", registered_at="since", **of)
    fill(
        Trajectory,
        "bench_client",
        id="trajectory_id",
        client_id="client_id",
        step="1 + n %% 3",
        starts_on="since::date",
        ends_on="since::date + 300",
        opened_at="since",
        **of,
    )
    seat = {"trajectory_id": "trajectory_id", "user_id": "counsellor_id", "since": "since::date", **of}
    fill(CareTeamSeat, "bench_client", id="bench_id('seat', n)", role="'counsellor'", **seat)
    fill(
        Goal,
        "bench_client",
        id="bench_id('goal', n)",
        text="'Weer vroeg opstaan, en op zaterdag naar de markt.'",
        trajectory_id="trajectory_id",
        set_by_id="user_id",
        set_at="since",
        **of,
    )
    fill(
        PlanItem,
        "bench_client CROSS JOIN (VALUES ('individual', 1), ('medication', 2), ('social', 3)) AS item (kind, number)",
        id="bench_id('item' || number, n)",
        kind="kind",
        title="'Onderdeel ' || number",
        state="'active'",
        trajectory_id="trajectory_id",
        changed_by_id="counsellor_id",
        changed_at="since",
        starts_on="since::date",
        **of,
    )
    fill(
        CheckInSchedule,
        "bench_client",
        id="bench_id('schedule', n)",
        trajectory_id="trajectory_id",
        instrument="'weekly_seven'",
        weekday="n %% 7",
        wall_time="make_time(8 + n %% 12, n %% 60, 0)",
        zone="zone",
        starts_on="since::date",
        next_due_at="%(now)s::timestamptz + interval '1 hour' + n %% 10000 * interval '1 minute'",
        **of,
    )


def _check_ins() -> None:
    """The last twelve weeks, each answered; on average one in ten was missed and has only its occurrence."""
    at = "%(now)s::timestamptz - (week * 7 - 7 + n %% 7) * interval '1 day' - (n %% 600 + 60) * interval '1 minute'"
    of = {"organisation_id": "organisation_id", "trajectory_id": "trajectory_id"}
    source = f"(SELECT c.*, week, {at} AS at FROM {EACH_WEEK}) AS c"
    fill(
        Occurrence,
        source,
        by="at",
        id="bench_id('occurrence' || week, n, at)",
        schedule_id="bench_id('schedule', n)",
        due_at="at",
        closes_at="at + interval '2 days'",
        state="CASE WHEN bench_dice('missed' || week, n, 10) = 0 THEN 'missed' ELSE 'answered' END",
        **of,
    )
    fill(
        CheckIn,
        f"{source} WHERE bench_dice('missed' || week, n, 10) > 0",
        by="at",
        id="bench_id('checkin' || week, n, at)",
        occurrence_id="bench_id('occurrence' || week, n, at)",
        instrument="'weekly_seven'",
        version="%(version)s::smallint",
        scores="""jsonb_build_object('craving', bench_dice('craving' || week, n, 9),
            'mood', 2 + bench_dice('mood' || week, n, 8), 'sleep', bench_dice('sleep' || week, n, 10))""",
        started_at="at",
        submitted_at="at + interval '30 minutes'",
        answered_by_id="user_id",
        **of,
    )


def _logs() -> None:
    at = "%(now)s::timestamptz - (week * 7 + n %% 5 - 6) * interval '1 day' - n %% 1300 * interval '1 minute'"
    fill(
        TriggerEntry,
        f"(SELECT c.*, week, {at} AS at FROM {EACH_WEEK}) AS c",
        by="at",
        id="bench_id('trigger' || week, n, at)",
        key="bench_id('key' || week, n)",
        organisation_id="organisation_id",
        trajectory_id="trajectory_id",
        at="at",
        logged_at="at",
        strength="bench_dice('strength' || week, n, 10)",
        kind="(ARRAY['tired', 'tension', 'boredom'])[1 + n %% 3]",
    )
    fill(
        AccessEntry,
        f"(SELECT c.*, week, {at} AS at FROM {EACH_WEEK}) AS c",
        by="at",
        id="bench_id('read' || week, n, at)",
        at="at",
        event="'read'",
        user_id="counsellor_id",
        role="'counsellor'",
        organisation_id="organisation_id",
        client_id="user_id",
        object_type="'trajectories.trajectory'",
        object_id="trajectory_id",
        segment="'dossier'",
        purpose="'care'",
    )


def _contacts() -> None:
    """A counsellor speaks with everybody in turn, a hundred a week; the ones of this week and later are planned."""
    slot = "rank %% 100"
    turn = "(greatest(ceil(size / 100.0), 2) * 7 * interval '1 day')"
    at = f"""date_trunc('week', %(now)s::timestamptz) + (({slot}) %% 5) * interval '1 day'
        + (420 + ({slot}) / 5 * 25) * interval '1 minute' + rank / 100 * interval '7 days' - back * {turn}"""
    sizes = "JOIN (SELECT who, count(*) AS size FROM bench_client GROUP BY who) AS load USING (who)"
    held = "at < date_trunc('week', %(now)s::timestamptz)"
    fill(
        Appointment,
        f"(SELECT c.*, back, {at} AS at FROM bench_client AS c {sizes} CROSS JOIN generate_series(0, 4) AS back) AS c",
        by="at",
        id="bench_id('appointment' || back, n, at)",
        organisation_id="organisation_id",
        trajectory_id="trajectory_id",
        starts_at="at",
        minutes="25",
        with_user_id="counsellor_id",
        planned_by_id="counsellor_id",
        planned_at="at - interval '7 days'",
        state=f"CASE WHEN {held} THEN 'held' ELSE 'planned' END",
        recorded_at=f"CASE WHEN {held} THEN at + interval '1 hour' END",
        recorded_by_id=f"CASE WHEN {held} THEN counsellor_id END",
    )


def _to_do() -> None:
    of = {"organisation_id": "organisation_id", "trajectory_id": "trajectory_id"}
    fill(
        Signal,
        "bench_client WHERE n %% 9 = 0",
        id="bench_id('signal', n)",
        rule="'craving-high'",
        threshold="8",
        evidence="""jsonb_build_array(jsonb_build_object('what', 'check_in', 'id', bench_id('checkin1', n), 'value', 8,
            'at', to_char(%(now)s::timestamptz - interval '1 day', 'YYYY-MM-DD"T"HH24:MI:SSOF:00')))""",
        evidence_at="%(now)s::timestamptz - interval '1 day'",
        first_seen_at="%(now)s::timestamptz - interval '1 day'",
        **of,
    )
    fill(
        TeamTask,
        "bench_client WHERE n %% 7 = 0",
        id="bench_id('task', n)",
        kind="'call'",
        key="'call:' || n",
        text="'Belt u mij terug?'",
        asked_by_id="user_id",
        asked_at="%(now)s::timestamptz - interval '20 hours'",
        due_at="%(now)s::timestamptz + (n %% 8 - 2) * interval '1 hour'",
        **of,
    )


def _summaries() -> None:
    """Counted from the rows themselves."""
    fill(
        Summary,
        """bench_client AS c LEFT JOIN LATERAL (
            SELECT array_agg(craving ORDER BY at) AS cravings, max(at) AS last FROM (
                SELECT (scores ->> 'craving')::smallint AS craving, submitted_at AS at FROM trajectories_checkin
                WHERE trajectory_id = c.trajectory_id ORDER BY submitted_at DESC LIMIT 6) AS six
        ) AS answered ON true LEFT JOIN LATERAL (
            SELECT count(*) AS number FROM trajectories_triggerentry WHERE trajectory_id = c.trajectory_id
        ) AS logged ON true LEFT JOIN LATERAL (
            SELECT at, strength FROM trajectories_triggerentry WHERE trajectory_id = c.trajectory_id
            ORDER BY at DESC LIMIT 1
        ) AS log ON true LEFT JOIN LATERAL (
            SELECT min(starts_at) FILTER (WHERE state = 'planned') AS next,
                max(starts_at) FILTER (WHERE state = 'held') AS last
            FROM trajectories_appointment WHERE trajectory_id = c.trajectory_id
        ) AS met ON true""",
        trajectory_id="c.trajectory_id",
        organisation_id="organisation_id",
        cravings="coalesce(cravings, '{}')",
        last_check_in_at="answered.last",
        last_trigger_at="log.at",
        last_trigger_strength="log.strength",
        trigger_count="logged.number",
        next_appointment_at="met.next",
        last_contact_at="met.last",
    )


def _looks() -> None:
    fill(
        Look,
        "bench_client WHERE n %% 3 > 0",
        id="bench_id('look', n)",
        organisation_id="organisation_id",
        trajectory_id="trajectory_id",
        user_id="counsellor_id",
        at="%(now)s::timestamptz - (1 + n %% 6) * interval '1 day'",
    )


def _histories() -> None:
    """The first client of the small caseload has a short history more, the second a long one."""
    at = "%(now)s::timestamptz - number * (interval '600 days' / (CASE n WHEN 1 THEN %(short)s ELSE %(history)s END))"
    fill(
        TriggerEntry,
        f"""(SELECT c.*, number, {at} AS at FROM bench_client AS c
            CROSS JOIN generate_series(1, %(history)s) AS number
            WHERE n = 2 OR n = 1 AND number <= %(short)s) AS c""",
        by="at",
        id="bench_id('history' || number, n, at)",
        key="bench_id('history-key' || number, n)",
        organisation_id="organisation_id",
        trajectory_id="trajectory_id",
        at="at",
        logged_at="at",
        strength="number %% 10",
        kind="'tension'",
    )
    _run(
        """UPDATE trajectories_summary AS summary SET trigger_count = counted.number, last_trigger_at = counted.last
        FROM (SELECT trajectory_id, count(*) AS number, max(at) AS last FROM trajectories_triggerentry
            WHERE trajectory_id IN (bench_id('trajectory', 1), bench_id('trajectory', 2)) GROUP BY 1) AS counted
        WHERE summary.trajectory_id = counted.trajectory_id"""
    )


def _groups() -> None:
    """A month with so many sessions, in one organisation: fifty rooms, ten series in each of them."""
    of = {"organisation_id": "bench_id('organisation', 0)"}
    fifty = "generate_series(1, 50) AS n"
    fill(Room, fifty, id="bench_id('room', n)", name="'Ruimte ' || n", seats="12", **of)
    fill(SupportGroup, fifty, id="bench_id('group', n)", name="'Groep ' || n", **of)
    fill(
        Series,
        fifty,
        id="bench_id('series', n)",
        group_id="bench_id('group', n)",
        room_id="bench_id('room', n)",
        first_on="date_trunc('month', %(now)s::timestamptz)::date",
        count="20",
        starts="'10:00'",
        ends="'11:00'",
        planned_by_id="bench_id('counsellor', 1)",
        **of,
    )
    start = "date_trunc('month', %(now)s::timestamptz) + interval '8 hours' + ((n - 1) / 50) * interval '1 day 1 hour'"
    fill(
        Session,
        "generate_series(1, %(sessions)s) AS n",
        by=start,
        id="bench_id('session', n)",
        group_id="bench_id('group', 1 + n %% 50)",
        series_id="bench_id('series', 1 + n %% 50)",
        room_id="bench_id('room', 1 + n %% 50)",
        period=f"tstzrange({start}, {start} + interval '1 hour')",
        **of,
    )
