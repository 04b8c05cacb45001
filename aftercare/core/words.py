"""Words of Django and allauth that the Dutch catalogue says in our own way. Listed here so that it keeps them."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

IN_OUR_WORDS = [
    _("Your password can’t be too similar to your other personal information."),
    ngettext_lazy(
        "Your password must contain at least %(min_length)d character.",
        "Your password must contain at least %(min_length)d characters.",
        "min_length",
    ),
    _("Your password can’t be a commonly used password."),
    _("Your password can’t be entirely numeric."),
    _("This password is entirely numeric."),
    _("The email address and/or password you specified are not correct."),
    _("Too many failed login attempts. Try again later."),
    _("Be patient, you are sending too many requests."),
    _("This account is currently inactive."),
    _("Incorrect code."),
    _("Incorrect password."),
    _("Please type your current password."),
    _("You must type the same password each time."),
    _("New Password (again)"),
    _("Forgot your password?"),
    _("Email"),
    _("Authenticator code"),
    _("Use your password"),
    _("Use authenticator app or code"),
    _("Use a security key"),
    _("This field is required."),
]
