"""Noting, changing and stopping a medicine; telling of it, and what waits to be discussed."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from aftercare.audit.models import AccessEntry, Event
from aftercare.core import scope
from aftercare.core.errors import Stale, TransitionRefused
from tests.trajectories.medication.conftest import DAY, NOW
from trajectories.closing.reopening import reopen
from trajectories.dossier import actions as dossier
from trajectories.dossier.models import Summary
from trajectories.medication import actions as medication
from trajectories.medication.models import Medicine, MedicineChange, MedicineReport

TODAY = date(2026, 3, 18)
Taken, Effect, What = MedicineReport.Taken, MedicineReport.Effect, MedicineChange.What


def lines(segment: str) -> int:
    return AccessEntry.objects.filter(segment=segment, event=Event.CHANGE).count()


def history(medicine: Medicine) -> list[tuple[str, str]]:
    return [(change.what, change.told["dose"]) for change in medicine.changes.all()]


def waits(trajectory) -> tuple:
    summary = Summary.objects.get(pk=trajectory.pk)
    return summary.medicine_raised_at, summary.medicine_not_taken_at


def test_every_change_keeps_what_stood_there_before(add, counsellor):
    medicine = add(dose="25 mg", since=TODAY)
    medication.change(medicine=medicine, by=counsellor, revision=1, dose="50 mg")
    medication.stop(medicine=medicine, by=counsellor, revision=2, reason="Afgebouwd met de huisarts")
    assert history(medicine) == [(What.STOPPED, "50 mg"), (What.CHANGED, "50 mg"), (What.ADDED, "25 mg")]
    assert medicine.changes.first().told["stop_reason"] == "Afgebouwd met de huisarts"
    assert medicine.changes.last().told["since"] == "2026-03-18"
    assert lines("medication_edit") == 3


def test_the_same_again_is_no_change(add, counsellor):
    medicine = add(dose="25 mg")
    medication.change(medicine=medicine, by=counsellor, revision=1, dose="25 mg")
    assert history(medicine) == [(What.ADDED, "25 mg")]


def test_a_change_over_a_version_not_seen_is_refused(add, counsellor, trajectory):
    medicine = add(dose="25 mg")
    medication.change(medicine=medicine, by=counsellor, revision=1, dose="50 mg")
    with pytest.raises(Stale):
        medication.change(medicine=medicine, by=counsellor, revision=1, dose="75 mg")
    with pytest.raises(Stale):
        medication.stop(medicine=medicine, by=counsellor, revision=1, reason="Klaar")
    assert trajectory.medicines.get().dose == "50 mg"


def test_what_was_stopped_changes_no_more(add, counsellor, trajectory):
    medicine = add()
    medication.stop(medicine=medicine, by=counsellor, revision=1, reason="Klaar")
    with pytest.raises(TransitionRefused):
        medication.change(medicine=medicine, by=counsellor, revision=2, dose="50 mg")
    assert list(trajectory.medicines.current()) == []
    assert trajectory.medicines.stopped().get().stopped_by == counsellor


@pytest.mark.parametrize(
    ("period", "counts"),
    [
        ({}, True),
        ({"since": TODAY, "until": TODAY}, True),
        ({"since": TODAY + DAY}, False),
        ({"until": TODAY - DAY}, False),
    ],
)
def test_only_what_has_begun_and_is_not_over_is_in_use(add, trajectory, period, counts):
    add(**period)
    assert trajectory.medicines.in_use(on=TODAY).exists() is counts


def test_what_was_told_waits_until_it_is_discussed(tell, counsellor, trajectory):
    first = tell(effect=Effect.SOME, at=NOW - 2 * DAY)
    second = tell(taken=Taken.NOT, at=NOW - DAY)
    assert waits(trajectory) == (NOW - 2 * DAY, NOW - DAY)
    medication.discuss(report=second, by=counsellor, outcome="Belt de apotheek.")
    assert waits(trajectory) == (NOW - 2 * DAY, None)
    medication.discuss(report=first, by=counsellor)
    assert waits(trajectory) == (None, None)
    assert {report.outcome for report in trajectory.medicine_reports.discussed()} == {"", "Belt de apotheek."}
    assert (lines("medication_tell"), lines("medication_edit")) == (2, 2)


def test_discussed_twice_is_the_first_time(tell, counsellor, colleague):
    report = tell(text="Mag het met melk?")
    medication.discuss(report=report, by=counsellor, outcome="Ja, volgens de apotheek.")
    medication.discuss(report=report, by=colleague, outcome="Nog eens.")
    report.refresh_from_db()
    assert (report.outcome, report.discussed_by) == ("Ja, volgens de apotheek.", counsellor)
    assert lines("medication_edit") == 1


def test_taken_as_agreed_and_nothing_to_tell_asks_for_no_word(tell, trajectory):
    tell(taken=Taken.AS_AGREED, effect=Effect.NONE)
    assert not trajectory.medicine_reports.to_discuss().exists()
    assert waits(trajectory) == (None, None)


@pytest.mark.parametrize(
    ("told", "said"),
    [
        ({"taken": "not", "effect": "much"}, ["Niet ingenomen", "bijwerking, heeft er veel last van"]),
        ({"effect": "none"}, ["Geen bijwerkingen"]),
        ({"text": "Mag het met melk?"}, []),
    ],
)
def test_what_was_chosen_is_said_in_words(tell, told, said):
    report = tell(**told)
    assert report.said == said
    assert str(report) == (", ".join(said) or told["text"])


def test_what_is_in_use_is_carried_on_when_a_trajectory_opens_again(add, counsellor, trajectory):
    add("Naltrexon", dose="50 mg", at=NOW - 9 * DAY)
    stopped = add("Disulfiram")
    medication.stop(medicine=stopped, by=counsellor, revision=1, reason="Klaar")
    dossier.close(trajectory=trajectory, by=counsellor, at=NOW)
    again = reopen(trajectory=trajectory, by=counsellor, at=NOW)
    carried = again.medicines.get()
    assert (carried.dose, carried.changed_at, carried.changed_by) == ("50 mg", NOW - 9 * DAY, counsellor)
    assert history(carried) == [(What.CARRIED, "50 mg")]
    assert trajectory.medicines.count() == 2
    assert AccessEntry.objects.filter(segment="medication_edit", object_id=str(carried.pk)).exists()


@pytest.mark.parametrize(
    "wrong",
    [
        {"since": TODAY, "until": TODAY - DAY},
        {"stopped_at": NOW},
        {"stop_reason": "Klaar"},
    ],
)
def test_the_database_keeps_a_medicine_whole(add, wrong):
    with pytest.raises(IntegrityError), transaction.atomic():
        add(**wrong)


@pytest.mark.parametrize("wrong", [{}, {"text": "x", "outcome": "y"}, {"text": "x", "discussed_at": NOW}])
def test_the_database_keeps_what_was_told_whole(trajectory, client_user, wrong):
    about = {"trajectory": trajectory, "organisation": trajectory.organisation, "told_by": client_user}
    with pytest.raises(IntegrityError), transaction.atomic():
        MedicineReport.objects.create(**about, **wrong)


def test_what_is_noted_is_told_line_by_line(add):
    medicine = add("Acamprosaat", dose="333 mg", times="bij het eten", since=TODAY)
    assert str(medicine) == "Acamprosaat"
    assert medicine.in_short == "333 mg, bij het eten"
    assert [text for _label, text in medicine.lines] == ["333 mg", "bij het eten", "18 maart 2026"]
    change = medicine.changes.get()
    assert str(change) == "Acamprosaat (1)"
    assert change.lines == ["333 mg", "bij het eten", "vanaf 18 maart 2026"]


@pytest.mark.parametrize(("who", "seen"), [("client_user", 1), ("outsider", 0)])
def test_the_database_itself_keeps_them_apart(add, tell, request, who, seen):
    add()
    tell(text="Vraag")
    user = request.getfixturevalue(who)
    scope.enter(user=user.pk)
    assert [model.objects.count() for model in (Medicine, MedicineChange, MedicineReport)] == [seen] * 3
