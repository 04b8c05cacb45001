"""Client, trajectory, care team, consent, summary: who is cared for, from when to when, by whom, seen by whom."""

from datetime import date, datetime, timedelta
from typing import Self
from uuid import UUID

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, DateRangeField, RangeOperators
from django.db import models
from django.db.models import Case, F, FilteredRelation, Func, OuterRef, Q, UniqueConstraint, Value, When
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from aftercare.accounts.models import Membership, Organisation, User
from aftercare.accounts.roles import Role
from aftercare.core.ids import new_id
from aftercare.network.models import Municipality


class ClientQuerySet(models.QuerySet):
    def alike(self, *, name: str, birth_date: date | None, email: str | None, number: str = "") -> Self:
        """Likely the same person: nearly the same name and born on the same day, or the very same name as far as
        the birth dates are not both known; the same e-mail address; the same number.
        """
        born_then = Q(birth_date=birth_date) if birth_date else Q(pk=None)
        unknown = Q(birth_date=None) if birth_date else Q()
        same = Q(user__in=User.objects.named_like(name).order_by()) & born_then
        same |= Q(user__name__iexact=name) & unknown
        if email:
            same |= Q(user__email__iexact=email)
        return self.filter(same | Q(number=number) if number else same)


class Client(models.Model):
    """A person as registered at one organisation. A relative in aftercare is registered the same way."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    user = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("person"))
    number = models.CharField(_("client number"), max_length=30, blank=True)
    birth_date = models.DateField(_("date of birth"), null=True, blank=True)
    pronouns = models.CharField(_("pronouns"), max_length=30, blank=True)
    municipality = models.ForeignKey(
        Municipality, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("municipality")
    )
    registered_at = models.DateTimeField(default=timezone.now)

    objects = ClientQuerySet.as_manager()

    class Meta:
        ordering = ["user__name", "id"]
        constraints = [
            UniqueConstraint(fields=["organisation", "user"], name="client_once_per_organisation"),
            UniqueConstraint(fields=["organisation", "number"], name="client_number_once", condition=~Q(number="")),
        ]

    def __str__(self) -> str:
        return str(self.user)


class Status(models.TextChoices):
    RUNNING = "running", _("Running")
    CLOSED = "closed", _("Closed")


class TrajectoryQuerySet(models.QuerySet):
    def visible_to(self, user: User | UUID, *, on: date | None = None) -> Self:
        """Own trajectories and those on whose care team the user sits, each with the user's `part` in it."""
        on = on or timezone.localdate()
        own = Trajectory.objects.filter(client__user=user).order_by()
        seats = CareTeamSeat.objects.held_by(user, on=on).order_by()
        there_now = (Q(seats__until=None) | Q(seats__until__gte=on)) & Q(seats__since__lte=on, seats__user=user)
        return self.filter(pk__in=own.values("pk").union(seats.values("trajectory"))).annotate(
            own_seat=FilteredRelation("seats", condition=there_now),
            part=Case(When(client__user=user, then=F("kind")), default=F("own_seat__role")),
        )

    def shared_with(self, user: User, *, at: datetime) -> Self:
        """Those of which a client shares something with `user`. Apart from `visible_to`: no list of a care team's
        shows them.
        """
        readable = Consent.objects.readable_by(user, at=at).order_by().values("trajectory")
        return self.filter(pk__in=readable)

    def running(self) -> Self:
        return self.filter(status=Status.RUNNING)

    def running_first(self) -> Self:
        """Then what closed last."""
        return self.order_by(F("closed_at").desc(nulls_first=True), "-opened_at", "id")


