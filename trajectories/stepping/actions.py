"""Propose by the rules; accept, change or reject with the client."""

from collections.abc import Collection
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from aftercare.accounts.models import User
from aftercare.core.errors import Refused, TransitionRefused
from trajectories.checkins import actions as checkins
from trajectories.checkins import library
from trajectories.dossier.access import Permission, record_change
from trajectories.dossier.models import Status, Trajectory
from trajectories.rhythm import actions as rhythm
from trajectories.signals.access import thresholds_at
from trajectories.stepping.models import StepProposal
from trajectories.stepping.rules import step_rules
from trajectories.stepping.weeks import LONGEST, WEEK, asked_of, contact_of, next_along

REST = timedelta(weeks=4)
"""So long after a decision nothing is proposed again."""
State = StepProposal.State


@transaction.atomic
def consider(*, trajectories: Collection[Trajectory], at: datetime) -> list[StepProposal]:
    """Propose for each the first rule that holds. Who has a proposal, or decided on one lately, gets none."""
    recent = StepProposal.objects.filter(trajectory__in=trajectories)
    resting = {one.trajectory_id for one in recent if one.decided_at is None or one.decided_at > at - REST}
    free = [one for one in trajectories if one.pk not in resting and one.status == Status.RUNNING]
    asked = asked_of([one.pk for one in free], since=at - LONGEST * WEEK, until=at)
    contact = contact_of(free, on=timezone.localdate(at))
    thresholds = {one.organisation_id: thresholds_at(one.organisation_id) for one in free}
    proposals = []
    for one in free:
        for rule in step_rules().values():
            threshold, weeks = thresholds[one.organisation_id].of(rule), next_along(contact[one.pk], rule.direction)
            evidence = rule.judge(asked[one.pk], at=at, threshold=threshold) if threshold is not None and weeks else []
            if evidence:
                proposals.append(
                    StepProposal(
                        organisation_id=one.organisation_id,
                        trajectory=one,
                        rule=rule.key,
                        threshold=threshold,
                        evidence=evidence,
                        weeks_before=contact[one.pk],
                        weeks_proposed=weeks,
                        proposed_at=at,
                    )
                )
                break
    StepProposal.objects.bulk_create(proposals, ignore_conflicts=True)
    for proposal in proposals:
        record_change(by=None, trajectory=proposal.trajectory, obj=proposal, segment=Permission.SIGNAL_VIEW)
    return proposals


@transaction.atomic
def accept(
    *, proposal: StepProposal, by: User, weeks: int, spoken_on: date, reason: str = "", at: datetime | None = None
) -> None:
    """As it was proposed, or with other weeks and a reason: the contact and the check-ins follow at once."""
    at = at or timezone.now()
    today = timezone.localdate(at)
    stored = _locked(proposal)
    if spoken_on > today:
        raise Refused(_("This conversation is still to come."))
    as_proposed = weeks == stored.weeks_proposed
    if not as_proposed and not reason.strip():
        raise Refused(_("Write in a few words why it becomes something else."))
    stored.weeks_agreed, stored.spoken_on = weeks, spoken_on
    _decide(stored, State.ACCEPTED if as_proposed else State.CHANGED, by=by, reason=reason, at=at)
    _reschedule(stored.trajectory, weeks, by=by, on=today, at=at)


@transaction.atomic
def reject(*, proposal: StepProposal, by: User, reason: str, at: datetime | None = None) -> None:
    """Not now, and why. Nothing changes."""
    stored = _locked(proposal)
    if not reason.strip():
        raise Refused(_("Write in a few words why not."))
    _decide(stored, State.REJECTED, by=by, reason=reason, at=at or timezone.now())


def _locked(proposal: StepProposal) -> StepProposal:
    rows = StepProposal.objects.select_for_update(of=["self"]).select_related("trajectory__client__user", "decided_by")
    stored = rows.get(pk=proposal.pk)
    if stored.decided_at:
        raise TransitionRefused(_("%(name)s decided on this already.") % {"name": stored.decided_by.name})
    return stored


def _decide(stored: StepProposal, state: State, *, by: User, reason: str, at: datetime) -> None:
    stored.state, stored.reason, stored.decided_by, stored.decided_at = state, reason, by, at
    stored.save()
    record_change(by=by, trajectory=stored.trajectory, obj=stored, segment=Permission.SIGNAL_SETTLE)


def _reschedule(trajectory: Trajectory, weeks: int, *, by: User, on: date, at: datetime) -> None:
    phases = list(trajectory.contact_phases.in_order())
    kept = [(one.starts_on, one.every_weeks) for one in phases if one.starts_on < on]
    seen = phases[0].pk if phases else None
    rhythm.agree(trajectory=trajectory, by=by, phases=[*kept, (on, weeks)], seen=seen, at=at)
    usual = library.usual(trajectory.kind).id
    for agreed in trajectory.check_in_schedules.current().filter(instrument=usual):
        checkins.schedule(
            trajectory=trajectory,
            by=by,
            instrument=usual,
            weekday=agreed.weekday,
            wall_time=agreed.wall_time,
            zone=agreed.zone,
            starts_on=on,
            every_weeks=weeks,
            until=agreed.until,
            at=at,
        )
