"""What people type about groups, checked. Nothing is stored here."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date, time, timedelta
from uuid import UUID

from crispy_forms.layout import Row
from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.dateparse import parse_time
from django.utils.translation import gettext_lazy as _

from aftercare.accounts.models import Organisation, User
from aftercare.core.errors import Refused
from aftercare.core.forms import BaseForm, BaseModelForm
from supportgroups import clashes, planning, preview, roll
from supportgroups.access import facilitators_of
from supportgroups.clashes import Clashing
from supportgroups.models import Attendance, Room, Series, Session, SupportGroup
from supportgroups.planning import UNCHANGED, Change, Draft

AHEAD = timedelta(days=2 * 365)
MOST_CHANGES = 400
MOST_SESSIONS = 104
ASKED = ("first_on", "every", "count", "starts", "ends", "room", "on_holiday")


class Refusable:
    """Shows what an action refused, at the field it is about. Each clash is a line of its own."""

    def refuse(self, refused: Refused) -> None:
        lines = [str(one) for one in getattr(refused, "clashes", ())] or str(refused)
        self.add_error(getattr(refused, "field", None), lines)


class RoomForm(Refusable, BaseModelForm):
    class Meta:
        model = Room
        fields = ["name", "address", "seats"]


class GroupForm(Refusable, BaseModelForm):
    class Meta:
        model = SupportGroup
        fields = ["name", "kind", "theme", "about", "capacity", "open"]


class RoomField(forms.ModelChoiceField):
    def label_from_instance(self, room: Room) -> str:
        return _("%(room)s, %(seats)d seats") % {"room": room.name, "seats": room.seats}


class ChangesField(forms.Field):
    """What is different on single dates, one word each: 2027-05-18/skip, /hold, /room/<id>, /from/18:00, /usual."""

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
            "from": lambda: replace(before, starts=parse_time(value)),
            "usual": lambda: UNCHANGED,
        }[what]()


class MomentForm(Refusable, BaseForm):
    """From and until on one day, in a room: what a series and a moved session have in common."""

    starts = forms.TimeField(label=_("Begins"))
    ends = forms.TimeField(label=_("Ends"))
    room = RoomField(Room.objects.none(), label=_("Room"), empty_label=_("Choose a room"))

    def __init__(self, *args, organisation: Organisation, **kwargs):
        super().__init__(*args, **kwargs)
        self.organisation = organisation
        self.fields["room"].queryset = Room.objects.filter(organisation=organisation)

    def clean_ends(self) -> time:
        starts, ends = self.cleaned_data.get("starts"), self.cleaned_data["ends"]
        if starts and ends <= starts:
            raise ValidationError(_("A session ends later than it starts, on the same day."))
        return ends

    def _coming_day(self, day: date) -> date:
        today = timezone.localdate()
        if not today <= day <= today + AHEAD:
            raise ValidationError(_("Choose a date from today on, at most two years ahead."))
        return day


class SeriesForm(MomentForm):
    group = forms.ModelChoiceField(
        SupportGroup.objects.none(), label=_("Group"), empty_label=_("A new group"), required=False
    )
    name = forms.CharField(label=_("Name of the new group"), max_length=80, required=False)
    first_on = forms.DateField(label=_("First time"))
    every = forms.TypedChoiceField(label=_("How often"), choices=Series.Every, coerce=int, initial=Series.Every.WEEK)
    count = forms.IntegerField(label=_("Times"), initial=12, min_value=1, max_value=MOST_SESSIONS)
    facilitators = forms.ModelMultipleChoiceField(
        User.objects.none(), label=_("Facilitators"), widget=forms.CheckboxSelectMultiple
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
        Row("count", "starts", "ends", css_class="nz-hours"),
        "room",
        "facilitators",
        "on_holiday",
    )
    field_order = ("group", "name", "first_on", "every", "count", "starts", "ends", "room", "facilitators")

    def __init__(self, *args, organisation: Organisation, **kwargs):
        super().__init__(*args, organisation=organisation, **kwargs)
        self.preview: preview.Preview | None = None
        self.fields["group"].queryset = SupportGroup.objects.running().filter(organisation=organisation)
        self.fields["facilitators"].queryset = facilitators_of(organisation)
        self.fields["change"].rooms = {str(room.pk): room for room in self.fields["room"].queryset}

    def clean_first_on(self) -> date:
        return self._coming_day(self.cleaned_data["first_on"])

    def clean(self) -> dict:
        if not self.errors.get("group") and not (self.cleaned_data.get("group") or self.cleaned_data.get("name")):
            self.add_error("name", _("Give the new group a name, or choose a group."))
        self._look()
        if self.preview:
            for clash in self.preview.clashes:
                self.add_error(None, str(clash))
            if not self.preview.held:
                self.add_error(None, _("Every date of this series is left out. Choose more sessions or another date."))
        return self.cleaned_data

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
        given = {name: self.cleaned_data[name] for name in (*ASKED, "facilitators")}
        return given | {"changes": self.cleaned_data["change"]}

    def _look(self) -> None:
        """The dates, as soon as enough is filled in to know them."""
        given = self.cleaned_data
        if any(given.get(name) is None for name in (*ASKED, "change")):
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
            **{name: given[name] for name in ASKED},
        )
        places = (given.get("group") or SupportGroup()).capacity
        self.preview = preview.look(draft, organisation=self.organisation, places=places)


class MoveForm(MomentForm):
    on = forms.DateField(label=_("Date"))
    layout = ("on", Row("starts", "ends"), "room")

    def __init__(self, *args, session: Session, **kwargs):
        start, end = timezone.localtime(session.period.lower), timezone.localtime(session.period.upper)
        initial = {"on": start.date(), "starts": start.time(), "ends": end.time(), "room": session.room_id}
        super().__init__(*args, organisation=session.organisation, initial=initial, **kwargs)
        self.session = session

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


class SearchForm(BaseForm):
    """A name to search for."""

    named = forms.CharField(label=_("Name"), max_length=80)


class PlaceForm(BaseForm):
    """Whom to give a place: only somebody whom one may enrol."""

    participant = forms.ModelChoiceField(User.objects.none())

    def __init__(self, *args, candidates, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["participant"].queryset = candidates


class AttendanceForm(Refusable, BaseForm):
    """One row of choices per participant. Only rows that were touched count, so nobody undoes a colleague's mark."""

    note = forms.CharField(
        label=_("About the meeting, without names"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2, "class": "form-control"}),
    )

    def __init__(self, *args, lines: Iterable[roll.Line], **kwargs):
        super().__init__(*args, **kwargs)
        self.lines = list(lines)
        for line in self.lines:
            self.fields[name_of(line)] = forms.ChoiceField(
                label=line.person.name,
                choices=Attendance.Mark,
                initial=line.mark,
                required=False,
                show_hidden_initial=True,
                widget=forms.RadioSelect,
            )

    def rows(self) -> list[tuple[roll.Line, forms.BoundField]]:
        return [(line, self[name_of(line)]) for line in self.lines]

    def marks(self) -> dict[UUID, str]:
        chosen = {line.person.pk: self.cleaned_data[name_of(line)] for line in self.lines if self._touched(line)}
        return {pk: mark for pk, mark in chosen.items() if mark}

    def marks_with_everyone_present(self) -> dict[UUID, str]:
        """As chosen, and present for whoever has no mark yet."""
        unmarked = {line.person.pk: str(Attendance.Mark.PRESENT) for line in self.lines if not line.mark}
        return unmarked | self.marks()

    def _touched(self, line: roll.Line) -> bool:
        return name_of(line) in self.changed_data


def name_of(line: roll.Line) -> str:
    return f"mark_{line.person.pk.hex}"
