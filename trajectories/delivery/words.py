"""What went wrong with a message, in words instead of our codes."""

import re

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

NO_SUCH_ADDRESS = gettext_lazy("The address or number does not exist. The care team was asked for the right one.")
REASONS: dict[str, Promise] = {
    **dict.fromkeys(("smtp 550", "smtp 551", "smtp 553", "sms 404", "sms 410", "sms 422"), NO_SUCH_ADDRESS),
    "address suppressed": gettext_lazy("Not tried: the address or number is known not to exist."),
    "no address": gettext_lazy("There is no e-mail address, or no account."),
    "no number": gettext_lazy("There is no phone number, or no account."),
    "no account": gettext_lazy("There is no account any more."),
    "no provider": gettext_lazy("No service for text messages is set up."),
    "no subscription": gettext_lazy("No phone takes knocks any more."),
    "sms unreachable": gettext_lazy("The service for text messages could not be reached."),
    "sms no answer": gettext_lazy("The service for text messages gave no answer."),
    "sender lost": gettext_lazy("The portal stopped while it was sending."),
    "restored": gettext_lazy("Perhaps sent already, before a backup was put back."),
    "given up": gettext_lazy("Somebody gave up on it."),
}
SERVICES: dict[str, Promise] = {
    "smtp": gettext_lazy("The mail server answered %(code)s."),
    "sms": gettext_lazy("The service for text messages answered %(code)s."),
    "push": gettext_lazy("The service for knocks answered %(code)s."),
}


def in_words(reason: str) -> str:
    if reason in REASONS:
        return str(REASONS[reason])
    answered = re.fullmatch(r"(smtp|sms|push) (\d+)", reason)
    if answered:
        return SERVICES[answered[1]] % {"code": answered[2]}
    return _("No answer, or an error of the portal itself (%(reason)s).") % {"reason": reason or "?"}
