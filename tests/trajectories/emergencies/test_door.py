"""What an opening gives: the pages of one dossier to read, logged as an emergency, and nothing else."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from icalendar import Calendar

from aftercare.accounts import calendar_links
from aftercare.audit.models import AccessEntry, Outcome
from aftercare.core import scope
from tests.trajectories.emergencies.conftest import NIGHT, REASON
from trajectories.appointments import actions as appointments
from trajectories.dossier.access import GRANTS, READING
from trajectories.dossier.emergencies import EMERGENCY, LONGEST
from trajectories.dossier.models import Trajectory
from trajectories.emergencies import actions

READS = [
    "overview:dossier",
    "plans:items",
    "signalplan:of_client",
    "triggers:of_client",
    "lapses:of_client",
    "medication:of_client",
    "socialmap:of_client",
    "patterns:of_client",
]
STAYS_SHUT = [
    "messages:of_client",
    "intake:show",
    "checkins:schedule",
    "appointments:plan",
    "dossier:team",
    "dossier:edit",
    "exercises:of_client",
    "selfcare:of_client",
    "closing:of_client",
]


@pytest.fixture
def browser(colleague, browser_of):
    return browser_of(colleague)


def status(browser, trajectory, page: str = "overview:dossier") -> int:
    return browser.get(reverse(page, args=[trajectory.pk])).status_code


def test_without_an_opening_a_colleague_finds_nothing(browser, noor):
    assert {status(browser, noor, page) for page in READS + STAYS_SHUT} == {404}


@pytest.mark.parametrize("page", READS)
def test_what_is_needed_in_an_emergency_can_be_read(opening, browser, noor, page):
    assert status(browser, noor, page) == 200


@pytest.mark.parametrize("page", STAYS_SHUT)
def test_what_is_not_needed_stays_shut(opening, browser, noor, page):
    assert status(browser, noor, page) == 403


def test_it_gives_no_right_but_to_read():
    assert GRANTS[EMERGENCY] <= READING


@pytest.mark.parametrize("page", ["caseload:later", "caseload:now", "relatives:of_client"])
def test_nothing_is_written_where_reading_is_enough_to_come_in(opening, browser, noor, colleague, client_user, page):
    assert browser.post(reverse(page, args=[noor.pk])).status_code == 403
    assert AccessEntry.objects.filter(user=colleague, client=client_user, outcome=Outcome.DENIED).count() == 1


@pytest.mark.parametrize("page", ["paper:plan_of", "paper:signal_plan_of", "paper:medicines_of"])
def test_nothing_is_printed(opening, browser, noor, page):
    assert status(browser, noor, page) == 403


def test_every_read_is_logged_as_an_emergency(opening, browser, noor, colleague, client_user):
    before = AccessEntry.objects.filter(client=client_user, user=colleague).count()
    for page in READS:
        status(browser, noor, page)
    status(browser, noor, "dossier:team")
    lines = AccessEntry.objects.filter(client=client_user, user=colleague).order_by("at", "id")[before:]
    assert len(lines) == len(READS) + 1
    assert {(one.emergency, one.purpose, one.role) for one in lines} == {(True, EMERGENCY, "counsellor")}
    assert [one.outcome for one in lines].count(Outcome.DENIED) == 1


def test_an_ordinary_read_is_no_emergency(opening, browser_of, counsellor, noor):
    status(browser_of(counsellor), noor)
    line = AccessEntry.objects.filter(user=counsellor, segment="dossier").latest("at")
    assert (line.emergency, line.purpose) == (False, "care")


@pytest.mark.parametrize(
    ("after", "expected"), [(timedelta(0), 200), (LONGEST - timedelta(seconds=1), 200), (LONGEST, 404)]
)
def test_after_sixty_minutes_it_is_over(opening, browser, noor, clock, after, expected):
    clock.move_to(NIGHT + after)
    assert status(browser, noor) == expected


def _ended(opening, colleague, counsellor):
    actions.end(opening=opening, by=colleague)


def _role_ended(opening, colleague, counsellor):
    colleague.memberships.update(ended_at=timezone.now())


def _other_role(opening, colleague, counsellor):
    colleague.memberships.update(role="coordinator")


def _closed(opening, colleague, counsellor):
    Trajectory.objects.update(status="closed", closed_at=NIGHT, closed_by=counsellor)


@pytest.mark.parametrize("over", [_ended, _role_ended, _other_role, _closed])
def test_what_ends_it_counts_at_the_next_request(opening, browser, noor, colleague, counsellor, over):
    assert status(browser, noor) == 200
    scope.enter(system=True)
    over(opening, colleague, counsellor)
    assert status(browser, noor) == 404


def test_an_account_that_ended_reads_nothing_more(opening, browser, noor, colleague):
    colleague.is_active = False
    colleague.save()
    assert status(browser, noor) == 302


@pytest.mark.parametrize("persona", ["outsider", "other_client", "relative", "manager", "partner", "coordinator"])
def test_it_opens_the_dossier_to_nobody_else(request, opening, noor, browser_of, persona):
    assert status(browser_of(request.getfixturevalue(persona)), noor) in {403, 404}


def test_one_opening_opens_one_dossier(opening, browser, relative_trajectory):
    assert status(browser, relative_trajectory) == 404


def test_no_list_search_agenda_or_calendar_knows_the_client(opening, browser, noor, colleague, counsellor):
    appointments.plan(
        trajectory=noor, by=counsellor, with_user=counsellor, starts_at=NIGHT + timedelta(days=2), tell=False
    )
    name = noor.client.user.name
    for page, query in (
        ("caseload:today", {}),
        ("caseload:clients", {}),
        ("caseload:clients", {"q": "Noor"}),
        ("messages:inbox", {}),
        ("appointments:agenda", {}),
    ):
        assert name not in browser.get(reverse(page), query).content.decode()
    assert noor not in Trajectory.objects.visible_to(colleague)
    feed = browser.get(f"/calendar/{calendar_links.make(by=colleague)}.ics")
    assert not list(Calendar.from_ical(feed.content).walk("VEVENT"))


def test_an_ordinary_read_asks_no_more_of_the_database(
    noor, counsellor, colleague, browser_of, django_assert_max_num_queries, django_assert_num_queries
):
    browser, path = browser_of(counsellor), reverse("triggers:of_client", args=[noor.pk])
    browser.get(path)
    with django_assert_max_num_queries(30) as plain:
        browser.get(path)
    actions.begin(trajectory=noor, by=colleague, reason=REASON)
    with django_assert_num_queries(len(plain)):
        browser.get(path)
    assert not any("emergencyopening" in query["sql"] for query in plain.captured_queries)
