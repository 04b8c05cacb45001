"""What every step does: hold the handover, write down who did what when, set its deadlines, tell whom it concerns."""

from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from aftercare.accounts.models import User
from aftercare.accounts.roles import Role
from aftercare.audit import actions as audit
from aftercare.audit.models import Event
from aftercare.core.errors import Refused, TransitionRefused
from aftercare.notifications import actions as notifications
from trajectories.dossier.access import Permission, part_of
from trajectories.dossier.happenings import What as Happening
from trajectories.dossier.happenings import tell
from trajectories.dossier.models import Consent
from trajectories.referrals import deadlines
from trajectories.referrals.access import LINK_PURPOSE, LINK_VALID, LINK_VIEW, link_ids
from trajectories.referrals.models import Referral, ReferralStep, State
from trajectories.sharing import actions as sharing
from trajectories.teamtasks import actions as teamtasks
from trajectories.teamtasks.deadlines import end_of_working_day
from trajectories.teamtasks.models import TeamTask

What = ReferralStep.What
NEWS = "something_ready"
NEWS_LASTS = timedelta(days=14)
FRESH = timedelta(hours=1)
"""What happened longer ago is told to nobody."""


def lock(referral: Referral, *, among: list[State]) -> Referral:
    """As it stands now, held until the end of the transaction; refused in any other state than these."""
    people = ("trajectory__client__user", "trajectory__organisation", "to_user", "recipient")
    stored = Referral.objects.select_for_update(of=["self"]).select_related(*people).get(pk=referral.pk)
    if stored.state not in among:
        raise TransitionRefused(
            _("This handover has moved on meanwhile: “%(state)s”.") % {"state": stored.get_state_display()}
        )
    return stored


def take(stored: Referral, what: What, *, by: User | None, at: datetime, words: str = "") -> None:
    """One step in the history, and a line in the access log."""
    step = ReferralStep(
        organisation_id=stored.organisation_id,
        trajectory_id=stored.trajectory_id,
        referral=stored,
        what=what,
        at=at,
        by=by,
        words=words,
    )
    step.save(force_insert=True)
    audit.record(
        by=by,
        event=Event.CHANGE,
        role=part_of(by, stored.trajectory) or Role.PARTNER,
        about=stored.trajectory.client.user_id,
        organisation=stored.organisation_id,
        obj=stored,
        segment=Permission.REFERRAL_VIEW,
        purpose="care" if by != stored.to_user else "shared",
    )


def move(stored: Referral, to: State, *, by: User | None, at: datetime, words: str = "", **facts) -> None:
    """The next state with its deadlines. Whoever waited for the step before need not wait any more."""
    for name, value in (facts | deadlines.of(to, since=at) | {"state": to}).items():
        setattr(stored, name, value)
    stored.save()
    take(stored, What(to), by=by, at=at, words=words)
    tell(Happening.REFERRED, [stored], at=at)


def end(stored: Referral, to: State, *, by: User | None, at: datetime, because: str = "") -> None:
    """It is over: links are dead, and unless the client arrived there, what was shared for it is shared no more."""
    stored.ended_in, stored.state = stored.state, to
    stored.due_at = stored.expires_at = None
    stored.ended_at, stored.ended_by, stored.ended_because = at, by, because
    stored.link_round += 1
    stored.save()
    notifications.withdraw(key_prefix=key_of(stored))
    if stored.recipient and to != State.ARRIVED:
        stop_sharing(stored, by=by, at=at)
    take(stored, What(to), by=by, at=at, words=because)
    tell(Happening.REFERRED, [stored], at=at)


def stop_sharing(stored: Referral, *, by: User | None, at: datetime) -> None:
    stored.recipient.trajectory = stored.trajectory
    by_client = by is not None and by.pk == stored.trajectory.client.user_id
    because = Consent.Ended.STOPPED if by_client else Consent.Ended.HANDOVER
    sharing.stop(recipient=stored.recipient, by=by, purpose=Consent.Purpose.HANDOVER, because=because, at=at)


@transaction.atomic
def note_contact(*, referral: Referral, by: User, on: date, at: datetime | None = None) -> None:
    """The partner and the client had their first contact. Four weeks later the client is asked how it goes."""
    at = at or timezone.now()
    stored = lock(referral, among=[State.ACCEPTED])
    if not timezone.localdate(stored.agreed_at) <= on <= timezone.localdate(at):
        raise Refused(_("Choose a day between the client’s yes and today."))
    stored.link_round += 1
    move(stored, State.STARTED, by=by, at=at, first_contact_on=on)
    notifications.withdraw(key_prefix=f"{key_of(stored)}partner:")


def tell_client(stored: Referral, *, at: datetime) -> None:
    """Something is ready, and no more."""
    client = stored.trajectory.client.user
    if client.email and timezone.now() < at + FRESH:
        notifications.queue(
            key=f"{key_of(stored)}client:{stored.state}",
            recipient=client,
            kind=NEWS,
            due_at=at,
            expires_at=at + NEWS_LASTS,
            link_view="referrals:mine",
        )


def tell_partner(stored: Referral, *, at: datetime) -> None:
    """A neutral letter with a link of its own to somebody without an account; a letter to sign in to anybody else.

    Links that went out before are dead from now on.
    """
    stored.link_round += 1
    stored.save(update_fields=["link_round"])
    notifications.withdraw(key_prefix=f"{key_of(stored)}partner:")
    if timezone.now() >= at + FRESH:
        return
    letter = {"kind": NEWS, "link_view": "referrals:received"}
    if stored.to_organisation_id is None:
        letter = {"kind": LINK_PURPOSE, "link_view": LINK_VIEW, "link_ids": link_ids(stored)}
    notifications.queue(
        key=f"{key_of(stored)}partner:{stored.link_round}",
        recipient=stored.to_user,
        due_at=at,
        expires_at=at + LINK_VALID,
        **letter,
    )


def ask_team(stored: Referral, *, occasion: str, by: User | None, at: datetime, words: str = "") -> None:
    """A task for the care team, once for each occasion."""
    teamtasks.ask(
        trajectory=stored.trajectory,
        kind=TeamTask.Kind.REFERRAL,
        key=f"referral:{stored.pk}:{occasion}",
        text=_asked(stored, by, words),
        due_at=end_of_working_day(at, zone=stored.trajectory.organisation.time_zone),
        by=by,
        at=at,
    )


def _asked(stored: Referral, by: User | None, words: str) -> str:
    """The client's words stand alone, in their own voice; to others the partner's name is added."""
    if by is not None and by.pk == stored.trajectory.client.user_id:
        return words
    return ": ".join(filter(None, [stored.to_name, words]))[:500]


def key_of(stored: Referral) -> str:
    return f"referral:{stored.pk}:"
