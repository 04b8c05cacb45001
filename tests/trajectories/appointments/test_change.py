"""Moving and changing: the history is kept, and two people at once lose nothing."""

import pytest
from django.db import IntegrityError, transaction

from aftercare.core.errors import Refused, Stale, TransitionRefused
from tests.trajectories.appointments.conftest import DAY, HOUR, NOW
from trajectories.appointments import actions as appointments
from trajectories.appointments.actions import Guest
from trajectories.appointments.models import Appointment, AppointmentMove
from trajectories.dossier.models import Summary


@pytest.fixture
def retyped(typed):
    return typed | {"day": "2026-03-20", "time": "11:00", "asked_by": "client", "told": "together", "revision": "1"}


def test_a_move_keeps_from_when_to_when_who_asked_and_who_was_told(desk, url, plan, retyped, counsellor):
    coming = plan(24)
    page = desk.post(url("change", coming.pk), retyped | {"reason": "Tandarts."})
    assert page.headers["Location"] == url("record", coming.pk)
    move = coming.moves.get()
    assert (move.was_at, move.became_at) == (coming.starts_at, NOW + 8 * DAY + HOUR)
    assert (move.asked_by, move.told, move.reason, move.moved_by) == ("client", "together", "Tandarts.", counsellor)
    assert str(move) == "2026-03-13 09:00 → 2026-03-20 10:00"
    assert Summary.objects.get(pk=coming.trajectory_id).next_appointment_at == move.became_at
    html = desk.get(url("record", coming.pk)).content.decode()
    assert "Tandarts." in html
    assert "The client asked for it. Agreed together, the client knows." in html


def test_another_place_is_no_move(desk, url, plan, retyped):
    coming = plan(24)
    same = {"day": "2026-03-13", "time": "10:00", "place": "Kadezaal"}
    desk.post(url("change", coming.pk), retyped | same)
    coming.refresh_from_db()
    assert (coming.place, coming.revision, coming.moves.count()) == ("Kadezaal", 2, 0)


def test_the_form_starts_from_what_is_agreed_also_with_somebody_who_left_the_team(
    desk, url, plan, colleague, trajectory
):
    coming = plan(24, with_user=colleague, place="Kadezaal")
    form = desk.get(url("change", coming.pk)).context["form"]
    assert [form[name].value() for name in ("place", "revision", "asked_by")] == ["Kadezaal", 1, "team"]
    assert form.fields["with_user"].queryset.get(pk=form["with_user"].value()) == colleague


def test_guests_come_on_top_of_those_who_come(desk, url, plan, retyped):
    coming = plan(24, guests=[Guest("Lot", "partner")])
    desk.post(url("change", coming.pk), retyped | {"guest-name_1": "Oma Velthuizen"})
    assert [str(guest) for guest in coming.guests.all()] == ["Lot (partner)", "Oma Velthuizen"]


def test_two_counsellors_who_change_it_lose_nothing(desk, url, plan, retyped, colleague):
    coming = plan(24)
    appointments.change(
        appointment=coming, revision=1, by=colleague, starts_at=coming.starts_at, place="Kadezaal", told="together"
    )
    page = desk.post(url("change", coming.pk), retyped)
    html = page.content.decode()
    assert page.status_code == 409
    assert [line[1:] for line in page.context["form"].differences] == [
        ("Fri 13 March 10:00", "Fri 20 March 11:00"),
        ("Kadezaal", "Kadehuis kamer 2"),
    ]
    assert 'value="2026-03-20"' in html
    desk.post(url("change", coming.pk), retyped | {"revision": page.context["form"]["revision"].value()})
    coming.refresh_from_db()
    assert coming.place == "Kadehuis kamer 2"


def test_the_same_thing_typed_twice_is_shown_as_such(desk, url, plan, retyped, colleague, counsellor):
    coming = plan(24, place="Kadezaal")
    page = desk.post(
        url("change", coming.pk),
        retyped | {"day": "2026-03-13", "time": "10:00", "place": "Kadezaal", "revision": "7"},
    )
    assert page.status_code == 409
    assert "You both wrote the same." in page.content.decode()


@pytest.mark.parametrize(
    ("wrong", "where"), [({"day": "2026-03-11"}, "day"), ({"told": ""}, "told"), ({"guest-relation_2": "zus"}, None)]
)
def test_a_wrong_change_is_said_at_the_field(desk, url, plan, retyped, wrong, where):
    coming = plan(24)
    page = desk.post(url("change", coming.pk), retyped | wrong)
    assert list(page.context["form"].errors) == ([where] if where else [])
    coming.refresh_from_db()
    assert coming.revision == 1


def test_a_taken_moment_is_said_at_the_day(desk, url, plan, retyped):
    coming, _other = plan(24), plan(24 * 8 + 1)
    page = desk.post(url("change", coming.pk), retyped)
    assert "Ilse Doornbosch is taken" in str(page.context["form"].errors["day"])


def test_what_is_over_is_changed_no_more(plan, counsellor, desk, url, retyped):
    past = plan(-3)
    with pytest.raises(Refused):
        appointments.change(appointment=past, revision=1, by=counsellor, starts_at=NOW - HOUR)
    appointments.record(appointment=past, by=counsellor, state=Appointment.State.HELD)
    with pytest.raises(TransitionRefused):
        appointments.change(appointment=past, revision=2, by=counsellor, starts_at=NOW + DAY)
    assert desk.get(url("change", past.pk)).status_code == 404


def test_a_stale_revision_is_refused(plan, counsellor):
    with pytest.raises(Stale):
        appointments.change(appointment=plan(24), revision=2, by=counsellor, starts_at=NOW + 2 * DAY)


def test_a_move_goes_to_another_moment(plan, counsellor):
    appointments.change(appointment=plan(24), revision=1, by=counsellor, starts_at=NOW + 2 * DAY)
    with pytest.raises(IntegrityError), transaction.atomic():
        AppointmentMove.objects.update(became_at=NOW, was_at=NOW)


def test_somebody_elses_appointment_is_no_page_here(desk, url, plan, other_trajectory, colleague):
    theirs = plan(24, of=other_trajectory, with_user=colleague)
    for name in ("record", "change"):
        assert desk.get(url(name, theirs.pk)).status_code == 404
        assert desk.post(url(name, theirs.pk), {"state": "cancelled"}).status_code == 404
    assert desk.post(url("write", theirs.pk), {"text": "x"}).status_code == 404
