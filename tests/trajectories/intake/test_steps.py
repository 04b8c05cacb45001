"""Each step is kept when it is saved, may be passed over, and the intake goes on where it stopped."""

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from aftercare.audit.models import AccessEntry, Event
from aftercare.core.errors import TransitionRefused
from tests.trajectories.intake.conftest import as_lines
from trajectories.dossier import actions as dossier
from trajectories.dossier.access import Permission
from trajectories.intake import actions
from trajectories.intake.models import AreaTold, EarlierEpisode, Intake, PersonAround, ProblemTold, Step


def next_of(desk, trajectory) -> str:
    return desk.get(reverse("intake:go_on", args=[trajectory.pk])).url.rstrip("/").rpartition("/")[2]


def test_it_goes_on_at_the_first_step_that_was_not_taken(desk, save, trajectory):
    assert next_of(desk, trajectory) == "referral"
    save("referral", referrer="gp")
    save("reasons", reasons=["afraid"])
    assert next_of(desk, trajectory) == "treatment"
    save("treatment", skip="1")
    assert next_of(desk, trajectory) == "areas"
    for step in ("areas", "people", "problems"):
        save(step, skip="1")
    assert next_of(desk, trajectory) == "plan"


def test_each_step_leads_to_the_following(save, url):
    assert save("referral", referrer="self").url == url("treatment")
    assert save("treatment", treatment="", skip="1").url == url("reasons")


def test_the_referral_is_kept(save, so_far):
    save("referral", referrer="community", referrer_name="Wijkteam Oever", referred_on="2026-02-01")
    intake = so_far().intake
    assert (intake.referrer, intake.referrer_name, str(intake.referred_on)) == (
        "community",
        "Wijkteam Oever",
        "2026-02-01",
    )


def test_treatment_and_earlier_episodes_are_rows_of_their_own(save, so_far):
    lines = [
        {"year": "2014", "kind": "outpatient", "place": ""},
        {"year": "", "kind": "", "place": ""},
        {"year": "2019", "kind": "clinic", "place": "De Terp"},
    ]
    save(
        "treatment",
        treatment="clinic",
        treatment_place="De Wending",
        treatment_ended_on="2026-01-05",
        earlier_episodes="",
        lines=lines,
    )
    told = so_far()
    assert (told.trajectory.treatment, told.trajectory.treatment_place) == ("clinic", "De Wending")
    assert [(one.year, one.kind, one.place) for one in told.episodes] == [
        (2019, "clinic", "De Terp"),
        (2014, "outpatient", ""),
    ]
    assert told.trajectory.earlier_episodes == 2


def test_more_treatments_may_be_counted_than_described(save, so_far):
    save("treatment", earlier_episodes="5", lines=[{"year": "2014", "kind": "", "place": ""}])
    assert so_far().trajectory.earlier_episodes == 5


def test_reasons_and_what_was_learned_are_kept(save, so_far):
    save("reasons", reasons=["afraid", "treated_before"], learned="Elke ochtend wandelen")
    trajectory = so_far().trajectory
    assert (trajectory.reasons, trajectory.learned) == (["afraid", "treated_before"], "Elke ochtend wandelen")


def test_of_the_seven_areas_only_those_told_are_kept(save, so_far):
    save("areas", food_score="0", money_said="Post blijft liggen", work_wanted="Weer drie dagen werken")
    areas = so_far().areas
    assert {area: (one.score, one.said, one.wanted) for area, one in areas.items()} == {
        "food": (0, "", ""),
        "money": (None, "Post blijft liggen", ""),
        "work": (None, "", "Weer drie dagen werken"),
    }


def test_people_and_wished_groups_are_kept(save, so_far):
    lines = [{"name": "Lot", "relation": "partner", "bond": "supports", "involve": "on"}, {"name": "Buurman"}]
    save("people", group_wishes=["support"], lines=lines)
    told = so_far()
    assert [(one.name, one.bond, one.involve) for one in told.people] == [
        ("Lot", "supports", True),
        ("Buurman", "", False),
    ]
    assert told.intake.group_wishes == ["support"]


def test_problems_are_kept_and_an_emptied_line_goes(desk, save, url, so_far):
    save("problems", lines=[{"text": "Huurschuld", "area": "money", "carrier": "Tamar"}, {"text": "Geen fiets"}])
    assert [str(one) for one in so_far().problems] == ["Huurschuld", "Geen fiets"]
    emptied = as_lines([{"text": ""}, {"text": "Geen fiets"}], initial=2)
    desk.post(url("problems"), {"revision": 1, **emptied})
    assert [str(one) for one in so_far().problems] == ["Geen fiets"]


def test_what_was_saved_stands_in_the_form_again(desk, save, url):
    save("reasons", reasons=["afraid"], learned="Rust")
    save("problems", lines=[{"text": "Huurschuld"}])
    save("areas", food_score="0", food_said="Weinig")
    assert "Rust" in desk.get(url("reasons")).text
    assert 'value="Huurschuld"' in desk.get(url("problems")).text
    page = desk.get(url("areas")).text
    assert 'name="food_score" value="0"' in page
    assert 'value="Weinig"' in page


