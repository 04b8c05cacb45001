"""Questionnaires are data: what is asked, what counts, and what a wrong definition says."""

import re
from collections.abc import Iterator

import pytest
from django.utils import translation

from tests.trajectories.checkins.conftest import SEVEN
from trajectories.checkins import library
from trajectories.checkins.problems import DefinitionError
from trajectories.checkins.questionnaire import Questionnaire

RIGHT = """
title = { en = "A", nl = "A" }
source = "us"
licence = "free"
validated = false
for = ["client"]

[[items]]
id = "days"
kind = "scale"
text = { en = "Days?", nl = "Dagen?" }
low = { en = "none", nl = "geen" }
high = { en = "all", nl = "alle" }

[[items]]
id = "heavy"
kind = "choice"
text = { en = "Heavy?", nl = "Zwaar?" }
unless = { item = "days", is = [0] }
options = [
  { value = 0, text = { en = "No", nl = "Nee" } },
  { value = 4, text = { en = "Yes", nl = "Ja" } },
]

[[items]]
id = "who"
kind = "many"
text = { en = "Who?", nl = "Wie?" }
options = [
  { value = "a", text = { en = "A", nl = "A" } },
  { value = "b", text = { en = "B", nl = "B" } },
  { value = "none", text = { en = "None", nl = "Geen" }, alone = true },
]

[[scales]]
id = "load"
label = { en = "Load", nl = "Last" }
items = ["days", "heavy"]
highest = 14
flag = { at_least = 10 }

[[scales]]
id = "who"
label = { en = "Who", nl = "Wie" }
items = ["who"]
highest = 2
flag = { at_most = 0 }
"""


@pytest.fixture
def define(tmp_path):
    """define(text) reads the text as a definition file."""

    def read(text: str = RIGHT, name: str = "trial.3.toml") -> Questionnaire:
        path = tmp_path / name
        path.write_text(text)
        return library.read(path)

    return read


@pytest.fixture
def trial(define) -> Questionnaire:
    return define()


def test_a_right_definition(trial):
    assert (trial.id, trial.version, trial.validated, trial.closing) == ("trial", 3, (), None)
    assert [item.id for item in trial.items] == ["days", "heavy", "who"]


def test_an_answer_makes_a_later_question_needless(trial):
    assert [item.id for item in trial.asked({"days": 0})] == ["days", "who"]
    assert [item.id for item in trial.asked({"days": 1})] == ["days", "heavy", "who"]


@pytest.mark.parametrize(
    ("answers", "scores"),
    [
        ({"days": 7, "heavy": 4, "who": ["a", "b"]}, {"load": 11, "who": 2}),
        ({"days": 7, "heavy": None, "who": ["none"]}, {"who": 0}),
        ({"days": 7}, {}),
        ({"days": 0, "heavy": 4}, {}),  # what was not asked does not count
        ({}, {}),
    ],
)
def test_scores(answers, scores, trial):
    assert trial.score(answers) == scores


@pytest.mark.parametrize(
    ("scale", "score", "flags"), [("load", 10, True), ("load", 9, False), ("who", 0, True), ("who", 1, False)]
)
def test_flags(scale, score, flags, trial):
    (found,) = [one for one in trial.scales if one.id == scale]
    assert found.flags(score) is flags


@pytest.mark.parametrize(
    ("item", "answer", "accepted"),
    [
        ("days", 0, True),
        ("days", 10, True),
        ("days", 11, False),
        ("days", "3", False),
        ("days", True, False),
        ("days", None, True),
        ("heavy", 4, True),
        ("heavy", 1, False),
        ("heavy", [4], False),
        ("who", ["a", "b"], True),
        ("who", ["none"], True),
        ("who", ["a", "none"], False),
        ("who", ["a", "a"], False),
        ("who", [], False),
        ("who", ["c"], False),
        ("who", "a", False),
    ],
)
def test_which_answers_a_question_takes(item, answer, accepted, trial):
    assert trial.item(item).accepts(answer) is accepted


WORDS = {'kind = "scale"': 'kind = "words"'}


def along(rule: str) -> str:
    return changed('for = ["client"]', 'for = ["client"]\nalong = { ' + rule + " }")


def changed(old: str, new: str) -> str:
    assert old in RIGHT
    return RIGHT.replace(old, new, 1)


def levels(*starts: int) -> str:
    rows = ", ".join(f'{{ from = {start}, text = {{ en = "L", nl = "N" }} }}' for start in starts)
    return changed("highest = 14", f"highest = 14\nlevels = [{rows}]")


