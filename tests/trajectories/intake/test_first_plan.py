"""The answers become suggestions; what is ticked becomes the plan, in the words that were chosen."""

import pytest
from django.urls import reverse
from django.utils import translation

from supportgroups import actions as groups
from trajectories.dossier.models import Trajectory
from trajectories.intake import actions as intake
from trajectories.intake.suggestions import suggest
from trajectories.plans.models import PlanItem
from trajectories.selfcare import actions as selfcare
from trajectories.socialmap import actions as socialmap


@pytest.fixture
def support_group(organisation, coordinator):
    return groups.create_group(organisation=organisation, by=coordinator, name="Stevig Staan", kind="support")


@pytest.fixture
def all_offered(so_far, counsellor):
    """all_offered() says of each title its kind and whether it is ticked, in English."""

    def titles():
        with translation.override("en"):
            return {one.title: (one.kind, one.ticked) for one in suggest(so_far(), by=counsellor)}

    return titles


def test_without_answers_only_talks_are_suggested(all_offered):
    assert all_offered() == {"Talks": ("individual", True)}


def test_practical_problems_become_items_of_that_kind(save, all_offered):
    save("problems", lines=[{"text": "Huurschuld", "area": "money", "carrier": "Tamar"}])
    assert all_offered()["Huurschuld"] == ("practical", True)


def test_a_wish_for_an_area_is_ticked_and_a_low_score_is_only_offered(save, all_offered):
    save("areas", money_wanted="Post openen", food_score="3", home_wanted="Eigen plek", work_wanted="Dagritme")
    found = all_offered()
    assert found["Post openen"] == ("self_care", True)
    assert found["Eigen plek"] == ("practical", True)
    assert found["Dagritme"] == ("community", True)
    assert ("self_care", False) in found.values()


def test_an_area_that_goes_well_is_left_alone(save, all_offered):
    save("areas", food_score="8", food_said="Prima")
    assert len(all_offered()) == 1


def test_wished_groups_are_those_of_the_organisation(save, all_offered, support_group, other_organisation, outsider):
    save("people", group_wishes=["support", "therapy"])
    found = all_offered()
    assert found["Stevig Staan"] == ("support_group", True)
    assert ("group", True) in found.values()


def test_of_several_groups_the_first_is_ticked(save, all_offered, support_group, organisation, coordinator):
    groups.create_group(organisation=organisation, by=coordinator, name="Woensdaggroep", kind="support")
    save("people", group_wishes=["support"])
    found = all_offered()
    assert (found["Stevig Staan"][1], found["Woensdaggroep"][1]) == (True, False)


def test_people_who_take_part_and_contacts_to_repair(save, all_offered):
    save("people", lines=[{"name": "Lot", "involve": "on"}, {"name": "Broer", "bond": "damaged"}])
    kinds = list(all_offered().values())
    assert ("family", True) in kinds
    assert ("community", False) in kinds


def test_what_was_learned_is_kept_going(save, all_offered):
    save("reasons", reasons=["afraid"], learned="Wandelen")
    assert [kind for kind, _ticked in all_offered().values()].count("skill") == 2


def test_what_is_ticked_becomes_the_plan_and_finishes_the_intake(
    save, desk, so_far, counsellor, trajectory, support_group
):
    problems = [{"text": "Huurschuld", "area": "money", "carrier": "Tamar"}, {"text": "Geen fiets"}]
    save("problems", lines=problems)
    save("people", group_wishes=["support"], lines=[{"name": "Lot", "relation": "partner", "involve": "on"}])
    ticked = {one.title: one.key for one in suggest(so_far(), by=counsellor) if one.title != "Geen fiets"}
    said = {f"take-{key}": "on" for key in ticked.values()}
    said[f"title-{ticked['Huurschuld']}"] = "De huur betalen"
    response = save("plan", goal="Rust in huis", **said)
    assert response.url == trajectory.get_absolute_url()
    items = {item.title: item for item in trajectory.plan_items.all()}
    assert set(items) == {"Talks", "Talks together", "De huur betalen", "Stevig Staan"}
    assert items["De huur betalen"].kind == PlanItem.Kind.PRACTICAL
    assert (items["De huur betalen"].owner, items["De huur betalen"].carrier) == ("other", "Tamar")
    assert items["De huur betalen"].state == PlanItem.State.ACTIVE
    assert items["Talks together"].participants == [["Lot", "partner"]]
    assert (items["Stevig Staan"].group, items["Stevig Staan"].state) == (support_group, PlanItem.State.PLANNED)
    assert trajectory.goals.current().get().text == "Rust in huis"
    told = so_far()
    assert (told.is_finished, told.intake.finished_by) == (True, counsellor)
    assert "Rust in huis" in desk.get(trajectory.get_absolute_url()).text


