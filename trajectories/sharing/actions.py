"""Give, change and stop consent; what the clock ends; that somebody looked."""

from collections.abc import Collection
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from aftercare.accounts.models import Organisation, User
from aftercare.core import scope
from aftercare.core.errors import Refused, Stale
from aftercare.notifications import actions as notifications
from trajectories.dossier.access import Permission, record_change
from trajectories.dossier.happenings import What, tell
from trajectories.dossier.models import Category, Consent, Recipient, Trajectory, categories_of

NOTICE_LASTS = timedelta(days=30)
BATCH = 200
Ended = Consent.Ended


@transaction.atomic
def share(
    *,
    trajectory: Trajectory,
    by: User,
    categories: Collection[Category],
    purpose: Consent.Purpose,
    until: date | None = None,
    name: str = "",
    email: str = "",
    user: User | None = None,
    partner: Organisation | None = None,
    at: datetime | None = None,
) -> Recipient:
    """With somebody close by `name` and `email`, or with `user`, who works at `partner`."""
    at = at or timezone.now()
    recipient = _recipient(trajectory, by, at=at, name=name, email=email, user=user, partner=partner)
    if recipient.consents.standing(at=at).exists():
        raise Refused(_("You share with %(name)s already. Change it there.") % {"name": recipient.name})
    change(
        recipient=recipient,
        by=by,
        categories=categories,
        purpose=purpose,
        until=until,
        revision=recipient.revision,
        at=at,
    )
    return recipient


@transaction.atomic
def change(
    *,
    recipient: Recipient,
    by: User,
    categories: Collection[Category],
    purpose: Consent.Purpose,
    until: date | None,
    revision: int,
    at: datetime | None = None,
) -> None:
    """From now on exactly these categories, on these terms. `revision` is the one that was looked at."""
    at = at or timezone.now()
    stored = _locked(recipient)
    if stored.revision != revision:
        raise Stale(_("You changed this somewhere else meanwhile. Look at what holds now."))
    if not categories:
        raise Refused(_("Choose at least one thing to share."))
    _refuse_foreign(categories, recipient.trajectory)
    if until is not None and until < timezone.localdate(at):
        raise Refused(_("Choose a day that is still to come."))
    _end_late(stored, at=at)
    standing = stored.consents.filter(ended_at=None)
    kept = standing.filter(category__in=categories, purpose=purpose, until=until)
    same = set(kept.order_by().values_list("category", flat=True))
    _end(stored, standing.exclude(category__in=categories), at=at, because=Ended.STOPPED)
    _end(stored, standing.exclude(category__in=same), at=at, because=Ended.CHANGED)
    _give(stored, {*categories} - same, by=by, purpose=purpose, until=until, at=at)


@transaction.atomic
def share_for_handover(
    *,
    trajectory: Trajectory,
    by: User,
    categories: Collection[Category],
    until: date,
    at: datetime | None = None,
    **who,
) -> Recipient:
    """With a partner who takes over a part of the help; `who` as for `share`. What stands already stays as it is."""
    at = at or timezone.now()
    recipient = _recipient(trajectory, by, at=at, **who)
    stored = _locked(recipient)
    _end_late(stored, at=at)
    standing = stored.consents.filter(ended_at=None)
    _end(stored, standing.filter(purpose=Consent.Purpose.HANDOVER), at=at, because=Ended.CHANGED)
    kept = set(standing.order_by().values_list("category", flat=True))
    _give(stored, {*categories} - kept, by=by, purpose=Consent.Purpose.HANDOVER, until=until, at=at)
    return recipient


def _recipient(
    trajectory: Trajectory,
    by: User,
    *,
    at: datetime,
    name: str = "",
    email: str = "",
    user: User | None = None,
    partner: Organisation | None = None,
) -> Recipient:
    who = {"email": email.strip().lower(), "user": user, "partner": partner}
    if who["email"] and who["email"] == (by.email or "").lower():
        raise Refused(_("This is your own address."))
    recipient, _new = Recipient.objects.get_or_create(
        trajectory=trajectory,
        **who,
        defaults={"organisation_id": trajectory.organisation_id, "name": name or user.name, "used_at": at},
    )
    recipient.trajectory = trajectory
    return recipient


def _give(
    stored: Recipient,
    categories: Collection[Category],
    *,
    by: User,
    purpose: Consent.Purpose,
    until: date | None,
    at: datetime,
) -> None:
    Consent.objects.bulk_create(
        Consent(
            organisation_id=stored.organisation_id,
            trajectory_id=stored.trajectory_id,
            recipient=stored,
            category=category,
            purpose=purpose,
            until=until,
            given_at=at,
        )
        for category in Category
        if category in categories
    )
    Recipient.objects.filter(pk=stored.pk).update(used_at=at, revision=stored.revision + 1)
    record_change(by=by, trajectory=stored.trajectory, obj=stored, segment=Permission.SHARE)


