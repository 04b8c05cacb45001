"""Signals on Vandaag and the dossier, and the page where they are settled."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.raising import raised
from tests.trajectories.signals.conftest import DAY, NOW
from trajectories.signals import actions
from trajectories.signals.models import Signal


@pytest.fixture
def desk(browser_of, counsellor):
    return browser_of(counsellor)


@pytest.fixture
def page(trajectory):
    return reverse("signals:of_client", args=[trajectory.pk])


@pytest.fixture
def signal(trajectory):
    return raised(trajectory, "craving-high", 9, at=NOW - DAY)


def words(signal, **changed):
    return {"seen": [f"{signal.pk}:{signal.revision}"], "state": "acted", "outcome": "Gebeld."} | changed


def reasons(desk):
    return [stated.text for row in desk.get("/caseload/").context["queue"].rows for stated in row.stated]


def test_it_stands_on_today_and_on_the_dossier_until_it_is_settled(desk, page, signal, trajectory):
    assert "Craving high" in reasons(desk)
    dossier = desk.get(trajectory.get_absolute_url()).text
    assert "Craving 9 at the check-in, yesterday." in dossier
    assert page in dossier
    assert desk.post(page, words(signal)).url == trajectory.get_absolute_url()
    assert "Craving high" not in reasons(desk)
    dossier = desk.get(trajectory.get_absolute_url()).text
    assert "Signal settled: Craving high" in dossier
    assert "Gebeld. Ilse Doornbosch." in dossier
    assert page not in dossier


def test_the_page_shows_every_piece_and_what_was_settled_before(desk, page, signal, trajectory, counsellor):
    raised(trajectory, "craving-rising", 2, 4, 7, at=NOW)
    actions.settle(
        trajectory=trajectory, by=counsellor, seen=[(signal.pk, 1)], state=Signal.State.DISMISSED, outcome="Vergist."
    )
    shown = desk.get(page).text
    assert "Check-in: craving 4" in shown
    assert "Settled before" in shown
    assert "Vergist." in shown


def test_without_signals_the_page_says_what_will_be_there(desk, page):
    assert "No open signals" in desk.get(page).text


def test_one_tap_says_that_it_was_seen(desk, page, signal, trajectory, counsellor):
    look = reverse("signals:look", args=[trajectory.pk, signal.pk])
    assert look in desk.get(trajectory.get_absolute_url()).text
    assert desk.post(look).url == page
    assert "Seen by Ilse Doornbosch" in desk.get(page).text
    assert look not in desk.get(page).text


def test_what_is_missing_is_asked_for(desk, page, signal):
    shown = desk.post(page, {"state": "acted"})
    assert shown.status_code == 200
    assert "Choose at least one signal." in shown.text


def test_new_evidence_meanwhile_is_shown_and_the_words_are_kept(desk, page, signal, trajectory):
    old = words(signal, outcome="Lang gebeld over zaterdag.")
    raised(trajectory, "craving-high", 10, at=NOW)
    shown = desk.post(page, old)
    assert shown.status_code == 409
    assert "Lang gebeld over zaterdag." in shown.text
    assert trajectory.signals.open().exists()


def test_a_signal_that_changes_between_the_check_and_the_act_is_a_conflict_too(desk, page, signal, monkeypatch):
    def refuse(**_how):
        raise actions.Stale("Kijk eerst.")

    monkeypatch.setattr(actions, "settle", refuse)
    shown = desk.post(page, words(signal, outcome="Dit bleef staan."))
    assert shown.status_code == 409
    assert "Kijk eerst." in shown.text
    assert "Dit bleef staan." in shown.text


@pytest.mark.parametrize(
    ("persona", "status"), [("outsider", 404), ("colleague", 404), ("client_user", 403), ("peer_worker", 403)]
)
def test_who_may_not_see_them_does_not(request, browser_of, page, signal, persona, status):
    browser = browser_of(request.getfixturevalue(persona))
    assert browser.get(page).status_code == status
    assert browser.post(page, words(signal)).status_code == status


def test_the_client_finds_none_of_it_at_home(browser_of, client_user, signal):
    assert "/signals/" not in browser_of(client_user).get(reverse("overview:me")).text


def test_three_signals_take_as_many_queries_as_one(desk, page, trajectory):
    def queries(url):
        with CaptureQueriesContext(
            connection,
        ) as captured:
            desk.get(url)
        return len(captured)

    pages = [page, trajectory.get_absolute_url(), "/caseload/"]
    raised(trajectory, "use", at=NOW)
    [queries(url) for url in pages]
    one = [queries(url) for url in pages]
    raised(trajectory, "absences", at=NOW)
    raised(trajectory, "colour-red", at=NOW)
    assert [queries(url) for url in pages] == one
