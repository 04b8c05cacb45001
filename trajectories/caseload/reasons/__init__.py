"""Why somebody asks for attention: one small rule each, in the order of need.

A rule's SQL stands over the columns of `queue.FACTS`; its words say the same with the numbers and dates it
rests on. Rules are read at the moment somebody looks, never stored, and add up to no score.
"""

from trajectories.caseload.reasons.of_client import (
    CRAVING_HIGH,
    CRAVING_RISING,
    GROUPS_MISSED,
    MEDICINE_NOT_TAKEN,
    MEDICINE_TO_DISCUSS,
    MISSED,
    NEW_TRIGGER,
    ORANGE,
    RED,
    SILENT,
    UNANSWERED_MESSAGE,
    UNREAD_MESSAGE,
    USE,
)
from trajectories.caseload.reasons.of_team import (
    CONTACT_TODAY,
    DUE_TODAY,
    HANDOVER,
    INTAKE,
    PAST_END,
    PLAN_PROPOSAL,
    PROBLEM_DUE,
    PROPOSAL,
    REVIEW_DUE,
    TASK,
    TASK_LATE,
    TO_RECORD,
)
from trajectories.caseload.reasons.reason import Reason

__all__ = ["INTAKE", "REASONS", "Reason"]

REASONS = (
    CONTACT_TODAY,
    RED,
    TASK_LATE,
    TASK,
    HANDOVER,
    USE,
    ORANGE,
    CRAVING_HIGH,
    UNREAD_MESSAGE,
    CRAVING_RISING,
    MEDICINE_NOT_TAKEN,
    MISSED,
    GROUPS_MISSED,
    UNANSWERED_MESSAGE,
    SILENT,
    PROPOSAL,
    TO_RECORD,
    PAST_END,
    REVIEW_DUE,
    NEW_TRIGGER,
    MEDICINE_TO_DISCUSS,
    PLAN_PROPOSAL,
    PROBLEM_DUE,
    DUE_TODAY,
    INTAKE,
)
"""In the order of need."""