class Trajectory(models.Model):
    """One period of aftercare of one client at one organisation, from agreed start to agreed end."""

    class Kind(models.TextChoices):
        CLIENT = Role.CLIENT.value, _("Client")
        RELATIVE = Role.RELATIVE.value, _("Relative")

    class Treatment(models.TextChoices):
        CLINIC = "clinic", _("Admission to a clinic")
        OUTPATIENT = "outpatient", _("Outpatient treatment")

    class Reason(models.TextChoices):
        STILL_TROUBLED = "still_troubled", _("Still troubled by the addiction")
        AFRAID = "afraid", _("Afraid of using again")
        TREATED_BEFORE = "treated_before", _("Treated before")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    client = models.ForeignKey(Client, models.PROTECT, related_name="trajectories")
    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices, default=Kind.CLIENT)
    status = models.CharField(_("status"), max_length=10, choices=Status.choices, default=Status.RUNNING)
    step = models.PositiveSmallIntegerField(_("step"), default=1)
    treatment = models.CharField(_("preceding treatment"), max_length=12, choices=Treatment.choices, blank=True)
    treatment_place = models.CharField(_("where"), max_length=120, blank=True)
    treatment_ended_on = models.DateField(_("treatment ended on"), null=True, blank=True)
    earlier_episodes = models.PositiveSmallIntegerField(_("earlier treatments"), default=0)
    reasons = ArrayField(
        models.CharField(max_length=20, choices=Reason.choices),
        verbose_name=_("reasons for aftercare"),
        default=list,
        blank=True,
    )
    learned = models.TextField(_("what was learned"), blank=True)
    starts_on = models.DateField(_("start"))
    ends_on = models.DateField(_("agreed end"))
    opened_at = models.DateTimeField(default=timezone.now)
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    closed_because = models.CharField(_("why it closed otherwise than agreed"), max_length=300, blank=True)
    follows = models.OneToOneField("self", models.PROTECT, null=True, blank=True, related_name="followed_by")
    """The closed trajectory that this one takes up again."""
    revision = models.PositiveIntegerField(default=1)

    objects = TrajectoryQuerySet.as_manager()

    class Meta:
        ordering = ["client__user__name", "id"]
        constraints = [
            models.CheckConstraint(name="trajectory_ends_after_start", condition=Q(ends_on__gte=F("starts_on"))),
            models.CheckConstraint(name="trajectory_step_1_to_3", condition=Q(step__range=(1, 3))),
            models.CheckConstraint(
                name="trajectory_closed_by_and_at_together",
                condition=(
                    Q(status="running", closed_at=None, closed_by=None)
                    | Q(status="closed", closed_at__isnull=False, closed_by__isnull=False)
                ),
            ),
            UniqueConstraint(
                fields=["client"], name="trajectory_one_running_per_client", condition=Q(status="running")
            ),
        ]

    def get_absolute_url(self) -> str:
        return reverse("overview:dossier", args=[self.pk])


class TeamRole(models.TextChoices):
    COUNSELLOR = Role.COUNSELLOR.value, _("Counsellor")
    STAND_IN = "stand_in", _("Stand-in")
    PEER_WORKER = Role.PEER_WORKER.value, _("Peer worker")


MEMBERSHIP_FOR = {
    TeamRole.COUNSELLOR: Role.COUNSELLOR,
    TeamRole.STAND_IN: Role.COUNSELLOR,
    TeamRole.PEER_WORKER: Role.PEER_WORKER,
}
"""Which role in the organisation a seat needs."""
NEEDS = Case(*(When(role=part, then=Value(role)) for part, role in MEMBERSHIP_FOR.items()))


class CareTeamSeatQuerySet(models.QuerySet):
    def held_by(self, user: User | UUID, *, on: date) -> Self:
        """Seats that give `user` access on a day: within their dates, and still a member in the role they need."""
        member = Membership.objects.active().filter(
            user=user, organisation=OuterRef("organisation"), role=OuterRef("needs")
        )
        return self.on(on).needing_membership().filter(models.Exists(member), user=user)

    def needing_membership(self) -> Self:
        """Each seat with the role in the organisation that it `needs`."""
        return self.alias(needs=NEEDS)

    def on(self, day: date) -> Self:
        return self.filter(Q(until=None) | Q(until__gte=day), since__lte=day)


SEATED = Func(F("since"), F("until"), Value("[]"), function="daterange", output_field=DateRangeField())


