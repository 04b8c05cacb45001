"""What is filled in at each step of a handover."""

from datetime import date, timedelta

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from aftercare.accounts.models import Membership
from aftercare.core.forms import BaseForm
from aftercare.network.models import Service
from trajectories.dossier.models import Category
from trajectories.plans.models import Kind

USUALLY, AT_MOST = timedelta(days=90), timedelta(days=366)


def _area(rows: int = 4) -> forms.Textarea:
    return forms.Textarea({"rows": rows})


class _Professional(forms.ModelChoiceField):
    def label_from_instance(self, membership: Membership) -> str:
        return f"{membership.user.name}, {membership.organisation.name}"


class _Listed(forms.ModelChoiceField):
    def label_from_instance(self, service: Service) -> str:
        return f"{service.name}, {service.provider}"


class ProposeForm(BaseForm):
    professional = _Professional(
        label=gettext_lazy("To a partner with an account"),
        queryset=None,
        required=False,
        empty_label=gettext_lazy("Somebody else, by e-mail"),
    )
    name = forms.CharField(
        label=gettext_lazy("Name of somebody else"), max_length=80, required=False, widget=forms.TextInput()
    )
    email = forms.EmailField(
        label=gettext_lazy("Their e-mail address"),
        required=False,
        help_text=gettext_lazy("They answer by a link in a message that tells nothing. No account is needed."),
    )
    place = forms.CharField(label=gettext_lazy("Where they work"), max_length=120, required=False)
    listed = _Listed(
        label=gettext_lazy("Service in the directory"),
        queryset=None,
        required=False,
        empty_label=gettext_lazy("Not in the directory"),
    )
    service = forms.CharField(
        label=gettext_lazy("For which help"),
        max_length=120,
        required=False,
        help_text=gettext_lazy("For example help with debts, a home or work. Empty: the name of the service."),
    )
    reason = forms.CharField(
        label=gettext_lazy("Why"),
        max_length=1000,
        widget=_area(),
        help_text=gettext_lazy("The client reads this first. The partner reads it once the client said yes."),
    )

    def __init__(self, *args, professionals, services, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["professional"].queryset = professionals
        self.fields["listed"].queryset = services

    def clean(self) -> dict:
        data = super().clean()
        if data.get("professional"):
            return data | {"name": "", "email": "", "place": ""}
        for name in ("name", "email"):
            if name in data and not data[name]:
                self.add_error(name, _("Choose a partner, or fill in a name and an e-mail address."))
        return data


class AgreeForm(BaseForm):
    categories = forms.MultipleChoiceField(
        label=gettext_lazy("What may they also read?"),
        choices=Category.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("You need not choose anything. Your name and the reason are enough."),
    )
    shares_phone = forms.BooleanField(label=gettext_lazy("They may have my phone number"), required=False)
    may_propose = forms.BooleanField(
        label=gettext_lazy("They may propose something for my plan"),
        required=False,
        help_text=gettext_lazy("Your counsellor looks at it first, with you."),
    )
    until = forms.DateField(
        label=gettext_lazy("Until and including"), help_text=gettext_lazy("You can stop it on any day before that.")
    )

    def __init__(self, *args, phone: str, **kwargs):
        super().__init__(*args, initial={"until": timezone.localdate() + USUALLY}, **kwargs)
        if not phone:
            del self.fields["shares_phone"]

    def clean_until(self) -> date:
        until, today = self.cleaned_data["until"], timezone.localdate()
        if until < today:
            raise forms.ValidationError(_("Choose a day that is still to come."))
        if until > today + AT_MOST:
            raise forms.ValidationError(_("Choose a day within a year. You can share longer later on."))
        return until


class DayForm(BaseForm):
    """On which day something took place, today or before."""

    on = forms.DateField(label=gettext_lazy("On which day"))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, initial={"on": timezone.localdate()}, **kwargs)

    def clean_on(self) -> date:
        if self.cleaned_data["on"] > timezone.localdate():
            raise forms.ValidationError(_("This day is still to come."))
        return self.cleaned_data["on"]


class ReasonForm(BaseForm):
    reason = forms.CharField(
        label=gettext_lazy("Why"),
        max_length=500,
        widget=_area(),
        help_text=gettext_lazy("The client reads this."),
    )


class QuestionForm(BaseForm):
    words = forms.CharField(
        label=gettext_lazy("Your question"),
        max_length=1000,
        widget=_area(),
        help_text=gettext_lazy("The counsellor reads it, and the client can read it too."),
    )


class AnswerForm(BaseForm):
    words = forms.CharField(
        label=gettext_lazy("Your answer"),
        max_length=1000,
        widget=_area(),
        help_text=gettext_lazy("The partner and the client read it. Tell no more than what the client shares."),
    )


class HowForm(BaseForm):
    well = forms.TypedChoiceField(
        label=gettext_lazy("Does it go well there?"),
        choices=[("yes", gettext_lazy("Yes, it goes well")), ("no", gettext_lazy("No, or not yet"))],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
    )
    words = forms.CharField(
        label=gettext_lazy("Do you want to say more?"), max_length=500, required=False, widget=_area(3)
    )


class PlanForm(BaseForm):
    """What a partner proposes for the plan; the counsellor puts it in, or not."""

    KINDS = (Kind.PRACTICAL, Kind.COMMUNITY, Kind.SKILL)

    title = forms.CharField(label=gettext_lazy("What"), max_length=120)
    kind = forms.ChoiceField(
        label=gettext_lazy("Kind"), choices=[(kind.value, kind.label) for kind in KINDS], widget=forms.RadioSelect
    )
    goal = forms.CharField(label=gettext_lazy("What for"), max_length=500, required=False, widget=_area(2))
    why = forms.CharField(
        label=gettext_lazy("What you want to say with it"), max_length=500, required=False, widget=_area(3)
    )
