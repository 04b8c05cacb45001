"""How allauth behaves here: nobody signs up without an invitation, and no mail tells what this is."""

from allauth.account.adapter import DefaultAccountAdapter
from django.utils import translation

from aftercare.accounts import actions
from aftercare.accounts.models import User
from aftercare.accounts.stages import TWO_FACTORS_AT_WORK

SIGN_IN_CHANGED = "account/email/sign_in_changed"
SECOND_STEP = {"allauth.mfa.stages.AuthenticateStage": "aftercare.accounts.stages.SecondStep"}


class AccountAdapter(DefaultAccountAdapter):
    def is_open_for_signup(self, request) -> bool:  # noqa: ARG002 - allauth passes it
        return False

    def get_login_stages(self) -> list[str]:
        return [SECOND_STEP.get(stage, stage) for stage in super().get_login_stages()]

    def post_login(self, request, user, *, signal_kwargs, **login):
        how = signal_kwargs or {}
        actions.record_sign_in(by=user, at_work="at_work" in how)
        if how.get("two_factors"):
            request.session[TWO_FACTORS_AT_WORK] = True
        return super().post_login(request, user, signal_kwargs=signal_kwargs, **login)

    def confirm_email(self, request, email_address) -> bool:
        """An address that somebody else signs in with stays theirs."""
        taken = User.objects.filter(email__iexact=email_address.email).exclude(pk=email_address.user_id)
        return not taken.exists() and super().confirm_email(request, email_address)

    def get_reauthentication_methods(self, user) -> list[dict]:
        """Whoever signs in with finger or face alone is asked for that first, not for a code."""
        methods = super().get_reauthentication_methods(user)
        if user.is_authenticated and not user.has_usable_password():
            methods.sort(key=lambda method: method["id"] != "mfa_reauthenticate:webauthn")
        return methods

    def send_notification_mail(self, template_prefix, user, context=None, email=None) -> None:  # noqa: ARG002
        """Whatever changed in how somebody signs in is told in one and the same way."""
        super().send_notification_mail(SIGN_IN_CHANGED, user, {"user": user}, email)

    def send_mail(self, template_prefix, email, context) -> None:
        """In the language of the person, where there is one."""
        person = context.get("user")
        with translation.override(person.language if person else translation.get_language()):
            super().send_mail(template_prefix, email, context)

    def render_mail(self, template_prefix, email, context, headers=None):
        return super().render_mail(
            template_prefix, email, context, {"Auto-Submitted": "auto-generated", **(headers or {})}
        )
