"""The client's own appointments: what comes, what was, the video link in time, and that they cannot come."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from aftercare.audit.models import AccessEntry
from aftercare.core.errors import TransitionRefused
from aftercare.notifications.models import Message
from tests.trajectories.appointments.conftest import DAY, HOUR, NOW
from trajectories.appointments import actions as appointments
from trajectories.appointments.actions import Guest
from trajectories.appointments.models import Appointment
from trajectories.teamtasks import actions as teamtasks
from trajectories.teamtasks.models import TeamTask

VIDEO = "https://video.example/kamer"


def one(phone, appointment, then: str = "", **data):
    address = f"/me/appointments/{appointment.pk}/{then}"
    return phone.post(address, data, follow=True) if then else phone.get(address)


def test_what_comes_and_what_was_stand_apart(phone, plan, counsellor):
    coming, over, held = plan(24), plan(-2), plan(-48)
    appointments.record(appointment=held, by=counsellor, state=Appointment.State.HELD)
    context = phone.get("/me/appointments/").context
    assert list(context["upcoming"]) == [coming]
    assert list(context["page"].object_list) == [over, held]


def test_an_empty_list_says_what_will_be_here(phone):
    assert "Nothing is planned" in phone.get("/me/appointments/").content.decode()


def test_the_past_is_paged(phone, plan):
    for number in range(21):
        plan(-2 - number)
    assert len(phone.get("/me/appointments/?page=2").context["page"].object_list) == 1


def test_the_link_is_there_from_half_an_hour_before_until_the_end(phone, plan, clock):
    coming = plan(2, video_url=VIDEO)
    for minutes, shown in ((0, False), (89, False), (90, True), (164, True), (165, False)):
        clock.move_to(NOW + minutes / 60 * HOUR)
        assert (VIDEO in one(phone, coming).content.decode()) is shown
    assert VIDEO not in phone.get("/me/appointments/").content.decode()


def test_a_cancelled_call_has_no_link(phone, plan, counsellor):
    coming = plan(0.25, video_url=VIDEO)
    appointments.record(appointment=coming, by=counsellor, state=Appointment.State.CANCELLED)
    html = one(phone, coming).content.decode()
    assert VIDEO not in html
    assert "Cancelled" in html


def test_it_says_what_it_was_before_it_moved(phone, plan, counsellor):
    coming = plan(24)
    appointments.change(appointment=coming, revision=1, by=counsellor, starts_at=NOW + 2 * DAY)
    assert "Moved. It was tomorrow 10:00." in one(phone, coming).content.decode()


def test_i_cannot_come_tells_the_team_and_marks_it(phone, desk, url, plan, trajectory, client_user):
    coming = plan(48)
    page = one(phone, coming, "cannot-come/", note="Ik moet werken. Vrijdag kan wel.")
    assert "Your team knows." in page.content.decode()
    task = trajectory.team_tasks.get()
    assert (task.kind, task.text, task.asked_by) == (
        TeamTask.Kind.CANNOT_COME,
        "Ik moet werken. Vrijdag kan wel.",
        client_user,
    )
    assert task.due_at == NOW + 7 * HOUR
    coming.refresh_from_db()
    assert (coming.cannot_at, coming.state) == (NOW, Appointment.State.PLANNED)
    assert not Message.objects.filter(state="due").exists()
    assert "Noor cannot come, said today 10:00." in desk.get(url("record", coming.pk)).content.decode()
    assert "Cannot come" in desk.get(url()).content.decode()


def test_the_task_is_due_before_the_appointment_is(phone, plan, trajectory):
    coming = plan(2)
    one(phone, coming, "cannot-come/")
    assert trajectory.team_tasks.get().due_at == coming.starts_at


def test_said_twice_it_is_one_task(phone, plan, trajectory):
    coming = plan(48)
    for _ in range(2):
        one(phone, coming, "cannot-come/")
    assert trajectory.team_tasks.count() == 1


def test_i_can_come_after_all(phone, plan, trajectory):
    coming = plan(48)
    one(phone, coming, "cannot-come/")
    page = one(phone, coming, "can-come/")
    assert "the appointment stands" in page.content.decode()
    coming.refresh_from_db()
    assert coming.cannot_at is None
    assert not trajectory.team_tasks.open().exists()
    assert Message.objects.filter(state="due", kind="appointment_reminder").count() == 1
    revision = coming.revision
    one(phone, coming, "can-come/")
    coming.refresh_from_db()
    assert coming.revision == revision
    one(phone, coming, "cannot-come/")
    assert trajectory.team_tasks.open().count() == 1


def test_a_move_answers_who_cannot_come(phone, plan, trajectory, counsellor):
    coming = plan(48)
    one(phone, coming, "cannot-come/")
    coming.refresh_from_db()
    moved = appointments.change(
        appointment=coming, revision=coming.revision, by=counsellor, starts_at=NOW + 4 * DAY, told="together"
    )
    assert (moved.cannot_at, trajectory.team_tasks.get().done_by) == (None, counsellor)


def test_cancelling_answers_too_and_so_does_a_task_that_was_done_before(phone, plan, trajectory, counsellor):
    coming = plan(48)
    one(phone, coming, "cannot-come/")
    teamtasks.finish(task=trajectory.team_tasks.get(), by=counsellor, outcome="Gebeld.")
    coming.refresh_from_db()
    appointments.record(appointment=coming, by=counsellor, state=Appointment.State.CANCELLED)
    assert trajectory.team_tasks.get().outcome == "Gebeld."


@pytest.mark.parametrize("then", ["cannot-come/", "can-come/"])
def test_what_began_or_was_cancelled_cannot_be_declined(phone, plan, client_user, trajectory, then):
    begun = plan(-0.25)
    page = one(phone, begun, then)
    assert "This appointment is over or cancelled already." in page.content.decode()
    with pytest.raises(TransitionRefused):
        appointments.cannot_come(appointment=begun, by=client_user)
    assert not trajectory.team_tasks.exists()


def test_too_long_a_reason_is_kept(phone, plan):
    page = one(phone, plan(24), "cannot-come/", note="x" * 301)
    assert list(page.context["form"].errors) == ["note"]
    assert "x" * 301 in page.content.decode()


def test_a_guest_sees_when_and_where_and_no_more(browser_of, relative, plan, counsellor, client_user):
    coming = plan(24, kind="family", place="Kadezaal", guests=[Guest("Lot", "partner", "lot@test.example")])
    appointments.change(
        appointment=coming, revision=1, by=counsellor, starts_at=NOW + 2 * DAY, reason="Noor is dan weg."
    )
    relative.language = "en"
    relative.save()
    browser = browser_of(relative)
    assert list(browser.get("/me/appointments/").context["upcoming"]) == [coming]
    page = one(browser, coming)
    html = page.content.decode()
    assert "Kadezaal" in html
    assert "You are invited to this conversation." in html
    for secret in ("Noor", "partner", "It was"):
        assert secret not in html
    assert browser.post(f"/me/appointments/{coming.pk}/cannot-come/").status_code == 404
    read = AccessEntry.objects.filter(client=client_user, user=relative, segment="appointments")
    assert {entry.purpose for entry in read} == {"invited"}


def test_the_client_sees_who_else_comes(phone, plan):
    coming = plan(24, guests=[Guest("Lot", "partner")])
    assert "Lot (partner)" in one(phone, coming).content.decode()


@pytest.mark.parametrize("persona", ["other_client", "relative"])
def test_somebody_elses_appointment_is_no_page_here(request, browser_of, plan, persona):
    browser = browser_of(request.getfixturevalue(persona))
    coming = plan(24)
    assert browser.get(f"/me/appointments/{coming.pk}/").status_code == 404
    for then in ("cannot-come/", "can-come/"):
        assert browser.post(f"/me/appointments/{coming.pk}/{then}").status_code == 404
    coming.refresh_from_db()
    assert coming.cannot_at is None


def test_the_list_costs_the_same_for_one_and_three(phone, plan):
    counts = set()
    for number in range(3):
        plan(24 + number), plan(-3 - number)
        phone.get("/me/appointments/")
        with CaptureQueriesContext(connection) as queries:
            phone.get("/me/appointments/")
        counts.add(len(queries))
    assert len(counts) == 1
