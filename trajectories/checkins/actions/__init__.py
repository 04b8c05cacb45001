"""What is done with check-ins: agree when, ask and call off, answer."""

from trajectories.checkins.actions.answering import answer, hand_in, start, submit
from trajectories.checkins.actions.asking import close_overdue, open_due, put_off
from trajectories.checkins.actions.scheduling import end, pause, pause_all, resume, resume_all, schedule

__all__ = [
    "answer",
    "close_overdue",
    "end",
    "hand_in",
    "open_due",
    "pause",
    "pause_all",
    "put_off",
    "resume",
    "resume_all",
    "schedule",
    "start",
    "submit",
]
