"""The timeline: what it tells, in which order, and how it is turned over."""

from datetime import datetime, time, timedelta

import pytest
from django.utils import timezone, translation

from supportgroups import actions as groups
from supportgroups.models import Attendance, Session
from tests.trajectories.overview.conftest import DAY
from trajectories.analyses import actions as analyses
from trajectories.analyses.access import analysis_of
from trajectories.appointments import actions as appointments
from trajectories.appointments.models import Appointment
from trajectories.checkins import actions as checkins
from trajectories.lapses import actions as lapses
from trajectories.overview import timeline
from trajectories.plans import actions as plans
from trajectories.plans.models import PlanItem
from trajectories.triggers import actions as triggers


@pytest.fixture
def told(trajectory, counsellor, now):
    """told(kind="logs") are (title, own words in it, text, own words) of each moment, newest first."""

    def moments(**asked):
        with translation.override("en"):
            found = timeline.read(trajectory, by=counsellor, now=now + DAY, looked_at=None, **asked)
        return [
            (entry.words.title, entry.words.own_title, entry.words.text, entry.words.own) for entry in found.entries
        ]

    return moments


@pytest.fixture
def met(organisation, coordinator, counsellor, client_user, now):
    """A session of a group three days ago, at which Noor was marked present."""
    room = groups.add_room(organisation=organisation, by=coordinator, name="Zaal", seats=10)
    group = groups.create_group(organisation=organisation, by=coordinator, name="Stevig Staan")
    groups.plan_series(
        group=group,
        by=coordinator,
        first_on=timezone.localdate() - 3 * DAY,
        count=1,
        starts=time(10),
        ends=time(11),
        room=room,
        facilitators=[coordinator],
        at=now - 10 * DAY,
    )
    groups.enrol(group=group, participant=client_user, by=coordinator, at=now - 10 * DAY)
    session = Session.objects.get()
    groups.mark_attendance(session=session, by=coordinator, marks={client_user.pk: Attendance.Mark.PRESENT})
    return session


def test_moments_of_every_kind_stand_newest_first(told, trajectory, counsellor, client_user, fill_in, met, now):
    call = appointments.plan(
        trajectory=trajectory,
        by=counsellor,
        with_user=counsellor,
        starts_at=now - 5 * DAY,
        minutes=12,
        kind=Appointment.Kind.PHONE,
        at=now - 9 * DAY,
    )
    appointments.record(appointment=call, by=counsellor, state=Appointment.State.HELD, note="Over de groep")
    plans.set_goal(trajectory=trajectory, by=client_user, text="Rust in huis", at=now - 6 * DAY)
    plans.add(trajectory=trajectory, by=counsellor, kind=PlanItem.Kind.COMMUNITY, title="Koor", at=now - 4 * DAY)
    triggers.log(
        trajectory=trajectory, by=client_user, strength=7, kind="alone", helped="outside", note="Lang", at=now - 2 * DAY
    )
    fill_in(now - DAY, craving=4, mood=7, sleep=5, note="Beter")
    assert told() == [
        ("Check-in", "", "Craving 4, mood 7, sleep 5", ["Beter"]),
        ("Craving 7, home alone", "", "Helped: going outside", ["Lang"]),
        ("Stevig Staan", "", "Present", []),
        ("In the plan: Koor", "", "Not started", []),
        ("Phone call, 12 minutes", "", "Ilse Doornbosch. Over de groep.", []),
        ("New goal", "", "", ["Rust in huis"]),
    ]
    assert [title for title, *_ in told(kind="contact")] == ["Stevig Staan", "Phone call, 12 minutes"]
    assert [title for title, *_ in told(kind="logs")] == ["Check-in", "Craving 7, home alone"]
    assert told(kind="nonsense") == told()


def test_use_is_one_neutral_dot(trajectory, counsellor, fill_in, now):
    fill_in(now - DAY, use=1, craving=5)
    found = timeline.read(trajectory, by=counsellor, now=now, looked_at=None)
    assert [entry.words.icon for entry in found.entries] == ["circle-dot"]


@pytest.mark.parametrize(
    ("answers", "moment"),
    [
        ({"use": 1, "craving": 5}, ("Used since the last check-in", "", "Check-in. Craving 5.", [])),
        ({"use": 1}, ("Used since the last check-in", "", "Check-in.", [])),
        ({"use": 0, "mood": 3}, ("Check-in", "", "Mood 3", [])),
        ({"use": "unsaid"}, ("Check-in", "", "", [])),
    ],
)
def test_a_check_in_in_words(told, fill_in, now, answers, moment):
    fill_in(now, **answers)
    assert told() == [moment]


def test_own_words_of_a_log(told, trajectory, client_user, now):
    step = plans.write_step(trajectory=trajectory, by=client_user, text="naar de brug")
    triggers.log(trajectory=trajectory, by=client_user, strength=3, own_word="de oude straat", step=step, at=now)
    assert told() == [("Craving 3", "de oude straat", "", ["naar de brug"])]


