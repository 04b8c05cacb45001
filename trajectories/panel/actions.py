"""Join and leave the panel; write, publish and stop a poll; answer it; close it; tell what was done with it."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from random import SystemRandom
from uuid import UUID

from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from aftercare.accounts.models import Organisation, Region, User
from aftercare.audit import actions as audit
from aftercare.audit.models import Event
from aftercare.core.errors import Refused, Stale, TransitionRefused
from aftercare.notifications import actions as notifications
from trajectories.dossier.access import Permission, record_change
from trajectories.dossier.models import Trajectory
from trajectories.panel.access import SEGMENT, desk_of, membership_of
from trajectories.panel.models import ENOUGH, PanelMember, Poll, PollChoice, PollQuestion, PollTurnout, PollWords

KIND = "panel"
TOLD_FOR = timedelta(days=14)


@dataclass(frozen=True)
class Asked:
    """A question as it is written."""

    kind: str
    text: str
    choices: list[str] = field(default_factory=list)


@transaction.atomic
def join(*, trajectory: Trajectory, by: User, at: datetime | None = None) -> None:
    """From now on polls are asked. Twice is once."""
    member = PanelMember(
        organisation_id=trajectory.organisation_id, client_id=trajectory.client_id, joined_at=at or timezone.now()
    )
    PanelMember.objects.bulk_create([member], ignore_conflicts=True)
    record_change(by=by, trajectory=trajectory, segment=Permission.PANEL)


@transaction.atomic
def leave(*, trajectory: Trajectory, by: User) -> None:
    """Nothing is asked any more, and notices that wait are not sent. What was answered cannot be found back."""
    member = membership_of(trajectory)
    if member is None:
        return
    PanelMember.objects.filter(pk=member.pk).update(left_at=timezone.now())
    notifications.withdraw(key_prefix=f"{KIND}:", recipients=[by])
    record_change(by=by, trajectory=trajectory, segment=Permission.PANEL)


@transaction.atomic
def write(
    *,
    by: User,
    place: Organisation | Region,
    title: str,
    from_on: date,
    until_on: date,
    questions: Iterable[Asked],
    poll: Poll | None = None,
    revision: int | None = None,
    at: datetime | None = None,
) -> Poll:
    """A new poll, or another text of one that nobody got yet, over the `revision` that the writer saw."""
    words = {
        "organisation": place if isinstance(place, Organisation) else None,
        "region": place if isinstance(place, Region) else None,
        "title": title,
        "from_on": from_on,
        "until_on": until_on,
        "written_at": at or timezone.now(),
        "written_by": by,
    }
    if poll is None:
        poll = Poll.objects.create(**words)
    else:
        drafts = Poll.objects.filter(pk=poll.pk, published_at=None, revision=revision)
        if not drafts.update(revision=F("revision") + 1, **words):
            raise Stale(_("Somebody changed this while you were writing."))
        poll.questions.all().delete()
        poll.refresh_from_db()
    _ask(poll, questions)
    _record(poll, by)
    return poll


def _ask(poll: Poll, questions: Iterable[Asked]) -> None:
    rows, choices = [], []
    for position, asked in enumerate(questions, start=1):
        question = PollQuestion(poll=poll, position=position, kind=asked.kind, text=asked.text)
        rows.append(question)
        choices += [
            PollChoice(question=question, position=place, text=text)
            for place, text in enumerate(asked.choices, start=1)
        ]
    PollQuestion.objects.bulk_create(rows)
    PollChoice.objects.bulk_create(choices)


@transaction.atomic
def publish(*, poll: Poll, by: User, at: datetime | None = None) -> None:
    """The clock asks the panel from the first day on; the text stands from now."""
    at = at or timezone.now()
    if poll.until_on < timezone.localdate(at):
        raise Refused(_("The last day of this poll is over. Choose another one first."))
    if not Poll.objects.filter(pk=poll.pk, published_at=None).update(published_at=at):
        raise TransitionRefused(_("This poll was published already."))
    _record(poll, by)


@transaction.atomic
def discard(*, poll: Poll, by: User) -> None:
    """A draft that nobody got can go."""
    gone, _rows = Poll.objects.filter(pk=poll.pk, published_at=None).delete()
    if not gone:
        raise TransitionRefused(_("This poll was published. You can stop it."))
    _record(poll, by)


@transaction.atomic
def stop(*, poll: Poll, by: User) -> None:
    """Before its last day. The clock counts what was answered until now."""
    running = Poll.objects.published().filter(pk=poll.pk, stopped_at=None, closed_at=None)
    if not running.update(stopped_at=timezone.now()):
        raise TransitionRefused(_("This poll does not run any more."))
    _record(poll, by)


@transaction.atomic
def answer(
    *, poll: Poll, trajectory: Trajectory, by: User, answers: dict[UUID, str | list[str]], at: datetime | None = None
) -> None:
    """Once. `answers` are, by question, the chosen place, places, or own words; what is left out was skipped.

    Choices are only counted and words are stored without a person: neither can be found back or changed.
    """
    poll = Poll.objects.select_for_update().get(pk=poll.pk)
    if not poll.can_be_answered(on=timezone.localdate(at)):
        raise Refused(_("This poll is closed. Your answers were not kept."))
    if membership_of(trajectory) is None:
        raise Refused(_("You are not on the panel any more. Your answers were not kept."))
    if PollTurnout.objects.filter(poll=poll, user=by).exists():
        raise Refused(_("You answered this poll already."))
    PollTurnout.objects.bulk_create([PollTurnout(poll=poll, user=by)])
    questions = {question.pk: question for question in poll.questions.all()}
    said = {pk: value for pk, value in answers.items() if value}
    written, chosen = [], Q(pk__in=[])
    for pk, value in said.items():
        if questions[pk].kind == PollQuestion.Kind.OPEN:
            written.append(PollWords(question_id=pk, text=value))
        else:
            chosen |= Q(question=pk, position__in=value if isinstance(value, list) else [value])
    PollWords.objects.bulk_create(written)
    PollChoice.objects.filter(chosen).update(votes=F("votes") + 1)
    PollQuestion.objects.filter(pk__in=said).update(answered=F("answered") + 1)
    Poll.objects.filter(pk=poll.pk).update(answered=F("answered") + 1)
    notifications.withdraw(key_prefix=f"{KIND}:{poll.pk}:", recipients=[by])
    record_change(by=by, trajectory=trajectory, obj=poll, segment=Permission.PANEL)


@transaction.atomic
def announce(*, at: datetime, remind: bool = True) -> int:
    """Each member of the panel of a poll that began gets one notice, unless nobody is reminded of the past."""
    polls = Poll.objects.to_announce(on=timezone.localdate(at)).select_for_update(skip_locked=True)
    for poll in polls:
        midnight = datetime.combine(poll.until_on + timedelta(days=1), time.min)
        people = _tell(poll, what="asks", until=timezone.make_aware(midnight), remind=remind)
        Poll.objects.filter(pk=poll.pk).update(announced_at=at, asked=people)
    return len(polls)


@transaction.atomic
def close(*, at: datetime) -> int:
    """What is over is counted for good: who answered is forgotten, and so is what too few said."""
    polls = Poll.objects.to_close(on=timezone.localdate(at)).select_for_update(skip_locked=True)
    for poll in polls:
        Poll.objects.filter(pk=poll.pk).update(closed_at=at)
        PollTurnout.objects.filter(poll=poll).delete()
        too_few = poll.questions.filter(answered__lt=ENOUGH)
        PollChoice.objects.filter(question__in=too_few.order_by()).update(votes=0)
        PollWords.objects.filter(question__in=too_few.order_by()).delete()
        _shuffle(poll)
    return len(polls)


@transaction.atomic
def tell(*, at: datetime, remind: bool = True) -> int:
    """Members hear once that something was done with what they said."""
    polls = Poll.objects.to_tell().select_for_update(skip_locked=True)
    for poll in polls:
        _tell(poll, what="tells", until=at + TOLD_FOR, remind=remind)
        Poll.objects.filter(pk=poll.pk).update(told_at=at)
    return len(polls)


def _tell(poll: Poll, *, what: str, until: datetime, remind: bool) -> int:
    """A notice to each member of the panel, once also for whoever is a member at two places."""
    members = PanelMember.objects.asked_by(poll).select_related("client__user")
    people = {member.client.user_id: member.client.user for member in members if member.client.user.is_active}
    notifications.queue_all(
        messages=[
            notifications.compose(
                key=f"{KIND}:{poll.pk}:{what}:{person.pk}",
                recipient=person,
                kind=KIND,
                expires_at=until,
                link_view="panel:mine",
            )
            for person in people.values()
            if remind
        ]
    )
    return len(people)


def _shuffle(poll: Poll) -> None:
    """Stored anew in another order, so that not even the order on disk says who came when."""
    written = list(PollWords.objects.filter(question__poll=poll))
    again = [PollWords(question_id=one.question_id, text=one.text) for one in written]
    SystemRandom().shuffle(again)
    PollWords.objects.filter(pk__in=[one.pk for one in written]).delete()
    PollWords.objects.bulk_create(again)


@transaction.atomic
def look_through(*, poll: Poll, by: User, shown: dict[UUID, str]) -> None:
    """The maker read what was written: `shown` is what others may read, names taken out; the rest is left out."""
    of_poll = PollWords.objects.of_closed(poll)
    for words in of_poll:
        text = shown.get(words.pk, "")
        state = PollWords.State.SHOWN if text else PollWords.State.LEFT_OUT
        of_poll.filter(pk=words.pk).update(text=text, state=state)
    _record(poll, by)


@transaction.atomic
def tell_followup(*, poll: Poll, by: User, text: str, revision: int, at: datetime | None = None) -> None:
    """What was done with the answers. The panel hears of it at the clock's next tick."""
    written = Poll.objects.closed().filter(pk=poll.pk, revision=revision)
    if not written.update(followup=text, followup_at=at or timezone.now(), revision=F("revision") + 1):
        raise Stale(_("Somebody changed this while you were writing."))
    _record(poll, by)


def _record(poll: Poll, by: User) -> None:
    desk = desk_of(by)
    audit.record(
        by=by,
        event=Event.CHANGE,
        role=desk.role if desk else "",
        organisation=poll.organisation_id,
        obj=poll,
        segment=SEGMENT,
        purpose="management",
    )
