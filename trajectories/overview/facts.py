"""What stands still on the dossier page, read in one query: team, rhythm, goal, plan, weeks, hours of the day.

Written in SQL: seven small queries cost more than this one, and the page may make eight in all. Access was given
at the door; row-level security stands behind it.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import connection

from aftercare.accounts.models import User
from trajectories.agreements.models import Agreement, Review
from trajectories.appointments.models import Appointment
from trajectories.checkins import library
from trajectories.checkins.models import CheckInSchedule
from trajectories.continuity import clock
from trajectories.continuity.clock import Clock
from trajectories.dossier.models import TeamRole, Trajectory
from trajectories.intake.models import Intake
from trajectories.overview import between, medication, messages, questionnaires, referrals_told, signals
from trajectories.overview.between import Between
from trajectories.overview.medication import Medication
from trajectories.overview.questionnaires import Course
from trajectories.overview.rows import object_of
from trajectories.overview.signals import Signals
from trajectories.plans.models import Goal, PlanItem
from trajectories.referrals.models import Referral
from trajectories.teamtasks.models import TeamTask
from trajectories.triggers.models import HEAT_WEEKS

QUERY = f"""
WITH asked (trajectory, person, organisation, viewer, now, today, zone, weeks_from, heat_from) AS (
    SELECT %s::uuid, %s::uuid, %s::uuid, %s::uuid, %s::timestamptz, %s::date, %s::text, %s::timestamptz, %s::timestamptz
),
appointments AS (
    SELECT * FROM trajectories_appointment, asked WHERE trajectory_id = asked.trajectory
)
SELECT
    (SELECT at FROM trajectories_look WHERE trajectory_id = trajectory AND user_id = viewer) AS looked_at,
    (SELECT to_json(goal) FROM trajectories_goal AS goal WHERE trajectory_id = trajectory AND replaced_at IS NULL)
        AS goal,
    (SELECT json_agg(json_build_array(role, name, seat.since, away.back_on) ORDER BY seat.since)
     FROM trajectories_careteamseat AS seat JOIN accounts_user AS person ON person.id = seat.user_id
     LEFT JOIN trajectories_absence AS away ON away.user_id = seat.user_id
         AND away.organisation_id = seat.organisation_id AND away.since <= today AND away.back_on > today
     WHERE trajectory_id = trajectory AND seat.since <= today AND (until IS NULL OR until >= today)) AS team,
    (SELECT json_agg(to_json(schedule) ORDER BY weekday, wall_time) FROM trajectories_checkinschedule AS schedule
     WHERE trajectory_id = trajectory AND ended_at IS NULL) AS rhythm,
    (SELECT json_agg(to_json(item) ORDER BY kind, starts_on, id) FROM trajectories_planitem AS item
     WHERE trajectory_id = trajectory AND state NOT IN ('done', 'stopped')) AS plan,
    (SELECT count(*) FROM trajectories_proposal WHERE trajectory_id = trajectory AND state = 'open')
        AS plan_proposals,
    (SELECT to_json(one) FROM (SELECT kind, starts_at FROM appointments WHERE state = 'held'
     ORDER BY starts_at DESC LIMIT 1) AS one) AS last_held,
    (SELECT to_json(one) FROM (SELECT kind, starts_at FROM appointments
     WHERE state = 'planned' AND starts_at + minutes * interval '1 minute' > now ORDER BY starts_at LIMIT 1) AS one)
        AS next_planned,
    (SELECT to_json(one) FROM (SELECT id, kind, starts_at FROM appointments
     WHERE state = 'planned' AND starts_at + minutes * interval '1 minute' <= now ORDER BY starts_at LIMIT 1) AS one)
        AS to_record,
    (SELECT to_json(one) FROM trajectories_agreement AS one WHERE trajectory_id = trajectory AND state = 'proposed')
        AS proposal,
    (SELECT to_json(review) FROM trajectories_review AS review WHERE trajectory_id = trajectory AND ended_at IS NULL)
        AS review,
    EXISTS (SELECT FROM trajectories_agreement WHERE trajectory_id = trajectory AND state = 'agreed') AS is_agreed,
    (SELECT json_agg(to_json(task) ORDER BY due_at, id) FROM trajectories_teamtask AS task
     WHERE trajectory_id = trajectory AND done_at IS NULL AND withdrawn_at IS NULL) AS tasks,
    (SELECT json_agg(date_trunc('week', starts_at AT TIME ZONE zone)::date ORDER BY starts_at) FROM appointments
     WHERE kind = 'family' AND state = 'held' AND starts_at >= weeks_from) AS family_weeks,
    (SELECT json_object_agg(week, json_build_array(craving, mood)) FROM (
        SELECT date_trunc('week', submitted_at AT TIME ZONE zone)::date AS week,
            round(avg((scores ->> 'craving')::numeric), 1) AS craving,
            round(avg((scores ->> 'mood')::numeric), 1) AS mood
        FROM trajectories_checkin WHERE trajectory_id = trajectory AND submitted_at >= weeks_from
        GROUP BY week) AS answered) AS weeks,
    (SELECT json_agg(json_build_array(weekday, hour, times)) FROM (
        SELECT date_part('isodow', local) AS weekday, date_part('hour', local) AS hour, count(*) AS times
        FROM (SELECT entry.at AT TIME ZONE zone AS local FROM trajectories_triggerentry AS entry
            WHERE trajectory_id = trajectory AND entry.at > heat_from AND entry.at <= now
            OFFSET 0 /* the clock of each is set once */) AS entries
        GROUP BY weekday, hour) AS hours) AS logged,
    {messages.COLUMN} AS unread,
    (SELECT to_json(intake) FROM trajectories_intake AS intake WHERE trajectory_id = trajectory) AS intake,
    (SELECT id FROM trajectories_trajectory WHERE follows_id = trajectory) AS followed_by,
    {signals.COLUMN} AS signals,
    {between.COLUMN} AS own,
    {medication.COLUMN} AS medication,
    {questionnaires.COLUMN} AS questionnaires,
    {referrals_told.COLUMN} AS referrals,
    {clock.COLUMN} AS clock
