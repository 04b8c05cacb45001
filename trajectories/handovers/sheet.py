"""The handover sheet: what a colleague needs to know to carry on, drawn up from the dossier as it is now."""

from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from trajectories.appointments.models import Appointment
from trajectories.checkins.models import CheckIn, CheckInSchedule
from trajectories.dossier.models import CareTeamSeat, Trajectory
from trajectories.lapses.models import Lapse
from trajectories.plans.models import CopingStep, Goal, PlanItem
from trajectories.teamtasks.models import TeamTask
from trajectories.triggers.models import TriggerEntry

LAST = 3
"""So many of the last conversations, check-ins and triggers."""


@dataclass(frozen=True)
class Sheet:
    trajectory: Trajectory
    drawn_up_at: datetime
    goal: Goal | None
    tasks: list[TeamTask]
    coming: list[Appointment]
    held: list[Appointment]
    schedules: list[CheckInSchedule]
    check_ins: list[CheckIn]
    triggers: list[TriggerEntry]
    lapse: Lapse | None
    plan: list[PlanItem]
    steps: list[CopingStep]
    team: list[CareTeamSeat]


def draw_up(trajectory: Trajectory) -> Sheet:
    now = timezone.now()
    running = trajectory.plan_items.current().select_related("group", "service")
    return Sheet(
        trajectory=trajectory,
        drawn_up_at=now,
        goal=trajectory.goals.current().first(),
        tasks=list(trajectory.team_tasks.open()),
        coming=list(trajectory.appointments.upcoming(at=now).select_related("with_user")[:LAST]),
        held=list(trajectory.appointments.recorded().select_related("with_user")[:LAST]),
        schedules=list(trajectory.check_in_schedules.filter(ended_at=None)),
        check_ins=list(trajectory.check_ins.submitted()[:LAST]),
        triggers=list(trajectory.trigger_entries.all()[:LAST]),
        lapse=trajectory.lapses.order_by("-told_at").first(),
        plan=list(running),
        steps=list(trajectory.coping_steps.pinned()),
        team=list(trajectory.seats.on(timezone.localdate(now)).select_related("user")),
    )