def test_looking_back_on_a_moment(told, trajectory, counsellor, client_user, now):
    entry = triggers.log(trajectory=trajectory, by=client_user, strength=8, at=now - 2 * DAY)
    used = lapses.tell(trajectory=trajectory, by=client_user, on=timezone.localdate(now - 2 * DAY), at=now - 2 * DAY)
    asked = analysis_of(trajectory, "trigger", entry.pk)
    analyses.write(analysis=asked, by=client_user, revision=0, situation="Alleen thuis", act="Gebeld", at=now - DAY)
    asked = analysis_of(trajectory, "lapse", used.pk)
    analyses.write(analysis=asked, by=counsellor, revision=0, long_result="Spijt", at=now)
    back = [moment for moment in told(kind="logs") if moment[0].startswith("Looked back")]
    assert back == [
        ("Looked back on use", "", "1 of 6 questions", ["Spijt"]),
        ("Looked back on a craving of 8", "", "2 of 6 questions", ["Alleen thuis"]),
    ]


@pytest.mark.parametrize(
    ("state", "title"), [("missed", "Conversation: did not come"), ("cancelled", "Conversation: cancelled")]
)
def test_an_appointment_that_did_not_take_place(told, trajectory, counsellor, now, state, title):
    planned = appointments.plan(
        trajectory=trajectory, by=counsellor, with_user=counsellor, starts_at=now - DAY, at=now - 2 * DAY
    )
    assert told() == []
    appointments.record(appointment=planned, by=counsellor, state=state)
    assert told() == [(title, "", "Ilse Doornbosch.", [])]


def test_each_change_of_a_plan_item_stands_where_it_was_made(told, trajectory, counsellor, now):
    item = plans.add(trajectory=trajectory, by=counsellor, kind=PlanItem.Kind.COMMUNITY, title="Koor", at=now - 4 * DAY)
    plans.set_state(item=item, by=counsellor, revision=1, state=PlanItem.State.ACTIVE, at=now - DAY)
    assert told() == [("Plan changed: Koor", "", "Running", []), ("In the plan: Koor", "", "Not started", [])]


def test_a_draft_and_an_undone_log_are_no_moments(told, trajectory, client_user, now):
    checkins.start(trajectory=trajectory, by=client_user, at=now)
    entry = triggers.log(trajectory=trajectory, by=client_user, strength=3)
    triggers.undo(entry=entry, by=client_user)
    assert told() == []


def test_a_meeting_before_the_trajectory_is_not_part_of_it(told, trajectory, met):
    trajectory.starts_on = timezone.localdate() - 2 * DAY
    assert told() == []


def test_attendance_elsewhere_is_not_part_of_it(told, trajectory, met, other_organisation):
    Attendance.objects.update(organisation=other_organisation)
    assert told() == []


def test_pages_follow_each_other_without_a_gap_also_at_equal_moments(trajectory, counsellor, client_user, now):
    for number in range(timeline.PAGE * 2 + 3):
        triggers.log(trajectory=trajectory, by=client_user, strength=number % 11, at=now - (number // 4) * DAY)
    seen, before = [], ""
    for _page in range(3):
        found = timeline.read(trajectory, by=counsellor, now=now, looked_at=None, before=before)
        assert found.is_first == (before == "")
        seen += [entry.at for entry in found.entries]
        before = found.older
    assert before == ""
    assert seen == sorted(seen, reverse=True)
    assert len(seen) == timeline.PAGE * 2 + 3


@pytest.mark.parametrize(
    "cursor", ["x", "1-2", "-", "99999999999999999999-" + "0" * 32, "1e9-" + "0" * 32, "1-" + "z" * 32]
)
def test_a_cursor_that_cannot_be_read_is_the_first_page(trajectory, counsellor, client_user, now, cursor):
    triggers.log(trajectory=trajectory, by=client_user, strength=3, at=now)
    found = timeline.read(trajectory, by=counsellor, now=now, looked_at=None, before=cursor)
    assert (found.is_first, len(found.entries)) == (True, 1)


def test_the_page_leads_to_older_moments_and_back(dossier, trajectory, client_user, now):
    for number in range(timeline.PAGE + 1):
        triggers.log(trajectory=trajectory, by=client_user, strength=3, at=now - number * DAY)
    first = dossier()
    assert "Show what came before" in first.content.decode()
    second = dossier(before=first.context["timeline"].older)
    assert [entry.at for entry in second.context["timeline"].entries] == [now - timeline.PAGE * DAY]
    assert "Back to the newest" in second.content.decode()


@pytest.mark.parametrize(
    ("ago", "words"), [(timedelta(days=6), "Thu 11:00"), (7 * DAY, "11 Mar"), (400 * DAY, "11 Feb 2025")]
)
def test_when_it_was(ago, words):
    now = timezone.make_aware(datetime(2026, 3, 18, 11))  # noqa: DTZ001 - made aware here
    with translation.override("en"):
        assert timeline._when(now - ago, now.date()) == words


@pytest.mark.parametrize("kind", timeline.KINDS)
def test_each_kind_can_be_shown_alone(dossier, kind):
    page = dossier(show=kind)
    assert page.status_code == 200
    assert page.context["timeline"].kind == kind
