"""The second template engine, for fragments in which hundreds of values repeat (docs/decisions/0033)."""

from django.utils.translation import gettext, ngettext, npgettext, pgettext
from jinja2 import Environment, StrictUndefined

from aftercare.core.templatetags.ui import icon, tel


def environment(**options) -> Environment:
    """`options` are those of Django's backend, which turns escaping on."""
    ours = {"extensions": ["jinja2.ext.i18n"], "undefined": StrictUndefined, "trim_blocks": True, "lstrip_blocks": True}
    made = Environment(**options | ours)  # noqa: S701
    made.install_gettext_callables(gettext, ngettext, pgettext=pgettext, npgettext=npgettext)
    made.globals["icon"] = icon
    made.filters["tel"] = tel
    return made
