"""The facts of each row in SQL: what is known of a trajectory, for whoever asks, at one moment."""

HEARD_AT = """
greatest(last_check_in_at, use_reported_at, colour_set_at, last_trigger_at, last_contact_at, client_wrote_at,
    mine.starts_on)
"""
CARRIER = """
LEFT JOIN LATERAL (
    SELECT carrying.name, absence.back_on
    FROM trajectories_careteamseat AS seat
    JOIN accounts_user AS carrying ON carrying.id = seat.user_id
    LEFT JOIN trajectories_absence AS absence ON absence.user_id = seat.user_id
        AND absence.organisation_id = seat.organisation_id AND absence.since <= today AND absence.back_on > today
    WHERE mine.part = 'stand_in' AND seat.trajectory_id = mine.id AND seat.role = 'counsellor'
      AND seat.since <= today AND coalesce(seat.until >= today, true)
) AS carrier ON true"""
"""For whom the reader stands in, and when they are back."""

FACTS = f"""
SELECT
    mine.id, mine.kind, mine.status, mine.step, mine.starts_on, mine.ends_on,
    person.name, person.called, person.phone, person.plain_name,
    cravings, cravings[cardinality(cravings)] AS craving,
    check_ins_missed, last_check_in_at, use_reported_at, last_trigger_at, last_trigger_strength,
    colour, colour_set_at, next_appointment_at, next_appointment_at > now AS appointment_comes,
    last_contact_at, message_waits_since,
    (SELECT max(sent_at) FROM trajectories_message AS message
     WHERE message.trajectory_id = mine.id AND sent_at >= message_waits_since AND written_as IN ('client', 'relative')
     AND NOT EXISTS (SELECT FROM trajectories_reading WHERE message_id = message.id AND reader_id = asker)
    ) AS unread_message_at,
    {HEARD_AT} AS heard_at,
    coalesce(look.at, never_looked) AS looked_at,
    task.id AS task_id, task.kind AS task_kind, task.text AS task_text, task.asked_at AS task_asked_at,
    task.due_at AS task_due_at, task.own AS task_own, task.more AS more_tasks,
    proposal_at, problem_due_on, medicine_not_taken_at, medicine_raised_at,
    CASE WHEN intake.finished_at IS NULL THEN intake.started_at END AS intake_since,
    handover.id AS handover_id, handover.giver AS handover_giver, handover.since AS handover_since,
    proposal.kind AS proposal_kind, proposal.ends_on AS proposal_ends_on, proposal.step AS proposal_step,
    proposal.proposed_at, review.due_on AS review_due_on,
    coalesce(signal.all_open, '{{}}') AS signals, step_proposal.proposed_at AS step_proposed_at,
    greatest(
        last_check_in_at, use_reported_at, colour_set_at, last_trigger_at, client_wrote_at, proposal_at,
        medicine_raised_at, proposal.proposed_at, step_proposal.proposed_at, signal.newest_at, task.newest_at
    ) AS news_at,
    later.at AS put_off_at, later.until AS put_off_until,
    mine.part = 'stand_in' AS stands_in, carrier.name AS carrier, carrier.back_on AS carrier_back_on,
    now, today, tomorrow
FROM mine
JOIN accounts_user AS person ON person.id = mine.person
JOIN trajectories_summary AS summary ON summary.trajectory_id = mine.id
CROSS JOIN asked
LEFT JOIN trajectories_intake AS intake ON intake.trajectory_id = mine.id
LEFT JOIN trajectories_look AS look ON look.trajectory_id = mine.id AND look.user_id = asker
LEFT JOIN LATERAL (
    SELECT id, kind, text, asked_at, due_at, asked_by_id = mine.person AS own, count(*) OVER () - 1 AS more,
        max(asked_at) FILTER (WHERE asked_by_id IS DISTINCT FROM asker) OVER () AS newest_at
    FROM trajectories_teamtask WHERE trajectory_id = mine.id AND done_at IS NULL AND withdrawn_at IS NULL
    ORDER BY kind <> 'contact_today', due_at, id LIMIT 1
) AS task ON true
LEFT JOIN LATERAL (
    SELECT given.id, giver.name AS giver, seat.since
    FROM trajectories_handover AS given
    JOIN trajectories_careteamseat AS seat ON seat.id = given.seat_id
    JOIN accounts_user AS giver ON giver.id = given.giver_id
    WHERE given.trajectory_id = mine.id AND given.acknowledged_at IS NULL AND seat.user_id = asker
    ORDER BY given.given_at DESC LIMIT 1
) AS handover ON true
{CARRIER}
LEFT JOIN trajectories_agreement AS proposal
    ON proposal.trajectory_id = mine.id AND proposal.state = 'proposed' AND proposal.side = 'client'
LEFT JOIN trajectories_review AS review ON review.trajectory_id = mine.id AND review.ended_at IS NULL
LEFT JOIN LATERAL (
    SELECT jsonb_object_agg(rule, evidence) AS all_open, max(greatest(first_seen_at, evidence_at)) AS newest_at
    FROM trajectories_signal WHERE trajectory_id = mine.id AND settled_at IS NULL
) AS signal ON true
LEFT JOIN trajectories_stepproposal AS step_proposal
    ON step_proposal.trajectory_id = mine.id AND step_proposal.decided_at IS NULL
LEFT JOIN trajectories_later AS later
    ON later.trajectory_id = mine.id AND later.user_id = asker AND later.until > now
"""  # noqa: S608 - every part is ours

BACK_AT = """
CASE WHEN coalesce(news_at <= put_off_at, true) AND NOT coalesce(task_due_at BETWEEN put_off_at AND now, false)
THEN put_off_until END
"""
"""When what was put off comes back; at once when something new came in or a task became late."""

KEPT = """
SELECT coalesce(jsonb_agg(jsonb_build_array(id, name, query) ORDER BY name), '[]')
FROM trajectories_keptview WHERE user_id = (SELECT asker FROM asked)
"""