@pytest.fixture
def in_english() -> Iterator[None]:
    with translation.override("en"):
        yield


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("title = ", "trial.3.toml: Here the file cannot be read as TOML"),
        (changed('source = "us"', ""), "trial.3.toml: “source” is missing."),
        (changed('source = "us"', 'source = ""'), "“source” must be a text."),
        (changed('source = "us"', 'sauce = "us"'), "“sauce” is unknown here."),
        (changed("validated = false", 'validated = "no"'), "“validated” must be true or false, or both per language."),
        (
            changed('for = ["client"]', 'for = ["everybody"]'),
            "“for” names one or more of: client, ",
        ),
        (changed('for = ["client"]', "for = []"), "“for” names one or more of: client, "),
        (changed('title = { en = "A", nl = "A" }', 'title = { en = "A" }'), "trial.3.toml, title: “nl” is missing."),
        (changed('id = "days"', 'id = "Days!"'), "“id” is one word in small letters."),
        (changed('id = "heavy"', 'id = "days"'), "“days” stands there twice."),
        (changed('kind = "scale"', 'kind = "slider"'), "items days: “kind” is one of: choice, many, scale, words."),
        (changed('high = { en = "all", nl = "alle" }', ""), "A scale has “low” and “high”, and no “options”."),
        (
            changed('kind = "choice"', 'kind = "choice"\nlow = { en = "a", nl = "a" }'),
            "A “choice” needs “options”, two or more.",
        ),
        (changed('{ value = 4, text = { en = "Yes", nl = "Ja" } },', ""), "A “choice” needs “options”, two or more."),
        (changed("value = 4", "value = 0"), "Two options have the same value."),
        (changed("value = 4", "value = true"), "items heavy, option 2: “value” must be a number or a word."),
        (changed("value = 4", "worth = 4"), "option 2: “worth” is unknown here."),
        (changed('value = "a"', "value = 1"), "The values of a “many” are words."),
        (changed("{ value = 4,", "{ alone = true, value = 4,"), "“alone” is for a “many”."),
        (changed('item = "days", is = [0]', 'item = "who", is = [0]'), "“unless” names no earlier question: “who”."),
        (changed("is = [0]", "is = [11]"), "“unless” names an answer that cannot be given."),
        (changed("is = [0]", "is = []"), "“unless” names an answer that cannot be given."),
        (
            changed('items = ["days", "heavy"]', 'items = ["days", "other"]'),
            "scales load: “items” names no question: other.",
        ),
        (changed('items = ["days", "heavy"]', "items = []"), "“items” names no question: none."),
        (changed('id = "load"', 'id = "Load"'), "“id” is one word in small letters."),
        (changed('id = "load"', 'id = "who"'), "“who” stands there twice."),
        (changed("at_least = 10", "at_least = 15"), "scales load: “flag” lies outside the scale."),
        (changed("at_least = 10", "above = 10"), "scales load, flag: “above” is unknown here."),
        (changed("highest = 14", 'highest = "14"'), "“highest” must be a whole number."),
        (
            re.sub(r"\[\[items\]\].*", "items = []\nscales = []", RIGHT, flags=re.DOTALL),
            "“items” must be one table or more.",
        ),
        (
            re.sub(r"\[\[items\]\].*", "items = [1]\nscales = [2]", RIGHT, flags=re.DOTALL),
            "“items” must be one table or more.",
        ),
        (
            changed('{ value = 0, text = { en = "No", nl = "Nee" } },', "1,"),
            "items heavy, option 1: This must be a table of names and values.",
        ),
        (changed('kind = "many"', 'kind = "words"'), "Words have no “options”, “low” or “high”."),
        (re.sub(r'kind = "scale"|(low|high) = .*', lambda at: WORDS.get(at[0], ""), RIGHT), "Words need an “about”."),
        (along('with = [], when = "medicines"'), "“with” names no questionnaire."),
        (along('with = ["seven"], when = "rain"'), "“when” is one of: medicines."),
        (changed("validated = false", "validated = { nl = true }"), "trial.3.toml, validated: “en” is missing."),
        (changed("is = [0]", "is = [0], contact = 1"), "items heavy, unless: “contact” is unknown here."),
        (
            changed('kind = "many"', 'kind = "many"\ncontact = { at_least = 1 }'),
            "“contact” is for a “scale” or a “choice”.",
        ),
        (levels(5), "“levels” begin at 0 and go up."),
        (levels(0, 5, 5), "“levels” begin at 0 and go up."),
        (levels(0, 15), "scales load, level 2: “from” lies outside the scale."),
        (along('with = ["seven"]'), "trial.3.toml, along: “when” is missing."),
    ],
)
def test_a_wrong_definition_says_where_and_what(text, problem, define, in_english):
    with pytest.raises(DefinitionError) as refused:
        define(text)
    assert problem in str(refused.value)


