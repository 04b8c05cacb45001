"""A rule proposes, a person decides with the client, and the check-ins follow; nothing happens by itself."""

from datetime import UTC, datetime, time, timedelta

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.urls import reverse

from tests.trajectories.checkins.conftest import SEVEN
from trajectories.checkins import actions as checkins
from trajectories.overview import timeline
from trajectories.rhythm import actions as rhythm
from trajectories.signals import actions as signals
from trajectories.signals.models import RuleSetting
from trajectories.stepping import actions
from trajectories.stepping.models import StepProposal
from trajectories.stepping.rules import step_rules
from trajectories.stepping.tasks import sweep

NOW = datetime(2026, 3, 18, 11, 0, tzinfo=UTC)
DAY, WEEK = timedelta(days=1), timedelta(weeks=1)
State = StepProposal.State


@pytest.fixture(autouse=True)
def clock(seen_by_system):
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture(autouse=True)
def english(counsellor, manager, colleague):
    for one in (counsellor, manager, colleague):
        one.language = "en"
        one.save()


@pytest.fixture
def weekly(trajectory, counsellor):
    """Wednesdays; first asked next week."""
    return checkins.schedule(
        trajectory=trajectory,
        by=counsellor,
        instrument="weekly_seven",
        weekday=2,
        wall_time=time(10),
        zone="Europe/Amsterdam",
        starts_on=NOW.date(),
    )


@pytest.fixture
def steady(trajectory, client_user):
    """Eight calm weeks, the last one just now."""

    def answered(of=trajectory, **changed):
        for back in range(7, -1, -1):
            at = NOW - back * WEEK
            draft = checkins.start(trajectory=of, by=of.client.user, at=at)
            answers = SEVEN | {"craving": 1} | changed
            checkins.submit(check_in=draft, by=of.client.user, answers=answers, at=at)

    return answered


@pytest.fixture
def proposal(steady, weekly, trajectory):
    steady()
    (found,) = actions.consider(trajectories=[trajectory], at=NOW)
    return found


def test_the_clock_proposes_once_with_rule_answers_and_dates(steady, weekly, trajectory):
    steady()
    sweep()
    sweep()
    found = trajectory.step_proposals.get()
    assert (found.rule, found.threshold, found.state) == ("step-down-steady", 3, State.OPEN)
    assert (found.weeks_before, found.weeks_proposed, len(found.evidence)) == (1, 2, 8)
    assert found.evidence[-1]["at"] == NOW.isoformat()


def test_the_rule_does_nothing_by_itself(proposal, weekly, trajectory):
    weekly.refresh_from_db()
    assert weekly.every_weeks == 1
    assert not trajectory.contact_phases.exists()


def test_more_contact_is_proposed_from_what_is_agreed(steady, trajectory, counsellor):
    rhythm.agree(trajectory=trajectory, by=counsellor, phases=[(NOW.date() - 60 * DAY, 4)])
    steady(use=1)
    (found,) = actions.consider(trajectories=[trajectory], at=NOW)
    assert (found.rule, found.weeks_before, found.weeks_proposed) == ("step-up-use", 4, 2)
    assert str(found).startswith(("More contact", "Meer contact"))


def test_at_the_end_of_the_row_nothing_is_proposed(steady, weekly, trajectory):
    steady(use=1)
    assert actions.consider(trajectories=[trajectory], at=NOW) == []


def test_check_ins_that_nobody_answered_ask_for_more_contact(weekly, trajectory, counsellor):
    rhythm.agree(trajectory=trajectory, by=counsellor, phases=[(NOW.date(), 4)])
    later = NOW + 5 * WEEK
    checkins.open_due(at=later)
    checkins.close_overdue(at=later)
    (found,) = actions.consider(trajectories=[trajectory], at=later)
    assert found.rule == "step-up-missed"
    assert found.evidence[0]["missed"]


def test_a_rule_that_is_out_proposes_nothing(steady, weekly, trajectory, organisation, manager):
    rule = step_rules()["step-down-steady"]
    signals.set_rule(organisation=organisation, by=manager, rule=rule, threshold=3, is_on=False)
    steady()
    assert actions.consider(trajectories=[trajectory], at=NOW) == []