class CareTeamSeat(models.Model):
    """Who carries a trajectory, in which role, from when to when."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    trajectory = models.ForeignKey(Trajectory, models.CASCADE, related_name="seats")
    user = models.ForeignKey(User, models.PROTECT, related_name="+")
    role = models.CharField(_("role"), max_length=12, choices=TeamRole.choices)
    since = models.DateField(_("since"))
    until = models.DateField(_("until"), null=True, blank=True)

    objects = CareTeamSeatQuerySet.as_manager()

    class Meta:
        ordering = ["role", "since", "id"]
        indexes = [models.Index(fields=["user", "trajectory"], name="seat_of_user")]
        constraints = [
            models.CheckConstraint(name="seat_ends_after_start", condition=Q(until=None) | Q(until__gte=F("since"))),
            ExclusionConstraint(
                name="seat_one_at_a_time_per_person",
                expressions=[
                    ("trajectory", RangeOperators.EQUAL),
                    ("user", RangeOperators.EQUAL),
                    (SEATED, RangeOperators.OVERLAPS),
                ],
            ),
            ExclusionConstraint(
                name="seat_one_counsellor_at_a_time",
                expressions=[("trajectory", RangeOperators.EQUAL), (SEATED, RangeOperators.OVERLAPS)],
                condition=Q(role=TeamRole.COUNSELLOR.value),
            ),
        ]


class Summary(models.Model):
    """What the caseload says of a trajectory, kept in step by the actions that change it."""

    trajectory = models.OneToOneField(Trajectory, models.CASCADE, primary_key=True, related_name="summary")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    cravings = ArrayField(models.PositiveSmallIntegerField(), default=list, help_text=_("Last six, oldest first."))
    last_check_in_at = models.DateTimeField(null=True)
    check_ins_missed = models.PositiveSmallIntegerField(default=0, help_text=_("In a row, since the last answer."))
    use_reported_at = models.DateTimeField(null=True)
    colour = models.CharField(max_length=6, blank=True, db_default="", help_text=_("Of the signal plan, set last."))
    colour_set_at = models.DateTimeField(null=True)
    last_trigger_at = models.DateTimeField(null=True)
    last_trigger_strength = models.PositiveSmallIntegerField(null=True)
    trigger_count = models.PositiveIntegerField(default=0)
    next_appointment_at = models.DateTimeField(null=True)
    last_contact_at = models.DateTimeField(null=True)
    proposal_at = models.DateTimeField(
        null=True, help_text="Of the client's open proposals, the one that waits longest."
    )
    problem_due_on = models.DateField(null=True, help_text="Of the open practical problems, the first that is due.")
    medicine_raised_at = models.DateTimeField(
        null=True, help_text="Of what the client told of medicines and nobody discussed, what waits longest."
    )
    medicine_not_taken_at = models.DateTimeField(
        null=True, help_text="When the client last told of not taking them as agreed, as long as nobody discussed it."
    )
    client_wrote_at = models.DateTimeField(null=True)
    team_wrote_at = models.DateTimeField(null=True)
    message_waits_since = models.DateTimeField(
        null=True, help_text=_("When the client wrote first since the team last wrote.")
    )

    class Meta:
        ordering = ["pk"]


class Look(models.Model):
    """When somebody last opened a dossier: what came after is new to them."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    trajectory = models.ForeignKey(Trajectory, models.CASCADE, related_name="looks")
    user = models.ForeignKey(User, models.CASCADE, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["-at", "id"]
        constraints = [UniqueConstraint(fields=["trajectory", "user"], name="look_once")]


UNUSED_AFTER = timedelta(days=183)
"""So long without a look, and sharing lapses."""


class Category(models.TextChoices):
    """What a client can share. The access log names a look by it."""

    PLAN = "plan", _("Plan")
    APPOINTMENTS = "appointments", _("Appointments")
    CHECK_INS = "check_ins", _("How it goes")
    SIGNAL_PLAN = "signal_plan", _("Signal plan")
    GROUPS = "groups", _("Groups")
    PRACTICAL = "practical", _("Practical problems")
    TRIGGERS = "triggers", _("Triggers")
    MEDICATION = "medication", _("Medicines")


OF_CLIENTS_ONLY = {Category.CHECK_INS, Category.SIGNAL_PLAN, Category.TRIGGERS, Category.MEDICATION}


def categories_of(kind: str) -> list[Category]:
    """What somebody with this kind of trajectory can share."""
    return [one for one in Category if kind == Trajectory.Kind.CLIENT or one not in OF_CLIENTS_ONLY]


class RecipientQuerySet(models.QuerySet):
    def being(self, user: User) -> Self:
        """Who `user` is to clients: by their own address, or as a professional who still works at that partner."""
        works = Membership.objects.active().filter(user=user, organisation=OuterRef("partner"), role=Role.PARTNER)
        by_address = Q(email=user.email.lower()) if user.email else Q(pk=None)
        return self.filter(by_address | (Q(user=user) & models.Exists(works)))


class Recipient(models.Model):
    """With whom a client shares: somebody close, by their address, or a professional of a partner organisation."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    trajectory = models.ForeignKey(Trajectory, models.CASCADE, related_name="recipients")
    name = models.CharField(_("name"), max_length=80)
    email = models.EmailField(_("e-mail address"), blank=True)
    user = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    partner = models.ForeignKey(Organisation, models.PROTECT, null=True, blank=True, related_name="+")
    used_at = models.DateTimeField(default=timezone.now)
    """When they last looked, or were last given something."""
    revision = models.PositiveIntegerField(default=0)

    objects = RecipientQuerySet.as_manager()

    class Meta:
        ordering = ["name", "id"]
        constraints = [
            UniqueConstraint(fields=["trajectory", "email"], name="recipient_address_once", condition=~Q(email="")),
            UniqueConstraint(fields=["trajectory", "user", "partner"], name="recipient_professional_once"),
            models.CheckConstraint(
                name="recipient_close_or_professional",
                condition=(Q(user=None, partner=None) & ~Q(email=""))
                | Q(user__isnull=False, partner__isnull=False, email=""),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class ConsentQuerySet(models.QuerySet):
    def standing(self, *, at: datetime) -> Self:
        """Given, not stopped, not past its end, and looked at within half a year."""
        in_time = Q(until=None) | Q(until__gte=timezone.localdate(at))
        return self.filter(in_time, ended_at=None, recipient__used_at__gt=at - UNUSED_AFTER)

    def over(self, *, at: datetime) -> Self:
        """Not ended yet, but past its end or unused too long: what the clock writes down."""
        late = Q(until__lt=timezone.localdate(at)) | Q(recipient__used_at__lte=at - UNUSED_AFTER)
        return self.filter(late, ended_at=None).order_by("given_at", "id")

    def readable_by(self, user: User, *, at: datetime) -> Self:
        return self.standing(at=at).filter(recipient__in=Recipient.objects.being(user).order_by())


class Consent(models.Model):
    """One category that a client shares with one recipient, for a purpose, until a day. Never changed, only ended."""

    class Purpose(models.TextChoices):
        NEAR = "near", _("to know how it goes")
        HELP = "help", _("to help in time")
        TOGETHER = "together", _("to work together with the care team")
        HANDOVER = "handover", _("to take over a part of the help")

    class Ended(models.TextChoices):
        STOPPED = "stopped", _("Stopped by you")
        CHANGED = "changed", _("Changed by you")
        EXPIRED = "expired", _("The end date passed")
        UNUSED = "unused", _("Nobody looked for half a year")
        HANDOVER = "handover", _("The handover ended")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    trajectory = models.ForeignKey(Trajectory, models.CASCADE, related_name="consents")
    recipient = models.ForeignKey(Recipient, models.CASCADE, related_name="consents")
    category = models.CharField(_("what"), max_length=12, choices=Category.choices)
    purpose = models.CharField(_("what for"), max_length=10, choices=Purpose.choices)
    given_at = models.DateTimeField(default=timezone.now)
    until = models.DateField(_("until"), null=True, blank=True)
    """The last day; without one until the client stops it."""
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_because = models.CharField(max_length=10, choices=Ended.choices, blank=True)

    objects = ConsentQuerySet.as_manager()

    class Meta:
        ordering = ["-given_at", "-id"]
        constraints = [
            UniqueConstraint(fields=["recipient", "category"], name="consent_one_stands", condition=Q(ended_at=None)),
            models.CheckConstraint(
                name="consent_ended_for_a_reason",
                condition=Q(ended_at=None, ended_because="") | (Q(ended_at__isnull=False) & ~Q(ended_because="")),
            ),
            models.CheckConstraint(
                name="consent_ends_after_given", condition=Q(ended_at=None) | Q(ended_at__gte=F("given_at"))
            ),
        ]
