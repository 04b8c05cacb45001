"""Users, regions, organisations, memberships, invitations."""

from datetime import datetime, time
from typing import Self

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.search import TrigramSimilarity
from django.db import models
from django.db.models import F, Q, UniqueConstraint
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from aftercare.accounts.roles import NOT_BY_MEMBERSHIP, REGIONAL, Role
from aftercare.core.ids import new_id


class Region(models.Model):
    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    name = models.CharField(_("name"), max_length=80, unique=True)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Organisation(models.Model):
    class Kind(models.TextChoices):
        CARE = "care", _("Addiction care")
        PARTNER = "partner", _("Partner in the social domain")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    name = models.CharField(_("name"), max_length=120, unique=True)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices, default=Kind.CARE)
    region = models.ForeignKey(Region, models.PROTECT, verbose_name=_("region"), related_name="organisations")
    time_zone = models.CharField(_("time zone"), max_length=40, default="Europe/Amsterdam")

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class UserQuerySet(models.QuerySet):
    def named_like(self, name: str) -> Self:
        """People whose name is spelled nearly like this."""
        return self.annotate(likeness=TrigramSimilarity("name", name)).filter(likeness__gte=SAME_NAME)


SAME_NAME = 0.4


class UserManager(BaseUserManager.from_queryset(UserQuerySet)):
    """The questions above, with what Django asks of a manager of users."""


class User(AbstractBaseUser):
    """A person. Exists from the moment somebody registers them; can sign in once an invitation was accepted."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    email = models.EmailField(_("e-mail address"), blank=True, null=True)
    name = models.CharField(_("name"), max_length=120)
    called = models.CharField(_("called"), max_length=60, blank=True, help_text=_("How you want to be called."))
    phone = models.CharField(_("phone"), max_length=30, blank=True)
    language = models.CharField(
        _("language"), max_length=5, default="nl", choices=[("nl", _("Dutch")), ("en", _("English"))]
    )
    time_zone = models.CharField(_("time zone"), max_length=40, default="Europe/Amsterdam")
    quiet_from = models.TimeField(_("quiet from"), null=True, blank=True)
    quiet_until = models.TimeField(_("quiet until"), null=True, blank=True)
    gets_letters = models.BooleanField(_("an e-mail when something is ready"), default=True)
    gets_texts = models.BooleanField(_("a text message when something is ready"), default=False, db_default=False)
    texts_first = models.BooleanField(_("the text message first"), default=False, db_default=False)
    is_active = models.BooleanField(_("active"), default=True)
    joined_at = models.DateTimeField(_("joined"), default=timezone.now)
    kept_by = models.ForeignKey(Organisation, models.PROTECT, null=True, blank=True, related_name="+")
    """Which organisation may correct these details, until the person makes the account their own."""
    session_epoch = models.PositiveIntegerField(default=0)
    """Raised to end every session of this person at its next request."""

    objects = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"

    class Meta:
        ordering = ["name", "id"]
        constraints = [
            UniqueConstraint(Lower("email"), name="user_email_once"),
            models.CheckConstraint(
                name="user_quiet_from_and_until_together",
                condition=Q(quiet_from=None, quiet_until=None) | Q(quiet_from__isnull=False, quiet_until__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def short_name(self) -> str:
        return self.called or self.name.split(" ")[0]

    @property
    def quiet_hours(self) -> tuple[time, time] | None:
        """One's own, when they were chosen."""
        return (self.quiet_from, self.quiet_until) if self.quiet_from is not None else None

    def _get_session_auth_hash(self, secret: str | None = None) -> str:
        """Django compares this at every request: another password or epoch ends the session."""
        value = f"{self.password}.{self.session_epoch}"
        return salted_hmac("aftercare.accounts.session", value, secret=secret, algorithm="sha256").hexdigest()


class MembershipQuerySet(models.QuerySet):
    def active(self) -> Self:
        return self.filter(ended_at=None)