def test_after_a_decision_nothing_is_proposed_for_four_weeks(proposal, trajectory, counsellor):
    actions.reject(proposal=proposal, by=counsellor, reason="Eerst de verhuizing.")
    assert actions.consider(trajectories=[trajectory], at=NOW + DAY) == []
    assert actions.consider(trajectories=[trajectory], at=NOW + 28 * DAY)


def test_a_closed_trajectory_is_not_considered(steady, trajectory, counsellor):
    steady()
    type(trajectory).objects.filter(pk=trajectory.pk).update(status="closed", closed_at=NOW, closed_by=counsellor)
    trajectory.refresh_from_db()
    assert actions.consider(trajectories=[trajectory], at=NOW) == []


def test_accepting_reschedules_check_ins_and_contact(proposal, weekly, trajectory, counsellor):
    rhythm.agree(trajectory=trajectory, by=counsellor, phases=[(NOW.date() - 30 * DAY, 1), (NOW.date() + DAY, 4)])
    actions.accept(proposal=proposal, by=counsellor, weeks=2, spoken_on=NOW.date())
    weekly.refresh_from_db()
    assert weekly.every_weeks == 2
    phases = [(one.starts_on, one.every_weeks) for one in trajectory.contact_phases.in_order()]
    assert phases == [(NOW.date() - 30 * DAY, 1), (NOW.date(), 2)]
    found = trajectory.step_proposals.get()
    assert (found.state, found.weeks_agreed, found.decided_by) == (State.ACCEPTED, 2, counsellor)


def test_without_check_ins_only_the_contact_changes(steady, trajectory, counsellor):
    steady()
    (found,) = actions.consider(trajectories=[trajectory], at=NOW)
    actions.accept(proposal=found, by=counsellor, weeks=2, spoken_on=NOW.date())
    assert trajectory.contact_phases.get().every_weeks == 2


def test_something_else_needs_a_reason(proposal, counsellor, trajectory):
    with pytest.raises(actions.Refused):
        actions.accept(proposal=proposal, by=counsellor, weeks=4, spoken_on=NOW.date())
    actions.accept(proposal=proposal, by=counsellor, weeks=4, spoken_on=NOW.date(), reason="Noor wil minder.")
    assert trajectory.step_proposals.get().state == State.CHANGED


@pytest.mark.parametrize(
    "decide",
    [
        lambda one, by: actions.accept(proposal=one, by=by, weeks=2, spoken_on=NOW.date() + DAY),
        lambda one, by: actions.reject(proposal=one, by=by, reason=" "),
    ],
    ids=["a conversation to come", "no reason"],
)
def test_what_cannot_be_decided_so_is_refused(proposal, counsellor, trajectory, decide):
    with pytest.raises(actions.Refused):
        decide(proposal, counsellor)
    assert trajectory.step_proposals.open().exists()


def test_who_decides_second_reads_who_was_first(proposal, counsellor, colleague):
    actions.reject(proposal=proposal, by=colleague, reason="Nog niet.")
    with pytest.raises(actions.TransitionRefused, match="Farah"):
        actions.accept(proposal=proposal, by=counsellor, weeks=2, spoken_on=NOW.date())


@pytest.mark.parametrize("wrong", [{"state": "accepted"}, {"decided_at": NOW}, {"weeks_agreed": 2}], ids=str)
def test_the_database_refuses_half_a_decision(proposal, wrong):
    with pytest.raises(IntegrityError), transaction.atomic():
        StepProposal.objects.filter(pk=proposal.pk).update(**wrong)


@pytest.fixture
def page(trajectory):
    return reverse("stepping:of_client", args=[trajectory.pk])


def url(name, proposal):
    return reverse(f"stepping:{name}", args=[proposal.trajectory_id, proposal.pk])


def test_it_stands_on_today_on_the_dossier_and_on_its_page(browser_of, counsellor, proposal, page, trajectory):
    desk = browser_of(counsellor)
    (row,) = desk.get("/caseload/").context["queue"].rows
    assert "More or less contact" in [stated.text for stated in row.stated]
    assert page in desk.get("/caseload/").text
    assert "Less contact: from every week to" in desk.get(trajectory.get_absolute_url()).text
    shown = desk.get(page).text
    assert "8 check-ins in 8 weeks, none missed" in shown
    assert "craving 1, confidence 7" in shown