@transaction.atomic
def choose(
    *,
    trajectory: Trajectory,
    by: User,
    chosen: dict[UUID, tuple[Collection[Category], int]],
    at: datetime | None = None,
) -> None:
    """With each recipient exactly these categories, on the terms that hold there; all of it or nothing.

    Beside the categories stands the revision that was looked at. Nothing chosen stops it.
    """
    at = at or timezone.now()
    for recipient in trajectory.recipients.filter(pk__in=chosen).order_by("id"):
        categories, revision = chosen[recipient.pk]
        stored = _locked(recipient)
        standing = list(stored.consents.standing(at=at).order_by("given_at", "id"))
        given = {one.category for one in standing}
        if set(categories) == given:
            continue
        if not standing or stored.revision != revision:
            raise Stale(_("You changed this somewhere else meanwhile. Look at what holds now."))
        _refuse_foreign(categories, trajectory)
        _end_late(stored, at=at)
        gone = stored.consents.filter(ended_at=None).exclude(category__in=categories)
        _end(stored, gone, at=at, because=Ended.STOPPED)
        terms = {"purpose": standing[0].purpose, "until": standing[0].until}
        _give(stored, {*categories} - given, by=by, at=at, **terms)


@transaction.atomic
def stop(
    *,
    recipient: Recipient,
    by: User | None,
    purpose: Consent.Purpose | None = None,
    because: Ended = Ended.STOPPED,
    at: datetime | None = None,
) -> None:
    """Everything with this recipient, or what is for one purpose. What has ended already stays as it is."""
    stored = _locked(recipient)
    standing = stored.consents.filter(ended_at=None)
    chosen = standing.filter(purpose=purpose) if purpose else standing
    if _end(stored, chosen, at=at or timezone.now(), because=because):
        Recipient.objects.filter(pk=stored.pk).update(revision=stored.revision + 1)
        record_change(by=by, trajectory=stored.trajectory, obj=stored, segment=Permission.SHARE)


@transaction.atomic
def note_look(*, trajectory: Trajectory, recipients: Collection[Recipient], at: datetime) -> None:
    """So that sharing does not lapse while it is used; once a day is enough."""
    lately = [one.pk for one in recipients if one.used_at < at - timedelta(days=1)]
    if lately:
        with scope.reaching(trajectory.pk):
            Recipient.objects.filter(pk__in=lately).update(used_at=at)


@transaction.atomic
def lapse(*, at: datetime, limit: int = BATCH) -> int:
    """Write down what ended by itself. A client hears of what nobody looked at; returns how many ended."""
    over = Consent.objects.over(at=at).select_for_update(of=["self"], skip_locked=True)
    found = list(over.select_related("recipient", "trajectory__client__user")[:limit])
    for consent in found:
        expired = consent.until is not None and consent.until < timezone.localdate(at)
        consent.ended_at, consent.ended_because = at, Ended.EXPIRED if expired else Ended.UNUSED
        if not expired:
            _tell_unused(consent, at=at)
        record_change(by=None, trajectory=consent.trajectory, obj=consent, segment=Permission.SHARE)
    Consent.objects.bulk_update(found, ["ended_at", "ended_because"])
    tell(What.TAKEN_BACK, found, at=at)
    return len(found)


def _tell_unused(consent: Consent, *, at: datetime) -> None:
    """One neutral letter for each recipient."""
    client = consent.trajectory.client.user
    if client.email:
        notifications.queue(
            key=f"trajectory:{consent.trajectory_id}:sharing:{consent.recipient_id}:{at:%Y-%m-%d}",
            recipient=client,
            kind="sharing",
            expires_at=at + NOTICE_LASTS,
            link_view="overview:sharing",
        )


def _refuse_foreign(categories: Collection[Category], trajectory: Trajectory) -> None:
    if not set(categories) <= set(categories_of(trajectory.kind)):
        raise Refused(_("This cannot be shared."))


def _locked(recipient: Recipient) -> Recipient:
    stored = Recipient.objects.select_for_update().get(pk=recipient.pk)
    stored.trajectory = recipient.trajectory
    return stored


def _end_late(recipient: Recipient, *, at: datetime) -> None:
    """What is over already, though the clock has not written it down yet."""
    late = Consent.objects.over(at=at)
    _end(recipient, late.filter(until__lt=timezone.localdate(at)), at=at, because=Ended.EXPIRED)
    _end(recipient, late, at=at, because=Ended.UNUSED)


def _end(recipient: Recipient, consents: QuerySet[Consent], *, at: datetime, because: Ended) -> int:
    ending = list(consents.filter(recipient=recipient).select_related("trajectory__client"))
    Consent.objects.filter(pk__in=[one.pk for one in ending]).update(ended_at=at, ended_because=because)
    tell(What.TAKEN_BACK, ending, at=at)
    return len(ending)
