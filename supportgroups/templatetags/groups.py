"""Sessions in words: the day, the hours, who facilitates."""

from datetime import date, datetime

from django import template
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import get_text_list
from django.utils.translation import gettext as _

from supportgroups.models import Session

register = template.Library()


@register.filter
def weekday(at: date | datetime) -> str:
    """ "Tue 6 April", with the year when it is another one."""
    day = timezone.localtime(at).date() if isinstance(at, datetime) else at
    return date_format(day, "D j F" if day.year == timezone.localdate().year else "D j F Y")


@register.filter
def hours(period: DateTimeTZRange) -> str:
    """19:30 to 21:00."""
    start, end = timezone.localtime(period.lower), timezone.localtime(period.upper)
    return _("%(start)s to %(end)s") % {"start": f"{start:%H:%M}", "end": f"{end:%H:%M}"}


@register.filter
def facilitators(session: Session) -> str:
    """Their names; on sessions that were asked `with_people`."""
    return get_text_list([str(facilitation.user) for facilitation in session.facilitations.all()], _("and"))
