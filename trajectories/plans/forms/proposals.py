"""What a client proposes in their own words, and how a counsellor answers. What was typed survives a conflict."""

from typing import Any, Self

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from aftercare.core.forms import BaseForm, BaseModelForm
from aftercare.core.ids import new_id
from trajectories.plans.forms.items import ItemForm
from trajectories.plans.models import SELF_CARE_AREAS, Kind, Proposal, kinds_of

Wish = Proposal.Wish
OWN = {"class": "nz-own"}
WIDGETS = {
    "title": forms.TextInput(attrs=OWN),
    "frequency": forms.TextInput(attrs=OWN),
    "goal": forms.Textarea(attrs=OWN | {"rows": 3}),
    "why": forms.Textarea(attrs=OWN | {"rows": 3}),
}


class ProposalForm(BaseModelForm):
    """Over a proposal as its writer read it: `revision` tells which."""

    revision = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args, instance: Proposal, **kwargs):
        super().__init__(*args, instance=instance, initial={"revision": instance.revision}, **kwargs)

    def over(self, stored: Proposal) -> Self:
        """The typed text again, now over what was stored meanwhile."""
        data = self.data.copy()
        data["revision"] = stored.revision
        return type(self)(data, instance=stored)


class SomethingNewForm(ProposalForm):
    """`key` makes one proposal of a form that is sent twice."""

    layout = ("title", "sort", "frequency", "goal", "key", "revision")

    key = forms.UUIDField(widget=forms.HiddenInput)
    sort = forms.ChoiceField(label=gettext_lazy("What is it about?"), required=False)

    class Meta:
        model = Proposal
        fields = Proposal.WORDS
        labels = {
            "title": gettext_lazy("What would you like?"),
            "frequency": gettext_lazy("When, or how often?"),
            "goal": gettext_lazy("What do you hope it brings you?"),
        }
        help_texts = {"title": gettext_lazy("In your own words. A few words are enough.")}
        widgets = WIDGETS

    def __init__(self, *args, instance: Proposal, **kwargs):
        super().__init__(*args, instance=instance, **kwargs)
        whose = instance.trajectory.kind
        self.fields["title"].required = True
        self.initial |= {"key": instance.pk, "sort": f"{instance.kind}:{instance.area}".strip(":")}
        areas = [
            (f"{Kind.SELF_CARE}:{area}", f"{Kind.SELF_CARE.label}: {str(area.label).lower()}")
            for area in SELF_CARE_AREAS
        ]
        others = [(kind.value, kind.label) for kind in kinds_of(whose) if kind != Kind.SELF_CARE]
        self.fields["sort"].choices = [("", _("I do not know yet")), *areas, *others]

    def as_new(self) -> Self:
        """The typed text once more, for a proposal of its own."""
        data = self.data.copy()
        data["key"] = new_id()
        return type(self)(data, instance=Proposal(wish=Wish.ADD, trajectory=self.instance.trajectory))

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        cleaned["kind"], _colon, cleaned["area"] = cleaned.pop("sort", "").partition(":")
        return cleaned


class ChangeForm(ProposalForm):
    """The words that stand in the plan, to be changed; or to pause, or to stop."""

    layout = ("wish", "title", "frequency", "goal", "why", "revision")

    class Meta:
        model = Proposal
        fields = ("wish", *Proposal.WORDS, "why")
        labels = {
            "title": gettext_lazy("What it is called"),
            "frequency": gettext_lazy("When, or how often"),
            "goal": gettext_lazy("What it is for"),
            "why": gettext_lazy("Why, in your own words"),
        }
        widgets = WIDGETS | {"wish": forms.RadioSelect}

    def __init__(self, *args, instance: Proposal, **kwargs):
        super().__init__(*args, instance=instance, **kwargs)
        self.item = instance.item
        if not instance.has_words:
            self.initial |= {name: getattr(self.item, name) for name in Proposal.WORDS}
        wishes = [Wish.CHANGE, *(wish for wish, state in Proposal.LEADS_TO.items() if state in self.item.next_states)]
        self.fields["wish"].choices = [(wish.value, wish.label) for wish in wishes]
        self.fields["title"].required = False

    def as_new(self) -> Self:
        """The typed text once more, for a proposal of its own."""
        return type(self)(self.data, instance=Proposal(wish=Wish.CHANGE, item=self.item))

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        words = {name: cleaned.get(name, "") for name in Proposal.WORDS}
        if cleaned.get("wish") != Wish.CHANGE:
            cleaned |= dict.fromkeys(words, "")
        elif not words["title"] and "title" not in self.errors:
            self.add_error("title", _("Give it a name."))
        elif all(getattr(self.item, name) == said for name, said in words.items()) and not cleaned.get("why"):
            self.add_error("why", _("Change something above, or say here what you would like."))
        return cleaned


class AcceptForm(BaseForm):
    """A button that says what its reader saw."""

    revision = forms.IntegerField()
    item_revision = forms.IntegerField(required=False)


class DeclineForm(BaseForm):
    layout = ("answer", "revision")

    answer = forms.CharField(
        label=gettext_lazy("Why not now"),
        help_text=gettext_lazy("The client reads this. Say what would be possible, or when you talk about it."),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    revision = forms.IntegerField(widget=forms.HiddenInput)


class AdaptForm(ItemForm):
    """The whole item, filled in as proposed, and a word with it."""

    proposal_revision = forms.IntegerField(widget=forms.HiddenInput)
    answer = forms.CharField(
        label=gettext_lazy("A word to the client about it"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.layout = (*self.layout, "answer", "proposal_revision")
