"""What people do with appointments: plan, change, record, write about them, say that they cannot come, pass them on."""

from trajectories.appointments.actions.changing import change, change_row
from trajectories.appointments.actions.coming import can_come, cannot_come
from trajectories.appointments.actions.ending import call_off_all, pass_back, pass_on
from trajectories.appointments.actions.notes import keep_draft, sign
from trajectories.appointments.actions.planning import Guest, plan, plan_row
from trajectories.appointments.actions.recording import record

__all__ = [
    "Guest",
    "call_off_all",
    "can_come",
    "cannot_come",
    "change",
    "change_row",
    "keep_draft",
    "pass_back",
    "pass_on",
    "plan",
    "plan_row",
    "record",
    "sign",
]