def test_more_lines_save_and_stay(desk, save, url, so_far):
    response = save("problems", lines=[{"text": "Huurschuld"}], more="1")
    assert response.url.startswith(url("problems"))
    assert so_far().problems[0].text == "Huurschuld"
    assert desk.get(response.url).text.count("line-") > desk.get(url("problems")).text.count("line-")


@pytest.mark.parametrize(
    ("step", "said", "field"),
    [
        ("treatment", {"treatment_ended_on": "1980-01-01"}, "treatment_ended_on"),
        ("treatment", {"treatment_ended_on": "2999-01-01"}, "treatment_ended_on"),
        ("treatment", {"earlier_episodes": "-1"}, "earlier_episodes"),
        ("reasons", {"reasons": ["none"]}, "reasons"),
        ("areas", {"food_score": "11"}, "food_score"),
        ("people", {"group_wishes": ["karaoke"]}, "group_wishes"),
    ],
)
def test_what_cannot_be_is_said_at_the_field(save, trajectory, step, said, field):
    type(trajectory.client).objects.update(birth_date="1988-04-12")
    response = save(step, **said)
    assert list(response.context["form"].errors) == [field]
    assert not trajectory.intake_steps.exists()


@pytest.mark.parametrize(
    ("step", "line", "field"),
    [
        ("treatment", {"year": "2999", "place": "De Terp"}, "year"),
        ("treatment", {"year": "1066", "place": "De Terp"}, "year"),
        ("people", {"relation": "buurman"}, "name"),
        ("people", {"involve": "on"}, "name"),
        ("problems", {"carrier": "Tamar"}, "text"),
        ("problems", {"text": "Huurschuld", "area": "moon"}, "area"),
    ],
)
def test_a_line_that_cannot_be_keeps_everything_else_that_was_typed(save, trajectory, step, line, field):
    response = save(step, lines=[line, {"place": "Blijft", "name": "Blijft", "text": "Blijft"}])
    assert list(response.context["form"].lines.errors[0]) == [field]
    assert 'value="Blijft"' in response.text
    assert not trajectory.intake_steps.exists()


def test_passing_over_keeps_what_was_saved(save, trajectory, counsellor, so_far):
    save("reasons", learned="Rust")
    actions.skip(trajectory=trajectory, by=counsellor, step=Step.REASONS)
    save("reasons", revision=1, learned="Meer rust", skip="1")
    told = so_far()
    assert told.trajectory.learned == "Meer rust"
    assert not told.saved[Step.REASONS].skipped


def test_the_referral_and_the_plan_cannot_be_passed_over(save, trajectory):
    save("referral", skip="1", referrer="gp")
    save("plan", skip="1", goal="")
    assert not trajectory.intake_steps.filter(skipped=True).exists()


def test_a_closed_trajectory_is_only_read(desk, save, url, trajectory, counsellor):
    save("reasons", learned="Rust")
    dossier.close(trajectory=trajectory, by=counsellor)
    assert desk.get(url("reasons")).url == reverse("intake:show", args=[trajectory.pk])
    page = desk.get(reverse("intake:show", args=[trajectory.pk])).text
    assert "Rust" in page
    assert url("reasons") not in page
    with pytest.raises(TransitionRefused):
        actions.say_reasons(trajectory=trajectory, by=counsellor, revision=1, reasons=[])


def test_each_saved_step_leaves_a_line_in_the_log(save, trajectory, counsellor):
    save("reasons", learned="Rust")
    lines = AccessEntry.objects.filter(event=Event.CHANGE, segment=Permission.INTAKE_EDIT)
    assert [(line.user, line.client) for line in lines] == [(counsellor, trajectory.client.user)]


def test_an_unknown_step_does_not_exist(desk, url):
    assert desk.get(url("dreams")).status_code == 404


@pytest.mark.parametrize(
    ("model", "fields"),
    [
        (EarlierEpisode, {}),
        (EarlierEpisode, {"year": 1066}),
        (AreaTold, {"area": "food"}),
        (AreaTold, {"area": "food", "score": 11}),
        (PersonAround, {"name": ""}),
        (ProblemTold, {"text": ""}),
    ],
)
def test_the_database_keeps_no_empty_or_impossible_line(trajectory, model, fields):
    with pytest.raises(IntegrityError), transaction.atomic():
        model.objects.create(organisation=trajectory.organisation, trajectory=trajectory, **fields)


def test_the_database_keeps_one_row_for_an_area(trajectory):
    said = {"organisation": trajectory.organisation, "trajectory": trajectory, "area": "food", "score": 3}
    AreaTold.objects.create(**said)
    with pytest.raises(IntegrityError), transaction.atomic():
        AreaTold.objects.create(**said)


def test_who_finished_and_when_go_together(trajectory, counsellor):
    intake = actions.begin(trajectory=trajectory, by=counsellor)
    with pytest.raises(IntegrityError), transaction.atomic():
        Intake.objects.filter(pk=intake.pk).update(finished_by=counsellor)
