"""What goes between people: what was told at the start, who is near, messages, agreements, rounding off, handovers."""

from collections.abc import Collection, Iterator
from uuid import UUID

from django.db.models import F, Prefetch
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from trajectories.agreements import words
from trajectories.agreements.models import Agreement
from trajectories.closing.models import ClosingWords
from trajectories.dossier.access import Permission
from trajectories.dossier.models import Trajectory
from trajectories.export.shape import Row, Source, Told, day, instant, own, plain
from trajectories.intake import told as intake
from trajectories.messages.models import Attachment, Message
from trajectories.referrals.models import Referral
from trajectories.referrals.progress import for_client
from trajectories.relatives.models import Concern
from trajectories.retention.models import DestructionRequest
from trajectories.socialmap.models import KnownPerson

Rows = Iterator[tuple[UUID, Row]]


def _intake(trajectories: Collection[Trajectory]) -> Rows:
    for trajectory in trajectories:
        for section in intake.sections(intake.read(trajectory)):
            if section.lines:
                said = [Told(line.text, str(line.label)) for line in section.lines]
                yield trajectory.pk, (plain(section.step.label), said)


def _people(trajectories: Collection[Trajectory]) -> Rows:
    for one in KnownPerson.objects.filter(trajectory__in=trajectories).current():
        who = own(one.name) + own(one.relation) + own(one.phone)
        what = plain(one.get_stance_display()) + plain(one.get_ring_display()) + plain(one.get_aim_display())
        yield one.trajectory_id, (who, what, own(one.words))


def _messages(trajectories: Collection[Trajectory]) -> Rows:
    files = Prefetch("attachments", Attachment.objects.only("message", "name"))
    found = Message.objects.filter(trajectory__in=trajectories).select_related("author").prefetch_related(files)
    for message in found:
        said = [Told(message.text, is_own=message.is_from_client)] if message.text else []
        said += [Told(one.name, _("File")) for one in message.attachments.all()]
        yield message.trajectory_id, (plain(instant(message.sent_at)), plain(message.author), said)


def _agreements(trajectories: Collection[Trajectory]) -> Rows:
    for one in Agreement.objects.filter(trajectory__in=trajectories).told():
        course = plain(one.get_state_display()) + plain(words.course(one))
        yield one.trajectory_id, (plain(words.statement(one)), plain(one.reason), course)


def _closing(trajectories: Collection[Trajectory]) -> Rows:
    for one in ClosingWords.objects.filter(trajectory__in=trajectories).select_related("written_by"):
        mine = one.side == ClosingWords.Side.CLIENT
        labels = {name: ClosingWords._meta.get_field(name).verbose_name for name in ("summary", "helped", "watch_for")}
        labels |= {"skipped_because": _("why nothing was written")}
        parts = {str(label).capitalize(): getattr(one, name) for name, label in labels.items()}
        told = [Told(text, label, is_own=mine) for label, text in parts.items() if text]
        yield one.trajectory_id, (plain(day(one.written_at)), plain(one.written_by), told)


def _referrals(trajectories: Collection[Trajectory]) -> Rows:
    for one in Referral.objects.filter(trajectory__in=trajectories):
        to = plain(one.to_name) + plain(one.to_place) + plain(one.service)
        stands = plain(for_client(one)) + plain(one.ended_because)
        yield one.trajectory_id, (plain(day(one.proposed_at)), to, plain(one.reason), stands)


def _concerns(trajectories: Collection[Trajectory]) -> Rows:
    """Those that somebody told in their own trajectory; what a relative told of a client stands with that relative."""
    for one in Concern.objects.filter(trajectory__in=trajectories, told_by=F("trajectory__client__user")):
        yield one.trajectory_id, (plain(instant(one.told_at)), own(one.about), own(one.words))


def _destructions(trajectories: Collection[Trajectory]) -> Rows:
    found = DestructionRequest.objects.filter(trajectory__in=trajectories)
    for one in found.select_related("trajectory__client", "decided_by"):
        mine = one.asked_by_id == one.trajectory.client.user_id
        became = plain(one.get_state_display()) + plain(one.decided_by, _("From")) + plain(one.refused_because)
        yield one.trajectory_id, (plain(day(one.asked_at)), own(one.words) if mine else plain(one.words), became)


WHEN, WORDS = gettext_lazy("When"), gettext_lazy("In my words")
SOURCES = (
    Source(
        gettext_lazy("What I told at the start"),
        (gettext_lazy("About"), gettext_lazy("What was noted")),
        Permission.INTAKE_VIEW,
        _intake,
    ),
    Source(
        gettext_lazy("People around me"),
        (gettext_lazy("Who"), gettext_lazy("What this person brings"), WORDS),
        Permission.SOCIAL_MAP_VIEW,
        _people,
    ),
    Source(
        gettext_lazy("Messages"),
        (WHEN, gettext_lazy("From"), gettext_lazy("Message")),
        Permission.MESSAGE_VIEW,
        _messages,
    ),
    Source(
        gettext_lazy("Agreements"),
        (gettext_lazy("What"), gettext_lazy("Why"), gettext_lazy("How it came to be")),
        Permission.AGREEMENT_VIEW,
        _agreements,
    ),
    Source(
        gettext_lazy("Rounding off"),
        (WHEN, gettext_lazy("From"), gettext_lazy("What was written")),
        Permission.CLOSING,
        _closing,
    ),
    Source(
        gettext_lazy("Handovers"),
        (WHEN, gettext_lazy("To whom"), gettext_lazy("Why"), gettext_lazy("How it stands")),
        Permission.REFERRAL_AGREE,
        _referrals,
    ),
    Source(
        gettext_lazy("Concerns that I told"),
        (WHEN, gettext_lazy("About whom"), WORDS),
        Permission.CONCERN_TELL,
        _concerns,
    ),
    Source(
        gettext_lazy("Asked: destroy the dossier"),
        (WHEN, gettext_lazy("What was asked, and how it came"), gettext_lazy("What became of it")),
        Permission.KEEPING,
        _destructions,
    ),
)
