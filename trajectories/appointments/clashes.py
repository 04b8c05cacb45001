"""Whether somebody is taken at a moment, and by what. The database has the last word."""

from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import reduce
from operator import or_

from django.db import IntegrityError, transaction
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.db.models import Q
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from aftercare.accounts.models import User
from aftercare.core.errors import Refused
from supportgroups.models import Facilitation, Session
from trajectories.appointments.models import PERIOD, Appointment
from trajectories.dossier.models import Trajectory

CONSTRAINT = "appointment_counsellor_once"


@dataclass(frozen=True)
class Clash:
    """`who` is taken then, by `what`; `what` is empty where the asker may not know it."""

    starts_at: datetime
    ends_at: datetime
    who: str
    what: str

    @property
    def hours(self) -> str:
        return f"{timezone.localtime(self.starts_at):%H:%M}–{timezone.localtime(self.ends_at):%H:%M}"

    @property
    def short(self) -> str:
        return " ".join(filter(None, [_("Taken:"), self.what, self.hours]))

    def __str__(self) -> str:
        day = date_format(timezone.localtime(self.starts_at), "D j F")
        words = {"when": f"{day}, {self.hours}", "who": self.who, "what": self.what}
        if self.what:
            return _("%(who)s is taken on %(when)s: %(what)s.") % words
        return _("%(who)s is taken on %(when)s.") % words


class Clashing(Refused):
    """The counsellor is taken; `clashes` says when and by what."""

    def __init__(self, clashes: list[Clash]):
        self.clashes = clashes
        super().__init__(
            " ".join(map(str, clashes))
            or _("Somebody else planned an appointment at this moment just now. Please choose another one.")
        )


def find(
    *, who: User, moments: Collection[datetime], minutes: int, by: User, ignoring: Collection[Appointment] = ()
) -> list[Clash]:
    """What `who` has at these moments, in order of time. Names are told of clients whom `by` may see."""
    if not moments:
        return []
    length = timedelta(minutes=minutes)
    overlap = reduce(or_, (Q(period__overlap=DateTimeTZRange(at, at + length)) for at in moments))
    taken = Appointment.objects.planned().alias(period=PERIOD).filter(overlap, with_user=who)
    taken = taken.exclude(pk__in=[one.pk for one in ignoring])
    mine = Trajectory.objects.visible_to(by).order_by().values("pk")
    known = {pk for (pk,) in taken.filter(trajectory__in=mine).order_by().values_list("pk")}
    clashes = [
        Clash(one.starts_at, one.ends, who.name, one.trajectory.client.user.name if one.pk in known else "")
        for one in taken.select_related("trajectory__client__user")
    ]
    groups = Facilitation.objects.filter(overlap, user=who, state=Session.State.PLANNED)
    clashes += [
        Clash(one.period.lower, one.period.upper, who.name, one.session.group.name)
        for one in groups.select_related("session__group")
    ]
    return sorted(clashes, key=lambda clash: clash.starts_at)


@contextmanager
def unless_taken(planned: Sequence[Appointment], *, by: User, after: datetime | None) -> Iterator[None]:
    """Around the writing of appointments with one counsellor. Only what comes `after` is looked at beforehand."""
    first = planned[0]
    taken = {"who": first.with_user, "minutes": first.minutes, "by": by, "ignoring": planned}
    coming = [one.starts_at for one in planned if after and one.starts_at > after]
    if coming:
        User.objects.select_for_update(no_key=True).get(pk=first.with_user_id)  # as whoever plans a group does
    if found := find(moments=coming, **taken):
        raise Clashing(found)
    try:
        with transaction.atomic():
            yield
    except IntegrityError as error:
        if CONSTRAINT not in str(error):
            raise
        raise Clashing(find(moments=[one.starts_at for one in planned], **taken)) from error


def of(clashes: Collection[Clash], *, starts_at: datetime, minutes: int) -> list[Clash]:
    """Those that touch one moment."""
    ends_at = starts_at + timedelta(minutes=minutes)
    return [clash for clash in clashes if clash.starts_at < ends_at and starts_at < clash.ends_at]
