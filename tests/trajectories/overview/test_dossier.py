"""The dossier page: who may open it, what stands on it, what opening it leaves behind."""

import re
from datetime import time, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from aftercare.audit.models import AccessEntry, Event, Outcome
from tests.personas import person, running
from tests.trajectories.overview.conftest import DAY
from trajectories.analyses import actions as analyses
from trajectories.analyses.access import analysis_of
from trajectories.appointments import actions as appointments
from trajectories.appointments.models import Appointment
from trajectories.checkins import actions as checkins
from trajectories.dossier import access
from trajectories.dossier import actions as dossiers
from trajectories.dossier.models import Look, TeamRole, Trajectory
from trajectories.plans import actions as plans
from trajectories.plans.models import PlanItem
from trajectories.triggers import actions as triggers


@pytest.mark.parametrize(
    ("persona", "status"),
    [
        ("counsellor", 200),
        ("client_user", 403),
        ("peer_worker", 403),
        ("relative", 404),
        ("other_client", 404),
        ("colleague", 404),
        ("coordinator", 404),
        ("manager", 404),
        ("policy_maker", 404),
        ("partner", 404),
        ("administrator", 404),
        ("outsider", 404),
    ],
)
def test_only_the_care_team_opens_the_dossier(browser_of, request, trajectory, persona, status):
    user = request.getfixturevalue(persona)
    assert browser_of(user).get(f"/clients/{trajectory.pk}/").status_code == status
    outcomes = AccessEntry.objects.filter(user=user, event=Event.READ).values_list("outcome", flat=True)
    assert list(outcomes) == {200: [Outcome.ALLOWED], 403: [Outcome.DENIED], 404: []}[status]
    assert Look.objects.filter(user=user).exists() == (status == 200)


def test_a_visitor_is_asked_to_sign_in(browser_of, trajectory):
    assert browser_of(None).get(f"/clients/{trajectory.pk}/")["Location"].startswith("/accounts/login/")


def test_a_seat_that_has_ended_opens_nothing(browser_of, colleague, counsellor, trajectory):
    yesterday = timezone.localdate() - DAY
    dossiers.seat(
        trajectory=trajectory,
        user=colleague,
        role=TeamRole.STAND_IN,
        since=trajectory.starts_on,
        until=yesterday,
        by=counsellor,
    )
    assert browser_of(colleague).get(f"/clients/{trajectory.pk}/").status_code == 404


def test_opening_it_notes_the_look_for_this_person_only(dossier, trajectory, counsellor, colleague, now):
    Look.objects.create(organisation=trajectory.organisation, trajectory=trajectory, user=colleague, at=now - DAY)
    dossier()
    dossier()
    assert Look.objects.get(user=counsellor).at >= now
    assert Look.objects.get(user=colleague).at == now - DAY


def test_what_came_since_the_last_look_is_marked_once(dossier, trajectory, client_user, now):
    triggers.log(trajectory=trajectory, by=client_user, strength=4, at=now - 3 * DAY)
    assert new_on(dossier()) == [False]  # a first look has nothing to compare with
    triggers.log(trajectory=trajectory, by=client_user, strength=7, at=timezone.now())
    page = dossier()
    assert new_on(page) == [True, False]
    assert "1 new since you looked" in page.content.decode()
    assert new_on(dossier()) == [False, False]


def test_a_filter_leaves_the_marks_where_they_are(dossier, trajectory, counsellor, client_user, now):
    access.look(by=counsellor, trajectory=trajectory, at=now - DAY)
    triggers.log(trajectory=trajectory, by=client_user, strength=4, at=now)
    mark = dossier().context["since"].isoformat()
    assert new_on(dossier(since=mark, show="logs")) == [True]


@pytest.mark.parametrize(
    "nonsense", ["yesterday", "2026-13-45T00:00", "2020-01-01", "2020-01-01T10:00", "9999-01-01T00:00Z"]
)
def test_a_mark_that_cannot_be_read_changes_nothing(dossier, trajectory, counsellor, client_user, now, nonsense):
    triggers.log(trajectory=trajectory, by=client_user, strength=4, at=now)
    access.look(by=counsellor, trajectory=trajectory)
    assert new_on(dossier(since=nonsense)) == [False]


