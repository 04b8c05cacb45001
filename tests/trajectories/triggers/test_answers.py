"""What the portal answers to a log: the client's own step, and only what the data supports."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from trajectories.exercises import actions as exercises
from trajectories.plans import actions as plans
from trajectories.socialmap import actions as socialmap
from trajectories.triggers import actions as triggers
from trajectories.triggers.answers import answer_to
from trajectories.triggers.models import Helped, TriggerKind


@pytest.fixture
def log(trajectory, client_user):
    def logged(days_ago: float = 0, **answers):
        at = timezone.now() - timedelta(days=days_ago)
        return triggers.log(trajectory=trajectory, by=client_user, strength=7, at=at, **answers)

    return logged


@pytest.fixture
def write(trajectory, client_user):
    def written(text: str, **details):
        return plans.write_step(trajectory=trajectory, by=client_user, text=text, **details)

    return written


@pytest.fixture
def answer_page(browser_of, client_user):
    def page(entry) -> str:
        return browser_of(client_user).get(reverse("triggers:answer", args=[entry.pk])).content.decode()

    return page


def test_the_step_written_for_this_trigger_comes_first(log, write):
    write("Ademen.")
    walk = write("Naar buiten.", trigger=TriggerKind.ALONE)
    answer = answer_to(log(kind=TriggerKind.ALONE))
    assert (answer.step, answer.matches) == (walk, True)


def test_a_step_for_an_own_word_matches_that_word(log, write):
    shop = write("Boodschappen doen.", trigger="Lege koelkast")
    assert answer_to(log(own_word="lege koelkast")).step == shop


def test_else_a_pinned_step_that_helps_at_any_moment(log, write):
    write("Bel de baas.", trigger=TriggerKind.QUARREL)
    breathe = write("Ademen.")
    for entry in (log(kind=TriggerKind.ALONE), log()):
        answer = answer_to(entry)
        assert (answer.step, answer.matches) == (breathe, False)


def test_without_own_steps_there_is_none(log, write):
    write("Ademen.", pinned=False)
    assert answer_to(log(kind=TriggerKind.ALONE)).step is None


def test_before_is_told_once_there_is_enough_of_it(log):
    log(3, kind=TriggerKind.ALONE, helped=Helped.OUTSIDE)
    assert answer_to(log(2, kind=TriggerKind.ALONE, helped=Helped.OUTSIDE)).times == 0
    answer = answer_to(log(kind=TriggerKind.ALONE))
    assert (answer.times, answer.helped, answer.helped_times) == (2, Helped.OUTSIDE.label, 2)


def test_what_helped_once_is_not_called_helpful(log):
    log(3, kind=TriggerKind.ALONE, helped=Helped.OUTSIDE)
    log(2, kind=TriggerKind.ALONE, helped=Helped.NOTHING)
    log(1, kind=TriggerKind.ALONE)
    answer = answer_to(log(kind=TriggerKind.ALONE))
    assert (answer.times, answer.helped_times) == (3, 0)


def test_what_helped_most_is_named(log):
    for helped in (Helped.CALL, Helped.OUTSIDE, Helped.OUTSIDE, Helped.OUTSIDE, Helped.CALL):
        log(2, kind=TriggerKind.ALONE, helped=helped)
    assert answer_to(log(kind=TriggerKind.ALONE)).helped_times == 3


def test_another_persons_logs_say_nothing(log, other_trajectory, other_client):
    for _ in range(3):
        triggers.log(
            trajectory=other_trajectory, by=other_client, strength=5, kind=TriggerKind.ALONE, helped=Helped.OUTSIDE
        )
    assert answer_to(log(kind=TriggerKind.ALONE)).times == 0


def test_the_page_shows_the_own_step_with_someone_to_call(log, write, answer_page):
    write("Naar de brug.", trigger=TriggerKind.ALONE, call_name="Hanneke", call_phone="06 0000 0012")
    html = answer_page(log(kind=TriggerKind.ALONE))
    assert "Naar de brug." in html
    assert 'href="tel:0600000012"' in html
    assert "Hanneke" in html
    assert reverse("plans:write_step") not in html


def test_the_page_offers_to_write_a_step_when_none_matches(log, write, answer_page):
    html = answer_page(log(kind=TriggerKind.ALONE))
    assert reverse("plans:write_step") + "?trigger=alone" in html
    assert "take_step" not in html
    assert 'data-timer="10"' in html


def test_the_step_that_was_taken_stays_with_its_call_button(log, write, answer_page, client_user):
    step = write("Naar de brug.", trigger=TriggerKind.ALONE, call_name="Hanneke", call_phone="06 0000 0012")
    entry = log(kind=TriggerKind.ALONE, step=step)
    plans.remove_step(step=step, by=client_user)
    html = answer_page(entry)
    assert "Naar de brug." in html
    assert 'href="tel:0600000012"' in html


def test_a_step_written_down_together_says_so(log, trajectory, counsellor, answer_page):
    plans.write_step(trajectory=trajectory, by=counsellor, text="Naar de brug.", trigger=TriggerKind.ALONE)
    assert "Ilse" in answer_page(log(kind=TriggerKind.ALONE))


def test_the_page_tells_of_before(log, answer_page):
    for _ in range(2):
        log(2, kind=TriggerKind.ALONE, helped=Helped.OUTSIDE)
    assert 'id="before"' in answer_page(log(kind=TriggerKind.ALONE))


def test_what_eased_the_craving_most_comes_first_and_says_so(log, write, answer_page):
    write("Ademen.", trigger=TriggerKind.ALONE)
    walk, call = write("Naar buiten."), write("Hanneke bellen.")
    for days, step, after in ((3, walk, 6), (2, call, 2), (1, call, 3)):
        log(days, kind=TriggerKind.ALONE, step=step, strength_after=after)
    entry = log(kind=TriggerKind.ALONE)
    offers = answer_to(entry).offers
    assert [(offer.step.text, offer.sank, offer.times) for offer in offers] == [
        ("Hanneke bellen.", 4.5, 2),
        ("Naar buiten.", 1, 1),
        ("Ademen.", 0, 0),
    ]
    html = answer_page(entry)
    assert html.index("Hanneke bellen.") < html.index("Naar buiten.") < html.index("Ademen.")


def test_what_did_not_help_comes_last(log, write):
    walk = write("Naar buiten.")
    write("Ademen.")
    log(1, kind=TriggerKind.ALONE, step=walk, strength_after=9)
    assert [offer.step.text for offer in answer_to(log(kind=TriggerKind.ALONE)).offers] == ["Ademen.", "Naar buiten."]


def test_no_more_than_three_steps_are_offered_and_none_of_another_word(log, write):
    write("De baas bellen.", trigger=TriggerKind.QUARREL)
    for text in ("Een.", "Twee.", "Drie.", "Vier."):
        write(text)
    assert [offer.step.text for offer in answer_to(log(kind=TriggerKind.ALONE)).offers] == ["Een.", "Twee.", "Drie."]


def test_several_steps_stand_in_one_landmark(log, write, answer_page):
    write("Een.")
    write("Twee.")
    html = answer_page(log(kind=TriggerKind.ALONE))
    assert html.count('aria-label="What you can do now"') + html.count('aria-label="Wat je nu kunt doen"') == 1


def test_people_of_the_map_can_be_called_and_never_who_brings_risk(log, trajectory, client_user, answer_page):
    def know(name, **details):
        person = {"stance": "supportive", "ring": 2, "phone": "06 0000 0012", **details}
        socialmap.add(trajectory=trajectory, by=client_user, name=name, **person)

    know("Remco", ring=1)
    know("Hanneke", stance="neutral", at_help=True)
    know("Dirk", stance="risky")
    know("Buurvrouw", phone="")
    entry = log(kind=TriggerKind.ALONE)
    assert [person.name for person in answer_to(entry).people] == ["Hanneke", "Remco"]
    assert answer_page(entry).count('href="tel:0600000012"') == 2


def test_an_exercise_that_suits_the_trigger_is_offered_and_an_assigned_one_first(
    log, trajectory, counsellor, answer_page
):
    assert answer_to(log(kind=TriggerKind.TENSION)).exercise.slug == "urge-surfing"
    exercises.assign(trajectory=trajectory, by=counsellor, slug="breathing")
    exercises.assign(trajectory=trajectory, by=counsellor, slug="money-week")
    tense = log(kind=TriggerKind.TENSION)
    assert answer_to(tense).exercise.slug == "breathing"
    assert reverse("exercises:exercise", args=["breathing"]) in answer_page(tense)
    assert answer_to(log(own_word="zondag")).exercise.slug == "breathing"
