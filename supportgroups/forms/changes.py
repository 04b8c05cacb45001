"""What is otherwise on one date, on all that follow, or on all."""

from datetime import date

from crispy_forms.layout import Row
from django import forms
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import gettext_lazy as _

from aftercare.core.errors import Refused
from aftercare.core.forms import BaseForm
from supportgroups import clashes
from supportgroups.access import facilitators_of
from supportgroups.forms.moments import MomentForm
from supportgroups.models import Scope, Session


class ChangeForm(MomentForm):
    on = forms.DateField(label=_("Date"))
    scope = forms.ChoiceField(label=_("For which dates?"), choices=Scope, initial=Scope.ONE, widget=forms.RadioSelect)
    layout = ("on", Row("starts", "ends"), "room", "online_link", "facilitators", "scope")

    def __init__(self, *args, session: Session, scopes: list[tuple[str, str]], asked_day: str = "", **kwargs):
        """With the day that a session was dragged to, if it was."""
        start, end = timezone.localtime(session.period.lower), timezone.localtime(session.period.upper)
        led_by = [facilitation.user_id for facilitation in session.facilitations.all()]
        initial = {
            "on": _as_day(asked_day) or start.date(),
            "starts": start.time(),
            "ends": end.time(),
            "room": session.room_id,
            "online_link": session.online_link,
            "facilitators": led_by,
        }
        super().__init__(*args, organisation=session.organisation, initial=initial, **kwargs)
        self.session = session
        people = facilitators_of(session.organisation)
        self.fields["facilitators"].queryset = people | people.model.objects.filter(pk__in=led_by)
        self.fields["scope"].choices = scopes

    def clean_on(self) -> date:
        return self._coming_day(self.cleaned_data["on"])

    def refuse(self, refused: Refused) -> None:
        """With the rooms that are free, where a room is taken."""
        super().refuse(refused)
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


def _as_day(typed: str) -> date | None:
    try:
        return parse_date(typed)
    except ValueError:
        return None
