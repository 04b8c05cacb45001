"""What can be opened, what is listed, found and in the calendar: all of it is what the consents say now."""

import re
from datetime import timedelta

import pytest
from django.db import transaction
from django.test import Client as Browser
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from icalendar import Calendar

from aftercare.accounts import calendar_links
from aftercare.accounts.models import User
from aftercare.core import scope
from supportgroups import actions as groups
from tests.trajectories.sharing.conftest import APPOINTMENTS, DAY, GROUPS, PLAN
from trajectories.appointments import actions as appointments
from trajectories.appointments.models import Appointment
from trajectories.dossier.models import UNUSED_AFTER, Category, Client, Consent, Recipient, Trajectory
from trajectories.medication import actions as medication
from trajectories.medication.models import Medicine
from trajectories.overview.shared_file import MARK
from trajectories.plans import actions as plans
from trajectories.plans.models import PlanItem
from trajectories.sharing import actions
from trajectories.signalplan.models import SignalStep
from trajectories.triggers import actions as triggers
from trajectories.triggers.models import TriggerEntry

CONSENTS = st.lists(
    st.tuples(
        st.sampled_from(["noor", "mats"]),
        st.sampled_from(["lot", "tamar"]),
        st.sampled_from(list(Category)),
        st.sampled_from(["stands", "endless", "today", "expired", "stopped", "unused"]),
    ),
    max_size=12,
    unique_by=lambda consent: consent[:3],
)
STANDS = {"stands", "endless", "today"}


@pytest.fixture
def meetings(trajectory, other_trajectory, counsellor, colleague) -> dict[str, Appointment]:
    """An appointment of each."""
    at = timezone.now() + 2 * DAY
    return {
        name: appointments.plan(trajectory=of, by=by, with_user=by, starts_at=at, tell=False)
        for name, of, by in (("noor", trajectory, counsellor), ("mats", other_trajectory, colleague))
    }


@pytest.fixture
def sessions(series, client_user, other_client, coordinator) -> dict[tuple[str, str], set[str]]:
    """Of the group that both are in."""
    for person in (client_user, other_client):
        groups.enrol(group=series.group, participant=person, by=coordinator)
    ids = {str(session.pk) for session in series.sessions.all()}
    return {(name, GROUPS): ids for name in ("noor", "mats")}


def feed(token: str) -> set[str]:
    answer = Browser().get(f"/calendar/{token}.ics")
    scope.enter(system=True)
    return {str(event["UID"]).split("@")[0] for event in Calendar.from_ical(answer.content).walk("VEVENT")}


def give(trajectory: Trajectory, reader: dict, category: Category, state: str, today) -> None:
    recipient, _new = Recipient.objects.get_or_create(
        trajectory=trajectory, **reader, defaults={"organisation": trajectory.organisation, "name": "R"}
    )
    until = {"endless": None, "today": today, "expired": today - DAY}.get(state, today + DAY)
    over = {"ended_at": timezone.now(), "ended_because": "stopped"} if state == "stopped" else {}
    Consent.objects.create(
        organisation=trajectory.organisation,
        trajectory=trajectory,
        recipient=recipient,
        category=category,
        purpose="near",
        given_at=timezone.now() - DAY,
        until=until,
        **over,
    )


