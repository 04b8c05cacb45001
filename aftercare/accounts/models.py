"""Users, regions, organisations, memberships, invitations."""

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import F, Q, UniqueConstraint
from django.db.models.functions import Lower
from django.utils import timezone
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


class UserManager(BaseUserManager):
    def get_by_natural_key(self, email: str) -> "User":
        return self.get(email__iexact=email)


class User(AbstractBaseUser):
    """A person. Exists from the moment somebody registers them; can sign in once an invitation was accepted."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    email = models.EmailField(_("e-mail address"), blank=True, null=True)
    name = models.CharField(_("name"), max_length=120)
    called = models.CharField(_("called"), max_length=60, blank=True, help_text=_("How you want to be called."))
    phone = models.CharField(_("phone"), max_length=30, blank=True)
    language = models.CharField(_("language"), max_length=5, default="nl", choices=[("nl", _("Dutch")), ("en", _("English"))])
    time_zone = models.CharField(_("time zone"), max_length=40, default="Europe/Amsterdam")
    is_active = models.BooleanField(_("active"), default=True)
    joined_at = models.DateTimeField(_("joined"), default=timezone.now)

    objects = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"

    class Meta:
        ordering = ["name", "id"]
        constraints = [UniqueConstraint(Lower("email"), name="user_email_once")]

    def __str__(self) -> str:
        return self.name

    @property
    def short_name(self) -> str:
        return self.called or self.name.split(" ")[0]


class MembershipQuerySet(models.QuerySet):
    def active(self) -> "MembershipQuerySet":
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
                name="membership_once",
                condition=Q(ended_at=None),
                nulls_distinct=False,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user}: {self.get_role_display()}"


class Invitation(models.Model):
    """A link by which a registered person makes the account their own. It works once."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    user = models.ForeignKey(User, models.CASCADE, related_name="invitations")
    invited_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    invited_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-invited_at"]
        constraints = [
            models.CheckConstraint(
                name="invitation_accepted_or_withdrawn", condition=Q(accepted_at=None) | Q(withdrawn_at=None)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} ({self.invited_at:%Y-%m-%d})"
