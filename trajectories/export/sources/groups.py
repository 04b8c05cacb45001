"""Somebody's own places in groups and how it went there. Nobody else who takes part is read."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from aftercare.accounts.models import User
from supportgroups.models import Attendance, Enrolment, Wait
from trajectories.export.shape import Row, Section, day, instant, period, plain


def sections(of: User) -> Iterator[Section]:
    yield Section(_("My groups"), [_("Group"), _("When")], list(_places(of)))
    yield Section(_("My attendance"), [_("When"), _("Group"), _("How it went")], list(_attendances(of)))
    yield Section(_("Waiting for a place"), [_("Since"), _("Group"), _("What became of it")], list(_waits(of)))


def _places(of: User) -> Iterator[Row]:
    for place in Enrolment.objects.filter(participant=of).select_related("group").order_by("-enrolled_at", "id"):
        yield plain(place.group), plain(period(place.enrolled_at, place.left_at))


def _attendances(of: User) -> Iterator[Row]:
    marks = Attendance.objects.filter(participant=of).select_related("session__group")
    for one in marks.order_by("-session__period", "id"):
        yield plain(instant(one.session.period.lower)), plain(one.session.group), plain(one.get_mark_display())


def _waits(of: User) -> Iterator[Row]:
    for wait in Wait.objects.filter(participant=of).select_related("group"):
        yield plain(day(wait.asked_at)), plain(wait.group), plain(wait.get_outcome_display())
