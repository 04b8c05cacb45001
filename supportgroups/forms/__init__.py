"""What people type about groups, checked. Nothing is stored here."""

from supportgroups.forms.attendance import AttendanceForm
from supportgroups.forms.changes import ChangeForm, ScopeForm
from supportgroups.forms.groups import GroupForm, PlaceForm, RoomForm, SearchForm, TogetherForm
from supportgroups.forms.series import SeriesForm
from supportgroups.forms.sharing import MaterialForm, TipForm

__all__ = [
    "AttendanceForm",
    "ChangeForm",
    "GroupForm",
    "MaterialForm",
    "PlaceForm",
    "RoomForm",
    "ScopeForm",
    "SearchForm",
    "SeriesForm",
    "TipForm",
    "TogetherForm",
]
