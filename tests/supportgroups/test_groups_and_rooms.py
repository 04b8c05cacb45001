"""Making, changing and ending groups; rooms."""

import pytest
from django.db import IntegrityError

from aftercare.audit.models import AccessEntry, Event
from aftercare.core.errors import Refused, TransitionRefused
from supportgroups import actions
from supportgroups.models import Enrolment, Room, Session, SupportGroup


def test_a_room_is_made_and_logged(room, coordinator):
    assert (room.name, room.seats) == ("De Werf", 12)
    line = AccessEntry.objects.get(object_id=room.pk)
    assert (line.event, line.user, line.role) == (Event.CHANGE, coordinator, "coordinator")


def test_two_rooms_cannot_have_one_name(room, organisation, coordinator):
    with pytest.raises(Refused, match="already a room"):
        actions.add_room(organisation=organisation, by=coordinator, name="De Werf", seats=4)
    assert Room.objects.count() == 1


def test_another_organisation_may_use_the_same_name(room, other_organisation, outsider):
    assert actions.add_room(organisation=other_organisation, by=outsider, name="De Werf", seats=4).pk != room.pk


def test_a_room_is_changed(room, other_room, coordinator):
    actions.edit_room(room=room, by=coordinator, name="De Werf, boven", seats=14, address="Kade 3")
    room.refresh_from_db()
    assert (room.name, room.seats, room.address) == ("De Werf, boven", 14, "Kade 3")
    with pytest.raises(Refused, match="already a room"):
        actions.edit_room(room=room, by=coordinator, name="Kadezaal", seats=14, address="")


def test_a_room_without_seats_is_refused_by_the_database(organisation, coordinator):
    with pytest.raises(IntegrityError, match="room_has_seats"):
        actions.add_room(organisation=organisation, by=coordinator, name="Kast", seats=0)


def test_two_groups_cannot_have_one_name(group, other_group, organisation, coordinator):
    with pytest.raises(Refused, match="already a group"):
        actions.create_group(organisation=organisation, by=coordinator, name="Stevig Staan")
    with pytest.raises(Refused, match="already a group"):
        actions.edit_group(group=group, by=coordinator, capacity=3, name="Naastenavond")
    assert SupportGroup.objects.count() == 2


def test_a_group_is_changed_and_logged(group, coordinator):
    actions.edit_group(group=group, by=coordinator, capacity=8, theme="Nee zeggen", open=False)
    group.refresh_from_db()
    assert (group.capacity, group.theme, group.open) == (8, "Nee zeggen", False)
    assert AccessEntry.objects.filter(object_id=group.pk, event=Event.CHANGE).count() == 2


def test_a_group_keeps_places_for_whoever_has_one(group, coordinator, client_user, other_client):
    for person in (client_user, other_client):
        actions.enrol(group=group, participant=person, by=coordinator)
    with pytest.raises(Refused, match="2 people have a place"):
        actions.edit_group(group=group, by=coordinator, capacity=1)
    actions.edit_group(group=group, by=coordinator, capacity=2)
    group.refresh_from_db()
    assert group.capacity == 2


def test_ending_a_group_cancels_what_is_to_come_and_ends_every_place(plan, group, coordinator, client_user, clock):
    plan()
    actions.enrol(group=group, participant=client_user, by=coordinator)
    clock.move_to("2027-04-10T12:00:00+00:00")
    actions.end_group(group=group, by=coordinator)
    states = list(group.sessions.order_by("period").values_list("state", flat=True))
    assert states == [Session.State.PLANNED, Session.State.CANCELLED, Session.State.CANCELLED]
    assert not Enrolment.objects.current().exists()
    group.refresh_from_db()
    assert group.ended_by == coordinator
    assert AccessEntry.objects.filter(object_id=group.pk, client=client_user).exists()


def test_an_ended_group_cannot_end_again_take_people_or_be_planned(plan, group, coordinator, client_user):
    actions.end_group(group=group, by=coordinator)
    with pytest.raises(TransitionRefused, match="already ended"):
        actions.end_group(group=group, by=coordinator)
    with pytest.raises(TransitionRefused, match="has ended"):
        actions.enrol(group=group, participant=client_user, by=coordinator)
    with pytest.raises(TransitionRefused, match="has ended"):
        plan()