@settings(max_examples=25, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(consents=CONSENTS, works=st.booleans())
def test_list_search_page_file_and_calendar_are_what_the_consents_say(
    trajectory, other_trajectory, relative, partner, meetings, sessions, browser_of, consents, works
):
    clients = {"noor": trajectory, "mats": other_trajectory}
    membership = partner.memberships.get()
    readers = {
        "lot": (relative, {"email": relative.email, "user": None, "partner": None}),
        "tamar": (partner, {"email": "", "user": partner, "partner": membership.organisation}),
    }
    unused = {(client, reader) for client, reader, _category, state in consents if state == "unused"}
    with transaction.atomic():
        scope.enter(system=True)
        for client, reader, category, state in consents:
            give(clients[client], readers[reader][1], category, state, timezone.localdate())
        for client, reader in unused:
            Recipient.objects.filter(trajectory=clients[client], **readers[reader][1]).update(
                used_at=timezone.now() - UNUSED_AFTER
            )
        if not works:
            partner.memberships.update(ended_at=timezone.now())
        for reader, (user, _who) in readers.items():
            wanted = {
                (client, category)
                for client, whom, category, state in consents
                if whom == reader and state in STANDS and (client, reader) not in unused
            }
            if reader == "tamar" and not works:
                wanted = set()
            check(clients, user, wanted, browser_of)
            if reader == "lot" or works:
                of_calendar = {(name, APPOINTMENTS): {str(meeting.pk)} for name, meeting in meetings.items()} | sessions
                in_it = [ids for pair, ids in of_calendar.items() if pair in wanted]
                assert feed(calendar_links.make(by=user)) == set().union(*in_it)
        transaction.set_rollback(True)


def check(clients, user: User, wanted: set, browser_of) -> None:
    browser = browser_of(User.objects.get(pk=user.pk))
    names = {name for name, _category in wanted}
    listed = {one.trajectory.pk for one in browser.get("/shared/").context["people"]}
    assert listed == {clients[name].pk for name in names}
    for name, trajectory in clients.items():
        found = browser.get("/shared/", {"q": trajectory.client.user.name}).context["people"]
        page = browser.get(f"/shared/{trajectory.pk}/")
        assert [one.trajectory.pk for one in found] == ([trajectory.pk] if name in names else [])
        file = browser.get(f"/shared/{trajectory.pk}/file/")
        assert (page.status_code, file.status_code) == ((200, 200) if name in names else (404, 404))
        if name in names:
            shown = {one for of, one in wanted if of == name}
            assert set(page.context["categories"]) == shown
            told = re.findall(rf"^{MARK}(.+)$", file.content.decode(), re.MULTILINE)
            assert sorted(told) == sorted(str(one.label) for one in shown)
            assert {Category(one) for one in page.context["found"]} == shown


def test_stopping_holds_at_the_next_request_of_an_open_session(
    with_lot, with_tamar, meetings, client_user, relative, partner, trajectory, browser_of
):
    recipients = with_lot(PLAN, APPOINTMENTS), with_tamar(APPOINTMENTS)
    page = f"/shared/{trajectory.pk}/"
    readers = [(browser_of(user), calendar_links.make(by=user)) for user in (relative, partner)]
    for browser, token in readers:
        assert (browser.get(page).status_code, feed(token)) == (200, {str(meetings["noor"].pk)})
    noor = browser_of(client_user)
    for recipient in recipients:
        noor.post(f"/me/sharing/{recipient.pk}/stop/")
    for browser, token in readers:
        assert (browser.get(page).status_code, feed(token)) == (404, set())
        assert browser.get("/shared/").context["people"] == []


def test_whoever_leaves_the_partner_reads_nothing_any_more(with_tamar, partner, trajectory, browser_of):
    with_tamar(PLAN)
    browser = browser_of(partner)
    assert browser.get(f"/shared/{trajectory.pk}/").status_code == 200
    scope.enter(system=True)
    partner.memberships.update(ended_at=timezone.now())
    assert browser.get(f"/shared/{trajectory.pk}/").status_code == 404


@pytest.mark.parametrize("persona", ["outsider", "other_client", "colleague", "manager", "counsellor"])
def test_nobody_else_reads_it(request, with_lot, trajectory, browser_of, persona):
    with_lot(*Category)
    assert browser_of(request.getfixturevalue(persona)).get(f"/shared/{trajectory.pk}/").status_code == 404


@pytest.mark.parametrize("page", ["", "plan/", "signals/", "triggers/", "relatives/"])
def test_sharing_opens_no_page_of_the_care_team(with_lot, with_tamar, relative, partner, trajectory, browser_of, page):
    with_lot(*Category)
    with_tamar(*Category)
    for user in (relative, partner):
        assert browser_of(user).get(f"/clients/{trajectory.pk}/{page}").status_code == 404


def test_the_database_itself_shows_a_reader_nothing_else(
    with_lot, trajectory, other_trajectory, meetings, counsellor, relative
):
    plans.add(trajectory=trajectory, by=counsellor, kind="skill", title="Nee zeggen")
    plans.add(trajectory=trajectory, by=counsellor, kind="practical", title="Huur")
    triggers.log(trajectory=trajectory, by=trajectory.client.user, strength=4)
    medication.add(trajectory=trajectory, by=counsellor, name="Acamprosaat")
    recipient = with_lot(PLAN)
    scope.enter(user=relative.pk)
    assert Trajectory.objects.filter(pk__in=[trajectory.pk, other_trajectory.pk]).get() == trajectory
    assert Client.objects.filter(pk=trajectory.client_id).exists()
    assert [item.title for item in PlanItem.objects.all()] == ["Nee zeggen"]
    assert not Appointment.objects.exists()
    assert not SignalStep.objects.exists()
    assert not TriggerEntry.objects.exists()
    assert not Medicine.objects.exists()
    scope.enter(system=True)
    actions.stop(recipient=recipient, by=trajectory.client.user)
    scope.enter(user=relative.pk)
    assert not Trajectory.objects.filter(pk=trajectory.pk).exists()
    assert not PlanItem.objects.exists()
    assert not Recipient.objects.exists()


def test_a_reader_changes_nothing_in_the_database(with_lot, trajectory, counsellor, relative):
    plans.add(trajectory=trajectory, by=counsellor, kind="skill", title="Nee zeggen")
    with_lot(PLAN)
    scope.enter(user=relative.pk)
    assert PlanItem.objects.update(title="Ja zeggen") == 0
    assert Consent.objects.update(until=timezone.localdate() + timedelta(days=999)) == 0


@pytest.mark.parametrize(("category", "model"), [(Category.TRIGGERS, TriggerEntry), (Category.MEDICATION, Medicine)])
def test_the_database_shows_a_category_that_is_shared(with_lot, trajectory, counsellor, relative, category, model):
    triggers.log(trajectory=trajectory, by=trajectory.client.user, strength=4)
    medication.add(trajectory=trajectory, by=counsellor, name="Acamprosaat")
    with_lot(category)
    scope.enter(user=relative.pk)
    assert [one.objects.count() for one in (TriggerEntry, Medicine)] == [
        one is model for one in (TriggerEntry, Medicine)
    ]
