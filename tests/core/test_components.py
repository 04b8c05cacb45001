"""The parts that pages are made of."""

import pytest
from django.template.loader import render_to_string
from django.utils import translation

from aftercare.core.forms import BaseForm, forms


def part(name: str, /, **context) -> str:
    with translation.override("en"):
        return render_to_string(f"components/{name}.html", context).strip()


def test_each_level_of_status_has_its_own_icon():
    shown = [part("status", level=level, text="x") for level in ("ok", "warn", "alert", "gap", "info")]
    assert len({html.split("<svg")[1] for html in shown}) == 5


def test_a_status_may_have_an_icon_of_its_own():
    moon = part("status", level="quiet", icon="moon", text="Closed now")
    assert moon != part("status", level="quiet", text="Closed now")
    assert moon.endswith("Closed now</span>")


def test_words_are_escaped():
    assert "<b>" not in part("status", level="ok", text="<b>")
    assert "<b>" not in part("own_words", text="<b>")


def test_an_empty_place_offers_one_step_or_none():
    assert "<a " not in part("empty", title="No logs yet.")
    step = part("empty", title="No logs yet.", text="That is fine.", url="/x/", action="Log", icon="moon")
    assert '<a class="btn btn-quiet" href="/x/">Log</a>' in step


def test_the_way_back_is_an_arrow_for_clients_and_a_crumb_for_staff():
    context = {"title": "Plan", "back_url": "/me/", "back_label": "Today"}
    assert 'aria-label="Today"' in part("page_header", kind="client", **context)
    assert '<a href="/me/">Today</a>' in part("page_header", kind="staff", **context)


@pytest.mark.parametrize("kind", ["client", "staff"])
def test_a_page_has_one_heading(kind):
    html = part("page_header", kind=kind, title="Plan", lead="Yours.", eyebrow="Monday")
    assert html.count("<h1") == 1
    assert "Yours." in html


def test_crumbs_lead_one_step_up():
    assert '<a href="/groups/">Groups</a> <span class="nz-soft">/ New</span>' in part(
        "crumbs", url="/groups/", label="Groups", here="New"
    )


def test_a_row_opens_something_and_may_be_in_the_client_s_voice():
    assert "nz-own" not in part("row", url="/x/", title="Check-in", text="7 questions", icon="sun-medium")
    assert "nz-stretch nz-own" in part("row", url="/x/", title="To the bridge.", own=True)


def test_a_filter_says_which_one_is_on_and_how_many_there_are():
    on = part("chip", text="All", url="/x/", current=True, count=0)
    assert 'aria-current="true"' in on
    assert '<span class="fw-normal">0</span>' in on
    off = part("chip", text="All", url="/x/")
    assert "aria-current" not in off
    assert "fw-normal" not in off


def test_steps_are_said_in_words_and_drawn():
    html = part("steps", number=2, total=3, back_url="/x/", back_label="Stop", close=True)
    assert "Step 2 of 3" in html
    assert html.count('<li class="is-done">') == 2
    assert "Question 2 of 7" in part(
        "steps", number=2, total=7, text="Question 2 of 7", back_url="/x/", back_label="Back"
    )


def test_the_scale_has_eleven_answers_and_marks_the_one_given():
    html = part("scale", name="craving", labelledby="q", low="none", high="very strong", value=10)
    assert html.count("<button ") == 11
    assert html.count('aria-pressed="true"') == 1
    assert 'value="10" aria-label="10, very strong" aria-pressed="true"' in html
    assert "aria-pressed" not in part("scale", name="craving", labelledby="q", low="none", high="very strong")


def test_a_zero_given_before_is_marked():
    html = part("scale", name="craving", labelledby="q", low="none", high="very strong", value=0)
    assert 'value="0" aria-label="0, none" aria-pressed="true"' in html


@pytest.mark.parametrize(
    ("widget", "role"), [(forms.RadioSelect, "radiogroup"), (forms.CheckboxSelectMultiple, "group")]
)
def test_answers_are_a_group_named_by_the_question(widget, role):
    class Question(BaseForm):
        answer = forms.ChoiceField(choices=[("1", "Badly"), ("2", "Well")], widget=widget)

    html = part("choices", field=Question(initial={"answer": "2"})["answer"], labelledby="q")
    assert f'role="{role}" aria-labelledby="q"' in html
    assert html.count('class="nz-choice"') == 2
    assert html.count("checked") == 1


def test_own_words_stay_as_written_with_whose_they_are():
    html = part("own_words", text="Rust.\nEn werk.", by="Noor")
    assert "Rust.<br>En werk." in html
    assert '<span class="nz-by">Noor</span>' in html


def test_a_note_has_an_icon_and_words():
    assert part("note", text="Ilse can see this.", icon="eye") != part("note", text="Ilse can see this.")


def test_help_always_says_help():
    html = part("help_button")
    assert 'href="/help-now/"' in html
    assert "Help now" in html


def test_the_other_first_action_is_quiet():
    assert 'class="btn btn-quiet nz-bigbtn" href="/x/"' in part(
        "big_button", url="/x/", title="Log a trigger", text="Three taps", icon="pencil-line"
    )