def test_what_i_did_myself_is_not_new_to_me(dossier, trajectory, counsellor, client_user, now):
    access.look(by=counsellor, trajectory=trajectory, at=now - DAY)
    plans.add(trajectory=trajectory, by=counsellor, kind=PlanItem.Kind.COMMUNITY, title="Buurthuis")
    plans.set_goal(trajectory=trajectory, by=client_user, text="Rust")
    assert [(entry.words.title, entry.is_new) for entry in dossier().context["timeline"].entries] == [
        ("New goal", True),
        ("In the plan: Buurthuis", False),
    ]


def test_a_log_that_arrives_late_is_new_although_it_is_of_before(dossier, trajectory, counsellor, client_user, now):
    access.look(by=counsellor, trajectory=trajectory, at=now - timedelta(hours=1))
    triggers.log(trajectory=trajectory, by=client_user, strength=4, at=now - DAY)
    assert new_on(dossier()) == [True]


def new_on(page) -> list[bool]:
    return [entry.is_new for entry in page.context["timeline"].entries]


def test_the_header_says_who_this_is_and_what_comes(dossier, trajectory, counsellor, now):
    trajectory.client.pronouns = "zij"
    trajectory.client.save()
    appointments.plan(trajectory=trajectory, by=counsellor, with_user=counsellor, starts_at=now + 2 * DAY)
    text = words(dossier())
    assert "Goes by Noor, zij. Step 1, since" in text
    assert "Conversation " in text


def test_an_empty_dossier_says_what_will_be_there(dossier):
    text = words(dossier())
    for sentence in (
        "No contact recorded yet",
        "Not agreed yet",
        "None recorded",
        "No stand-in now",
        "Nothing was filled in over these weeks.",
        "No logs in the last 12 weeks.",
        "Nothing in the plan yet",
        "Nothing here yet",
    ):
        assert sentence in text


def test_the_facts_of_care(dossier, trajectory, counsellor, colleague, now):
    today = timezone.localdate()
    Trajectory.objects.filter(pk=trajectory.pk).update(
        treatment="clinic", treatment_place="De Wending", treatment_ended_on="2026-01-05", earlier_episodes=2
    )
    dossiers.seat(
        trajectory=trajectory, user=colleague, role=TeamRole.STAND_IN, since=today, until=today, by=counsellor
    )
    schedule = checkins.schedule(
        trajectory=trajectory,
        by=counsellor,
        instrument="weekly_seven",
        weekday=0,
        wall_time=time(19),
        zone="Europe/Amsterdam",
        starts_on=today,
    )
    call = appointments.plan(
        trajectory=trajectory,
        by=counsellor,
        with_user=counsellor,
        starts_at=now - DAY,
        kind=Appointment.Kind.PHONE,
        at=now - 2 * DAY,
    )
    appointments.record(appointment=call, by=counsellor, state=Appointment.State.HELD)
    text = words(dossier())
    for sentence in (
        "Ilse Doornbosch, since",
        "Stand-in: Farah Noordhoek",
        "Yesterday Phone call",
        "Every week, Monday 19:00",
        "Admission to a clinic, De Wending Until 5 January 2026. Treated 2 times before that.",
    ):
        assert sentence in text
    assert "Paused" not in text
    checkins.pause(schedule=schedule, by=counsellor, paused_from=today, paused_until=today + DAY)
    assert "Paused from" in words(dossier())


def test_an_appointment_without_an_outcome_asks_for_it(dossier, trajectory, counsellor, now):
    appointment = appointments.plan(
        trajectory=trajectory, by=counsellor, with_user=counsellor, starts_at=now - DAY, at=now - 2 * DAY
    )
    page = dossier()
    assert "How did the appointment of yesterday" in words(page)
    assert f"/clients/{trajectory.pk}/appointments/{appointment.pk}/" in page.content.decode()
    appointments.record(appointment=appointment, by=counsellor, state=Appointment.State.MISSED)
    assert "How did the appointment" not in words(dossier())


def test_the_plan_shows_what_still_stands(dossier, trajectory, counsellor):
    plans.add(
        trajectory=trajectory,
        by=counsellor,
        kind=PlanItem.Kind.SELF_CARE,
        area="money",
        title="Lot kijkt mee",
        frequency="op zondag",
        carrier="Lot",
    )
    plans.add(
        trajectory=trajectory,
        by=counsellor,
        kind=PlanItem.Kind.COMMUNITY,
        title="Koor",
        state=PlanItem.State.STOPPED,
    )
    page = dossier()
    assert "Lot kijkt mee Self-care: money. Op zondag, Lot Not started" in words(page)
    assert [item.title for item in page.context["facts"].plan] == ["Lot kijkt mee"]


