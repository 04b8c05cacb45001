"""What is told at the intake, each thing a row of its own, and which steps were taken by whom."""

from typing import Self

from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q, UniqueConstraint
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from aftercare.accounts.models import Organisation, User
from aftercare.core.ids import new_id
from supportgroups.models import SupportGroup
from trajectories.dossier.models import Trajectory
from trajectories.plans.models import LifeArea

WELL = 10
YEARS = (1900, 2100)


class Step(models.TextChoices):
    """In the order in which they are asked."""

    REFERRAL = "referral", _("Referral")
    TREATMENT = "treatment", _("Treatment before")
    REASONS = "reasons", _("Reasons for aftercare")
    AREAS = "areas", _("Life areas")
    PEOPLE = "people", _("People around")
    PROBLEMS = "problems", _("Practical problems")
    PLAN = "plan", _("First plan")


OF_CLIENTS_ONLY = (Step.TREATMENT, Step.REASONS)
ALWAYS_ASKED = (Step.REFERRAL, Step.PLAN)


def steps_of(trajectory: Trajectory) -> list[Step]:
    """A relative is not asked about a treatment of their own."""
    if trajectory.kind == Trajectory.Kind.RELATIVE:
        return [step for step in Step if step not in OF_CLIENTS_ONLY]
    return list(Step)


class IntakeQuerySet(models.QuerySet):
    def to_finish(self) -> Self:
        return self.filter(finished_at=None)


class Intake(models.Model):
    """The intake of one trajectory: who referred, and when it began and was finished."""

    class Referrer(models.TextChoices):
        CLINIC = "clinic", _("The clinic or treatment team")
        GP = "gp", _("The GP")
        COMMUNITY = "community", _("The municipality or neighbourhood team")
        PROBATION = "probation", _("The probation service")
        RELATIVE = "relative", _("A relative")
        SELF = "self", _("They came themselves")
        OTHER = "other", _("Somebody else")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    trajectory = models.OneToOneField(Trajectory, models.CASCADE, related_name="intake")
    referrer = models.CharField(_("referred by"), max_length=10, choices=Referrer.choices, blank=True)
    referrer_name = models.CharField(_("name or place"), max_length=120, blank=True)
    referred_on = models.DateField(_("referred on"), null=True, blank=True)
    group_wishes = ArrayField(
        models.CharField(max_length=10, choices=SupportGroup.Kind.choices),
        verbose_name=_("groups"),
        default=list,
        blank=True,
    )
    started_at = models.DateTimeField(default=timezone.now)
    started_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    finished_at = models.DateTimeField(null=True, blank=True)
    finished_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")

    objects = IntakeQuerySet.as_manager()

    class Meta:
        ordering = ["started_at", "id"]
        constraints = [
            models.CheckConstraint(
                name="intake_finished_by_and_at_together",
                condition=(
                    Q(finished_at=None, finished_by=None) | Q(finished_at__isnull=False, finished_by__isnull=False)
                ),
            ),
        ]


class SavedStep(models.Model):
    """A step that was saved or passed over. The revision tells two sittings apart."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    trajectory = models.ForeignKey(Trajectory, models.CASCADE, related_name="intake_steps")
    step = models.CharField(max_length=10, choices=Step.choices)
    skipped = models.BooleanField(default=False)
    revision = models.PositiveIntegerField(default=1)
    saved_at = models.DateTimeField(default=timezone.now)
    saved_by = models.ForeignKey(User, models.PROTECT, related_name="+")

    class Meta:
        ordering = ["saved_at", "id"]
        constraints = [UniqueConstraint(fields=["trajectory", "step"], name="savedstep_once")]


class EarlierEpisode(models.Model):
    """A treatment before the preceding one, as far as it is known."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    trajectory = models.ForeignKey(Trajectory, models.CASCADE, related_name="episodes")
    year = models.PositiveSmallIntegerField(
        _("year"), null=True, blank=True, validators=[MinValueValidator(YEARS[0]), MaxValueValidator(YEARS[1])]
    )
    kind = models.CharField(_("kind"), max_length=12, choices=Trajectory.Treatment.choices, blank=True)
    place = models.CharField(_("where"), max_length=120, blank=True)

    class Meta:
        ordering = ["-year", "id"]
        constraints = [
            models.CheckConstraint(name="episode_year_in_a_lifetime", condition=Q(year=None) | Q(year__range=YEARS)),
            models.CheckConstraint(
                name="episode_says_something", condition=Q(year__isnull=False) | ~Q(kind="") | ~Q(place="")
            ),
        ]


class AreaTold(models.Model):
    """How one life area goes, and what the client wants of it."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    trajectory = models.ForeignKey(Trajectory, models.CASCADE, related_name="areas_told")
    area = models.CharField(_("life area"), max_length=15, choices=LifeArea.choices)
    score = models.PositiveSmallIntegerField(
        _("how it goes"), null=True, blank=True, validators=[MaxValueValidator(WELL)]
    )
    said = models.CharField(_("in a few words"), max_length=300, blank=True)
    wanted = models.CharField(_("what is wanted"), max_length=120, blank=True)

    class Meta:
        ordering = ["area"]
        constraints = [
            UniqueConstraint(fields=["trajectory", "area"], name="areatold_once"),
            models.CheckConstraint(name="areatold_score_0_to_10", condition=Q(score=None) | Q(score__range=(0, WELL))),
            models.CheckConstraint(
                name="areatold_says_something", condition=Q(score__isnull=False) | ~Q(said="") | ~Q(wanted="")
            ),
        ]


class PersonAround(models.Model):
    """Somebody around the client, as named at the intake."""

    class Bond(models.TextChoices):
        SUPPORTS = "supports", _("Gives support")
        MIXED = "mixed", _("Support, and sometimes hard")
        RISKY = "risky", _("Makes it harder")
        DAMAGED = "damaged", _("Contact to repair")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    trajectory = models.ForeignKey(Trajectory, models.CASCADE, related_name="people_around")
    name = models.CharField(_("name"), max_length=80)
    relation = models.CharField(_("who that is"), max_length=60, blank=True)
    bond = models.CharField(_("what they mean"), max_length=10, choices=Bond.choices, blank=True)
    involve = models.BooleanField(_("wants them to take part"), default=False)

    class Meta:
        ordering = ["id"]
        constraints = [models.CheckConstraint(name="personaround_has_a_name", condition=~Q(name=""))]


class ProblemTold(models.Model):
    """A practical problem, as it was named at the intake."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    trajectory = models.ForeignKey(Trajectory, models.CASCADE, related_name="problems_told")
    text = models.CharField(_("problem"), max_length=120)
    area = models.CharField(_("life area"), max_length=15, choices=LifeArea.choices, blank=True)
    carrier = models.CharField(_("who helps"), max_length=120, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [models.CheckConstraint(name="problemtold_is_told", condition=~Q(text=""))]

    def __str__(self) -> str:
        return self.text
