"""What was told is read by its counsellor and by whom it is about, and by nobody else."""

import pytest
from django.urls import reverse

from trajectories.intake import actions
from trajectories.intake.models import Step

MINE = reverse("intake:mine")
LAST_YEAR = "2019"


@pytest.fixture
def everything(trajectory, counsellor):
    """Something at every step."""
    said = {"trajectory": trajectory, "by": counsellor, "revision": 0}
    actions.say_referral(**said, referrer="gp", referrer_name="Dokter Veen", referred_on=trajectory.starts_on)
    actions.say_treatment(
        **said,
        treatment="clinic",
        treatment_place="De Wending",
        treatment_ended_on=trajectory.starts_on,
        rows=[{"year": 2019, "kind": "clinic", "place": "De Terp"}, {"place": "Ergens"}],
    )
    actions.say_reasons(**said, reasons=["afraid"], learned="Wandelen.")
    actions.say_areas(**said, rows=[{"area": "money", "score": 4, "said": "Schuld", "wanted": "Overzicht"}])
    actions.say_people(
        **said,
        rows=[{"name": "Lot", "relation": "partner", "bond": "supports", "involve": True}, {"name": "Buurman"}],
        group_wishes=["support"],
    )
    actions.say_problems(**said, rows=[{"text": "Huurschuld", "carrier": "Tamar"}, {"text": "Fiets", "area": "home"}])


ALL = ["Dokter Veen", "De Wending", "De Terp", "Ergens", "Wandelen.", "4", "Overzicht", "Lot", "Huurschuld", "Tamar"]


def test_the_counsellor_reads_it_all_with_who_wrote_it(desk, trajectory, everything):
    trajectory.refresh_from_db()
    page = desk.get(reverse("intake:show", args=[trajectory.pk])).text
    assert [words for words in ALL if words not in page] == []
    assert "Ilse Doornbosch, today" in page
    assert "Not finished yet" in page


def test_the_client_reads_it_all_at_about_me(browser_of, client_user, trajectory, everything):
    phone = browser_of(client_user)
    assert MINE in phone.get(reverse("overview:mine")).text
    page = phone.get(MINE).text
    assert [words for words in ALL if words not in page] == []
    assert "Ilse" in page


def test_nothing_told_yet_is_said(browser_of, client_user, desk, trajectory):
    assert "nz-empty" in browser_of(client_user).get(MINE).text
    page = desk.get(reverse("intake:show", args=[trajectory.pk])).text
    assert "There was no intake here yet" in page
    assert "Not asked yet" in page


def test_what_was_passed_over_is_said(desk, trajectory, counsellor):
    actions.skip(trajectory=trajectory, by=counsellor, step=Step.AREAS)
    actions.say_problems(trajectory=trajectory, by=counsellor, revision=0, rows=[])
    page = desk.get(reverse("intake:show", args=[trajectory.pk])).text
    assert "Passed over" in page
    assert "Nothing was told about this" in page


def test_a_finished_intake_says_when(desk, trajectory, counsellor):
    actions.make_plan(trajectory=trajectory, by=counsellor, revision=0, items=[])
    assert "Finished today" in desk.get(reverse("intake:show", args=[trajectory.pk])).text


def test_a_client_at_the_staff_page_goes_to_their_own(browser_of, client_user, trajectory):
    assert browser_of(client_user).get(reverse("intake:show", args=[trajectory.pk])).url == MINE


@pytest.mark.parametrize("persona", ["other_client", "relative"])
def test_others_read_only_their_own(request, browser_of, everything, persona):
    assert "De Wending" not in browser_of(request.getfixturevalue(persona)).get(MINE).text


@pytest.mark.parametrize("persona", ["colleague", "outsider", "coordinator", "manager", "administrator", "partner"])
def test_whoever_is_not_on_the_team_finds_nothing(request, browser_of, trajectory, everything, persona):
    browser = browser_of(request.getfixturevalue(persona))
    for name in ("show", "go_on"):
        assert browser.get(reverse(f"intake:{name}", args=[trajectory.pk])).status_code == 404


def test_the_pages_cost_the_same_however_much_was_told(
    desk, url, trajectory, counsellor, everything, django_assert_num_queries
):
    show = reverse("intake:show", args=[trajectory.pk])
    for page in (show, url("problems"), url("plan")):
        desk.get(page)
    for _time in range(2):
        with django_assert_num_queries(14):
            desk.get(show)
        with django_assert_num_queries(14):
            desk.get(url("problems"))
        with django_assert_num_queries(17):
            desk.get(url("plan"))
        rows = [{"text": f"Zorg {number}"} for number in range(6)]
        actions.say_problems(
            trajectory=trajectory,
            by=counsellor,
            revision=trajectory.intake_steps.get(step="problems").revision,
            rows=rows,
        )
