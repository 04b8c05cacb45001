"""Who may do what with groups: the table, per persona, for lists and objects alike."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from aftercare.accounts.models import Membership
from aftercare.accounts.roles import Role
from aftercare.audit.models import AccessEntry, Event, Outcome
from supportgroups import access, actions, own
from supportgroups.access import Permission
from supportgroups.models import Facilitation

P = Permission
ALL = set(P)
GRANTED = {
    "coordinator": ALL,
    "counsellor": {P.VIEW, P.ENROL, P.PARTICIPANTS, P.ATTENDANCE},
    "colleague": {P.VIEW, P.ENROL},
    "peer_worker": {P.VIEW, P.PARTICIPANTS, P.ATTENDANCE},
    "client_user": set(),
    "relative": set(),
    "manager": set(),
    "policy_maker": set(),
    "partner": set(),
    "administrator": set(),
    "outsider": set(),
}


@pytest.fixture
def facilitated(plan, counsellor, peer_worker, group):
    """Ilse and Hanneke facilitate; Farah does not."""
    return plan(facilitators=[counsellor, peer_worker])


@pytest.mark.parametrize("persona", sorted(GRANTED))
def test_each_persona_has_what_the_table_grants(facilitated, other_group, group, request, persona):
    user = request.getfixturevalue(persona)
    session = facilitated.sessions.first()
    granted = GRANTED[persona]
    assert {needs for needs in P if group in access.groups_visible_to(user, needs=needs)} == granted
    assert {needs for needs in P if session in access.sessions_visible_to(user, needs=needs)} == granted


def test_a_peer_worker_sees_only_groups_that_they_facilitate(facilitated, other_group, group, peer_worker, page_of):
    assert list(access.groups_visible_to(peer_worker)) == [group]
    page = page_of(peer_worker).get("/groups/").content.decode()
    assert "Stevig Staan" in page
    assert "Naastenavond" not in page


def test_facilitating_one_evening_opens_that_evening_only(facilitated, peer_worker, group, page_of):
    first, second, _third = facilitated.sessions.all()
    Facilitation.objects.filter(user=peer_worker).exclude(session=first).delete()
    browser = page_of(peer_worker)
    assert browser.get(first.get_absolute_url()).status_code == 200
    assert browser.get(second.get_absolute_url()).status_code == 404
    page = browser.get(group.get_absolute_url()).content.decode()
    assert first.get_absolute_url() in page
    assert second.get_absolute_url() not in page


def test_a_group_closes_a_while_after_the_last_evening(facilitated, peer_worker, group, clock):
    last = facilitated.sessions.last().period.upper
    clock.move_to(last + access.LOOKING_BACK - timedelta(seconds=1))
    assert access.groups_visible_to(peer_worker).exists()
    clock.move_to(last + access.LOOKING_BACK)
    assert not access.groups_visible_to(peer_worker).exists()


def test_a_role_that_ended_opens_nothing_any_more(facilitated, counsellor, coordinator, page_of, group):
    browser = page_of(counsellor)
    assert browser.get(group.get_absolute_url()).status_code == 200
    Membership.objects.filter(user=counsellor).update(ended_at=timezone.now())
    assert browser.get(group.get_absolute_url()).status_code == 404
    assert browser.get("/groups/").status_code == 403


def test_a_coordinator_of_another_organisation_is_outside(facilitated, group, outsider, other_organisation, page_of):
    Membership.objects.create(user=outsider, organisation=other_organisation, role=Role.COORDINATOR)
    browser = page_of(outsider)
    session = facilitated.sessions.first()
    for path in (group.get_absolute_url(), session.get_absolute_url(), f"/groups/{group.pk}/edit/"):
        assert browser.get(path).status_code == 404
    assert group.name not in browser.get("/groups/").content.decode()
    assert browser.get("/groups/rooms/").status_code == 200
    assert browser.get(f"/groups/rooms/{facilitated.room.pk}/").status_code == 404


@pytest.mark.parametrize("path", ["/groups/rooms/", "/groups/rooms/new/", "/groups/new/", "/groups/plan/"])
def test_only_coordinators_plan(path, counsellor, peer_worker, manager, administrator, coordinator, outsider, page_of):
    for person in (counsellor, peer_worker, manager, administrator, outsider):
        assert page_of(person).get(path).status_code == 403
    assert page_of(coordinator).get(path).status_code == 200


def test_a_refusal_is_a_line_in_the_log(facilitated, group, colleague, page_of):
    session = facilitated.sessions.first()
    assert page_of(colleague).get(session.get_absolute_url()).status_code == 403
    line = AccessEntry.objects.get(outcome=Outcome.DENIED)
    assert (line.user, line.role, line.segment, line.object_id) == (colleague, "counsellor", "attendance", session.pk)


def test_the_list_and_the_object_agree_for_everybody(facilitated, other_group, group, request):
    for persona in GRANTED:
        user = request.getfixturevalue(persona)
        for needs in P:
            listed = set(access.groups_visible_to(user, needs=needs))
            assert listed == {
                one for one in (group, other_group) if access.groups_visible_to(user, needs=needs).contains(one)
            }


def test_only_counsellors_and_peer_workers_of_the_organisation_can_facilitate(
    organisation, counsellor, colleague, peer_worker, coordinator, manager, outsider
):
    assert set(access.facilitators_of(organisation)) == {counsellor, colleague, peer_worker}
    Membership.objects.filter(user=colleague).update(ended_at=timezone.now())
    assert set(access.facilitators_of(organisation)) == {counsellor, peer_worker}


def test_own_groups_show_the_next_dates_and_what_does_not_take_place(plan, group, client_user, coordinator, page_of):
    plan(count=5)
    actions.enrol(group=group, participant=client_user, by=coordinator)
    actions.cancel_session(session=group.sessions.first(), by=coordinator)
    page = page_of(client_user).get("/me/groups/").content.decode()
    for shown in ("Stevig Staan", "Tue 6 April", "This time it does not take place.", "Tue 13 April", "De Werf"):
        assert shown in page
    assert "4 May" not in page
    line = AccessEntry.objects.get(user=client_user, event=Event.READ)
    assert (line.client, line.purpose) == (client_user, "self")


def test_nobody_sees_another_s_own_groups(plan, group, client_user, other_client, outsider, coordinator, page_of):
    plan()
    actions.enrol(group=group, participant=client_user, by=coordinator)
    assert "Stevig Staan" not in page_of(outsider).get("/me/groups/").content.decode()
    assert "tips and materials" not in page_of(other_client).get("/me/groups/").content.decode()


def test_own_groups_without_dates_or_ended_say_so(group, client_user, coordinator, page_of, clock):
    actions.enrol(group=group, participant=client_user, by=coordinator)
    assert "No new date yet." in page_of(client_user).get("/me/groups/").content.decode()
    actions.end_group(group=group, by=coordinator)
    assert "This group ended today." in page_of(client_user).get("/me/groups/").content.decode()
    clock.shift(own.ENDED_STAYS)
    assert "You are in no group now." in page_of(client_user).get("/me/groups/").content.decode()


def test_a_place_that_was_ended_is_no_own_group(group, client_user, coordinator, page_of):
    actions.leave(enrolment=actions.enrol(group=group, participant=client_user, by=coordinator), by=coordinator)
    assert "You are in no group now." in page_of(client_user).get("/me/groups/").content.decode()


def test_own_groups_cost_the_same_for_one_group_and_three(
    plan, organisation, group, client_user, coordinator, colleague, counsellor, page_of, django_assert_max_num_queries
):
    from tests.supportgroups.test_pages import queries

    plan()
    actions.enrol(group=group, participant=client_user, by=coordinator)
    browser = page_of(client_user)
    one = queries(browser, "/me/groups/")
    for number in range(2):
        another = actions.create_group(organisation=organisation, by=coordinator, name=f"Groep {number}")
        plan(group=another, first_on=date(2027, 4, 7 + number), facilitators=[colleague, counsellor])
        actions.enrol(group=another, participant=client_user, by=coordinator)
    assert queries(browser, "/me/groups/") == one
