"""The table of contents: every feature's models."""

from trajectories.appointments.models import Appointment
from trajectories.checkins.models import CheckIn, CheckInSchedule, Occurrence
from trajectories.dossier.models import CareTeamSeat, Client, Look, Summary, Trajectory
from trajectories.lapses.models import Lapse
from trajectories.plans.models import CopingStep, DayTick, Goal, ItemVersion, PlanItem
from trajectories.teamtasks.models import TeamTask
from trajectories.triggers.models import TriggerEntry

__all__ = [
    "Appointment",
    "CareTeamSeat",
    "CheckIn",
    "CheckInSchedule",
    "Client",
    "CopingStep",
    "DayTick",
    "Goal",
    "ItemVersion",
    "Lapse",
    "Look",
    "Occurrence",
    "PlanItem",
    "Summary",
    "TeamTask",
    "Trajectory",
    "TriggerEntry",
]