def test_a_professional_accepts_it_on_the_page(browser_of, counsellor, proposal, page, trajectory, weekly):
    desk = browser_of(counsellor)
    words = {"accept-weeks": 2, "accept-spoken_on": "2026-03-18"}
    assert desk.post(url("accept", proposal), words).url == trajectory.get_absolute_url()
    assert "Decided by Ilse Doornbosch" in desk.get(page).text
    found = timeline.read(trajectory, by=counsellor, now=NOW, looked_at=None)
    assert any(entry.words.icon == "footprints" for entry in found.entries)


def test_a_refusal_is_said_and_the_words_stay(browser_of, counsellor, proposal):
    desk = browser_of(counsellor)
    shown = desk.post(url("accept", proposal), {"accept-weeks": 4, "accept-spoken_on": "2026-03-18"})
    assert "Write in a few words why it becomes something else." in shown.text
    assert "This field is required" in desk.post(url("reject", proposal), {}).text
    assert desk.post(url("reject", proposal), {"reject-reason": "Nog niet."}).status_code == 302


def test_without_a_proposal_the_page_says_so(browser_of, counsellor, page):
    assert "No proposal now" in browser_of(counsellor).get(page).text


@pytest.mark.parametrize(
    ("persona", "status"), [("outsider", 404), ("colleague", 404), ("client_user", 403), ("peer_worker", 403)]
)
def test_who_may_not_decide_finds_nothing(request, browser_of, proposal, page, persona, status):
    browser = browser_of(request.getfixturevalue(persona))
    assert browser.get(page).status_code == status
    assert browser.post(url("reject", proposal), {"reject-reason": "x"}).status_code == status


RULES = "/rules/"


def wanted(response, **changed):
    form = response.context["form"]
    return {
        name: "" if (value := form.get_initial_for_field(field, name)) is None else value
        for name, field in form.fields.items()
    } | changed


def test_a_counsellor_reads_which_of_their_own_would_have_had_a_proposal(
    browser_of, counsellor, colleague, manager, steady, other_trajectory
):
    steady()
    steady(of=other_trajectory)
    shown = browser_of(counsellor).get(RULES).text
    assert "2 clients would have had a proposal." in shown
    assert "Noor Velthuizen" in shown
    assert "Mats Wielinga" not in shown
    assert "Noor Velthuizen" not in browser_of(manager).get(RULES).text


def test_trying_shows_what_would_have_been_and_saves_nothing(browser_of, manager, steady):
    steady(craving=5)
    browser = browser_of(manager)
    first = browser.get(RULES)
    assert "1 client would have had" not in first.text
    tried = browser.post(RULES, wanted(first, **{"step-down-steady": 5, "step-up-craving": "", "try": "1"}))
    assert "1 client would have had a proposal." in tried.text
    assert not RuleSetting.objects.exists()


def test_a_manager_saves_and_an_old_page_is_a_conflict(browser_of, manager):
    browser = browser_of(manager)
    page = browser.get(RULES)
    words = wanted(page, **{"craving-high": 7, "step-up-missed": "", "save": "1"})
    assert browser.post(RULES, words).url == RULES
    assert {one.rule: one.is_on for one in RuleSetting.objects.all()} == {"craving-high": True, "step-up-missed": False}
    stale = browser.post(RULES, words | {"craving-high": 6})
    assert stale.status_code == 409
    assert 'value="6"' in stale.text


def test_a_number_out_of_range_is_refused(browser_of, manager):
    browser = browser_of(manager)
    shown = browser.post(RULES, wanted(browser.get(RULES), **{"craving-high": 99, "save": "1"}))
    assert shown.status_code == 200
    assert not RuleSetting.objects.exists()


def test_only_a_manager_saves(browser_of, counsellor, coordinator):
    browser = browser_of(counsellor)
    assert browser.post(RULES, wanted(browser.get(RULES), save="1")).status_code == 403
    assert browser_of(coordinator).get(RULES).status_code == 403
