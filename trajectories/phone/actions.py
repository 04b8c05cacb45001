"""Take in what a phone kept: each parcel once, however often it is sent."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.core.exceptions import ObjectDoesNotExist
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from aftercare.accounts.models import User
from aftercare.core.errors import Refused
from trajectories.checkins import actions as checkins
from trajectories.checkins.models import CheckIn
from trajectories.checkins.questionnaire import Answer
from trajectories.dossier.access import Permission, can
from trajectories.dossier.models import Trajectory
from trajectories.phone.models import Contents, Parcel
from trajectories.plans import actions as plans
from trajectories.triggers import actions as triggers


@transaction.atomic
def take_in(
    *, trajectory: Trajectory, by: User, key: UUID, contents: Contents, told: dict | None, packed_at: datetime
) -> Parcel:
    """Do what is in the parcel, or note why not; a key that came before only gets its answer again.

    `told` is None when it could not be read.
    """
    now = timezone.now()
    about = {"organisation_id": trajectory.organisation_id, "contents": contents, "received_at": now}
    packed_at = min(packed_at, now)
    parcel, is_new = Parcel.objects.get_or_create(
        trajectory=trajectory, key=key, defaults={"packed_at": packed_at, **about}
    )
    if is_new:
        parcel.refusal = _unpack(trajectory, by, Contents(contents), told, packed_at)
        parcel.save(update_fields=["refusal"])
    return parcel


def _unpack(trajectory: Trajectory, by: User, contents: Contents, told: dict | None, at: datetime) -> str:
    """Why it could not be done; empty when it was."""
    inside = INSIDE[contents]
    if not can(by, inside.needs, trajectory):
        return _("Your aftercare does not have this any more.")
    if told is None:
        return _("This could not be read.")
    try:
        with transaction.atomic():
            inside.do(trajectory, by, at, **told)
    except Refused as refused:
        return str(refused)
    except ObjectDoesNotExist:
        return _("What this belongs to is not there any more.")
    return ""


def _log(trajectory: Trajectory, by: User, at: datetime, *, entry: UUID, strength: int) -> None:
    triggers.log(trajectory=trajectory, by=by, key=entry, at=at, strength=strength)


def _answer(trajectory: Trajectory, by: User, at: datetime, *, entry: UUID, **answers) -> None:
    if answers.get("step"):
        answers["step"] = trajectory.coping_steps.get(pk=answers["step"])
    triggers.answer(entry=trajectory.trigger_entries.get(key=entry), by=by, **answers)


def _undo(trajectory: Trajectory, by: User, at: datetime, *, entry: UUID) -> None:
    triggers.undo(entry=trajectory.trigger_entries.get(key=entry), by=by)


def _tick(trajectory: Trajectory, by: User, at: datetime, *, item: UUID, **said) -> None:
    plans.tick(item=trajectory.plan_items.for_one_day().get(pk=item), by=by, at=at, **said)


def _check_in(
    trajectory: Trajectory, by: User, at: datetime, *, instrument: str, version: int, answers: dict, note: str
) -> None:
    waiting = trajectory.occurrences.open(at=at).filter(schedule__instrument=instrument).select_related("schedule")
    checkins.hand_in(
        trajectory=trajectory,
        by=by,
        occurrence=waiting.first(),
        questions=(instrument, version),
        answers=answers,
        note=note,
        at=at,
    )


def _answer_check_in(
    trajectory: Trajectory,
    by: User,
    at: datetime,
    *,
    check_in: CheckIn,
    item: str,
    answer: Answer,
    is_last: bool,
    note: str,
) -> None:
    """It may have arrived before the network went: then it is there already."""
    if is_last:
        checkins.submit(check_in=check_in, by=by, answers={item: answer}, note=note, at=at)
    elif not check_in.submitted_at or check_in.answers.get(item) != answer:
        checkins.answer(check_in=check_in, item=item, value=answer, by=by, at=at)


@dataclass(frozen=True)
class Inside:
    needs: Permission
    do: Callable[..., None]


INSIDE = {
    Contents.TRIGGER: Inside(Permission.TRIGGER_LOG, _log),
    Contents.TRIGGER_ANSWER: Inside(Permission.TRIGGER_LOG, _answer),
    Contents.TRIGGER_UNDO: Inside(Permission.TRIGGER_LOG, _undo),
    Contents.TICK: Inside(Permission.PLAN_TICK, _tick),
    Contents.CHECK_IN: Inside(Permission.CHECK_IN_ANSWER, _check_in),
    Contents.CHECK_IN_ANSWER: Inside(Permission.CHECK_IN_ANSWER, _answer_check_in),
}
