"""When client and care team look at the aftercare together: planned, moved, ended by an agreement."""

from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from aftercare.accounts.models import User
from aftercare.core.errors import Refused, Stale, TransitionRefused
from trajectories.agreements.models import EVERY_WEEKS, Agreement, Review
from trajectories.dossier.access import Permission, record_change
from trajectories.dossier.models import Status, Trajectory

BEFORE_THE_END = timedelta(days=7)
"""The last review lies so long before the agreed end."""


def next_day(after: date, *, ends_on: date, every_weeks: int) -> date | None:
    """In so many weeks, but before the end; None when there is no time left for one."""
    day = min(after + timedelta(weeks=every_weeks), ends_on - BEFORE_THE_END)
    return day if day > after + BEFORE_THE_END else None


def follow(agreement: Agreement, *, by: User, at: datetime) -> None:
    """An agreement ends the review at which it was made, and the next one is planned within the agreed period."""
    trajectory, today = agreement.trajectory, timezone.localdate(at)
    current = trajectory.reviews.open().first()
    weeks = current.every_weeks if current else EVERY_WEEKS
    if current and (current.pk == agreement.review_id or agreement.kind == Agreement.Kind.CLOSE):
        _end(current, at=at)
        current = None
    if agreement.kind == Agreement.Kind.CLOSE:
        return
    if current and current.due_on <= agreement.ends_on - BEFORE_THE_END:
        return
    after = max(today, agreement.starts_on)
    day = next_day(after, ends_on=agreement.ends_on, every_weeks=weeks)
    if current and day is None:
        _end(current, at=at)
    elif current:
        current.due_on = day
        current.save(update_fields=["due_on"])
    elif day:
        _plan(trajectory, day, weeks, by=by, at=at)


@transaction.atomic
def plan(
    *,
    trajectory: Trajectory,
    by: User,
    due_on: date,
    every_weeks: int,
    seen: str | None = None,
    at: datetime | None = None,
) -> Review:
    """The next review is on that day, and from then on every so many weeks. `seen` is the stamp of the one that the
    writer saw planned, empty when there was none; another one since is Stale."""
    at = at or timezone.now()
    stored = Trajectory.objects.select_for_update(of=["self"]).get(pk=trajectory.pk)
    if stored.status != Status.RUNNING:
        raise TransitionRefused(_("This aftercare is closed. There is nothing to agree on any more."))
    if due_on < timezone.localdate(at):
        raise Refused(_("Choose today or a day that is still to come."))
    if due_on > stored.ends_on:
        raise Refused(_("This is after the agreed end. Choose an earlier day, or agree on a later end first."))
    review = trajectory.reviews.open().first()
    if seen is not None and seen != (review.stamp if review else ""):
        raise Stale(_("Somebody changed this while you were writing."))
    if review is None:
        return _plan(trajectory, due_on, every_weeks, by=by, at=at)
    review.due_on, review.every_weeks, review.planned_by, review.planned_at = due_on, every_weeks, by, at
    review.save(update_fields=["due_on", "every_weeks", "planned_by", "planned_at"])
    record_change(by=by, trajectory=trajectory, obj=review, segment=Permission.AGREE)
    return review


def _plan(trajectory: Trajectory, day: date, weeks: int, *, by: User, at: datetime) -> Review:
    review = Review.objects.create(
        organisation_id=trajectory.organisation_id,
        trajectory=trajectory,
        due_on=day,
        every_weeks=weeks,
        planned_by=by,
        planned_at=at,
    )
    record_change(by=by, trajectory=trajectory, obj=review, segment=Permission.AGREE)
    return review


def _end(review: Review, *, at: datetime) -> None:
    review.ended_at = at
    review.save(update_fields=["ended_at"])
