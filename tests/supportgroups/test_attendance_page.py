"""One screen for how it went: stored per choice with JavaScript, in one submit without."""

from datetime import timedelta

import pytest
from django.utils import timezone

from aftercare.audit.models import AccessEntry, Event
from aftercare.notifications.models import Message
from supportgroups import actions, tasks
from supportgroups.models import Attendance

EVENING = "2027-04-06T19:00:00+00:00"
HTMX = {"HTTP_HX_REQUEST": "true"}


@pytest.fixture
def evening(session, group, client_user, other_client, coordinator, clock):
    for person in (client_user, other_client):
        actions.enrol(group=group, participant=person, by=coordinator)
    clock.move_to(EVENING)
    return session


def choice(person, mark: str, before: str = "") -> dict:
    return {f"mark_{person.pk.hex}": mark, f"initial-mark_{person.pk.hex}": before}


def marks() -> dict:
    return {mark.participant.name: mark.mark for mark in Attendance.objects.select_related("participant")}


def test_the_page_says_which_time_this_is_and_counts(evening, page_of, counsellor, client_user):
    actions.mark_attendance(session=evening, by=counsellor, marks={client_user.pk: "present"})
    page = page_of(counsellor).get(evening.get_absolute_url()).content.decode()
    for shown in ("Attendance, time 1 of 3", "1 present", "0 let us know", "0 did not come", "1 still open"):
        assert shown in page
    assert page.count('type="radio"') == 8
    assert page.count(" checked") == 1


def test_reading_it_is_a_line_in_the_log_of_each_person(evening, page_of, counsellor, client_user, other_client):
    page_of(counsellor).get(evening.get_absolute_url())
    lines = AccessEntry.objects.filter(event=Event.READ, segment="attendance", object_id=evening.pk)
    assert {line.client for line in lines} == {client_user, other_client}
    assert {(line.user, line.role) for line in lines} == {(counsellor, "counsellor")}


def test_one_submit_stores_the_choices_the_note_and_finishes(evening, page_of, counsellor, client_user, other_client):
    typed = choice(client_user, "present") | choice(other_client, "") | {"note": "Thema: nee zeggen."}
    page = page_of(counsellor).post(evening.get_absolute_url(), typed, follow=True).content.decode()
    assert marks() == {"Noor Velthuizen": "present"}
    evening.refresh_from_db()
    assert (evening.note, evening.attendance_closed_by) == ("Thema: nee zeggen.", counsellor)
    assert "Finished by Ilse Doornbosch" in page
    assert "Save corrections" in page


@pytest.mark.parametrize("note", ["Noor vertelde veel.", "Gesprek met Velthuizen", "Nootje en Mats: druk."])
def test_a_note_that_names_somebody_is_not_kept_and_not_lost(note, evening, page_of, counsellor, client_user):
    typed = choice(client_user, "present") | {"note": note}
    page = page_of(counsellor).post(evening.get_absolute_url(), typed).content.decode()
    assert "This names " in page
    assert f"{note}</textarea>" in page
    assert 'value="present" checked' in page
    evening.refresh_from_db()
    assert (evening.note, evening.attendance_closed_at) == ("", None)


def test_a_word_that_only_looks_like_a_name_is_kept(evening, page_of, counsellor):
    page_of(counsellor).post(evening.get_absolute_url(), {"note": "Noord en zuid, een matte avond."})
    evening.refresh_from_db()
    assert evening.note == "Noord en zuid, een matte avond."


def test_a_choice_is_stored_at_once_with_javascript(evening, page_of, counsellor, client_user):
    name = f"mark_{client_user.pk.hex}"
    browser = page_of(counsellor)
    answer = browser.post(evening.get_absolute_url(), {name: "absent"}, **HTMX).content.decode()
    assert "1 did not come" in answer
    assert "<h1" not in answer
    assert f'name="initial-{name}" id="initial-id_{name}" value="absent" hx-swap-oob="true"' in answer
    assert marks() == {"Noor Velthuizen": "absent"}
    evening.refresh_from_db()
    assert evening.attendance_closed_at is None


def test_a_page_that_is_old_does_not_undo_a_colleague_s_mark(
    evening, page_of, counsellor, coordinator, client_user, other_client
):
    seen = choice(client_user, "present", before="present") | choice(other_client, "excused")
    actions.mark_attendance(session=evening, by=coordinator, marks={client_user.pk: "absent"})
    page_of(counsellor).post(evening.get_absolute_url(), seen | {"note": ""})
    assert marks() == {"Noor Velthuizen": "absent", "Mats Wielinga": "excused"}


def test_everyone_present_fills_in_whoever_is_open(evening, page_of, counsellor, client_user, other_client):
    actions.mark_attendance(session=evening, by=counsellor, marks={client_user.pk: "excused"})
    typed = {"everyone": "present"} | choice(client_user, "excused", before="excused") | choice(other_client, "")
    page = page_of(counsellor).post(evening.get_absolute_url(), typed, follow=True).content.decode()
    assert marks() == {"Noor Velthuizen": "excused", "Mats Wielinga": "present"}
    assert "Everyone present" not in page
    evening.refresh_from_db()
    assert evening.attendance_closed_at is None


