"""A place in a group: given, full, once, ended; and who may be given one."""

import pytest

from aftercare.audit.models import AccessEntry
from aftercare.core.errors import Refused, TransitionRefused
from supportgroups import actions
from supportgroups.candidates import candidates, search
from supportgroups.models import Enrolment, SupportGroup


@pytest.fixture
def place(group, client_user, counsellor) -> Enrolment:
    return actions.enrol(group=group, participant=client_user, by=counsellor)


def test_a_place_is_given_and_the_person_can_see_by_whom(place, client_user, counsellor):
    line = AccessEntry.objects.get(object_id=place.pk)
    assert (line.client, line.user, line.role, line.segment) == (client_user, counsellor, "counsellor", "enrolment")


def test_nobody_has_two_places_in_one_group(place, group, client_user, coordinator):
    with pytest.raises(Refused, match="Noor Velthuizen already has a place"):
        actions.enrol(group=group, participant=client_user, by=coordinator)
    assert Enrolment.objects.count() == 1


def test_a_full_group_takes_nobody(group, coordinator, client_user, other_client):
    actions.edit_group(group=group, by=coordinator, capacity=1)
    actions.enrol(group=group, participant=client_user, by=coordinator)
    with pytest.raises(Refused, match="full"):
        actions.enrol(group=group, participant=other_client, by=coordinator)


def test_a_place_that_ended_is_free_again_also_for_the_same_person(place, group, client_user, counsellor):
    actions.leave(enrolment=place, by=counsellor)
    with pytest.raises(TransitionRefused, match="already ended"):
        actions.leave(enrolment=place, by=counsellor)
    actions.enrol(group=group, participant=client_user, by=counsellor)
    assert Enrolment.objects.current().count() == 1
    assert AccessEntry.objects.filter(object_id=place.pk, client=client_user).count() == 2


def test_places_taken_are_counted(place, group, other_group, coordinator, other_client):
    left = actions.enrol(group=group, participant=other_client, by=coordinator)
    actions.leave(enrolment=left, by=coordinator)
    assert {g.name: g.taken for g in SupportGroup.objects.with_places()} == {"Stevig Staan": 1, "Naastenavond": 0}


def test_a_coordinator_can_enrol_every_client_of_the_organisation(
    coordinator, organisation, client_user, other_client, relative
):
    assert set(candidates(by=coordinator, organisation=organisation)) == {client_user, other_client, relative}


def test_a_counsellor_can_enrol_the_own_caseload(counsellor, colleague, organisation, client_user, other_client):
    assert list(candidates(by=counsellor, organisation=organisation)) == [client_user]
    assert list(candidates(by=colleague, organisation=organisation)) == [other_client]


def test_an_outsider_can_enrol_nobody(outsider, organisation, client_user):
    assert not candidates(by=outsider, organisation=organisation).exists()


@pytest.mark.parametrize(("typed", "found"), [("noor", 1), ("Vélthuizen noor", 1), ("noor x", 0), ("", 1)])
def test_candidates_are_found_by_any_part_of_the_name(counsellor, group, client_user, typed, found):
    assert search(by=counsellor, group=group, named=typed).count() == found


def test_whoever_has_a_place_is_not_found_again(place, counsellor, group, client_user):
    assert not search(by=counsellor, group=group, named="noor").exists()
    actions.leave(enrolment=place, by=counsellor)
    assert list(search(by=counsellor, group=group, named="noor")) == [client_user]
