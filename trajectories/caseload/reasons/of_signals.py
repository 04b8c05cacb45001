"""Signals that nobody settled yet: one reason for each rule, in the words of the rule."""

from trajectories.caseload.reasons.reason import Reason
from trajectories.signals.rules import Rule, rules
from trajectories.teamtasks.models import TeamTask

BESIDE_ITS_TASK = f" AND task_kind IS DISTINCT FROM '{TeamTask.Kind.CONTACT_TODAY}'"
"""The task that asks for contact the same day says it already."""


def because(rule: Rule):
    return lambda row: rule.state(row.evidence[rule.key], now=row.today)


def reason(rule: Rule) -> Reason:
    return Reason(
        name=rule.key,
        label=rule.title,
        sql=f"jsonb_exists(signals, '{rule.key}')" + (BESIDE_ITS_TASK if rule.key == "answer-contact" else ""),
        level=rule.level,
        icon=rule.icon,
        because=because(rule),
    )


OF_RULE = {rule.key: reason(rule) for rule in rules().values()}
