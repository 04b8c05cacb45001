"""What nobody does, and so nobody tells of: a handover that stays unread or stands still, people who do not come,
consent that ends soon.

Written in SQL: it looks over all trajectories at once, and at tables of features that stand elsewhere.
"""

import json
from datetime import datetime
from uuid import UUID

from django.db import connection

from trajectories.dossier.models import Trajectory
from trajectories.signals import actions
from trajectories.signals.rules import Piece, rules

SOON = 7
"""So many days before it ends, a consent is told of."""
LATELY = "interval '14 days'"
"""Who did not come before that is not told of any more."""

STALE = """
SELECT given.trajectory_id AS id, jsonb_build_array(jsonb_build_object(
    'what', 'handover', 'id', given.id, 'at', carried.since, 'value', NULL)) AS evidence,
    coalesce(setting.threshold, %(usual)s) AS threshold
FROM trajectories_handover AS given
JOIN trajectories_trajectory AS trajectory ON trajectory.id = given.trajectory_id AND trajectory.status = 'running'
JOIN trajectories_careteamseat AS seat ON seat.id = given.seat_id
JOIN accounts_organisation AS organisation ON organisation.id = given.organisation_id
CROSS JOIN LATERAL (
    SELECT greatest(given_at, seat.since::timestamp AT TIME ZONE organisation.time_zone) AS since
) AS carried
LEFT JOIN trajectories_rulesetting AS setting
    ON setting.organisation_id = given.organisation_id AND setting.rule = %(rule)s
WHERE acknowledged_at IS NULL AND coalesce(setting.is_on, true)
  AND carried.since <= %(now)s - coalesce(setting.threshold, %(usual)s) * interval '1 day'
"""

ABSENT = f"""
WITH lately AS (
    SELECT trajectory.id, client.user_id AS person, trajectory.organisation_id, trajectory.starts_on
    FROM trajectories_trajectory AS trajectory JOIN trajectories_client AS client ON client.id = trajectory.client_id
    WHERE trajectory.status = 'running' AND coalesce(client.user_id = ANY (%(people)s::uuid[]), true) AND (
        EXISTS (SELECT FROM supportgroups_attendance AS attendance
            WHERE participant_id = client.user_id AND attendance.organisation_id = trajectory.organisation_id
            AND mark = 'absent' AND marked_at BETWEEN %(now)s - {LATELY} AND %(now)s)
        OR EXISTS (SELECT FROM trajectories_appointment AS missed
            WHERE missed.trajectory_id = trajectory.id AND state = 'missed'
            AND starts_at BETWEEN %(now)s - {LATELY} AND %(now)s)
    )
),
met AS (
    SELECT lately.id, 'attendance' AS what, attendance.id AS piece, lower(period) AS at, mark <> 'absent' AS came
    FROM lately
    JOIN supportgroups_attendance AS attendance
        ON participant_id = person AND attendance.organisation_id = lately.organisation_id AND mark <> 'excused'
    JOIN supportgroups_session AS session ON session.id = session_id AND lower(period) >= starts_on
    UNION ALL
    SELECT lately.id, 'appointment', appointment.id, starts_at, state = 'held'
    FROM lately
    JOIN trajectories_appointment AS appointment ON trajectory_id = lately.id AND state IN ('held', 'missed')
),
told AS (SELECT *, max(at) FILTER (WHERE came) OVER (PARTITION BY id) AS came_at FROM met)
SELECT told.id, jsonb_agg(jsonb_build_object('what', what, 'id', piece, 'at', at, 'value', NULL) ORDER BY at)
        AS evidence, coalesce(setting.threshold, %(usual)s) AS threshold
FROM told JOIN lately ON lately.id = told.id
LEFT JOIN trajectories_rulesetting AS setting
    ON setting.organisation_id = lately.organisation_id AND setting.rule = %(rule)s
WHERE NOT came AND (came_at IS NULL OR at > came_at) AND coalesce(setting.is_on, true)
GROUP BY told.id, setting.threshold HAVING count(*) >= coalesce(setting.threshold, %(usual)s)
"""  # noqa: S608 - every part is ours

ENDING = f"""
SELECT DISTINCT ON (consent.recipient_id) consent.trajectory_id AS id, jsonb_build_array(jsonb_build_object(
    'what', 'consent', 'id', consent.id, 'value', recipient.name,
    'at', until::timestamp AT TIME ZONE organisation.time_zone)) AS evidence, NULL::int AS threshold
FROM trajectories_consent AS consent
JOIN trajectories_recipient AS recipient ON recipient.id = recipient_id
JOIN trajectories_trajectory AS trajectory ON trajectory.id = consent.trajectory_id AND trajectory.status = 'running'
JOIN accounts_organisation AS organisation ON organisation.id = consent.organisation_id
WHERE ended_at IS NULL AND until BETWEEN (%(now)s AT TIME ZONE organisation.time_zone)::date
  AND (%(now)s AT TIME ZONE organisation.time_zone)::date + {SOON}
ORDER BY consent.recipient_id, consent.category
"""  # noqa: S608 - every part is ours

STILL = """
SELECT referral.trajectory_id AS id, jsonb_build_array(jsonb_build_object(
    'what', 'referral', 'id', referral.id || ':' || referral.state, 'value', to_name, 'at', step.at)) AS evidence,
    NULL::int AS threshold
FROM trajectories_referral AS referral
CROSS JOIN LATERAL (SELECT at FROM trajectories_referralstep WHERE referral_id = referral.id AND what = referral.state
    ORDER BY at DESC LIMIT 1) AS step
WHERE due_at <= %(now)s AND referral.state <> 'started'
"""
"""Each step of a handover to a partner has its own day; once for each step."""

UNNOTICED = """
SELECT found.id, found.evidence, found.threshold FROM ({found}) AS found
WHERE NOT EXISTS (
    SELECT FROM trajectories_signal AS signal WHERE signal.trajectory_id = found.id AND rule = %(rule)s
    AND signal.evidence @> jsonb_build_array(jsonb_build_object('id', found.evidence -> -1 -> 'id'))
)
ORDER BY found.id LIMIT %(limit)s
"""

BATCH = 200
OVERDUE = {"handover-stale": STALE, "referral-stale": STILL, "absences": ABSENT, "consent-ending": ENDING}


def notice(*, at: datetime, limit: int = BATCH) -> int:
    """Raise a signal for each that has none yet; returns how many there were."""
    return sum(_notice(key, sql, at=at, limit=limit) for key, sql in OVERDUE.items())


def notice_absences(*, at: datetime, people: list[UUID]) -> None:
    """Of these people only, as soon as somebody marks them."""
    _notice("absences", ABSENT, at=at, limit=len(people), people=people)


def _notice(key: str, sql: str, *, at: datetime, limit: int, people: list[UUID] | None = None) -> int:
    rule = rules()[key]
    params = {"rule": key, "usual": rule.threshold, "now": at, "limit": limit, "people": people}
    found = _read(UNNOTICED.format(found=sql), params)
    trajectories = Trajectory.objects.select_related("client").in_bulk([pk for pk, *_ in found])
    for pk, evidence, threshold in found:
        actions.notice(trajectory=trajectories[pk], rule=rule, evidence=evidence, threshold=threshold, at=at)
    return len(found)


def _read(sql: str, params: dict) -> list[tuple[object, list[Piece], int]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return [(pk, json.loads(evidence), threshold) for pk, evidence, threshold in cursor.fetchall()]
