"""A draft is its author's, a signed note stands, and the client reads what was written for them."""

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from aftercare.audit.models import AccessEntry, Event
from aftercare.core import scope
from aftercare.core.errors import Refused, Stale
from trajectories.appointments import actions as appointments
from trajectories.appointments.models import Appointment, AppointmentNote
from trajectories.dossier import actions as dossier
from trajectories.dossier.models import TeamRole

NEXT = {"next": "none", "no_next": "Klaar.", "revision": "1"}


@pytest.fixture
def held(plan, counsellor):
    past = plan(-3)
    appointments.record(appointment=past, by=counsellor, state=Appointment.State.HELD)
    return past


@pytest.fixture
def stand_in(colleague, trajectory, counsellor):
    dossier.seat(
        trajectory=trajectory, user=colleague, role=TeamRole.STAND_IN, since=trajectory.starts_on, by=counsellor
    )
    return colleague


def test_a_draft_is_its_authors_alone(desk, url, held, browser_of, stand_in):
    desk.post(url("write", held.pk), {"text": "Eerste indruk."})
    mine, theirs = desk.get(url("record", held.pk)), browser_of(stand_in).get(url("record", held.pk))
    assert "Eerste indruk." in mine.content.decode()
    assert "Draft, only you see it" in mine.content.decode()
    assert "Eerste indruk." not in theirs.content.decode()
    assert not AccessEntry.objects.filter(object_type="trajectories.appointmentnote").exists()


@pytest.mark.parametrize(("persona", "drafts"), [("counsellor", 1), ("colleague", 0), ("client_user", 0)])
def test_the_database_shows_a_draft_to_nobody_else(request, held, counsellor, persona, drafts):
    user = request.getfixturevalue(persona)
    appointments.keep_draft(appointment=held, by=counsellor, text="Eerste indruk.", summary="Voor jou.")
    scope.enter(user=user.pk)
    assert AppointmentNote.objects.count() == drafts


def test_the_database_shows_the_client_a_signed_note_only_with_words_for_them(held, counsellor, client_user):
    appointments.sign(appointment=held, by=counsellor, text="Voor het team.")
    appointments.sign(appointment=held, by=counsellor, text="", summary="We spraken over werk.")
    scope.enter(user=client_user.pk)
    assert AppointmentNote.objects.get().summary == "We spraken over werk."


def test_a_signed_note_is_the_teams_and_what_follows_is_an_addition(desk, url, held, browser_of, stand_in):
    desk.post(url("write", held.pk), {"text": "Eerste indruk."})
    desk.post(url("write", held.pk), {"text": "Ging goed.", "draft": "1", "sign": ""})
    browser_of(stand_in).post(url("write", held.pk), {"text": "Belde daarna nog.", "sign": ""})
    assert [note.text for note in held.notes.signed()] == ["Ging goed.", "Belde daarna nog."]
    html = desk.get(url("record", held.pk)).content.decode()
    assert html.index("Ging goed.") < html.index("Addition") < html.index("Belde daarna nog.")
    entry = AccessEntry.objects.filter(event=Event.CHANGE, object_type="trajectories.appointmentnote").first()
    assert (entry.user, entry.segment) == (stand_in, "appointment_edit")


def test_a_signed_note_never_changes(held, counsellor):
    note = appointments.sign(appointment=held, by=counsellor, text="Ging goed.")
    note.text = "Ging slecht."
    with pytest.raises(DatabaseError, match="a signed note does not change"), transaction.atomic():
        note.save()
    note.refresh_from_db()
    assert note.text == "Ging goed."


def test_an_emptied_draft_is_thrown_away(held, counsellor):
    appointments.keep_draft(appointment=held, by=counsellor, text="Eerste indruk.")
    assert appointments.keep_draft(appointment=held, by=counsellor, text="") is None
    assert appointments.keep_draft(appointment=held, by=counsellor, text="") is None
    assert not held.notes.exists()


def test_nothing_is_no_note(desk, url, held, counsellor):
    page = desk.post(url("write", held.pk), {"text": " ", "sign": ""})
    assert "There is nothing to sign yet." in page.content.decode()
    with pytest.raises(Refused):
        appointments.sign(appointment=held, by=counsellor, text="")
    with pytest.raises(IntegrityError), transaction.atomic():
        AppointmentNote.objects.create(
            organisation_id=held.organisation_id, trajectory=held.trajectory, appointment=held, author=counsellor
        )


def test_a_draft_in_two_windows_loses_nothing(desk, url, held, counsellor):
    appointments.keep_draft(appointment=held, by=counsellor, text="In het andere venster.")
    appointments.keep_draft(appointment=held, by=counsellor, text="Nog een keer.", revision=1)
    with pytest.raises(Stale):
        appointments.sign(appointment=held, by=counsellor, text="Hier.", revision=1)
    page = desk.post(url("write", held.pk), {"text": "Hier getypt.", "draft": "1"})
    html = page.content.decode()
    assert page.status_code == 409
    assert "Hier getypt." in html
    assert "Nog een keer." in html
    desk.post(url("write", held.pk), {"text": "Samen.", "draft": page.context["note"]["draft"].value()})
    assert held.notes.get().text == "Samen."


def test_too_long_a_note_is_said_at_the_field_and_kept(desk, url, held, plan):
    page = desk.post(url("write", held.pk), {"text": "x" * 4001, "sign": ""})
    assert list(page.context["note"].errors) == ["text"]
    assert "x" * 4001 in page.content.decode()
    past = plan(-6)
    page = desk.post(url("record", past.pk), {"state": "held", "summary": "x" * 1001, **NEXT})
    assert list(page.context["note"].errors) == ["summary"]


def test_recording_may_leave_the_note_a_draft(desk, url, plan):
    past = plan(-3)
    desk.post(url("record", past.pk), {"state": "held", "text": "Eerste indruk.", "draft_only": "", **NEXT})
    past.refresh_from_db()
    assert (past.state, past.notes.get().signed_at) == (Appointment.State.HELD, None)


def test_a_conversation_is_prepared_in_a_draft(desk, url, plan):
    coming = plan(24)
    desk.post(url("write", coming.pk), {"text": "Vragen naar het werk."})
    assert "Vragen naar het werk." in desk.get(url("record", coming.pk)).content.decode()
    assert str(coming.notes.get()) == "2026-03-12 09:00"


def test_the_client_reads_the_summary_and_never_the_note(phone, held, counsellor):
    appointments.sign(appointment=held, by=counsellor, text="Voor het team.", summary="We spraken over werk.")
    appointments.keep_draft(appointment=held, by=counsellor, text="Nog iets.", summary="Nog niet gedeeld.")
    html = phone.get(f"/me/appointments/{held.pk}/").content.decode()
    assert "We spraken over werk." in html
    assert "Voor het team." not in html
    assert "Nog niet gedeeld." not in html
