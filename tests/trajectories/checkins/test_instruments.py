"""The scores of the questionnaires we ship, against cases worked out by hand."""

import pytest
from django.utils import translation

from trajectories.checkins import library

PHQ = "interest down sleep tired appetite failure concentration slow dead".split()
GAD = "nervous control worry relax restless annoyed afraid".split()


def phq(*values: int | None) -> dict:
    return {f"phq_{name}": value for name, value in zip(PHQ, values, strict=True)}


def gad(*values: int | None) -> dict:
    return {f"gad_{name}": value for name, value in zip(GAD, values, strict=True)}


def meaning(instrument: str, scale: str, score: int) -> tuple[str, bool]:
    found = next(one for one in library.load(instrument).scales if one.id == scale)
    with translation.override("en"):
        return str(found.level(score).text), found.flags(score)


@pytest.mark.parametrize(
    ("answers", "scores"),
    [
        (phq(0, 0, 0, 0, 0, 0, 0, 0, 0), {"phq": 0, "phq_dead": 0}),
        (phq(3, 3, 3, 3, 3, 3, 3, 3, 3), {"phq": 27, "phq_dead": 3}),
        (phq(1, 2, 3, 0, 1, 2, 3, 0, 1), {"phq": 13, "phq_dead": 1}),
        (phq(1, 2, None, 0, 1, 2, 3, 0, 2), {"phq_dead": 2}),  # no sum, but what is asked first of all
        (phq(1, 2, 3, 0, 1, 2, 3, 0, None), {}),
        ({}, {}),
    ],
)
def test_phq_9(answers, scores):
    assert library.load("phq9").score(answers) == scores


@pytest.mark.parametrize(
    ("score", "said"),
    [
        (0, ("minimal", False)),
        (4, ("minimal", False)),
        (5, ("mild", False)),
        (9, ("mild", False)),
        (10, ("moderate", True)),
        (14, ("moderate", True)),
        (15, ("moderately severe", True)),
        (19, ("moderately severe", True)),
        (20, ("severe", True)),
        (27, ("severe", True)),
    ],
)
def test_cuts_of_the_phq_9(score, said):
    assert meaning("phq9", "phq", score) == said


@pytest.mark.parametrize(("ninth", "asks"), [(None, False), (0, False), (1, True), (2, True), (3, True)])
def test_the_ninth_question_asks_for_contact_whatever_the_sum(ninth, asks):
    found = library.load("phq9").asks_contact(phq(0, 0, 0, 0, 0, 0, 0, 0, ninth))
    assert [item.id for item in found] == ["phq_dead"] * asks


def test_no_other_question_of_ours_asks_for_contact():
    everything = [library.load(name) for name in ("weekly_seven", "phq9", "gad7", "bam30", "bam7", "relative_week")]
    assert [item.id for one in everything for item in one.items if item.contact_from is not None] == ["phq_dead"]


@pytest.mark.parametrize(
    ("answers", "scores"),
    [
        (gad(0, 0, 0, 0, 0, 0, 0), {"gad": 0}),
        (gad(3, 3, 3, 3, 3, 3, 3), {"gad": 21}),
        (gad(2, 1, 3, 0, 1, 1, 2), {"gad": 10}),
        (gad(2, 1, 3, 0, 1, 1, None), {}),
    ],
)
def test_gad_7(answers, scores):
    assert library.load("gad7").score(answers) == scores


@pytest.mark.parametrize(
    ("score", "said"),
    [
        (0, ("minimal", False)),
        (4, ("minimal", False)),
        (5, ("mild", False)),
        (9, ("mild", False)),
        (10, ("moderate", True)),
        (14, ("moderate", True)),
        (15, ("severe", True)),
        (21, ("severe", True)),
    ],
)
def test_cuts_of_the_gad_7(score, said):
    assert meaning("gad7", "gad", score) == said


USE = {"alcohol": 1, "heavy": 2, "drugs": 3}
RISK = {"health": 1, "sleep": 2, "mood": 3, "bothered": 4, "risky": 0, "conflict": 2}
PROTECTIVE = {"confidence": 4, "selfhelp": 1, "spirit": 0, "work": 3, "income": 4, "support": 2}
NOT_SCORED = {"cannabis": 4, "cocaine": 4, "satisfied": 4}


