"""What was told of medicines comes up: on Vandaag, on the dossier page, and when an appointment is recorded."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse

from tests.trajectories.medication.conftest import DAY, NOW
from trajectories.appointments import actions as appointments
from trajectories.appointments.models import Appointment
from trajectories.closing.reopening import reopen
from trajectories.dossier import actions as dossier
from trajectories.dossier.models import Summary
from trajectories.medication import actions as medication

TELLINGS = [
    {"taken": "as_agreed"},
    {"taken": "partly"},
    {"taken": "not"},
    {"effect": "none"},
    {"effect": "some"},
    {"effect": "much"},
    {"text": "Vraag"},
]


@pytest.fixture
def desk(browser_of, counsellor):
    return browser_of(counsellor)


@pytest.fixture
def dossier_page(desk, trajectory):
    return lambda: words(desk.get(trajectory.get_absolute_url()).content.decode())


@pytest.fixture
def held(trajectory, counsellor):
    """An appointment that began two hours ago, and of which the outcome is to be recorded."""
    at = NOW - timedelta(hours=2)
    return appointments.plan(trajectory=trajectory, by=counsellor, with_user=counsellor, starts_at=at)


@pytest.fixture
def record(desk, trajectory, held):
    url = reverse("appointments:record", args=[trajectory.pk, held.pk])
    told = {"state": "held", "revision": 1, "next": "none", "no_next": "Op proef", "sign": "1"}
    return lambda **answers: desk.post(url, told | answers) if answers else desk.get(url)


def words(html: str) -> str:
    return " ".join(re.sub(r"<[^>]*>", " ", html).split())


@pytest.mark.parametrize("told", TELLINGS, ids=str)
def test_the_dossier_raises_what_waits_and_nothing_else(dossier_page, tell, trajectory, told):
    tell(**told)
    waits = trajectory.medicine_reports.to_discuss().exists()
    assert ("To discuss about medicines" in dossier_page()) is waits


def test_the_dossier_says_what_is_used_and_what_was_answered(dossier_page, add, tell):
    assert "No medicines noted" in dossier_page()
    add(dose="50 mg", prescriber="Dokter Maas")
    assert "No check-in asked about them yet." in dossier_page()
    tell(taken="as_agreed", effect="none", in_check_in=True)
    text = dossier_page()
    assert "Naltrexon , 50 mg Dokter Maas" in text
    assert "At the check-in, today 12:00: Taken as agreed, no side effects" in text


def test_what_was_discussed_is_raised_no_more_and_stands_on_the_timeline(dossier_page, add, tell, counsellor):
    medicine = add(dose="50 mg", at=NOW - 3 * DAY)
    report = tell(effect="some", text="Ik word er misselijk van.", at=NOW - 2 * DAY)
    medication.discuss(report=report, by=counsellor, outcome="Nu bij het ontbijt.")
    medication.stop(medicine=medicine, by=counsellor, revision=1, reason="Afgebouwd")
    text = dossier_page()
    assert "To discuss about medicines" not in text
    for told in (
        "Medicine noted: Naltrexon 50 mg",
        "About medicines Side effect Ik word er misselijk van.",
        "Discussed about medicines Nu bij het ontbijt.",
        "Medicine stopped: Naltrexon Afgebouwd",
    ):
        assert told in text


def test_a_trajectory_that_opens_again_says_what_it_took_along(desk, add, trajectory, counsellor):
    add(dose="50 mg")
    dossier.close(trajectory=trajectory, by=counsellor, at=NOW)
    again = reopen(trajectory=trajectory, by=counsellor, at=NOW)
    text = words(desk.get(again.get_absolute_url()).content.decode())
    assert "Medicine taken along from the earlier trajectory: Naltrexon 50 mg" in text


def test_not_taken_is_a_reason_on_vandaag_until_it_is_discussed(desk, tell, counsellor):
    report = tell(taken="not")
    today = reverse("caseload:today")
    assert "Medicines not as agreed" in desk.get(today).content.decode()
    medication.discuss(report=report, by=counsellor)
    assert "Medicines not as agreed" not in desk.get(today).content.decode()


def test_a_question_is_a_reason_that_leads_to_the_medicines(desk, tell, trajectory):
    Summary.objects.filter(pk=trajectory.pk).update(last_contact_at=NOW)
    tell(text="Mag het met melk?")
    page = desk.get(reverse("caseload:today")).content.decode()
    assert "Medicines to discuss" in page
    assert reverse("medication:of_client", args=[trajectory.pk]) in page


def test_recording_an_appointment_ticks_off_what_was_discussed(record, tell, trajectory, counsellor):
    first, second = tell(taken="not", text="Vergeten."), tell(text="Mag het met melk?")
    page = words(record().content.decode())
    assert "Not taken: “Vergeten.”" in page
    assert "“Mag het met melk?”" in page
    assert record(discussed=[str(first.pk)]).status_code == 302
    assert list(trajectory.medicine_reports.to_discuss()) == [second]
    assert trajectory.medicine_reports.discussed().get().discussed_by == counsellor


def test_what_was_missed_was_not_discussed(record, tell, trajectory, held):
    report = tell(text="Mag het met melk?")
    page = record(state="missed", discussed=[str(report.pk)])
    assert page.context["form"].errors["discussed"]
    held.refresh_from_db()
    assert held.state == Appointment.State.PLANNED
    assert trajectory.medicine_reports.to_discuss().exists()


def test_nothing_waits_and_nothing_is_asked_when_recording(record, tell):
    tell(taken="as_agreed")
    assert "What you discussed about medicines" not in record().content.decode()


def test_before_it_begins_nothing_can_have_been_discussed(desk, tell, trajectory, counsellor):
    tell(text="Mag het met melk?")
    at = NOW + 2 * DAY
    coming = appointments.plan(trajectory=trajectory, by=counsellor, with_user=counsellor, starts_at=at)
    page = desk.get(reverse("appointments:record", args=[trajectory.pk, coming.pk])).content.decode()
    assert "What you discussed about medicines" not in page


def test_another_clients_report_cannot_be_ticked_off(
    record, tell, other_trajectory, other_client, outsider, browser_of
):
    mine = tell(text="Mag het met melk?")
    theirs = tell(of=other_trajectory, by=other_client, text="Van Mats")
    page = record(discussed=[str(theirs.pk)])
    assert page.context["form"].errors["discussed"]
    assert other_trajectory.medicine_reports.to_discuss().exists()
    url = reverse("medication:discuss", args=[mine.trajectory_id, mine.pk])
    assert browser_of(outsider).post(url, {}).status_code == 404
