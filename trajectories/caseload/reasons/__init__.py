"""Why somebody asks for attention: one small rule each, in the order of need.

A reason's SQL stands over the columns of `facts.FACTS`; its words say the same with the numbers and dates it
rests on. Reasons are read at the moment somebody looks and add up to no score. Signals are stored until somebody
settled them; here they are reasons like the others (docs/decisions/0022).
"""

from trajectories.caseload.reasons.of_client import (
    MEDICINE_TO_DISCUSS,
    MISSED,
    NEW_TRIGGER,
    SILENT,
    UNANSWERED_MESSAGE,
    UNREAD_MESSAGE,
)
from trajectories.caseload.reasons.of_signals import OF_RULE
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
    STEPPING,
    TASK,
    TASK_LATE,
    TO_RECORD,
)
from trajectories.caseload.reasons.reason import Reason

__all__ = ["INTAKE", "REASONS", "Reason"]

REASONS = (
    CONTACT_TODAY,
    OF_RULE["answer-contact"],
    OF_RULE["colour-red"],
    TASK_LATE,
    TASK,
    HANDOVER,
    OF_RULE["use"],
    OF_RULE["colour-orange"],
    OF_RULE["concern"],
    OF_RULE["craving-high"],
    UNREAD_MESSAGE,
    OF_RULE["craving-rising"],
    OF_RULE["confidence-low"],
    OF_RULE["medicine-not-taken"],
    OF_RULE["absences"],
    OF_RULE["check-ins-missed"],
    MISSED,
    UNANSWERED_MESSAGE,
    SILENT,
    OF_RULE["handover-stale"],
    OF_RULE["referral-stale"],
    PROPOSAL,
    TO_RECORD,
    PAST_END,
    REVIEW_DUE,
    STEPPING,
    NEW_TRIGGER,
    MEDICINE_TO_DISCUSS,
    PLAN_PROPOSAL,
    PROBLEM_DUE,
    DUE_TODAY,
    OF_RULE["consent-ending"],
    INTAKE,
)
"""In the order of need."""
