"""What people do to a plan: its goal, its items and their days, the coping steps."""

from trajectories.plans.actions import proposals, templates
from trajectories.plans.actions.goals import set_goal
from trajectories.plans.actions.items import add, change, set_state, solve, tick
from trajectories.plans.actions.looks import look
from trajectories.plans.actions.steps import pin_step, remove_step, write_step

__all__ = [
    "add",
    "change",
    "look",
    "pin_step",
    "proposals",
    "remove_step",
    "set_goal",
    "set_state",
    "solve",
    "templates",
    "tick",
    "write_step",
]
