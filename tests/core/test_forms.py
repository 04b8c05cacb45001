"""How forms look: label on top, help and error under the field, what was typed stays."""

from datetime import UTC, date, datetime, time

import pytest
from crispy_forms.layout import Row
from django import forms
from django.template.loader import render_to_string
from django.utils import translation

from aftercare.accounts.models import Region
from aftercare.core.forms import BaseForm, BaseModelForm


class SeriesForm(BaseForm):
    layout = ("name", Row("first", "at"), "kind", "days", "until", "agreed", "key")

    name = forms.CharField(label="Name", help_text="As people know it.")
    first = forms.DateField(label="First time")
    at = forms.TimeField(label="At")
    kind = forms.ChoiceField(label="Kind", choices=[("a", "Open"), ("b", "Closed")], widget=forms.RadioSelect)
    days = forms.MultipleChoiceField(
        label="Days", choices=[("Weekend", [("sa", "Saturday")])], required=False, widget=forms.CheckboxSelectMultiple
    )
    until = forms.DateTimeField(label="Until", required=False)
    agreed = forms.BooleanField(label="Agreed")
    key = forms.CharField(widget=forms.HiddenInput)

    def clean(self):
        if self.cleaned_data.get("name") == "Full":
            raise forms.ValidationError("There is no room left.")


class RegionForm(BaseModelForm):
    class Meta:
        model = Region
        fields = ("name",)


def rendered(form, **context) -> str:
    with translation.override("en"):
        return render_to_string("components/form.html", {"form": form, "submit": "Save", "csrf_token": "t", **context})


def test_every_field_has_its_label_and_its_help():
    html = rendered(SeriesForm())
    assert '<label class="form-label" for="id_name">Name</label>' in html
    assert 'aria-describedby="id_name_helptext"' in html
    assert '<div id="id_name_helptext" class="form-text">As people know it.</div>' in html


def test_what_may_stay_empty_says_so():
    html = rendered(SeriesForm())
    assert 'for="id_until">Until <span class="nz-optional">(optional)</span>' in html
    assert html.count("(optional)") == 2


@pytest.mark.parametrize(
    ("name", "kind", "value", "shown"),
    [
        ("first", "date", date(2027, 4, 6), "2027-04-06"),
        ("at", "time", time(19, 30), "19:30"),
        ("until", "datetime-local", datetime(2027, 4, 6, 17, 30, tzinfo=UTC), "2027-04-06T19:30"),
    ],
)
def test_dates_and_times_are_native_inputs(name, kind, value, shown):
    field = str(SeriesForm(initial={name: value})[name])
    assert f'type="{kind}"' in field
    assert f'value="{shown}"' in field


def test_a_widget_chosen_by_hand_stays():
    class ByHand(BaseForm):
        on = forms.DateField(widget=forms.HiddenInput)

    assert 'type="hidden"' in str(ByHand()["on"])


def test_choices_are_a_group_with_a_name():
    html = rendered(SeriesForm(initial={"kind": "b"}))
    assert '<fieldset id="id_kind" class="nz-field"' in html
    assert '<legend class="form-label">Kind</legend>' in html
    assert html.count('type="radio"') == 2
    assert html.count("checked") == 1
    assert '<p class="nz-eyebrow">Weekend</p>' in html


def test_fields_may_stand_beside_each_other():
    html = rendered(SeriesForm())
    row = html[html.index('class="nz-fields') :]
    assert row.index("id_first") < row.index("id_at") < row.index("id_kind")


def test_errors_are_listed_on_top_with_links_and_again_under_the_field():
    html = rendered(SeriesForm({"name": "", "first": "never", "at": "19:30", "kind": "a", "key": "k", "agreed": "on"}))
    assert '<div class="nz-errors" role="alert"' in html
    assert '<a href="#id_first">First time</a>: Enter a valid date.' in html
    assert '<div id="id_first_error" class="nz-field-error">' in html
    assert 'aria-invalid="true"' in html


def test_what_was_typed_stays():
    assert 'value="never"' in rendered(SeriesForm({"first": "never"}))


def test_an_error_of_the_whole_form_and_of_a_hidden_field_are_shown_without_a_link():
    html = rendered(SeriesForm({"name": "Full"}))
    assert "<li>There is no room left.</li>" in html
    assert "#id_key" not in html


def test_a_form_without_errors_shows_no_list():
    assert "nz-errors" not in rendered(SeriesForm())


def test_the_form_carries_its_token_its_button_and_a_way_out():
    html = rendered(SeriesForm(), cancel_url="/back/", action="/there/")
    assert 'name="csrfmiddlewaretoken" value="t"' in html
    assert '<button class="btn btn-primary">Save</button>' in html
    assert 'href="/back/"' in html
    assert 'action="/there/"' in html


def test_a_form_of_a_third_party_looks_the_same():
    class Foreign(forms.Form):
        email = forms.EmailField(label="E-mail")

    html = rendered(Foreign({"email": "x"}))
    assert '<label class="form-label" for="id_email">E-mail</label>' in html
    assert "nz-field-error" in html


def test_a_model_form_looks_the_same():
    assert '<label class="form-label" for="id_name">Name</label>' in rendered(RegionForm())
