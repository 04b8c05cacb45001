"""One form for a series: when, how often, where, who; and what is different on single dates."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta

from crispy_forms.layout import Row
from django import forms
from django.core.exceptions import ValidationError
from django.utils.dateparse import parse_time
from django.utils.translation import gettext_lazy as _

from aftercare.accounts.models import Organisation
from aftercare.core.errors import Refused
from supportgroups import planning, preview
from supportgroups.clashes import Clashing
from supportgroups.forms.moments import MomentForm
from supportgroups.models import Room, Series, SupportGroup
from supportgroups.planning import UNCHANGED, Change, Draft

MOST_CHANGES = 400
MOST_SESSIONS = 160
LONGEST = timedelta(days=3 * 366)
SO_MANY_WEEKS = "n"
RHYTHMS = {
    "1": _("Every week"),
    "2": _("Every two weeks"),
    SO_MANY_WEEKS: _("Every so many weeks"),
    Series.Rhythm.MONTH: _("Every month, on the same weekday"),
    Series.Rhythm.LAST_OF_MONTH: _("Every month, on the last such weekday"),
}
GIVEN = ("first_on", "starts", "ends", "room", "online_link", "on_holiday")


class ChangesField(forms.Field):
    """What is different on single dates, one word each: 2027-05-18/skip, /hold, /room/<id>, /on/2027-05-20,
    /from/18:00, /usual."""

    widget = forms.MultipleHiddenInput
    rooms: Mapping[str, Room] = {}

    def to_python(self, words: list[str] | None) -> dict[date, Change]:
        changes: dict[date, Change] = {}
        for word in (words or [])[:MOST_CHANGES]:
            try:
                day, what, *value = word.split("/")
                on = date.fromisoformat(day)
                changes[on] = self._changed(changes.get(on, UNCHANGED), what, *value)
            except (KeyError, TypeError, ValueError) as error:
                raise ValidationError(_("A change on one of the dates was not understood. Choose it again.")) from error
        return changes

    def _changed(self, before: Change, what: str, value: str = "") -> Change:
        return {
            "skip": lambda: Change(hold=False),
            "hold": lambda: replace(before, hold=True),
            "room": lambda: replace(before, room=self.rooms[value]),
            "on": lambda: replace(before, on=date.fromisoformat(value)),
            "from": lambda: replace(before, starts=parse_time(value)),
            "usual": lambda: UNCHANGED,
        }[what]()


class SeriesForm(MomentForm):
    group = forms.ModelChoiceField(
        SupportGroup.objects.none(), label=_("Group"), empty_label=_("A new group"), required=False
    )
    name = forms.CharField(label=_("Name of the new group"), max_length=80, required=False)
    first_on = forms.DateField(label=_("First time"))
    every = forms.ChoiceField(label=_("How often"), choices=RHYTHMS, initial="1")
    weeks = forms.IntegerField(label=_("Number of weeks"), min_value=1, max_value=26, required=False)
    count = forms.IntegerField(label=_("Times"), initial=12, min_value=1, max_value=MOST_SESSIONS, required=False)
    until = forms.DateField(
        label=_("Or until"), required=False, help_text=_("With an end date the number does not count.")
    )
    on_holiday = forms.ChoiceField(
        label=_("Does a date fall on a public holiday?"),
        choices=Series.OnHoliday,
        initial=Series.OnHoliday.SKIP_AND_ADD,
        widget=forms.RadioSelect,
    )
    change = ChangesField(required=False)

    layout = (
        "group",
        "name",
        Row("first_on", "every"),
        "weeks",
        Row("count", "starts", "ends", css_class="nz-hours"),
        "until",
        "room",
        "online_link",
        "facilitators",
        "on_holiday",
    )
    field_order = (
        "group",
        "name",
        "first_on",
        "every",
        "weeks",
        "count",
        "until",
        "starts",
        "ends",
        "room",
        "online_link",
        "facilitators",
    )

    def __init__(self, *args, organisation: Organisation, **kwargs):
        super().__init__(*args, organisation=organisation, **kwargs)
        self.preview: preview.Preview | None = None
        self.fields["group"].queryset = SupportGroup.objects.running().filter(organisation=organisation)
        self.fields["change"].rooms = {str(room.pk): room for room in self.fields["room"].queryset}

    def clean_first_on(self) -> date:
        return self._coming_day(self.cleaned_data["first_on"])

    def clean_until(self) -> date | None:
        first, until = self.cleaned_data.get("first_on"), self.cleaned_data["until"]
        if first and until and not first <= until <= first + LONGEST:
            raise ValidationError(_("Choose an end after the first time, at most three years later."))
        return until

    def clean(self) -> dict:
        given = super().clean()
        if not self.errors.get("group") and not (given.get("group") or given.get("name")):
            self.add_error("name", _("Give the new group a name, or choose a group."))
        if given.get("every") == SO_MANY_WEEKS and not given.get("weeks") and "weeks" not in self.errors:
            self.add_error("weeks", _("After how many weeks does it come back?"))
        if not given.get("count") and not given.get("until") and not {"count", "until"} & self.errors.keys():
            self.add_error("count", _("Fill in how many times, or until when."))
        if given.get("first_on") and (misfit := planning.misfit(given["first_on"], given.get("every", ""))):
            self.add_error("first_on", misfit)
        self._look()
        if self.preview:
            for clash in self.preview.clashes:
                self.add_error(None, str(clash))
            if not self.preview.held:
                self.add_error(None, _("Every date of this series is left out. Choose more sessions or another date."))
        return given

    def refuse(self, refused: Refused) -> None:
        super().refuse(refused)
        if isinstance(refused, Clashing):
            self._look()

    def look(self) -> preview.Preview | None:
        """The dates as they would be, when enough is filled in."""
        self.is_valid()
        return self.preview

    @property
    def changes(self) -> list[str]:
        """The changes so far, to be sent along with the next one."""
        return self.preview.changes if self.preview else self["change"].value() or []

    def series(self) -> dict:
        """What the actions ask for, without the group."""
        given = self.cleaned_data
        return self._regular() | {"facilitators": given["facilitators"], "changes": given["change"]}

    def _regular(self) -> dict:
        given = self.cleaned_data
        every = given["every"]
        weeks = {"1": 1, "2": 2, SO_MANY_WEEKS: given.get("weeks")}
        return {name: given[name] for name in GIVEN} | {
            "rhythm": Series.Rhythm.WEEKS if every in weeks else every,
            "every": weeks.get(every, 1),
            "until": given.get("until"),
            "count": None if given.get("until") else given.get("count"),
        }

    def _look(self) -> None:
        """The dates, as soon as enough is filled in to know them."""
        given = self.cleaned_data
        if not all(name in given for name in (*GIVEN, "every", "change", "count", "until")):
            return
        regular = self._regular()
        if not regular["every"] or not (regular["count"] or regular["until"]):
            return
        length = planning.duration(given["starts"], given["ends"])
        starts = [change.starts for change in given["change"].values() if change.starts]
        if any(planning.later(start, length) <= start for start in starts):
            self.add_error(None, _("A session ends later than it starts, on the same day."))
            return
        draft = Draft(
            zone=self.organisation.time_zone,
            facilitators=tuple(given.get("facilitators") or ()),
            changes=given["change"],
            **regular,
        )
        self.preview = preview.look(draft, organisation=self.organisation, group=given.get("group"))
