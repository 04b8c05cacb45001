"""The library: complete in both languages, in plain words, and what a wrong file says."""

import re
import shutil

import pytest
from django.urls import reverse
from django.utils import translation

from tests.test_consistency import NOT_IN_DUTCH, NOT_IN_ENGLISH
from trajectories.exercises import library
from trajectories.exercises.library import FOLDER, Block, LibraryError, NoSuchExercise
from trajectories.plans.models import TriggerKind

ASKED_FOR = {
    "urge-surfing",
    "breathing",
    "refusal-skills",
    "sleep",
    "talking-about-a-lapse",
    "long-term-condition",
    "money-week",
    "food-and-mood",
    "meditation",
    "making-contact",
    "repairing-contact",
    "asking-for-help",
}
LONGEST, USUAL = 18, 10
"""Words in one sentence, and on average: what reads easily at B1."""
EVERY = [(language, slug) for language in library.LANGUAGES for slug in library.slugs()]


def sentences(exercise: library.Exercise) -> list[str]:
    lines = [exercise.purpose, *(line for step in exercise.steps for block in step.blocks for line in block.lines)]
    return [sentence for line in lines for sentence in re.split(r"(?<=[.?:])\s+", line)]


def words_of(exercise: library.Exercise) -> str:
    titles = [step.title for step in exercise.steps]
    return " ".join([exercise.title, exercise.evidence, *titles, *sentences(exercise)])


def test_the_library_holds_what_was_asked_for_and_each_once():
    assert set(library.slugs()) >= ASKED_FOR
    assert len(set(library.slugs())) == len(library.slugs())


def test_no_text_lies_about_unused():
    for language in library.LANGUAGES:
        assert {path.stem for path in (FOLDER / "texts" / language).glob("*.toml")} == set(library.slugs())


@pytest.mark.parametrize("slug", library.slugs())
def test_both_languages_say_the_same(slug):
    dutch, english = library.load(slug, "nl"), library.load(slug, "en")
    assert dutch.title != english.title
    for one, other in zip(dutch.steps, english.steps, strict=True):
        assert [(block.kind, len(block.lines)) for block in one.blocks] == [
            (block.kind, len(block.lines)) for block in other.blocks
        ]


@pytest.mark.parametrize(("language", "slug"), EVERY)
def test_sentences_are_short(language, slug):
    lengths = [len(sentence.split()) for sentence in sentences(library.load(slug, language))]
    assert max(lengths) <= LONGEST
    assert sum(lengths) / len(lengths) <= USUAL


@pytest.mark.parametrize(("language", "slug"), EVERY)
def test_words_are_adult_and_none_of_them_hurts(language, slug):
    text = words_of(library.load(slug, language))
    forbidden = {"nl": NOT_IN_DUTCH, "en": NOT_IN_ENGLISH}[language]
    assert re.findall(rf"\b({'|'.join(forbidden)})\b", text, re.IGNORECASE) == []
    assert "!" not in text
    assert "--" not in text


@pytest.mark.parametrize(("language", "slug"), EVERY)
def test_each_is_something_to_do_in_a_few_steps_and_says_what_is_known(language, slug):
    exercise = library.load(slug, language)
    assert 4 <= len(exercise.steps) <= 7
    assert 5 <= exercise.minutes <= 20
    assert exercise.suits
    assert re.search(r"\(.+, \d{4}\)\.", exercise.evidence)
    assert len(exercise.evidence) <= 240
    assert exercise.timer in {None, exercise.minutes}


def test_it_is_read_in_the_readers_language_and_in_dutch_when_there_is_no_other():
    for language, title in (("nl", "Nee zeggen"), ("en", "Saying no"), ("fr", "Nee zeggen")):
        with translation.override(language):
            assert library.load("refusal-skills").title == title


@pytest.mark.parametrize("trigger", TriggerKind)
def test_every_kind_of_trigger_has_an_exercise(trigger):
    assert all(trigger in one.triggers for one in library.suiting(trigger))
    assert library.suiting(trigger)


def test_another_word_gets_what_helps_at_a_hard_moment():
    assert [one.slug for one in library.suiting("lege koelkast")] == ["urge-surfing", "breathing", "walking"]


def test_what_is_not_there_is_said():
    with pytest.raises(NoSuchExercise):
        library.load("juggling")


def test_every_exercise_stands_on_one_shelf():
    shelved = [exercise.slug for _shelf, exercises in library.shelves() for exercise in exercises]
    assert sorted(shelved) == sorted(library.slugs())


def test_text_is_paragraphs_lists_and_words_to_say():
    text = "One\nline.\n\n- first\n- second\n\n> Say this.\n"
    assert list(library.blocks(text)) == [
        Block("paragraph", ("One line.",)),
        Block("list", ("first", "second")),
        Block("words", ("Say this.",)),
    ]


@pytest.mark.parametrize(
    ("file", "before", "after", "said"),
    [
        ("texts/nl/sleep.toml", "version = 1", "version = 2", "sleep.toml"),
        ("texts/nl/sleep.toml", 'evidence = "', 'evidense = "', "evidence"),
        ("texts/nl/sleep.toml", 'title = "', "title = ", "sleep.toml"),
        ("library.toml", 'triggers = ["payday"]', 'triggers = ["full_moon"]', "full_moon"),
        ("library.toml", 'slug = "sleep"', 'slug = "sleeping"', "sleeping.toml"),
    ],
)
def test_a_wrong_file_is_named(tmp_path, file, before, after, said):
    shutil.copytree(FOLDER / "texts", tmp_path / "texts")
    shutil.copy(FOLDER / "library.toml", tmp_path)
    assert len(list(library.read(tmp_path, "nl"))) == len(library.slugs())
    wrong = tmp_path / file
    wrong.write_text(wrong.read_text().replace(before, after, 1))
    with pytest.raises(LibraryError, match=said):
        list(library.read(tmp_path, "nl"))


@pytest.mark.parametrize("persona", ["visitor", "client_user", "relative", "counsellor", "manager", "outsider"])
def test_everybody_may_read_the_library(request, browser_of, persona):
    browser = browser_of(request.getfixturevalue(persona))
    shelves = browser.get(reverse("exercises:library")).content.decode()
    for slug in library.slugs():
        assert reverse("exercises:exercise", args=[slug]) in shelves
    page = browser.get(reverse("exercises:exercise", args=["breathing"])).content.decode()
    assert page.count("data-page>") == len(library.load("breathing").steps)


def test_an_exercise_that_is_not_there_is_not_found(browser_of):
    assert browser_of(None).get(reverse("exercises:exercise", args=["juggling"])).status_code == 404


@pytest.mark.parametrize(("slug", "clocks"), [("breathing", 1), ("money-week", 0)])
def test_the_quiet_timer_stands_where_sitting_it_out_is_the_exercise(browser_of, slug, clocks):
    page = browser_of(None).get(reverse("exercises:exercise", args=[slug])).content.decode()
    assert [page.count('data-timer="5"'), page.count("js/timer.js")] == [clocks, clocks]
