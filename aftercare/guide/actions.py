"""Write the guide of a region, publish it, say something of it, answer that, take over what another region has."""

from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from aftercare.accounts.models import Region, User
from aftercare.core.errors import Refused, Stale, TransitionRefused
from aftercare.guide.access import record_change, voice_of
from aftercare.guide.composing import Words, compose, texts_of
from aftercare.guide.models import Edition, Passage, Remark, TakenService
from aftercare.network.actions import services
from aftercare.network.models import Service, State
from aftercare.notifications import actions as notifications

KIND = "guide"
TOLD_FOR = timedelta(days=14)


@transaction.atomic
def write(
    *,
    region: Region,
    by: User,
    title: str,
    text: str,
    kind: str = "",
    passage: Passage | None = None,
    revision: int | None = None,
    at: datetime | None = None,
) -> Passage:
    """A new text at the end of its `kind`, or another one over the `revision` that the writer saw."""
    at = at or timezone.now()
    if passage is None:
        passage = Passage(region=region, kind=kind, title=title, text=text, changed_by=by, changed_at=at)
        return _append(passage, by)
    _over(passage, revision, title=title, text=text, changed_by=by, changed_at=at)
    record_change(by=by, obj=passage, region_id=region.pk)
    return passage


def _append(passage: Passage, by: User) -> Passage:
    last = Passage.objects.filter(region=passage.region_id).aggregate(last=Max("position"))["last"]
    passage.position = (last or 0) + 1
    passage.save(force_insert=True)
    record_change(by=by, obj=passage, region_id=passage.region_id)
    return passage


def _over(passage: Passage, revision: int | None, **fields) -> None:
    stored = Passage.objects.current().filter(pk=passage.pk, revision=revision)
    if not stored.update(revision=(revision or 0) + 1, **fields):
        raise Stale(_("Somebody changed this while you were writing."))


@transaction.atomic
def remove(*, passage: Passage, by: User, revision: int) -> None:
    """Out of the next edition; earlier ones keep it."""
    now = timezone.now()
    _over(passage, revision, removed_at=now, changed_at=now, changed_by=by)
    record_change(by=by, obj=passage, region_id=passage.region_id)


@transaction.atomic
def move_up(*, passage: Passage, by: User) -> None:
    """Before the text that stands in front of it, among those of its kind."""
    alike = Passage.objects.current().filter(region=passage.region_id, kind=passage.kind).select_for_update()
    before = alike.filter(position__lt=passage.position).order_by("-position").first()
    if before is None:
        return
    alike.filter(pk=passage.pk).update(position=before.position)
    alike.filter(pk=before.pk).update(position=passage.position)
    record_change(by=by, obj=passage, region_id=passage.region_id)


@transaction.atomic
def publish(*, region: Region, by: User, news: str = "", at: datetime | None = None) -> Edition:
    """As it stands now, texts and directory, under the next number."""
    Region.objects.select_for_update().get(pk=region.pk)
    last = Edition.objects.filter(region=region).order_by("-number").first()
    words = compose(region)
    if not texts_of(words) and not words["blocks"]:
        raise Refused(_("There is nothing to publish yet. Write a chapter first."))
    if last and last.words == words:
        raise Refused(_("Nothing changed since the last edition."))
    edition = Edition.objects.create(
        region=region,
        number=last.number + 1 if last else 1,
        words=words,
        news=news,
        published_at=at or timezone.now(),
        published_by=by,
    )
    record_change(by=by, obj=edition, region_id=region.pk)
    return edition


@transaction.atomic
def remark(
    *,
    region: Region,
    by: User,
    text: str = "",
    proposed: str = "",
    passage: Passage | None = None,
    block: str = "",
    over_revision: int = 0,
    at: datetime | None = None,
) -> Remark:
    """Something said of a text or a building block, and perhaps how a text could be."""
    said = Remark.objects.create(
        region=region,
        passage=passage,
        block=block,
        text=text,
        proposed=proposed,
        over_revision=over_revision,
        voice=voice_of(by),
        said_by=by,
        said_at=at or timezone.now(),
    )
    record_change(by=by, obj=said, region_id=region.pk)
    return said


@transaction.atomic
def take_up(*, remark: Remark, by: User, answer: str = "", at: datetime | None = None) -> None:
    """The proposed text takes the place of what stands there, unless that changed since it was proposed."""
    at = at or timezone.now()
    _settle(remark, Remark.State.TAKEN_OVER, by=by, answer=answer, at=at)
    _over(remark.passage, remark.over_revision, text=remark.proposed, changed_by=by, changed_at=at)
    _tell(remark)


@transaction.atomic
def reply(*, remark: Remark, by: User, answer: str, at: datetime | None = None, tell: bool = True) -> None:
    """Also for what was taken over in other words. Nobody is told of the past."""
    _settle(remark, Remark.State.ANSWERED, by=by, answer=answer, at=at or timezone.now())
    if tell:
        _tell(remark)


def _settle(remark: Remark, state: str, *, by: User, answer: str, at: datetime) -> None:
    waiting = Remark.objects.open().filter(pk=remark.pk)
    if not waiting.update(state=state, answer=answer, settled_by=by, settled_at=at):
        raise TransitionRefused(_("Somebody answered this already."))
    record_change(by=by, obj=remark, region_id=remark.region_id)


def _tell(remark: Remark) -> None:
    notifications.queue(
        key=f"{KIND}:{remark.pk}",
        recipient=remark.said_by,
        kind=KIND,
        expires_at=timezone.now() + TOLD_FOR,
        link_view="guide:remarks_mine",
    )


@transaction.atomic
def take_over_passage(*, passage: Passage, published: Words, into: Region, by: User) -> Passage:
    """A copy of the `published` words of another region's text, to make one's own. Where it came from stays with it."""
    if passage.region_id == into.pk:
        raise Refused(_("This is of your own region already."))
    copy = Passage(
        region=into,
        kind=passage.kind,
        title=published["title"],
        text=published["text"],
        changed_by=by,
        taken_from=passage,
    )
    try:
        with transaction.atomic():
            return _append(copy, by)
    except IntegrityError as error:
        raise Refused(_("Your region took this over already.")) from error


@transaction.atomic
def take_over_service(*, service: Service, into: Region, by: User) -> Service:
    """A draft in one's own directory: what it is and for whom. Who offers it there is still to be found."""
    if service.region_id == into.pk or service.state != State.PUBLISHED:
        raise Refused(_("Only what another region has in its directory can be taken over."))
    if TakenService.objects.filter(region=into, origin=service).exists():
        raise Refused(_("Your region took this over already."))
    taken = services.add(
        region=into,
        by=by,
        municipalities=[],
        name=service.name,
        provider=_("Still to be found"),
        block=service.block,
        about=service.about,
        areas=service.areas,
        audiences=service.audiences,
    )
    TakenService.objects.create(region=into, service=taken, origin=service, by=by)
    return taken