def test_all_mistakes_are_told_at_once_each_with_its_line(define, in_english):
    text = changed("value = 4", "worth = 4").replace("highest = 2", "highest = 0").replace('licence = "free"', "")
    text = text.replace("at_most = 0", "at_most = 1").replace("is = [0]", "is = [99]")
    with pytest.raises(DefinitionError) as refused:
        define(text)
    lines = text.splitlines()
    found = [(one.line and lines[one.line - 1], one.words) for one in refused.value.problems]
    assert found == [
        (None, "“licence” is missing."),
        ("[[items]]", "“worth” is unknown here."),
        ("[[items]]", "“value” is missing."),
        ("[[scales]]", "“flag” lies outside the scale."),
    ]


def test_a_file_that_cannot_be_read_says_at_which_line(define, in_english):
    with pytest.raises(DefinitionError) as refused:
        define(changed("highest = 14", "highest 14"))
    (problem,) = refused.value.problems
    assert RIGHT.splitlines()[problem.line - 1] == "highest = 14"


def test_a_part_without_an_id_is_named_by_its_number(define, in_english):
    with pytest.raises(DefinitionError) as refused:
        define(changed('id = "who"', ""))
    first, *rest = refused.value.problems
    assert (str(first), RIGHT.splitlines()[first.line - 1]) == ("trial.3.toml, items 3: “id” is missing.", "[[items]]")
    assert "names no question: who" in str(rest[0])


def test_a_mistake_in_one_question_is_not_told_again_of_those_that_name_it(define, in_english):
    with pytest.raises(DefinitionError) as refused:
        define(changed('low = { en = "none", nl = "geen" }', ""))
    assert len(refused.value.problems) == 1


def test_the_file_carries_id_and_version(define, in_english):
    with pytest.raises(DefinitionError, match=r"The name must be <id>\.<version>\.toml"):
        define(name="trial.toml")


@pytest.mark.parametrize("path", sorted(library.FOLDER.iterdir()), ids=lambda path: path.name)
def test_every_questionnaire_we_ship_is_right(path):
    questionnaire = library.read(path)
    for item in questionnaire.items:
        assert item.about or {item.id} & {name for scale in questionnaire.scales for name in scale.items}
    for scale in questionnaire.scales:
        highest = sum(
            max(filter(None, map(questionnaire.item(name).number, questionnaire.item(name).values)), default=0)
            for name in scale.items
            if questionnaire.item(name).kind != "many"
        )
        assert highest <= scale.highest


def test_the_weekly_seven_has_seven_questions_and_scores_them_all():
    seven = library.load("weekly_seven")
    assert len(seven.asked(SEVEN)) == 7
    assert seven.score(SEVEN).keys() == {"use", "craving", "confidence", "sleep", "mood", "risk", "support"}
    scores = seven.score(SEVEN)
    assert not any(scale.flags(scores[scale.id]) for scale in seven.scales)


def test_it_speaks_both_languages():
    mood = library.load("weekly_seven").item("mood")
    with translation.override("nl"):
        assert str(mood.text) == "Hoe gaat het vandaag met je?"
    with translation.override("en"):
        assert str(mood.text) == "How are you today?"


def test_clients_and_relatives_have_their_own():
    ours = ["bam30", "bam7", "gad7", "phq9", "weekly_seven"]
    assert [one.id for one in library.available("client")] == ours
    assert (library.usual("client").id, library.usual("relative").id) == ("weekly_seven", "relative_week")
    assert [one.id for one in library.available("relative")] == ["relative_week"]


@pytest.mark.parametrize(("name", "version"), [("nonsense", None), ("weekly_seven", 99), ("../weekly_seven", 1)])
def test_what_is_not_there_is_said_so(name, version):
    with pytest.raises(library.NoSuchQuestionnaire):
        library.load(name, version)


def test_an_answered_version_stays_readable():
    assert library.load("weekly_seven", 1).version == 1