def test_own_words_keep_their_own_voice(dossier, trajectory, client_user, fill_in, now):
    plans.set_goal(trajectory=trajectory, by=client_user, text="Ik ben <b>clean</b>")
    fill_in(now, mood=5, note="Rare week")
    page = dossier().content.decode()
    assert '<blockquote class="nz-own nz-own-block m-0">Ik ben &lt;b&gt;clean&lt;/b&gt;' in page
    assert '<q class="nz-own">Rare week</q>' in page


def test_an_earlier_goal_gives_way_to_the_current_one(dossier, trajectory, client_user):
    first = plans.set_goal(trajectory=trajectory, by=client_user, text="Werk")
    plans.set_goal(trajectory=trajectory, by=client_user, text="Rust", replaces=first.pk)
    assert dossier().context["facts"].goal.text == "Rust"


def test_a_closed_trajectory_can_be_read_and_asks_nothing(dossier, trajectory, counsellor):
    dossiers.close(trajectory=trajectory, by=counsellor)
    text = words(dossier())
    assert "Closed on" in text
    assert "Plan an appointment" not in text


def test_a_stand_in_is_not_led_to_what_is_not_theirs(browser_of, trajectory, counsellor, colleague):
    dossiers.seat(
        trajectory=trajectory, user=colleague, role=TeamRole.STAND_IN, since=trajectory.starts_on, by=counsellor
    )
    page = browser_of(colleague).get(f"/clients/{trajectory.pk}/").content.decode()
    assert f"/clients/{trajectory.pk}/edit/" not in page
    assert f"/clients/{trajectory.pk}/invite/" in page


def test_nothing_of_another_client_stands_on_it(
    dossier, counsellor, organisation, trajectory, fill_in, client_user, now
):
    other = running(person("Bas Anders"), counsellor, organisation)
    plans.set_goal(trajectory=other, by=other.client.user, text="Van Bas")
    plans.add(trajectory=other, by=counsellor, kind=PlanItem.Kind.COMMUNITY, title="Koor")
    triggers.log(trajectory=other, by=other.client.user, strength=9)
    fill_in(now, of=other, craving=9)
    facts = dossier().context["facts"]
    assert (facts.goal, facts.plan, facts.weeks, facts.logged) == (None, [], {}, [])
    assert dossier().context["timeline"].entries == []


def test_the_number_of_queries_stays_the_same(browser_of, counsellor, trajectory, client_user, fill_in, now):
    browser = browser_of(counsellor)
    browser.get(f"/clients/{trajectory.pk}/")
    counts = []
    for times in (1, 3, 30):
        for number in range(times):
            fill_in(now - number * DAY, craving=4, mood=5)
            entry = triggers.log(trajectory=trajectory, by=client_user, strength=5, at=now - number * DAY)
            asked = analysis_of(trajectory, "trigger", entry.pk)
            analyses.write(analysis=asked, by=client_user, revision=0, thought="Waarom niet", at=now - number * DAY)
            plans.add(trajectory=trajectory, by=counsellor, kind=PlanItem.Kind.COMMUNITY, title=f"Koor {number}")
        with CaptureQueriesContext(connection) as queries:
            browser.get(f"/clients/{trajectory.pk}/")
        own = [query for query in queries[:-1] if not query["sql"].startswith(("SAVEPOINT", "RELEASE"))]
        counts.append(len(own))
    # the user, their scope, their roles, the trajectory, the log, the facts, the timeline, the look
    assert counts == [8, 8, 8]


def words(page) -> str:
    """The text of the page, without its markup."""
    return " ".join(re.sub(r"<[^>]*>", " ", page.content.decode()).split())


def test_the_dossier_of_a_relative_says_so_and_nothing_of_use_or_treatment(browser_of, counsellor, relative_trajectory):
    page = browser_of(counsellor).get(reverse("overview:dossier", args=[relative_trajectory.pk])).content.decode()
    assert "A relative, with aftercare of their own" in page
    for name in ("signalplan:of_client", "triggers:of_client", "lapses:of_client", "patterns:of_client"):
        assert reverse(name, args=[relative_trajectory.pk]) not in page
    assert reverse("relatives:of_client", args=[relative_trajectory.pk]) in page
    assert "Craving and mood" not in page
