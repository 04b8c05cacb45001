"""Why a file is not taken, in words that its sender can act on."""

from django.utils.translation import gettext as _

from aftercare.core.errors import Refused


class FileRefused(Refused):
    """The message says what is wrong with the file and what to send instead."""


def damaged() -> FileRefused:
    return FileRefused(_("This file is damaged, or not what it seems. Save it again and send that."))


def carries_more() -> FileRefused:
    return FileRefused(_("This file carries another file or a program within it. Print it to a new PDF and send that."))
