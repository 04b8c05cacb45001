"""What a relative is concerned about; whose relative somebody is."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from aftercare.core.forms import BaseForm
from trajectories.dossier.models import Trajectory


class _Client(forms.ModelChoiceField):
    def label_from_instance(self, trajectory: Trajectory) -> str:
        return trajectory.client.user.short_name


class ConcernForm(BaseForm):
    client = _Client(
        label=gettext_lazy("About whom?"),
        queryset=None,
        required=False,
        empty_label=gettext_lazy("Somebody else"),
        help_text=gettext_lazy("Here stand the people who share something with you."),
    )
    about = forms.CharField(
        label=gettext_lazy("Name, if it is somebody else"),
        max_length=80,
        required=False,
        help_text=gettext_lazy("Then your own counsellor reads it."),
        error_messages={"required": gettext_lazy("Say about whom it is.")},
    )
    words = forms.CharField(
        label=gettext_lazy("What is your concern?"),
        max_length=2000,
        widget=forms.Textarea({"rows": 5}),
        help_text=gettext_lazy("What did you see or hear, and since when?"),
    )
    client_may_know = forms.BooleanField(
        label=gettext_lazy("They may know that I told a concern"),
        required=False,
        help_text=gettext_lazy("Your words are never shown to them. Without a tick they see nothing at all."),
    )

    def __init__(self, *args, people, **kwargs):
        super().__init__(*args, **kwargs)
        if people:
            self.fields["client"].queryset = people
        else:
            del self.fields["client"], self.fields["client_may_know"]
            self.fields["about"].label = _("About whom?")
            self.fields["about"].required = True

    def clean(self) -> dict:
        data = super().clean()
        if not data.get("client") and not data.get("about") and not {"client", "about"} & self.errors.keys():
            self.add_error("about", _("Say about whom it is."))
        return data


class _FullName(forms.ModelChoiceField):
    def label_from_instance(self, trajectory: Trajectory) -> str:
        return trajectory.client.user.name


class LinkForm(BaseForm):
    of = _FullName(label=gettext_lazy("Client"), queryset=None, empty_label=gettext_lazy("Choose"))
    relation = forms.CharField(
        label=gettext_lazy("Who that is"),
        max_length=60,
        required=False,
        help_text=gettext_lazy("For example: partner, mother, brother."),
    )

    def __init__(self, *args, clients, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["of"].queryset = clients
