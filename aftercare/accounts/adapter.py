"""How allauth behaves here: nobody signs up without an invitation, and no mail tells what this is."""

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.utils import translation

from aftercare.accounts.models import User

LETTERS = {
    "account/email/password_reset_key": "password_reset",
    "account/email/unknown_account": "password_reset_unknown",
    "account/email/email_confirmation": "confirm_address",
}
SIGN_IN_CHANGED = "sign_in_changed"


class AccountAdapter(DefaultAccountAdapter):
    def is_open_for_signup(self, request) -> bool:  # noqa: ARG002 - allauth passes it
        return False

    def confirm_email(self, request, email_address) -> bool:
        """An address that somebody else signs in with stays theirs."""
        taken = User.objects.filter(email__iexact=email_address.email).exclude(pk=email_address.user_id)
        return not taken.exists() and super().confirm_email(request, email_address)

    def send_notification_mail(self, template_prefix, user, context=None, email=None) -> None:
        super().send_notification_mail(template_prefix, user, {**(context or {}), "user": user}, email)

    def send_mail(self, template_prefix: str, email: str, context: dict) -> None:
        """Neutral, in the person's language; whatever changed in how they sign in is told in one and the same way."""
        name = LETTERS.get(template_prefix, SIGN_IN_CHANGED)
        person = context.get("user")
        with translation.override(person.language if person else translation.get_language()):
            words = {"product_name": settings.PRODUCT_NAME, "link": self._link(context)}
            subject, _, text = render_to_string(f"emails/{name}.txt", words).strip().partition("\n")
        EmailMessage(subject, text.strip(), to=[email], headers={"Auto-Submitted": "auto-generated"}).send()

    @staticmethod
    def _link(context: dict) -> str:
        return context.get("password_reset_url") or context.get("activate_url") or settings.BASE_URL
