"""What people do with appointments: plan, change, record, write about them, say that they cannot come."""

from trajectories.appointments.actions.changing import change
from trajectories.appointments.actions.coming import can_come, cannot_come
from trajectories.appointments.actions.notes import keep_draft, sign
from trajectories.appointments.actions.planning import Guest, plan, plan_row
from trajectories.appointments.actions.recording import record

__all__ = [
    "Guest",
    "can_come",
    "cannot_come",
    "change",
    "keep_draft",
    "plan",
    "plan_row",
    "record",
    "sign",
]
