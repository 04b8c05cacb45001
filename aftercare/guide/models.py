"""What a design team writes, what it published, what readers say of it, and what came from another region."""

from typing import Self

from django.db import models
from django.db.models import Q, UniqueConstraint
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from aftercare.accounts.models import Region, User
from aftercare.core.ids import new_id
from aftercare.network.models import Block, Service, Voice


class PassageQuerySet(models.QuerySet):
    def current(self) -> Self:
        return self.filter(removed_at=None)


class Passage(models.Model):
    """A text of the design team. The rest of the guide comes from the directory."""

    class Kind(models.TextChoices):
        CHAPTER = "chapter", _("Chapter")
        AGREEMENT = "agreement", _("Working agreement")
        LESSON = "lesson", _("Lesson")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    region = models.ForeignKey(Region, models.PROTECT, related_name="+")
    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices)
    title = models.CharField(_("title"), max_length=120)
    text = models.TextField(_("text"), max_length=8000)
    position = models.PositiveIntegerField()
    revision = models.PositiveIntegerField(default=1)
    changed_at = models.DateTimeField(default=timezone.now)
    changed_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    removed_at = models.DateTimeField(null=True, blank=True)
    taken_from = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="+")
    """Of another region, as that had published it."""

    objects = PassageQuerySet.as_manager()

    class Meta:
        ordering = ["position", "id"]
        indexes = [models.Index(fields=["region", "position"], name="passage_of_region")]
        constraints = [
            UniqueConstraint(
                fields=["region", "taken_from"], name="passage_taken_over_once", condition=Q(removed_at=None)
            )
        ]


class TakenService(models.Model):
    """A building block that one region took over from another, and from which service there."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    region = models.ForeignKey(Region, models.PROTECT, related_name="+")
    service = models.OneToOneField(Service, models.CASCADE, related_name="taken_over")
    origin = models.ForeignKey(Service, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(User, models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-at", "id"]
        constraints = [UniqueConstraint(fields=["region", "origin"], name="takenservice_once")]


class EditionQuerySet(models.QuerySet):
    def newest(self) -> Self:
        """Of each region the one that holds."""
        return self.order_by("region__name", "-number").distinct("region__name")


class Edition(models.Model):
    """The guide as it was published: never changed, so that it stays readable whatever the directory says later."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    region = models.ForeignKey(Region, models.PROTECT, related_name="editions")
    number = models.PositiveIntegerField()
    words = models.JSONField()
    news = models.TextField(_("what is new"), max_length=600, blank=True)
    published_at = models.DateTimeField(default=timezone.now)
    published_by = models.ForeignKey(User, models.PROTECT, related_name="+")

    objects = EditionQuerySet.as_manager()

    class Meta:
        ordering = ["region", "-number"]
        constraints = [UniqueConstraint(fields=["region", "number"], name="edition_number_once")]


class RemarkQuerySet(models.QuerySet):
    def open(self) -> Self:
        return self.filter(state=Remark.State.OPEN)


class Remark(models.Model):
    """What a reader says of a text or a building block, perhaps how they would write it; taken over or answered."""

    class State(models.TextChoices):
        OPEN = "open", _("Waits for the design team")
        TAKEN_OVER = "taken_over", _("Taken over")
        ANSWERED = "answered", _("Answered")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    region = models.ForeignKey(Region, models.PROTECT, related_name="+")
    passage = models.ForeignKey(Passage, models.CASCADE, null=True, blank=True, related_name="remarks")
    block = models.CharField(_("building block"), max_length=15, choices=Block.choices, blank=True)
    text = models.TextField(_("what you want to say"), max_length=1000, blank=True)
    proposed = models.TextField(_("how you would write it"), max_length=8000, blank=True)
    over_revision = models.PositiveIntegerField(default=0)
    """Which text the proposal was written over."""
    voice = models.CharField(max_length=12, choices=Voice.choices, blank=True)
    """Empty for whoever is in aftercare, or close to somebody who is: their name is shown to nobody."""
    said_at = models.DateTimeField(default=timezone.now)
    said_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, choices=State.choices, default=State.OPEN)
    answer = models.TextField(_("answer"), max_length=1000, blank=True)
    settled_at = models.DateTimeField(null=True, blank=True)
    settled_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")

    objects = RemarkQuerySet.as_manager()

    class Meta:
        ordering = ["-said_at", "-id"]
        constraints = [
            models.CheckConstraint(name="remark_says_something", condition=~Q(text="") | ~Q(proposed="")),
            models.CheckConstraint(
                name="remark_proposes_another_text_of_a_passage", condition=Q(proposed="") | Q(passage__isnull=False)
            ),
            models.CheckConstraint(name="remark_about_one_thing", condition=Q(passage=None) | Q(block="")),
            models.CheckConstraint(
                name="remark_settled_by_and_at_together",
                condition=(
                    Q(state="open", settled_at=None, settled_by=None, answer="")
                    | (~Q(state="open") & Q(settled_at__isnull=False, settled_by__isnull=False))
                ),
            ),
        ]

    @property
    def who(self) -> str:
        """Expects who said it with it."""
        if not self.voice:
            return _("Somebody in aftercare, or close to them")
        return f"{self.said_by} ({self.get_voice_display().lower()})"

    @property
    def about(self) -> str:
        """Expects the passage with it."""
        return self.passage.title if self.passage_id else str(self.get_block_display())