def test_what_stands_in_the_plan_is_not_suggested_again(save, all_offered, trajectory, so_far, counsellor):
    save("plan", **{"take-talks": "on", "title-talks": "Talks"})
    assert all_offered() == {}
    finished_at = so_far().intake.finished_at
    save("plan", revision=1, goal="Rust")
    assert so_far().intake.finished_at == finished_at
    save("plan", revision=2, goal="Rust", replaces=trajectory.goals.get().pk)
    assert trajectory.goals.count() == 1


def test_items_wait_for_a_start_that_is_still_to_come(save, trajectory):
    Trajectory.objects.update(starts_on=trajectory.ends_on)
    save("plan", **{"take-talks": "on", "title-talks": ""})
    item = trajectory.plan_items.get()
    assert (item.title, item.state, item.starts_on) == ("Talks", "planned", trajectory.ends_on)


def test_too_many_words_are_refused_and_kept(save, trajectory):
    response = save("plan", **{"take-talks": "on", "title-talks": "x" * 121})
    assert "x" * 121 in response.text
    assert not trajectory.plan_items.exists()


def test_when_everything_stands_in_the_plan_the_page_says_so(desk, save, url):
    save("plan", **{"take-talks": "on", "title-talks": ""})
    assert "Everything that was told stands in the plan" in desk.get(url("plan")).text


def test_finishing_takes_it_off_the_list_of_intakes(desk, save, trajectory):
    save("referral", referrer="gp")
    clients, today = reverse("caseload:clients"), reverse("caseload:today") + "?reason=intake"
    assert "1 intake to finish" in desk.get(clients).text
    row = desk.get(today).text
    assert reverse("intake:go_on", args=[trajectory.pk]) in row
    save("plan", goal="")
    assert "intake to finish" not in desk.get(clients).text
    assert reverse("intake:go_on", args=[trajectory.pk]) not in desk.get(today).text


def test_people_come_on_the_map_once_and_as_they_were_named(save, trajectory):
    lot = {"name": "Lot", "relation": "partner", "bond": "supports", "involve": "on"}
    lines = [lot, {"name": "Bart", "bond": "damaged"}, {"name": "Remy", "bond": "risky"}, {"name": "lot"}]
    save("people", lines=lines)
    assert not trajectory.known_people.exists()
    save("plan", goal="")
    on_the_map = {one.name: (one.stance, one.ring, one.aim) for one in trajectory.known_people.all()}
    assert on_the_map == {"Lot": ("supportive", 1, ""), "Bart": ("neutral", 2, "repair"), "Remy": ("risky", 2, "")}
    socialmap.remove(person=trajectory.known_people.get(name="Remy"), by=trajectory.client.user)
    save("plan", revision=1, goal="")
    assert trajectory.known_people.current().count() == 2


def test_a_very_long_name_fits_on_the_map(save, trajectory):
    save("people", lines=[{"name": "x" * 80}])
    save("plan", goal="")
    assert trajectory.known_people.get().name == "x" * 40


def test_a_relative_has_no_map_of_people(relative_trajectory, counsellor):
    told = {"trajectory": relative_trajectory, "by": counsellor, "revision": 0}
    intake.say_people(**told, rows=[{"name": "Noor"}], group_wishes=[])
    intake.make_plan(**told, items=[])
    assert not relative_trajectory.known_people.exists()


def test_scores_begin_self_care_and_leave_what_was_said_since(save, trajectory, counsellor):
    selfcare.rate(trajectory=trajectory, by=trajectory.client.user, area="body", score=9)
    save("areas", food_score="3", body_score="2", home_score="8", money_said="Schulden")
    save("plan", goal="")
    scores = {one.area: (one.score, one.scored_by) for one in trajectory.area_scores.all()}
    assert scores == {"food": (3, counsellor), "body": (9, trajectory.client.user)}
    save("plan", revision=1, goal="")
    assert trajectory.area_scores.count() == 2