def bam(days: int, **changed: int | None) -> dict:
    told = USE | RISK | PROTECTIVE | NOT_SCORED | changed
    return {f"bam{days}_{name}": value for name, value in told.items()}


def scores_of(days: int, answers: dict) -> dict:
    return {
        name.removeprefix(f"bam{days}_"): score for name, score in library.load(f"bam{days}").score(answers).items()
    }


@pytest.mark.parametrize("days", [30, 7])
@pytest.mark.parametrize(
    ("changed", "scores"),
    [
        ({}, {"use": 6, "risk": 12, "protective": 14}),
        ({"alcohol": 0, "heavy": None}, {"use": 3, "risk": 12, "protective": 14}),  # 5 is not asked, and counts 0
        ({"alcohol": 0, "heavy": 4}, {"use": 3, "risk": 12, "protective": 14}),  # an answer from before counts no more
        ({"alcohol": 0, "drugs": 0}, {"use": 0, "risk": 12, "protective": 14}),
        ({"heavy": None}, {"risk": 12, "protective": 14}),  # 5 was asked, and passed over
        ({"alcohol": None}, {"risk": 12, "protective": 14}),
        ({"income": 0}, {"use": 6, "risk": 12, "protective": 10}),
        ({"conflict": None, "work": None}, {"use": 6}),
        ({"cannabis": 0, "satisfied": 0}, {"use": 6, "risk": 12, "protective": 14}),  # 7 and 17 count in none
        ({"alcohol": 4, "heavy": 4, "drugs": 4}, {"use": 12, "risk": 12, "protective": 14}),
    ],
)
def test_bam(days, changed, scores):
    assert scores_of(days, bam(days, **changed)) == scores


@pytest.mark.parametrize("days", [30, 7])
@pytest.mark.parametrize(
    ("scale", "score", "flags"),
    [
        ("use", 0, False),
        ("use", 1, True),
        ("risk", 11, False),
        ("risk", 12, True),
        ("protective", 12, True),
        ("protective", 13, False),
    ],
)
def test_flags_of_the_bam(days, scale, score, flags):
    (found,) = [one for one in library.load(f"bam{days}").scales if one.id == f"bam{days}_{scale}"]
    assert found.flags(score) is flags
    assert found.level(score) is None


def test_the_bam_skips_what_is_needless():
    bam30 = library.load("bam30")
    drugs = {f"bam30_{name}" for name in "cannabis sedatives cocaine stimulants opioids inhalants other".split()}
    assert len(bam30.asked({})) == 23
    assert {item.id for item in bam30.items} - {item.id for item in bam30.asked({"bam30_alcohol": 0})} == {
        "bam30_heavy"
    }
    assert {item.id for item in bam30.items} - {item.id for item in bam30.asked({"bam30_drugs": 0})} == drugs


def test_the_days_of_the_bam_are_in_bands():
    with translation.override("en"):
        spoken = [library.load("bam30").item("bam30_alcohol").spoken(value) for value in range(5)]
    assert spoken == ["0 days", "1 to 3 days", "4 to 8 days", "9 to 15 days", "16 to 30 days"]


@pytest.mark.parametrize(
    ("name", "languages"), [("phq9", ("en",)), ("gad7", ("en",)), ("bam30", ()), ("bam7", ()), ("weekly_seven", ())]
)
def test_each_says_honestly_in_which_language_its_wording_was_studied(name, languages):
    found = library.load(name)
    assert found.validated == languages
    for language in ("en", "nl"):
        with translation.override(language):
            assert found.is_validated is (language in languages)


def test_the_sums_are_told_apart_from_single_answers():
    assert [scale.id for scale in library.load("phq9").sums] == ["phq"]
    assert library.load("weekly_seven").sums == []


def test_professionals_have_a_short_name():
    with translation.override("en"):
        assert library.load("phq9").name == "PHQ-9"
        assert library.load("weekly_seven").name == "Weekly check-in"


def test_a_question_carries_what_all_share():
    with translation.override("en"):
        assert "last 2 weeks" in str(library.load("phq9").item("phq_dead").stem)
    assert library.load("weekly_seven").item("mood").stem is None
