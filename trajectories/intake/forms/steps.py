"""The questions of each step before the plan, and the page on which it begins."""

from typing import Any
from uuid import uuid4

from crispy_forms.layout import Fieldset, Layout, Row
from django import forms
from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from supportgroups.models import SupportGroup
from trajectories.arrivals.models import Arrival
from trajectories.dossier.forms import USUAL_LENGTH, PersonForm, section
from trajectories.dossier.models import Trajectory
from trajectories.intake.forms.base import LineForm, StepForm
from trajectories.intake.models import WELL, YEARS, Intake, PersonAround, Step
from trajectories.plans.models import LifeArea

REFERRAL = ("referrer", "referrer_name", "referred_on")


def choices(of: type, empty: Any = "—") -> list[tuple[str, Any]]:
    return [("", empty), *of.choices]


class ReferralFields(forms.Form):
    referrer = forms.ChoiceField(label=_("referred by"), choices=choices(Intake.Referrer), required=False)
    referrer_name = forms.CharField(label=_("name or place"), max_length=120, required=False)
    referred_on = forms.DateField(label=_("referred on"), required=False)

    def clean_referred_on(self) -> Any:
        on = self.cleaned_data["referred_on"]
        if on and on > timezone.localdate():
            raise forms.ValidationError(_("This day is still to come."))
        return on


class StartForm(ReferralFields, PersonForm):
    """The first step. `once` makes the same page sent twice one registration."""

    once = forms.UUIDField(widget=forms.HiddenInput)
    organisation = forms.ModelChoiceField(label=_("organisation"), queryset=None, empty_label=None)
    kind = forms.ChoiceField(
        label=_("Who is this about?"),
        choices=[
            (Trajectory.Kind.CLIENT, _("A client, in recovery")),
            (Trajectory.Kind.RELATIVE, _("A relative, with aftercare of their own")),
        ],
        initial=Trajectory.Kind.CLIENT,
        widget=forms.RadioSelect,
    )
    language = forms.ChoiceField(
        label=_("language of messages"), choices=settings.LANGUAGES, initial=settings.LANGUAGE_CODE
    )

    layout = (
        "once",
        section(
            _("Who"),
            "organisation",
            "kind",
            Row("name", "called"),
            Row("birth_date", "pronouns", "number"),
            "municipality",
        ),
        section(_("Referral"), "referrer", Row("referrer_name", "referred_on")),
        section(_("How to reach them"), Row("email", "phone"), "language"),
        PersonForm.period,
    )

    def __init__(self, *args, organisations, arrival: Arrival | None = None, **kwargs):
        today = timezone.localdate()
        initial = {"once": uuid4(), "starts_on": today, "ends_on": today + USUAL_LENGTH}
        super().__init__(*args, initial=initial | (_announced(arrival) if arrival else {}), **kwargs)
        self.fields["organisation"].queryset = organisations
        if len(places := list(organisations)) == 1:
            self.fields["organisation"].widget = forms.HiddenInput()
            self.fields["organisation"].initial = places[0]

    def what_tells_apart(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in ("organisation", "name", "birth_date", "email", "number")}

    @property
    def answers(self) -> dict[str, Any]:
        """As the action takes them: the referral apart."""
        data = dict(self.cleaned_data)
        return {"referral": {name: data.pop(name) for name in REFERRAL}, **data}


def _announced(arrival: Arrival) -> dict[str, Any]:
    """What was announced need not be asked again."""
    starts_on = max(arrival.expected_on, timezone.localdate())
    return {
        "organisation": arrival.organisation_id,
        "name": arrival.person,
        "referrer": Intake.Referrer.CLINIC if arrival.link_id else Intake.Referrer.COMMUNITY,
        "referrer_name": arrival.place,
        "referred_on": timezone.localdate(arrival.announced_at),
        "starts_on": starts_on,
        "ends_on": starts_on + USUAL_LENGTH,
    }


class ReferralForm(ReferralFields, StepForm):
    step = Step.REFERRAL
    layout = ("revision", "referrer", Row("referrer_name", "referred_on"))

    def stored(self) -> dict[str, Any]:
        return {name: getattr(self.told.intake, name, None) for name in REFERRAL}


class EpisodeLine(LineForm):
    year = forms.IntegerField(label=_("year"), required=False, min_value=YEARS[0], max_value=YEARS[1])
    kind = forms.ChoiceField(label=_("kind"), choices=choices(Trajectory.Treatment), required=False)
    place = forms.CharField(label=_("where"), max_length=120, required=False)

    layout = (Row("year", "kind", "place"),)
    essential = ("year", "kind", "place")

    def clean_year(self) -> int | None:
        year = self.cleaned_data["year"]
        if year and year > timezone.localdate().year:
            raise forms.ValidationError(_("This year is still to come."))
        return year


