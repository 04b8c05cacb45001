"""Two people in the same step: the second sees what the first saved, loses nothing, and decides."""

import pytest

from aftercare.core.errors import Stale
from tests.trajectories.intake.conftest import as_lines
from trajectories.dossier import actions as dossier
from trajectories.intake import actions
from trajectories.plans import actions as plans


@pytest.fixture
def colleague_s(browser_of, colleague, trajectory, counsellor):
    """Farah's desk; she stands in for Ilse."""
    colleague.language = "en"
    colleague.save()
    dossier.seat(trajectory=trajectory, user=colleague, role="stand_in", since=trajectory.starts_on, by=counsellor)
    return browser_of(colleague)


def test_the_second_sees_both_texts_and_a_second_save_is_knowing(save, colleague_s, so_far):
    save("reasons", learned="Van Farah", by=colleague_s)
    response = save("reasons", learned="Van Ilse")
    assert response.status_code == 409
    assert "Van Farah" in response.text
    assert "Farah Noordhoek saved this" in response.text
    assert "Van Ilse" in response.text.split("<textarea")[1]
    assert so_far().trajectory.learned == "Van Farah"
    save("reasons", learned="Van Ilse", revision=response.context["form"]["revision"].value())
    assert so_far().trajectory.learned == "Van Ilse"


def test_lines_of_both_are_shown_and_none_is_lost(desk, save, url, colleague_s, so_far):
    save("problems", lines=[{"text": "Huurschuld"}], by=colleague_s)
    response = save("problems", lines=[{"text": "Huurschuld"}, {"text": "Geen fiets"}])
    assert response.status_code == 409
    assert "Huurschuld" in response.text.split("Stored now")[1].split("lines-title")[0]
    desk.post(url("problems"), {"revision": 1, **as_lines([{"text": "Huurschuld"}, {"text": "Geen fiets"}])})
    assert [str(one) for one in so_far().problems] == ["Huurschuld", "Geen fiets"]


def test_different_steps_do_not_stand_in_each_other_s_way(save, colleague_s, so_far):
    save("reasons", learned="Rust", by=colleague_s)
    assert save("problems", lines=[{"text": "Huurschuld"}]).status_code == 302
    assert so_far().trajectory.learned == "Rust"


def test_two_first_plans_are_one_conflict(save, colleague_s, trajectory):
    save("plan", by=colleague_s, goal="Rust in huis", **{"take-talks": "on", "title-talks": "Gesprekken"})
    response = save("plan", goal="Werk", **{"take-talks": "on", "title-talks": "Gesprekken"})
    assert response.status_code == 409
    assert "Rust in huis" in response.text
    assert trajectory.plan_items.count() == 1
    form = response.context["form"]
    save("plan", goal="Werk", revision=form["revision"].value(), replaces=form["replaces"].value())
    assert trajectory.goals.current().get().text == "Werk"


def test_a_goal_written_meanwhile_is_a_conflict_and_nothing_of_the_plan_is_made(trajectory, counsellor, client_user):
    plans.set_goal(trajectory=trajectory, by=client_user, text="Van Noor")
    item = {"kind": "skill", "title": "Nee zeggen"}
    with pytest.raises(Stale):
        actions.make_plan(trajectory=trajectory, by=counsellor, revision=0, goal="Van Ilse", items=[item])
    assert not trajectory.plan_items.exists()
