"""The one base for forms: crispy layout, native date and time fields, one look for errors and help."""

import re

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Layout
from django import forms
from django.utils.translation import gettext_lazy as _


class DateInput(forms.DateInput):
    input_type = "date"

    def __init__(self, attrs=None):
        super().__init__(attrs, format="%Y-%m-%d")


class TimeInput(forms.TimeInput):
    input_type = "time"

    def __init__(self, attrs=None):
        super().__init__(attrs, format="%H:%M")


class DateTimeInput(forms.DateTimeInput):
    input_type = "datetime-local"

    def __init__(self, attrs=None):
        super().__init__(attrs, format="%Y-%m-%dT%H:%M")


NATIVE_INPUTS = {forms.DateInput: DateInput, forms.TimeInput: TimeInput, forms.DateTimeInput: DateTimeInput}


class PhoneField(forms.CharField):
    """A number as people write it. The browser must not offer one's own."""

    def __init__(self, **kwargs):
        super().__init__(max_length=30, widget=forms.TextInput({"type": "tel", "autocomplete": "off"}), **kwargs)

    def clean(self, value):
        phone = super().clean(value)
        if phone and not re.fullmatch(r"\+?[\d\s()-]{3,29}", phone):
            raise forms.ValidationError(_("A phone number has digits, spaces and at most a plus at the start."))
        return phone


class PageForm:
    """Mixed into both bases. `layout` may group fields with crispy's Row and Fieldset; it holds no HTML."""

    layout: tuple = ()

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            if native := NATIVE_INPUTS.get(type(field.widget)):
                field.widget = native(field.widget.attrs)

    @property
    def helper(self) -> FormHelper:
        helper = FormHelper()
        helper.form_tag = False
        helper.disable_csrf = True
        helper.include_media = False
        if self.layout:
            helper.layout = Layout(*self.layout)
        return helper


class BaseForm(PageForm, forms.Form):
    pass


class BaseModelForm(PageForm, forms.ModelForm):
    pass
