"""Planning in the organisation's wall time and recording, as the counsellor does it."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from aftercare.accounts.models import Organisation
from trajectories.appointments import actions as appointments
from trajectories.appointments.models import Appointment

State = Appointment.State
NOW = datetime(2026, 3, 12, 9, 0, tzinfo=UTC)  # a Thursday, 10:00 in Amsterdam


@pytest.fixture(autouse=True)
def clock(seen_by_system):
    with time_machine.travel(NOW, tick=True) as traveller:
        yield traveller


@pytest.fixture
def desk(browser_of, counsellor):
    return browser_of(counsellor)


@pytest.fixture
def url(trajectory):
    return lambda name="plan", *args: reverse(f"appointments:{name}", args=[trajectory.pk, *args])


@pytest.fixture
def plan(trajectory, counsellor):
    def planned(hours: float) -> Appointment:
        starts_at = timezone.now() + timedelta(hours=hours)
        return appointments.plan(trajectory=trajectory, by=counsellor, with_user=counsellor, starts_at=starts_at)

    return planned


@pytest.fixture
def typed(counsellor):
    return {
        "kind": "individual",
        "with_user": str(counsellor.pk),
        "day": "2026-03-19",
        "time": "10:30",
        "minutes": "45",
        "place": "Kadehuis kamer 2",
    }


def test_an_appointment_is_planned_with_oneself_first(desk, url, counsellor):
    html = desk.get(url()).content.decode()
    assert f'<option value="{counsellor.pk}" selected>' in html
    assert "Europe/Amsterdam" in html


def test_what_was_typed_is_the_organisations_wall_time(desk, url, typed, trajectory, counsellor):
    Organisation.objects.filter(pk=trajectory.organisation_id).update(time_zone="Atlantic/Azores")
    page = desk.post(url(), typed)
    assert page.headers["Location"] == trajectory.get_absolute_url()
    appointment = trajectory.appointments.get()
    assert appointment.starts_at == datetime(2026, 3, 19, 11, 30, tzinfo=UTC)
    assert (appointment.with_user, appointment.minutes, appointment.place) == (counsellor, 45, "Kadehuis kamer 2")
    assert "10:30" in desk.get(url()).content.decode()


def test_the_clock_change_between_now_and_then_is_minded(desk, url, typed, trajectory):
    desk.post(url(), typed | {"day": "2026-04-02"})
    assert trajectory.appointments.get().starts_at == datetime(2026, 4, 2, 8, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("wrong", "where"),
    [
        ({"day": "2026-03-11"}, "day"),
        ({"day": "2026-03-12", "time": "09:59"}, "day"),
        ({"day": "2029-03-12"}, "day"),
        ({"day": ""}, "day"),
        ({"day": "volgende week"}, "day"),
        ({"time": ""}, "time"),
        ({"time": "half elf"}, "time"),
        ({"minutes": "4"}, "minutes"),
        ({"minutes": "481"}, "minutes"),
        ({"minutes": "lang"}, "minutes"),
        ({"kind": "magic"}, "kind"),
        ({"place": "x" * 121}, "place"),
    ],
)
def test_a_wrong_plan_is_said_at_the_field_and_keeps_the_rest(desk, url, typed, trajectory, wrong, where):
    page = desk.post(url(), typed | wrong)
    assert page.status_code == 200
    assert list(page.context["form"].errors) == [where]
    assert 'value="10:30"' in page.content.decode() or "time" in wrong
    assert not trajectory.appointments.exists()


def test_only_the_care_team_can_be_chosen(desk, url, typed, trajectory, outsider, colleague, peer_worker):
    for somebody in (outsider, colleague):
        page = desk.post(url(), typed | {"with_user": str(somebody.pk)})
        assert list(page.context["form"].errors) == ["with_user"]
    desk.post(url(), typed | {"with_user": str(peer_worker.pk)})
    assert trajectory.appointments.get().with_user == peer_worker


def test_the_page_lists_what_comes_what_waits_and_what_was(desk, url, plan, counsellor):
    coming, waiting, held = plan(24), plan(-3), plan(-48)
    appointments.record(appointment=held, by=counsellor, state=State.HELD)
    context = desk.get(url()).context
    assert (list(context["upcoming"]), list(context["to_record"]), list(context["recorded"])) == (
        [coming],
        [waiting],
        [held],
    )


@pytest.mark.parametrize("state", [State.HELD, State.MISSED, State.CANCELLED])
def test_how_it_went_is_recorded_with_a_note(desk, url, plan, trajectory, counsellor, state):
    past = plan(-3)
    assert desk.get(url("record", past.pk)).status_code == 200
    page = desk.post(url("record", past.pk), {"state": state, "note": "Over de groep."})
    assert page.headers["Location"] == trajectory.get_absolute_url()
    past.refresh_from_db()
    assert (past.state, past.note, past.recorded_by) == (state, "Over de groep.", counsellor)


def test_a_record_shows_who_made_it_and_can_be_corrected(desk, url, plan, counsellor):
    past = plan(-3)
    appointments.record(appointment=past, by=counsellor, state=State.MISSED, note="Belde af.")
    html = desk.get(url("record", past.pk)).content.decode()
    assert "Ilse Doornbosch" in html
    assert "Belde af." in html
    desk.post(url("record", past.pk), {"state": "held", "note": "Toch gekomen."})
    past.refresh_from_db()
    assert (past.state, past.note) == (State.HELD, "Toch gekomen.")


def test_before_it_starts_it_can_only_be_cancelled(desk, url, plan):
    coming = plan(24)
    page = desk.post(url("record", coming.pk), {"state": "held"})
    assert list(page.context["form"].errors) == ["state"]
    desk.post(url("record", coming.pk), {"state": "cancelled"})
    coming.refresh_from_db()
    assert coming.state == State.CANCELLED


def test_too_long_a_note_is_said_at_the_field_and_kept(desk, url, plan):
    past = plan(-3)
    page = desk.post(url("record", past.pk), {"state": "held", "note": "x" * 2001})
    assert list(page.context["form"].errors) == ["note"]
    assert "x" * 2001 in page.content.decode()


def test_somebody_elses_appointment_is_no_page_here(desk, url, other_trajectory, colleague):
    starts_at = timezone.now() + timedelta(days=1)
    theirs = appointments.plan(trajectory=other_trajectory, by=colleague, with_user=colleague, starts_at=starts_at)
    assert desk.get(url("record", theirs.pk)).status_code == 404
    assert desk.post(url("record", theirs.pk), {"state": "cancelled"}).status_code == 404


@pytest.mark.parametrize(
    ("persona", "status"),
    [
        ("client_user", 403),
        ("peer_worker", 403),
        ("colleague", 404),
        ("coordinator", 404),
        ("relative", 404),
        ("other_client", 404),
        ("administrator", 404),
        ("outsider", 404),
    ],
)
def test_who_plans_and_records_for_a_client(request, browser_of, url, plan, persona, status):
    user = request.getfixturevalue(persona)
    coming = plan(24)
    for address in (url(), url("record", coming.pk)):
        assert browser_of(user).get(address).status_code == status
        assert browser_of(user).post(address, {"state": "cancelled"}).status_code == status
    coming.refresh_from_db()
    assert coming.state == State.PLANNED


def test_the_page_costs_the_same_for_one_and_three(desk, url, plan, counsellor, django_assert_num_queries):
    def more():
        plan(24), plan(-3)
        appointments.record(appointment=plan(-48), by=counsellor, state=State.HELD)

    more()
    desk.get(url())
    for _ in range(2):
        with django_assert_num_queries(13):
            desk.get(url())
        more()