FROM asked
"""  # noqa: S608 - every part is ours


@dataclass(frozen=True)
class Member:
    """Somebody of the care team; `back_on` while they are away."""

    role: str
    name: str
    since: date
    back_on: date | None = None

    @classmethod
    def of(cls, role: str, name: str, *days: str | None) -> "Member":
        return cls(role, name, *(day and date.fromisoformat(day) for day in days))


@dataclass(frozen=True)
class Facts:
    looked_at: datetime | None
    """When the viewer looked before, if ever."""
    goal: Goal | None
    team: list[Member]
    rhythm: list[CheckInSchedule]
    plan: list[PlanItem]
    plan_proposals: int
    """How many proposals for the plan wait for an answer."""
    last_held: Appointment | None
    next_planned: Appointment | None
    to_record: Appointment | None
    proposal: Agreement | None
    """What waits for an answer of one of the two."""
    review: Review | None
    is_agreed: bool
    """Whether both confirmed the period."""
    tasks: list[TeamTask]
    """What the care team still has to do, the most pressing first."""
    family_weeks: list[date]
    weeks: dict[date, tuple[float | None, float | None]]
    """Craving and mood of each week, by its Monday, in which something was filled in."""
    logged: list[tuple[int, int, int]]
    """How many logs per ISO weekday and hour."""
    unread: int
    """Messages that wait for an answer and that the viewer has not read."""
    intake: Intake | None
    followed_by: UUID | None
    """The trajectory that took this closed one up again."""
    signals: Signals
    between: Between
    medication: Medication
    questionnaires: list[Course]
    """Sums over the last times."""
    referrals: list[Referral]
    """To partners: what goes on, and what came to an end lately."""
    clock: Clock
    """How long it took until the first contact, and how long there was none."""

    @property
    def check_ins(self) -> list[tuple[CheckInSchedule, str]]:
        """What is still to be asked, with its name where it is not the usual check-in."""
        asked = [one for one in self.rhythm if one.next_due_at or one.paused_from]
        return [(one, "" if one.instrument in library.REGULAR else library.load(one.instrument).name) for one in asked]

    @property
    def counsellor(self) -> Member | None:
        return next((one for one in self.team if one.role == TeamRole.COUNSELLOR), None)

    @property
    def stand_ins(self) -> list[str]:
        return [one.name for one in self.team if one.role == TeamRole.STAND_IN]


def read(trajectory: Trajectory, *, by: User, now: datetime, today: date, weeks_from: datetime) -> Facts:
    person, heat_from = trajectory.client.user, now - timedelta(weeks=HEAT_WEEKS)
    asked = [trajectory.pk, person.pk, trajectory.organisation_id, by.pk, now, today, person.time_zone]
    with connection.cursor() as cursor:
        cursor.execute(QUERY, [*asked, weeks_from, heat_from])
        found = dict(zip((column.name for column in cursor.description), cursor.fetchone(), strict=True))
    return Facts(
        looked_at=found["looked_at"],
        goal=object_of(Goal, found["goal"]),
        team=[Member.of(*row) for row in found["team"] or ()],
        rhythm=[object_of(CheckInSchedule, row) for row in found["rhythm"] or ()],
        plan=[object_of(PlanItem, row) for row in found["plan"] or ()],
        plan_proposals=found["plan_proposals"],
        last_held=object_of(Appointment, found["last_held"]),
        next_planned=object_of(Appointment, found["next_planned"]),
        to_record=object_of(Appointment, found["to_record"]),
        proposal=object_of(Agreement, found["proposal"]),
        review=object_of(Review, found["review"]),
        is_agreed=found["is_agreed"],
        tasks=[object_of(TeamTask, row) for row in found["tasks"] or ()],
        family_weeks=[date.fromisoformat(monday) for monday in found["family_weeks"] or ()],
        weeks={date.fromisoformat(monday): tuple(values) for monday, values in (found["weeks"] or {}).items()},
        logged=[tuple(row) for row in found["logged"] or ()],
        unread=found["unread"],
        followed_by=found["followed_by"],
        intake=object_of(Intake, found["intake"]),
        signals=signals.of(found["signals"]),
        between=between.of(found["own"]),
        medication=medication.of(found["medication"]),
        questionnaires=questionnaires.of(found["questionnaires"]),
        referrals=[object_of(Referral, row) for row in found["referrals"] or ()],
        clock=clock.of(trajectory, found["clock"], today=today),
    )