class TreatmentForm(StepForm):
    step = Step.TREATMENT
    line = EpisodeLine
    lines_title = _("Earlier treatments, as far as known")

    treatment = forms.ChoiceField(
        label=_("preceding treatment"),
        choices=[*Trajectory.Treatment.choices, ("", _("None, or not known"))],
        required=False,
        widget=forms.RadioSelect,
    )
    treatment_place = forms.CharField(label=_("where"), max_length=120, required=False)
    treatment_ended_on = forms.DateField(label=_("ended on"), required=False)
    earlier_episodes = forms.IntegerField(
        label=_("treated before that, how often"), min_value=0, max_value=99, required=False
    )

    layout = ("revision", "treatment", Row("treatment_place", "treatment_ended_on"), "earlier_episodes")

    def stored(self) -> dict[str, Any]:
        names = ("treatment", "treatment_place", "treatment_ended_on", "earlier_episodes")
        return {name: getattr(self.told.trajectory, name) for name in names}

    def stored_lines(self) -> list[dict[str, Any]]:
        return [{"year": one.year, "kind": one.kind, "place": one.place} for one in self.told.episodes]

    def clean_earlier_episodes(self) -> int:
        return self.cleaned_data["earlier_episodes"] or 0

    def clean_treatment_ended_on(self) -> Any:
        ended, trajectory = self.cleaned_data["treatment_ended_on"], self.told.trajectory
        born = trajectory.client.birth_date
        if ended and ((born and ended < born) or ended > trajectory.ends_on):
            raise forms.ValidationError(_("This date cannot be right."))
        return ended


class ReasonsForm(StepForm):
    step = Step.REASONS

    reasons = forms.MultipleChoiceField(
        label=_("reasons for aftercare"),
        choices=Trajectory.Reason.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    learned = forms.CharField(
        label=_("what was learned"),
        required=False,
        max_length=4000,
        widget=forms.Textarea({"rows": 5}),
        help_text=_("What helped during treatment, and should be kept going. In the client’s own words where you can."),
    )

    layout = ("revision", "reasons", "learned")

    def stored(self) -> dict[str, Any]:
        return {"reasons": self.told.trajectory.reasons, "learned": self.told.trajectory.learned}


class AreasForm(StepForm):
    """Three fields for each of the seven areas: `food_score`, `food_said`, `food_wanted`."""

    step = Step.AREAS
    lead = _("0 is very bad, 10 is very good. A few words are enough. Leave open what does not matter now.")
    asked = ("score", "said", "wanted")

    def adapt(self) -> None:
        for area in LifeArea:
            told = self.told.areas.get(area)
            self.fields |= {
                f"{area}_score": forms.IntegerField(
                    label=_("0 to 10"), min_value=0, max_value=WELL, required=False, initial=told and told.score
                ),
                f"{area}_said": forms.CharField(
                    label=_("how it goes"), max_length=300, required=False, initial=told and told.said
                ),
                f"{area}_wanted": forms.CharField(
                    label=_("what is wanted"), max_length=120, required=False, initial=told and told.wanted
                ),
            }
        self.layout = (
            "revision",
            *(
                Fieldset(
                    area.label,
                    Row(*(f"{area}_{name}" for name in self.asked), css_class="nz-area"),
                    css_class="nz-area-told nz-section",
                )
                for area in LifeArea
            ),
        )

    @property
    def answers(self) -> dict[str, Any]:
        data = self.cleaned_data
        rows = [{"area": area, **{name: data[f"{area}_{name}"] for name in self.asked}} for area in LifeArea]
        told = [row for row in rows if row["score"] is not None or row["said"] or row["wanted"]]
        return {"revision": data["revision"], "rows": told}


class PersonLine(LineForm):
    name = forms.CharField(label=_("name"), max_length=80, required=False)
    relation = forms.CharField(label=_("who that is"), max_length=60, required=False)
    bond = forms.ChoiceField(label=_("what they mean"), choices=choices(PersonAround.Bond), required=False)
    involve = forms.BooleanField(label=_("take part in the aftercare"), required=False)

    layout = (Row("name", "relation", "bond"), "involve")
    essential = ("name",)
    lacking = _("Give a name, or a word for who it is.")


class PeopleForm(StepForm):
    step = Step.PEOPLE
    line = PersonLine
    lines_title = _("Who is important, in a good or a difficult way")

    group_wishes = forms.MultipleChoiceField(
        label=_("wants to meet others in"),
        choices=SupportGroup.Kind.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    layout = ("revision", "group_wishes")

    def stored(self) -> dict[str, Any]:
        return {"group_wishes": self.told.intake.group_wishes if self.told.intake else []}

    def stored_lines(self) -> list[dict[str, Any]]:
        return [
            {"name": one.name, "relation": one.relation, "bond": one.bond, "involve": one.involve}
            for one in self.told.people
        ]


class ProblemLine(LineForm):
    text = forms.CharField(label=_("problem"), max_length=120, required=False)
    area = forms.ChoiceField(label=_("life area"), choices=choices(LifeArea), required=False)
    carrier = forms.CharField(label=_("who helps"), max_length=120, required=False)

    layout = ("text", Row("area", "carrier"))
    essential = ("text",)
    lacking = _("Say what the problem is.")


class ProblemsForm(StepForm):
    step = Step.PROBLEMS
    line = ProblemLine
    in_card = False
    lines_title = _("What stands in the way, day to day")

    layout = Layout("revision")

    def stored_lines(self) -> list[dict[str, Any]]:
        return [{"text": one.text, "area": one.area, "carrier": one.carrier} for one in self.told.problems]
