"""The hash chain over the access log: adding a seal, and checking that all of them hold.

A seal covers the entries in order of id, which is the order of time, that come after those of the seal before it.
Its digest is computed by PostgreSQL, over an explicit list of columns as text that no setting changes.
A column that the log gets later is appended to LINE only where it holds something: older lines keep their text.
"""

import logging
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection, transaction

from aftercare.core.ids import first_id

logger = logging.getLogger(__name__)

SETTLED = timedelta(minutes=10)
MOST = 100_000
BEFORE_ALL = "'00000000-0000-0000-0000-000000000000'::uuid"
LINE = """sha256(convert_to((jsonb_build_array(
    id, (extract(epoch FROM at) * 1000000)::bigint, event, outcome, user_id, role, organisation_id, client_id,
    object_type, object_id, segment, purpose
) || CASE WHEN emergency THEN '["emergency"]'::jsonb ELSE '[]'::jsonb END)::text, 'UTF8'))"""
DIGEST = """encode(sha256(convert_to(jsonb_build_array(
    previous, number, up_to, found, (extract(epoch FROM made_at) * 1000000)::bigint
)::text, 'UTF8') || lines), 'hex')"""
WAITING = f"""
SELECT (
    SELECT id FROM audit_accessentry
    WHERE id > coalesce((SELECT up_to FROM audit_seal ORDER BY number DESC LIMIT 1), {BEFORE_ALL})
    ORDER BY id LIMIT 1
) < %(before)s AND NOT EXISTS (
    SELECT FROM pg_stat_activity
    WHERE datname = current_database() AND pid <> pg_backend_pid() AND xact_start < %(settled)s
)
"""  # noqa: S608 - every part is ours
ADD = f"""
WITH last AS (
    SELECT number, up_to, digest FROM audit_seal ORDER BY number DESC LIMIT 1
), entry AS (
    SELECT id, {LINE} AS line FROM audit_accessentry
    WHERE id < %(before)s AND id > coalesce((SELECT up_to FROM last), {BEFORE_ALL})
    ORDER BY id LIMIT {MOST}
), made AS (
    SELECT coalesce((SELECT digest FROM last), '') AS previous,
           coalesce((SELECT number FROM last), 0) + 1 AS number,
           (SELECT id FROM entry ORDER BY id DESC LIMIT 1) AS up_to,
           count(*) AS found,
           %(at)s::timestamptz AS made_at,
           string_agg(line, ''::bytea ORDER BY id) AS lines
    FROM entry HAVING count(*) > 0
)
INSERT INTO audit_seal (number, up_to, entries, digest, made_at)
SELECT number, up_to, found, {DIGEST}, made_at FROM made
ON CONFLICT (number) DO NOTHING
RETURNING number, digest
"""  # noqa: S608 - every part is ours
CHECK = f"""
SELECT number, made_at, digest, row_number, entries, found, digest = {DIGEST} AS same
FROM (
    SELECT *,
           row_number() OVER earlier,
           lag(up_to, 1, {BEFORE_ALL}) OVER earlier AS after,
           lag(digest, 1, '') OVER earlier AS previous
    FROM audit_seal WINDOW earlier AS (ORDER BY number)
) AS seal
CROSS JOIN LATERAL (
    SELECT count(*) AS found, coalesce(string_agg({LINE}, ''::bytea ORDER BY id), '') AS lines
    FROM audit_accessentry WHERE id > after AND id <= up_to
) AS covered
ORDER BY number
"""  # noqa: S608 - every part is ours


class Broken(Exception):
    """The chain does not hold; says where first."""


@dataclass
class Chain:
    seals: int = 0
    entries: int = 0
    digest: str = ""
    made_at: datetime | None = None


def add(*, at: datetime) -> int | None:
    """Seal what has settled, at most 100,000 entries; the number of the new seal, or None.

    An entry is written in the transaction in which it gets its id, and no transaction of ours may last ten
    minutes: with all that is older than that, nothing can come in between later. Should one last longer all the
    same, sealing waits for it. Of two at once, one makes the seal: a number is given once.
    """
    moments = {"at": at, "settled": at - SETTLED, "before": first_id(at - SETTLED)}
    with connection.cursor() as cursor:
        cursor.execute(WAITING, moments)
        if not cursor.fetchone()[0]:
            return None
        cursor.execute(ADD, moments)
        made = cursor.fetchone()
    if made is None:
        return None
    logger.info("Seal %s of the access log: %s", *made)
    return made[0]


@transaction.atomic
def check(*, kept: str = "") -> Chain:
    """The whole chain, or Broken. `kept` is a digest noted earlier: one of the seals must still have it."""
    chain, seen = Chain(), not kept
    with connection.chunked_cursor() as cursor:
        cursor.execute(CHECK)
        for number, made_at, digest, expected, entries, found, same in cursor:
            if number != expected:
                raise Broken(f"Seal {expected} was removed.")
            if not same or entries != found:
                how = _how(sealed=entries, found=found, same=same)
                raise Broken(f"Seal {number} ({made_at:%Y-%m-%d %H:%M} UTC) does not hold: {how}.")
            chain = Chain(number, chain.entries + found, digest, made_at)
            seen = seen or digest == kept
    if not seen:
        raise Broken("No seal has the digest that was kept: from some point on the log was written anew.")
    return chain


def _how(*, sealed: int, found: int, same: bool) -> str:
    if same or sealed == found:
        return "it or an entry under it was changed"
    return f"entries were {'added later' if found > sealed else 'removed'} ({sealed} sealed, {found} found)"