def test_a_correction_shows_who_and_when(evening, page_of, counsellor, coordinator, client_user, clock):
    actions.mark_attendance(session=evening, by=counsellor, marks={client_user.pk: "absent"})
    actions.finish_attendance(session=evening, by=counsellor)
    assert "Corrected" not in page_of(coordinator).get(evening.get_absolute_url()).content.decode()
    clock.shift(3600)
    typed = choice(client_user, "present", before="absent")
    page = page_of(coordinator).post(evening.get_absolute_url(), typed, follow=True).content.decode()
    assert "Corrected by Ruben Aardema, today 22:00" in page


def test_somebody_who_comes_for_the_first_time_is_pointed_out(evening, page_of, counsellor, client_user, clock):
    actions.mark_attendance(session=evening, by=counsellor, marks={client_user.pk: "present"})
    following = evening.series.sessions.all()[1]
    clock.move_to(following.period.lower)
    page = page_of(counsellor).get(following.get_absolute_url()).content.decode()
    assert page.count("First time in this group") == 1
    assert page.index("Mats Wielinga") < page.index("First time in this group") < page.index("Noor Velthuizen")


def test_before_the_day_it_says_when_it_opens_and_takes_nothing(
    session, group, page_of, coordinator, counsellor, client_user
):
    browser = page_of(counsellor)
    assert "Nobody has a place yet." in browser.get(session.get_absolute_url()).content.decode()
    actions.enrol(group=group, participant=client_user, by=coordinator)
    page = browser.get(session.get_absolute_url()).content.decode()
    assert "Attendance opens on the day itself: Tue 6 April." in page
    assert 'type="radio"' not in page
    assert "Noor Velthuizen" in page
    page = browser.post(session.get_absolute_url(), choice(client_user, "present")).content.decode()
    assert not Attendance.objects.exists()
    answer = browser.post(session.get_absolute_url(), choice(client_user, "present"), **HTMX).content.decode()
    assert "Attendance opens on the day of the session." in answer


def test_an_unknown_mark_is_refused(evening, page_of, counsellor, client_user):
    page = page_of(counsellor).post(evening.get_absolute_url(), choice(client_user, "drunk")).content.decode()
    assert "This did not work yet" in page
    assert not Attendance.objects.exists()


def test_somebody_else_s_id_marks_nobody(evening, page_of, counsellor, relative):
    page_of(counsellor).post(evening.get_absolute_url(), choice(relative, "present"))
    assert not Attendance.objects.exists()


def test_a_coordinator_can_cancel_or_move_what_is_to_come_only(session, page_of, coordinator, counsellor, clock):
    path = f"/groups/sessions/{session.pk}/cancel/"
    assert path in page_of(coordinator).get(session.get_absolute_url()).content.decode()
    assert path not in page_of(counsellor).get(session.get_absolute_url()).content.decode()
    clock.move_to(EVENING)
    page = page_of(coordinator).get(session.get_absolute_url()).content.decode()
    assert path not in page
    assert "Nobody has a place yet." in page


def test_the_participant_s_own_record_is_about_the_participant_alone(evening, counsellor, client_user, other_client):
    actions.mark_attendance(
        session=evening, by=counsellor, marks={client_user.pk: "present", other_client.pk: "absent"}
    )
    lines = AccessEntry.objects.filter(client=client_user, event=Event.CHANGE, segment="attendance")
    assert [line.at for line in lines] == [timezone.now()]


def test_what_was_corrected_stays_to_be_read(evening, page_of, counsellor, coordinator, client_user):
    actions.mark_attendance(session=evening, by=counsellor, marks={client_user.pk: "absent"})
    actions.mark_attendance(session=evening, by=coordinator, marks={client_user.pk: "late"})
    page = page_of(counsellor).get(evening.get_absolute_url()).content.decode()
    for shown in ("1 late", "Corrected by Ruben", "Before: Did not come, by Ilse Doornbosch"):
        assert shown in page


def test_a_session_without_attendance_becomes_a_task_after_a_day(
    evening, page_of, counsellor, colleague, coordinator, clock
):
    def asked(person) -> bool:
        return "session without attendance" in page_of(person).get("/groups/").content.decode()

    assert not asked(counsellor)
    clock.move_to(evening.period.upper + timedelta(days=1))
    assert [asked(person) for person in (counsellor, coordinator, colleague)] == [True, True, False]
    for _ in range(2):
        tasks.sweep()
    letter = Message.objects.get(kind="attendance_due")
    assert (letter.recipient, letter.link_view) == (counsellor, "supportgroups:list")
    actions.finish_attendance(session=evening, by=counsellor)
    assert not asked(counsellor)


def test_nobody_gets_a_letter_about_long_ago(evening, counsellor, clock):
    clock.move_to(evening.period.upper + timedelta(days=4))
    tasks.sweep()
    assert not Message.objects.filter(kind="attendance_due").exists()


def test_a_session_without_participants_asks_for_nothing(session, page_of, counsellor, clock):
    clock.move_to(session.period.upper + timedelta(days=2))
    assert "without attendance" not in page_of(counsellor).get("/groups/").content.decode()
