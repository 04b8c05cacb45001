"""What is otherwise on one date, on all that follow, or on all."""

from collections.abc import Callable, Mapping
from datetime import date, time
from uuid import UUID

from crispy_forms.layout import Row
from django import forms
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.dateparse import parse_date, parse_time
from django.utils.translation import gettext_lazy as _

from aftercare.accounts.models import User
from aftercare.core.errors import Refused, Stale
from aftercare.core.forms import BaseForm
from supportgroups import clashes, cover, planning
from supportgroups.access import facilitators_of
from supportgroups.forms.moments import MomentForm
from supportgroups.models import Scope, Session


class ChangeForm(MomentForm):
    on = forms.DateField(label=_("Date"))
    scope = forms.ChoiceField(label=_("For which dates?"), choices=Scope, initial=Scope.ONE, widget=forms.RadioSelect)
    revision = forms.IntegerField(widget=forms.HiddenInput, required=False)
    layout = ("on", Row("starts", "ends"), "room", "online_link", "facilitators", "scope", "revision")

    def __init__(self, *args, session: Session, scopes: list[tuple[str, str]], asked: Mapping[str, str], **kwargs):
        """`asked` may name the day and hour that a session was dragged to, or who would take it over."""
        start, end = timezone.localtime(session.period.lower), timezone.localtime(session.period.upper)
        led_by = [facilitation.user_id for facilitation in session.facilitations.all()]
        people = facilitators_of(session.organisation)
        starts = _parsed(parse_time, asked.get("at", "")) or start.time()
        initial = {
            "on": _parsed(parse_date, asked.get("on", "")) or start.date(),
            "starts": starts,
            "ends": planning.later(starts, end - start),
            "room": session.room_id,
            "online_link": session.online_link,
            "revision": session.revision,
            "facilitators": _led_by(session, people, asked.get("lead", "")) or led_by,
        }
        super().__init__(*args, organisation=session.organisation, initial=initial, **kwargs)
        self.session = session
        self.fields["facilitators"].queryset = people | people.model.objects.filter(pk__in=led_by)
        self.fields["scope"].choices = scopes

    def clean_on(self) -> date:
        return self._coming_day(self.cleaned_data["on"])

    def refuse(self, refused: Refused) -> None:
        """With the rooms that are free, where a room is taken; over what somebody else saved, where they did."""
        super().refuse(refused)
        if isinstance(refused, Stale):
            self.data = self.data.copy()
            self.data["revision"] = self.session.revision
        taken = [clash for clash in getattr(refused, "clashes", ()) if clash.of_room]
        if taken:
            period = taken[0].wanted.period
            free = clashes.free_rooms([period], organisation=self.organisation)[period]
            names = {"rooms": ", ".join(room.name for room in free)}
            self.add_error("room", _("Free then: %(rooms)s.") % names if free else _("No room is free then."))


class ScopeForm(BaseForm):
    """Only how far it goes."""

    scope = forms.ChoiceField(label=_("Which dates?"), choices=Scope, initial=Scope.ONE, widget=forms.RadioSelect)

    def __init__(self, *args, scopes: list[tuple[str, str]], **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["scope"].choices = scopes


def _parsed(parse: Callable, typed: str) -> date | time | None:
    try:
        return parse(typed)
    except ValueError:
        return None


def _led_by(session: Session, people: QuerySet[User], asked: str) -> list[UUID]:
    """Whoever takes over, beside those who are there."""
    taking_over = [person.pk for person in people if str(person.pk) == asked]
    if not taking_over:
        return []
    usual = [facilitation.user_id for facilitation in session.facilitations.all()]
    away = cover.away_then(usual, session.period)
    return taking_over + [person for person in usual if person not in away]
