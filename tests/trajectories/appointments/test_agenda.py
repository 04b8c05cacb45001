"""The counsellor's week: appointments with clients, groups, and notes that wait for a signature."""

from html import unescape

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from aftercare.audit.models import AccessEntry, Event
from supportgroups.models import Session
from tests.trajectories.appointments.conftest import NOW
from trajectories.appointments import actions as appointments
from trajectories.appointments.models import Appointment
from trajectories.dossier import actions as dossier
from trajectories.dossier.models import TeamRole


def entries(page) -> list:
    return [entry for day in page.context["week"].days for entry in day.entries]


@pytest.fixture
def stand_in(counsellor, other_trajectory, colleague):
    """Ilse stands in for Farah with Mats."""
    dossier.seat(
        trajectory=other_trajectory,
        user=counsellor,
        role=TeamRole.STAND_IN,
        since=other_trajectory.starts_on,
        by=colleague,
    )


def test_the_week_holds_ones_own_appointments_in_order(desk, plan):
    later, sooner, next_week = plan(26), plan(24), plan(24 * 5)
    assert entries(desk.get("/appointments/")) == [sooner, later]
    assert entries(desk.get("/appointments/?on=2026-03-16")) == [next_week]
    assert entries(desk.get("/appointments/?on=2026-03-09")) == [sooner, later]


@pytest.mark.parametrize("asked", ["gisteren", "9999-12-31", "0001-01-01"])
def test_what_is_no_day_near_is_this_week(desk, asked):
    assert desk.get(f"/appointments/?on={asked}").context["week"].monday.isoformat() == "2026-03-09"


def test_those_of_all_my_clients_are_a_choice(desk, plan, stand_in, other_trajectory, colleague):
    mine, theirs = plan(24), plan(25, of=other_trajectory, with_user=colleague)
    assert entries(desk.get("/appointments/")) == [mine]
    page = desk.get("/appointments/?who=all")
    assert entries(page) == [mine, theirs]
    assert "Farah Noordhoek" in page.content.decode()


def test_the_groups_i_facilitate_stand_in_it(browser_of, peer_worker, series):
    session = Session.objects.filter(series=series, period__startswith__gt=NOW).earliest("period")
    on = session.period.lower.date()
    assert entries(browser_of(peer_worker).get(f"/appointments/?on={on}")) == [session]


def test_public_holidays_are_named(desk):
    html = desk.get("/appointments/?on=2026-04-27").content.decode()
    assert "King's Day" in unescape(html)


def test_an_empty_week_says_so(desk):
    assert "No appointments this week" in desk.get("/appointments/?on=2026-06-01").content.decode()


def test_who_may_record_gets_a_way_in(desk, browser_of, peer_worker, plan, trajectory):
    coming = plan(24)
    assert coming.get_absolute_url() in desk.get("/appointments/").content.decode()
    with_her = plan(26, with_user=peer_worker)
    html = browser_of(peer_worker).get("/appointments/").content.decode()
    assert "Noor Velthuizen" in html
    assert with_her.get_absolute_url() not in html


def test_who_cannot_come_is_marked(desk, plan, client_user):
    appointments.cannot_come(appointment=plan(24), by=client_user)
    assert "Cannot come" in desk.get("/appointments/").content.decode()


def test_notes_that_wait_for_my_signature_are_listed(desk, browser_of, plan, counsellor, colleague, stand_in):
    past = plan(-3)
    appointments.record(appointment=past, by=counsellor, state=Appointment.State.HELD)
    appointments.keep_draft(appointment=past, by=counsellor, text="Eerste indruk.")
    assert [draft.appointment for draft in desk.get("/appointments/").context["drafts"]] == [past]
    assert not browser_of(colleague).get("/appointments/").context["drafts"]


def test_the_agenda_is_read_with_one_line_in_the_log(desk, plan):
    plan(24), plan(26)
    desk.get("/appointments/")
    assert AccessEntry.objects.filter(segment="appointments", event=Event.READ).count() == 1


@pytest.mark.parametrize(
    ("persona", "status"),
    [
        ("counsellor", 200),
        ("colleague", 200),
        ("peer_worker", 200),
        ("outsider", 200),
        ("client_user", 403),
        ("relative", 403),
        ("coordinator", 403),
        ("manager", 403),
        ("partner", 403),
    ],
)
def test_whoever_sees_clients_has_an_agenda_and_only_of_those(request, browser_of, plan, persona, status):
    user = request.getfixturevalue(persona)
    mine = plan(24)
    page = browser_of(user).get("/appointments/?who=all")
    assert page.status_code == status
    if status == 200:
        assert entries(page) == ([mine] if persona in {"counsellor", "peer_worker"} else [])


def test_the_week_costs_the_same_for_one_and_three(desk, plan, series):
    counts = set()
    for number in range(3):
        plan(24 + number)
        desk.get("/appointments/")
        with CaptureQueriesContext(connection) as queries:
            desk.get("/appointments/")
        counts.add(len(queries))
    assert len(counts) == 1
