"""The second template engine, for fragments in which hundreds of values repeat (docs/decisions/0033)."""

from functools import cache

from django.db.models import Model
from django.template.defaultfilters import linebreaksbr
from django.template.loader import render_to_string
from django.utils.formats import localize
from django.utils.text import capfirst
from django.utils.translation import gettext, ngettext, npgettext, pgettext
from jinja2 import Environment, StrictUndefined

from aftercare.core.addresses import address
from aftercare.core.templatetags.ui import day, icon, moment, tel, written


def environment(**options) -> Environment:
    """`options` are those of Django's backend, which turns escaping on."""
    ours = {"extensions": ["jinja2.ext.i18n"], "undefined": StrictUndefined, "trim_blocks": True, "lstrip_blocks": True}
    made = Environment(**options | ours)  # noqa: S701
    made.install_gettext_callables(gettext, ngettext, pgettext=pgettext, npgettext=npgettext)
    made.globals |= {"_": gettext, "address": address, "icon": icon, "included": included}
    filters = (capfirst, day, linebreaksbr, localize, moment, shown, tel)
    made.filters |= {known.__name__: known for known in filters} | {"date": written}
    return made


def included(template: str, **context) -> str:
    """A part that Django's pages use as well, where it is rare enough to cost nothing."""
    return render_to_string(template, context, using="django")


def shown(of: Model, field: str) -> str:
    """What `get_…_display` gives, which first puts every other choice into words."""
    value = getattr(of, field)
    return str(_choices(type(of), field).get(value, value))


@cache
def _choices(model: type[Model], field: str) -> dict:
    return dict(model._meta.get_field(field).flatchoices)
