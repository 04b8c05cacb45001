"""The second template engine, for fragments in which hundreds of values repeat (docs/decisions/0033)."""

from django.urls import reverse
from django.utils.translation import gettext, ngettext, npgettext, pgettext
from jinja2 import Environment, StrictUndefined

from aftercare.core.templatetags.ui import day, icon, moment, tel


def environment(**options) -> Environment:
    """`options` are those of Django's backend, which turns escaping on."""
    ours = {"extensions": ["jinja2.ext.i18n"], "undefined": StrictUndefined, "trim_blocks": True, "lstrip_blocks": True}
    made = Environment(**options | ours)  # noqa: S701
    made.install_gettext_callables(gettext, ngettext, pgettext=pgettext, npgettext=npgettext)
    made.globals |= {"url": reverse, "icon": icon}
    made.filters |= {"day": day, "moment": moment, "tel": tel}
    return made
