"""What people fill in about their account, and what administrators fill in about others'."""

from zoneinfo import available_timezones

from allauth.account import forms as allauth
from crispy_forms.layout import Row
from django import forms
from django.conf import settings
from django.contrib.auth.password_validation import password_validators_help_text_html, validate_password
from django.utils.translation import gettext_lazy as _

from aftercare.accounts import passkeys
from aftercare.accounts.access import has_account, roles_at
from aftercare.accounts.models import Organisation, User
from aftercare.accounts.roles import Role
from aftercare.core.forms import BaseForm, BaseModelForm
from aftercare.notifications import sms

NO_NUMBER = _("For text messages a phone number is needed, such as 06 1234 5678.")


def zones() -> list[tuple[str, str]]:
    names = sorted(
        zone for zone in available_timezones() if "/" in zone and not zone.startswith(("Etc/", "posix", "right"))
    )
    return [(name, name.replace("_", " ")) for name in names]


class ProfileForm(BaseModelForm):
    time_zone = forms.ChoiceField(
        label=_("time zone"), choices=zones, help_text=_("Moments are shown and sent in this zone.")
    )

    class Meta:
        model = User
        fields = (
            *("name", "called", "phone", "language", "time_zone"),
            *("gets_letters", "gets_texts", "texts_first", "quiet_from", "quiet_until"),
        )
        help_texts = {
            "texts_first": _("Otherwise only when an e-mail does not arrive."),
            "quiet_from": _("From then on no message reaches you."),
            "quiet_until": _("Empty: from 22:00 to 08:00."),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if not sms.is_possible():
            del self.fields["gets_texts"], self.fields["texts_first"]

    @property
    def layout(self) -> tuple:
        messages = [name for name in ("gets_letters", "gets_texts", "texts_first") if name in self.fields]
        return Row("name", "called"), "phone", Row("language", "time_zone"), *messages, Row("quiet_from", "quiet_until")

    def clean_phone(self) -> str:
        if self.data.get("gets_texts") and not sms.number(self.cleaned_data["phone"]):
            raise forms.ValidationError(NO_NUMBER)
        return self.cleaned_data["phone"]

    def clean(self) -> dict:
        cleaned = super().clean()
        chosen = [cleaned.get(name) is not None for name in ("quiet_from", "quiet_until")]
        if not self.errors and any(chosen) and not all(chosen):
            self.add_error("quiet_until", _("Fill in both times, or neither."))
        return cleaned


class AcceptForm(BaseForm):
    """A passkey, or else a password."""

    called = forms.CharField(
        label=_("How do you want to be called?"), max_length=60, widget=forms.TextInput({"autocomplete": "nickname"})
    )
    language = forms.ChoiceField(label=_("language"), choices=settings.LANGUAGES)
    passkey = forms.JSONField(required=False, widget=forms.HiddenInput)
    password = forms.CharField(
        label=_("Choose a password"),
        strip=False,
        required=False,
        widget=forms.PasswordInput({"autocomplete": "new-password"}),
    )

    def __init__(self, *args, person: User, **kwargs):
        super().__init__(*args, initial={"called": person.short_name, "language": person.language}, **kwargs)
        self.person = person
        self.fields["password"].help_text = password_validators_help_text_html()

    def clean_passkey(self) -> dict | None:
        if passkey := self.cleaned_data["passkey"]:
            passkeys.check(passkey)
        return passkey

    def clean_password(self) -> str:
        if self.cleaned_data.get("passkey") or "passkey" in self.errors:
            return ""
        password = self.cleaned_data["password"]
        validate_password(password, self.person)
        return password


class InviteForm(BaseForm):
    name = forms.CharField(label=_("name"), max_length=120, widget=forms.TextInput({"autocomplete": "off"}))
    email = forms.EmailField(label=_("e-mail address"), widget=forms.EmailInput({"autocomplete": "off"}))
    language = forms.ChoiceField(label=_("language"), choices=settings.LANGUAGES, initial=settings.LANGUAGE_CODE)
    organisation = forms.ModelChoiceField(label=_("organisation"), queryset=None, empty_label=None)
    role = forms.ChoiceField(label=_("role"))

    def __init__(self, *args, organisations, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["organisation"].queryset = organisations
        if len(places := list(organisations)) == 1:
            self.fields["organisation"].widget = forms.HiddenInput()
            self.fields["organisation"].initial = places[0]
        possible = {role for place in places for role in roles_at(place)}
        self.fields["role"].choices = [
            ("", _("Choose a role")),
            *(choice for choice in Role.choices if choice[0] in possible),
        ]

    def clean_role(self) -> Role:
        return Role(self.cleaned_data["role"])


class RoleForm(BaseForm):
    role = forms.ChoiceField(label=_("New role"))

    def __init__(self, *args, organisation: Organisation, current: str, **kwargs):
        super().__init__(*args, **kwargs)
        possible = [role for role in roles_at(organisation) if role not in {current, Role.POLICY_MAKER}]
        self.fields["role"].choices = [(role.value, role.label) for role in possible]

    def clean_role(self) -> Role:
        return Role(self.cleaned_data["role"])


class InOurWords:
    """For a form of allauth: its fields are called what the rest of the portal calls them."""

    LABELS = {
        "login": _("E-mail address"),
        "email": _("E-mail address"),
        "oldpassword": _("Current password"),
        "password1": _("New password"),
        "password2": _("New password, once more"),
    }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name in self.fields.keys() & self.LABELS.keys():
            self.fields[name].label = self.LABELS[name]


class LoginForm(InOurWords, allauth.LoginForm):
    pass


class AddEmailForm(InOurWords, allauth.AddEmailForm):
    pass


class ChangePasswordForm(InOurWords, allauth.ChangePasswordForm):
    pass


class ResetPasswordKeyForm(InOurWords, allauth.ResetPasswordKeyForm):
    pass


class ResetPasswordForm(InOurWords, allauth.ResetPasswordForm):
    def clean_email(self) -> str:
        """Whoever was invited and never accepted has no account: the link in the invitation is the way in.

        Whoever lost the device with the passkey chooses a password here, and signs in with it and a recovery code.
        """
        email = super().clean_email()
        self.users = [user for user in self.users if has_account(user)]
        return email
