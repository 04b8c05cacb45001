"""Raise a signal, look at it, settle it; set what an organisation wants of a rule."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from aftercare.accounts.access import role_in
from aftercare.accounts.models import Organisation, User
from aftercare.audit import actions as audit
from aftercare.audit.models import Event
from aftercare.core.errors import Refused, Stale, TransitionRefused
from aftercare.core.templatetags.ui import moment
from trajectories.dossier.access import Permission, record_change
from trajectories.dossier.models import Summary, Trajectory
from trajectories.signals.access import SEGMENT
from trajectories.signals.models import RuleSetting, Signal
from trajectories.signals.rules import Piece, Rule

KEPT = 12
"""So many pieces of evidence stay with a signal, the newest."""


@transaction.atomic
def notice(
    *, trajectory: Trajectory, rule: Rule, evidence: list[Piece], at: datetime, threshold: int | None = None
) -> Signal | None:
    """Raise a signal, or add to the open one. What was seen before, also in one that is settled, changes nothing."""
    Summary.objects.select_for_update().values_list("pk").get(pk=trajectory.pk)
    stored = list(trajectory.signals.filter(rule=rule.key)[:10])
    known = {(piece["what"], piece["id"]) for one in stored for piece in one.evidence}
    if all((piece["what"], piece["id"]) in known for piece in evidence):
        return None
    signal = next((one for one in stored if one.is_open), None)
    if signal is None:
        signal = Signal(
            organisation_id=trajectory.organisation_id, trajectory=trajectory, rule=rule.key, first_seen_at=at
        )
        signal.evidence, signal.threshold = _in_order(evidence), threshold
    else:
        signal.evidence = _in_order([*signal.evidence, *evidence])
        signal.state, signal.revision = Signal.State.NEW, signal.revision + 1
    signal.evidence_at = parse_datetime(signal.evidence[-1]["at"])
    signal.save()
    record_change(by=None, trajectory=trajectory, obj=signal, segment=Permission.SIGNAL_VIEW)
    return signal


@transaction.atomic
def take_back(*, trajectory: Trajectory, piece: str, rule: Rule | None = None) -> None:
    """What was undone or corrected is no evidence. An open signal for which the rest is too little was never raised.

    `rule` counts its pieces: fewer than its threshold are too little.
    """
    resting = trajectory.signals.open().filter(evidence__contains=[{"id": piece}]).select_for_update(of=["self"])
    for signal in resting:
        signal.evidence = [one for one in signal.evidence if one["id"] != piece]
        record_change(by=None, trajectory=trajectory, obj=signal, segment=Permission.SIGNAL_VIEW)
        if len(signal.evidence) < (signal.threshold if rule else 1):
            signal.delete()
        else:
            signal.evidence_at, signal.revision = parse_datetime(signal.evidence[-1]["at"]), signal.revision + 1
            signal.save(update_fields=["evidence", "evidence_at", "revision"])


def _in_order(evidence: list[Piece]) -> list[Piece]:
    """Each piece once, the newest last."""
    once = {(piece["what"], piece["id"]): piece for piece in evidence}
    return sorted(once.values(), key=lambda piece: parse_datetime(piece["at"]))[-KEPT:]


@transaction.atomic
def look_at(*, signal: Signal, by: User, at: datetime | None = None) -> None:
    """Somebody has seen it. It stays; new evidence makes it new again."""
    stored = Signal.objects.select_for_update().get(pk=signal.pk)
    if stored.state != Signal.State.NEW:
        return
    stored.state, stored.looked_at, stored.looked_by = Signal.State.LOOKED_AT, at or timezone.now(), by
    stored.save(update_fields=["state", "looked_at", "looked_by"])
    record_change(by=by, trajectory=signal.trajectory, obj=stored, segment=Permission.SIGNAL_SETTLE)


@transaction.atomic
def settle(
    *,
    trajectory: Trajectory,
    by: User,
    seen: Iterable[tuple[UUID, int]],
    state: Signal.State,
    outcome: str,
    at: datetime | None = None,
) -> None:
    """Say what was done, or why nothing is needed. `seen` are signals, each with the revision that was looked at."""
    if state not in Signal.OUTCOMES or not outcome.strip():
        raise Refused(_("Say what was done, or why nothing is needed."))
    revisions = dict(seen)
    locked = trajectory.signals.filter(pk__in=revisions).select_for_update(of=["self"]).select_related("settled_by")
    for signal in locked:
        if not signal.is_open:
            raise TransitionRefused(
                _("%(name)s settled “%(signal)s” already, %(moment)s.")
                % {
                    "name": signal.settled_by.name,
                    "signal": signal.of.title,
                    "moment": moment(signal.settled_at, timezone.now()),
                }
            )
        if signal.revision != revisions[signal.pk]:
            raise Stale(_("Something new came in while you were writing. Look at it first."))
        _settle(signal, by=by, state=state, outcome=outcome, at=at or timezone.now())


@transaction.atomic
def settle_with(*, trajectory: Trajectory, rule: Rule, by: User, outcome: str, at: datetime) -> None:
    """What was done elsewhere in the portal settles the signal that asked for it."""
    signal = trajectory.signals.open().filter(rule=rule.key).select_for_update(of=["self"]).first()
    if signal:
        _settle(signal, by=by, state=Signal.State.ACTED, outcome=outcome, at=max(at, signal.first_seen_at))


def _settle(signal: Signal, *, by: User, state: Signal.State, outcome: str, at: datetime) -> None:
    signal.state, signal.settled_at, signal.settled_by, signal.outcome = state, at, by, outcome[:500]
    signal.save(update_fields=["state", "settled_at", "settled_by", "outcome"])
    record_change(by=by, trajectory=signal.trajectory, obj=signal, segment=Permission.SIGNAL_SETTLE)


@transaction.atomic
def set_rule(
    *,
    organisation: Organisation,
    by: User,
    rule: Rule,
    threshold: int,
    is_on: bool = True,
    revision: int = 0,
    at: datetime | None = None,
) -> RuleSetting:
    """From now on the rule counts like this here. `revision` is that of the setting that was changed; 0: none yet."""
    if not rule.lowest <= threshold <= rule.highest:
        raise Refused(_("Choose a number from %(low)d to %(high)d.") % {"low": rule.lowest, "high": rule.highest})
    Organisation.objects.select_for_update().values_list("pk").get(pk=organisation.pk)
    setting = RuleSetting.objects.filter(organisation=organisation, rule=rule.key).first()
    if revision != (setting.revision if setting else 0):
        raise Stale(_("Somebody changed this while you were writing."))
    setting = setting or RuleSetting(organisation=organisation, rule=rule.key, revision=0)
    setting.threshold, setting.is_on, setting.revision = threshold, is_on, setting.revision + 1
    setting.changed_at, setting.changed_by = at or timezone.now(), by
    setting.save()
    audit.record(
        by=by,
        event=Event.CHANGE,
        role=role_in(by, organisation.pk),
        organisation=organisation.pk,
        obj=setting,
        segment=SEGMENT,
        purpose="management",
    )
    return setting
