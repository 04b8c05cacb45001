"""The rhythm of contact: proposed from the start date, agreed on one page, never lost to somebody else's change."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from aftercare.audit.models import AccessEntry
from aftercare.core.errors import Refused, Stale
from trajectories.dossier.models import Trajectory
from trajectories.rhythm import actions
from trajectories.rhythm.models import ContactPhase, Every
from trajectories.rhythm.proposal import next_by, phase_on, proposed, standing

START = date(2027, 1, 4)
PHASES = [(START, 1), (date(2027, 3, 1), 2)]


@pytest.fixture
def desk(browser_of, counsellor):
    browser = browser_of(counsellor)
    browser.cookies["django_language"] = "en"
    return browser


@pytest.fixture
def url(trajectory) -> str:
    return reverse("rhythm:of_client", args=[trajectory.pk])


def text(response) -> str:
    return " ".join(response.content.decode().split())


def form(*phases: tuple[str, int], seen: str = "") -> dict:
    told = {f"every_{number}": "1" for number in range(1, 6)} | {"seen": seen}
    for number, (day, every) in enumerate(phases, start=1):
        told |= {f"from_{number}": day, f"every_{number}": str(every)}
    return told


@pytest.mark.parametrize(
    ("ends_on", "expected"),
    [
        (date(2027, 2, 1), [(START, Every.WEEK), (date(2027, 2, 2), Every.QUARTER)]),
        (
            date(2027, 7, 1),
            [(START, Every.WEEK), (date(2027, 3, 1), Every.TWO_WEEKS), (date(2027, 7, 2), Every.QUARTER)],
        ),
        (
            date(2028, 3, 1),
            [
                (START, Every.WEEK),
                (date(2027, 3, 1), Every.TWO_WEEKS),
                (date(2027, 11, 4), Every.MONTH),
                (date(2028, 3, 2), Every.QUARTER),
            ],
        ),
        (None, [(START, Every.WEEK), (date(2027, 3, 1), Every.TWO_WEEKS), (date(2027, 11, 4), Every.MONTH)]),
    ],
)
def test_the_usual_rhythm_follows_from_start_and_end(ends_on, expected):
    found = proposed(Trajectory(starts_on=START, ends_on=ends_on))
    assert [(phase.starts_on, phase.every_weeks) for phase in found] == expected


@pytest.mark.parametrize(
    ("today", "last", "due"),
    [
        (date(2027, 1, 3), None, None),  # it has not begun
        (date(2027, 1, 4), None, date(2027, 1, 11)),
        (date(2027, 1, 20), date(2027, 1, 18), date(2027, 1, 25)),
        (date(2027, 3, 2), date(2027, 2, 26), date(2027, 3, 15)),  # a new phase counts from its start
        (date(2027, 4, 2), date(2027, 3, 30), date(2027, 4, 13)),
    ],
)
def test_when_contact_is_due(today, last, due):
    phases = [ContactPhase(starts_on=day, every_weeks=every) for day, every in PHASES]
    assert next_by(phases, last=last, today=today) == due
    assert (phase_on(phases, today) is None) is (due is None)


def test_it_is_proposed_until_it_is_agreed(desk, url, trajectory):
    assert "Proposed, by the start and the agreed end" in text(desk.get(url))
    assert desk.post(url, form(("2027-01-04", 1), ("2027-03-01", 4))).status_code == 302
    page = text(desk.get(url))
    assert "Every month (four weeks)" in page
    assert "Proposed" not in page
    assert standing(trajectory)[1]


def test_agreed_again_the_whole_is_replaced(desk, url, trajectory, counsellor):
    first, *_rest = actions.agree(trajectory=trajectory, by=counsellor, phases=PHASES)
    desk.post(url, form(("2027-02-01", 13), seen=str(first.pk)))
    assert str(trajectory.contact_phases.get()).startswith("2027-02-01: ")
    assert 'value="2027-02-01"' in text(desk.get(url))
    assert 'value="2027-02-01"' not in text(desk.get(url, {"proposal": "1"})).split("<form")[-1]


def test_somebody_elses_change_is_said_and_nothing_typed_is_lost(desk, url, trajectory, counsellor):
    actions.agree(trajectory=trajectory, by=counsellor, phases=PHASES)
    page = text(desk.post(url, form(("2027-05-05", 4))))
    assert "Somebody else changed this rhythm meanwhile." in page
    assert 'value="2027-05-05"' in page
    assert trajectory.contact_phases.count() == 2
    with pytest.raises(Stale):
        actions.agree(trajectory=trajectory, by=counsellor, phases=PHASES)


@pytest.mark.parametrize(
    ("phases", "problem"),
    [
        ([("2027-03-01", 1), ("2027-01-04", 2)], "later day than the one before"),
        ([("2027-03-01", 1), ("2027-03-01", 2)], "later day than the one before"),
        ([], "nz-field-error"),
        ([("morgen", 1)], 'value="morgen"'),
    ],
)
def test_what_cannot_be_agreed_is_said(phases, problem, desk, url, trajectory):
    response = desk.post(url, form(*phases))
    assert response.status_code == 200
    assert problem in text(response)
    assert not trajectory.contact_phases.exists()


def test_a_rhythm_has_a_line(trajectory, counsellor):
    with pytest.raises(Refused):
        actions.agree(trajectory=trajectory, by=counsellor, phases=[])


def test_the_page_says_when_contact_was_due(desk, url, trajectory, counsellor):
    begin = date.today() - timedelta(weeks=6)  # noqa: DTZ011 - any day long ago
    actions.agree(trajectory=trajectory, by=counsellor, phases=[(begin, 1)])
    page = text(desk.get(url))
    assert "Was due before" in page or "Before" in page
    assert "contact" in page


def test_agreeing_is_in_the_access_log(trajectory, counsellor):
    first, *_rest = actions.agree(trajectory=trajectory, by=counsellor, phases=PHASES)
    line = AccessEntry.objects.get(object_id=first.pk, event="change")
    assert (line.user, line.segment) == (counsellor, "check_in_schedule")


@pytest.mark.parametrize(("person", "status"), [("outsider", 404), ("colleague", 404), ("client_user", 403)])
def test_nobody_else_comes_in(person, status, url, browser_of, request, trajectory):
    browser = browser_of(request.getfixturevalue(person))
    assert browser.get(url).status_code == status
    assert browser.post(url, form(("2027-01-04", 1))).status_code == status
    assert not trajectory.contact_phases.exists()