class Membership(models.Model):
    """A role that a user holds in an organisation, or in a region."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    user = models.ForeignKey(User, models.CASCADE, related_name="memberships")
    organisation = models.ForeignKey(Organisation, models.CASCADE, null=True, blank=True, related_name="memberships")
    region = models.ForeignKey(Region, models.CASCADE, null=True, blank=True, related_name="memberships")
    role = models.CharField(_("role"), max_length=20, choices=Role.choices)
    started_at = models.DateTimeField(_("since"), default=timezone.now)
    ended_at = models.DateTimeField(_("until"), null=True, blank=True)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        ordering = ["user__name", "id"]
        constraints = [
            models.CheckConstraint(
                name="membership_in_region_or_organisation",
                condition=(
                    Q(role__in=sorted(REGIONAL), region__isnull=False, organisation=None)
                    | (~Q(role__in=sorted(REGIONAL)) & Q(region=None, organisation__isnull=False))
                ),
            ),
            models.CheckConstraint(
                name="membership_role_is_a_staff_role", condition=~Q(role__in=sorted(NOT_BY_MEMBERSHIP))
            ),
            UniqueConstraint(
                F("user"),
                F("role"),
                F("organisation"),
                F("region"),
                name="membership_once",
                condition=Q(ended_at=None),
                nulls_distinct=False,
            ),
        ]


class InvitationQuerySet(models.QuerySet):
    def pending(self) -> Self:
        """Neither accepted nor withdrawn; perhaps too old to accept."""
        return self.filter(accepted_at=None, withdrawn_at=None)


class Invitation(models.Model):
    """A link by which a registered person makes the account their own. It works once."""

    class State(models.TextChoices):
        PENDING = "pending", _("Waiting for an answer")
        ACCEPTED = "accepted", _("Accepted")
        WITHDRAWN = "withdrawn", _("Withdrawn")
        EXPIRED = "expired", _("Expired")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    user = models.ForeignKey(User, models.CASCADE, related_name="invitations")
    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="+")
    invited_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    invited_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    renews = models.BooleanField(default=False, db_default=False)
    """For somebody who cannot get in any more: they choose anew how to sign in, and the old ways stop."""

    objects = InvitationQuerySet.as_manager()

    class Meta:
        ordering = ["-invited_at", "-id"]
        constraints = [
            models.CheckConstraint(
                name="invitation_accepted_or_withdrawn", condition=Q(accepted_at=None) | Q(withdrawn_at=None)
            ),
            UniqueConstraint(
                fields=["user", "organisation"],
                name="invitation_one_pending",
                condition=Q(accepted_at=None, withdrawn_at=None),
            ),
        ]

    def state(self, at: datetime) -> State:
        if self.accepted_at:
            return self.State.ACCEPTED
        if self.withdrawn_at:
            return self.State.WITHDRAWN
        return self.State.EXPIRED if self.expires_at <= at else self.State.PENDING


class CalendarLinkQuerySet(models.QuerySet):
    def working(self) -> Self:
        return self.filter(revoked_at=None)


class CalendarLink(models.Model):
    """The secret address of somebody's calendar. Only its digest is kept, so that it is shown once."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    user = models.ForeignKey(User, models.CASCADE, related_name="calendar_links")
    digest = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField(default=timezone.now)
    read_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    objects = CalendarLinkQuerySet.as_manager()

    class Meta:
        ordering = ["-made_at", "-id"]
        constraints = [
            UniqueConstraint(fields=["user"], name="calendar_link_one_working", condition=Q(revoked_at=None))
        ]

    def __str__(self) -> str:
        return f"{self.made_at:%Y-%m-%d %H:%M}"


class WorkAccount(models.Model):
    """An account at somebody's work by which they sign in here: what their provider calls them, and no more."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    user = models.ForeignKey(User, models.CASCADE, related_name="work_accounts")
    provider = models.SlugField()
    subject = models.CharField(max_length=255)
    linked_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["linked_at", "id"]
        constraints = [
            UniqueConstraint(fields=["provider", "subject"], name="work_account_of_one_person"),
            UniqueConstraint(fields=["provider", "user"], name="work_account_one_per_provider"),
        ]
