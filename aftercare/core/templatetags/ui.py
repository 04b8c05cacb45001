"""What every template may use: icons, and moments in words."""

import json
import re
from collections.abc import Hashable, Iterable
from datetime import date, datetime
from functools import cache, lru_cache, partial

from django import forms, template
from django.conf import settings
from django.template.loader import get_template
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext as _

register = template.Library()

INNER_MARKUP = re.compile(r"<svg[^>]*>\s*(.*?)\s*</svg>", re.DOTALL)


class UnknownIcon(LookupError):
    """Raised while rendering, so that a misspelled icon never reaches a page."""


@cache
def _drawing(name: str) -> str:
    path = settings.NODE_MODULES / "lucide-static" / "icons" / f"{name}.svg"
    if not re.fullmatch(r"[a-z0-9-]+", name) or not path.is_file():
        raise UnknownIcon(name)
    return re.sub(r"\s*\n\s*", "", INNER_MARKUP.search(path.read_text()).group(1))


@register.simple_tag
@cache
def icon(name: str, *, large: bool = False) -> SafeString:
    """An inlined Lucide icon; decorative, so the words stand beside it."""
    size = " nz-icon-lg" if large else ""
    drawing = SafeString(_drawing(name))
    return format_html('<svg class="nz-icon{}" viewBox="0 0 24 24" aria-hidden="true">{}</svg>', size, drawing)


@register.filter
def day(at: date | datetime, now: date | datetime | None = None) -> str:
    """today, yesterday, tomorrow; "Mon 12 March" within the year; "12 March 2026" outside it."""
    return _day_in_words(_local(at), _local(now or timezone.now()), get_language())


def _local(at: date | datetime) -> date:
    return timezone.localtime(at).date() if isinstance(at, datetime) else at


@lru_cache(maxsize=4096)
def _day_in_words(when: date, today: date, language: str) -> str:
    """Kept per language, because a list says the same few days many times."""
    near = {-1: _("yesterday"), 0: _("today"), 1: _("tomorrow")}.get((when - today).days)
    return near or date_format(when, "D j F" if when.year == today.year else "j F Y")


def written(at: date | datetime, form: str) -> str:
    """The day, as Django's filter `date` writes it; each once, because a list says the same few days many times."""
    return _written(_local(at), form, get_language())


@lru_cache(maxsize=4096)
def _written(when: date, form: str, language: str) -> str:
    return date_format(when, form)


@register.filter
def moment(at: datetime, now: date | datetime | None = None) -> str:
    """The day in words and the time on the clock: "today 21:14", "Mon 12 March 10:30"."""
    return f"{day(at, now)} {timezone.localtime(at):%H:%M}"


@register.filter
def tel(phone: str) -> str:
    """A phone number as a tel: link wants it."""
    return re.sub(r"[^\d+]", "", phone)


@register.filter
def steps_done(total: int, number: int) -> list[bool]:
    """One flag per step of a task: done up to and with this one."""
    return [step <= number for step in range(1, total + 1)]


@register.filter(name="json")
def as_json(value: object) -> str:
    """For a data attribute that a script reads."""
    return json.dumps(value)


@register.simple_tag
def repeated(template: str, **context) -> SafeString:
    """A fragment of templates/jinja: for what repeats so often on a page that its values take most of the time."""
    said = {"_": partial(_said, get_language())}
    return SafeString(get_template(template, using="jinja2").render(said | context))


@cache
def _said(language: str, words: str) -> str:
    """`gettext`, which asks anew at each word what the language is."""
    return gettext(words)


@register.simple_tag
def remembered(template: str, rows: Iterable[Hashable], **context: Hashable) -> SafeString:
    """A fragment for each row, drawn once for the same row: see docs/decisions/0039.

    Nothing may count in it but the row, the context, the language and the time zone; so no clock but the row's.
    """
    reader = _reader()
    return SafeString("".join(_drawn(template, reader, row=row, **context) for row in rows))


@register.simple_tag
def drawn_once(template: str, **context: Hashable) -> SafeString:
    """An include of which the words are the same on many pages: as `remembered`, without rows."""
    return SafeString(_drawn(template, _reader(), **context))


def _reader() -> tuple[str, str]:
    return get_language(), timezone.get_current_timezone_name()


@lru_cache(maxsize=4096)
def _drawn(template: str, _reader: tuple[str, str], **context: Hashable) -> str:
    return get_template(template).render(context)


@register.simple_tag
def component(name: str, **given) -> SafeString:
    """A macro of templates/jinja/components.jinja: how a component that both engines use is drawn."""
    macros = get_template("components.jinja", using="jinja2").template.module
    return SafeString(getattr(macros, name)(**given))


CONTROL_CLASSES = ((forms.CheckboxInput, "form-check-input"), (forms.Select, "form-select"))


@register.simple_tag
def control(field: forms.BoundField) -> SafeString:
    """The input itself. A placeholder never repeats or replaces the label above it."""
    widget = field.field.widget
    ours = next((name for kind, name in CONTROL_CLASSES if isinstance(widget, kind)), "form-control")
    return field.as_widget(attrs={"class": f"{widget.attrs.get('class', '')} {ours}".strip(), "placeholder": False})
