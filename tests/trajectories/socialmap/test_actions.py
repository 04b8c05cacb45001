"""Who stands on the map, how they move, and what becomes of a contact; the drawing."""

import pytest
from django.db import IntegrityError, transaction

from aftercare.audit.models import AccessEntry, Event
from aftercare.core import scope
from aftercare.core.errors import Refused, Stale
from tests.trajectories.socialmap.conftest import DAY, NOW
from trajectories.plans import actions as plans
from trajectories.socialmap import actions as socialmap
from trajectories.socialmap.drawing import CENTRE, RADII, draw
from trajectories.socialmap.models import KnownPerson, MapChange, Ring


def lines() -> int:
    return AccessEntry.objects.filter(segment="social_map_edit", event=Event.CHANGE).count()


def changes(trajectory) -> list[tuple]:
    return [(change.what, change.person.name, change.ring, change.stance) for change in trajectory.map_changes.all()]


def test_who_is_near_and_supports_stands_first(add, trajectory):
    for name, stance, ring in (
        ("Remco", "risky", 1),
        ("Anna", "neutral", 1),
        ("Zeynep", "supportive", 1),
        ("Bo", "supportive", 3),
    ):
        add(name, stance=stance, ring=ring)
    assert [person.name for person in trajectory.known_people.current()] == ["Zeynep", "Anna", "Remco", "Bo"]
    assert [person.name for person in trajectory.known_people.supportive()] == ["Zeynep", "Bo"]


def test_coming_moving_and_going_are_kept(add, trajectory, client_user):
    person = add("Remco", stance="neutral", ring=2)
    socialmap.change(person=person, by=client_user, revision=1, ring=3, stance="risky", at=NOW + DAY)
    socialmap.change(person=person, by=client_user, revision=2, words="Hij belt op vrijdag.", at=NOW + DAY)
    for _ in range(2):
        socialmap.remove(person=KnownPerson.objects.get(), by=client_user, at=NOW + 2 * DAY)
    assert changes(trajectory) == [
        ("removed", "Remco", 3, "risky"),
        ("moved", "Remco", 3, "risky"),
        ("added", "Remco", 2, "neutral"),
    ]
    assert not trajectory.known_people.current().exists()
    assert lines() == 4


def test_a_stale_change_is_refused_also_of_who_is_gone(add, counsellor, client_user, trajectory):
    person = add()
    socialmap.change(person=person, by=counsellor, revision=1, words="Van Ilse.")
    with pytest.raises(Stale):
        socialmap.change(person=person, by=client_user, revision=1, words="Van mij.")
    socialmap.remove(person=person, by=counsellor)
    with pytest.raises(Stale):
        socialmap.change(person=person, by=client_user, revision=3, words="Van mij.")
    assert trajectory.known_people.get().words == "Van Ilse."


@pytest.mark.parametrize(("aim", "kind"), [("make", "community"), ("repair", "community")])
def test_a_contact_becomes_a_running_part_of_the_plan_once(add, client_user, trajectory, aim, kind):
    person = add("Remco", stance="neutral", ring=3, aim=aim, words="Wij visten samen.")
    item = socialmap.put_in_plan(person=person, by=client_user)
    assert (item.kind, item.state, item.goal) == (kind, "active", "Wij visten samen.")
    assert "Remco" in item.title
    with pytest.raises(Refused):
        socialmap.put_in_plan(person=person, by=client_user)
    plans.set_state(item=item, by=client_user, revision=1, state="done")
    assert socialmap.put_in_plan(person=person, by=client_user) != item
    assert trajectory.plan_items.count() == 2


def test_without_a_wish_there_is_nothing_to_plan(add, client_user, trajectory):
    with pytest.raises(Refused):
        socialmap.put_in_plan(person=add(), by=client_user)
    assert not trajectory.plan_items.exists()


@pytest.mark.parametrize("wrong", [{"ring": 4}, {"at_help": True}, {"at_help": True, "phone": "06", "stance": "risky"}])
def test_the_database_refuses_what_cannot_be(add, wrong):
    add()
    with pytest.raises(IntegrityError), transaction.atomic():
        KnownPerson.objects.update(**wrong)


@pytest.mark.parametrize(
    ("persona", "seen"), [("client_user", 1), ("counsellor", 1), ("other_client", 0), ("outsider", 0), ("partner", 0)]
)
def test_the_database_shows_people_to_the_organisation_and_the_person_only(request, add, persona, seen):
    user = request.getfixturevalue(persona)
    add()
    scope.enter(user=user.pk)
    assert [KnownPerson.objects.count(), MapChange.objects.count()] == [seen, seen]


def people(*names: str, ring: int = 1) -> list[KnownPerson]:
    return [KnownPerson(name=name, stance="supportive", ring=ring) for name in names]


def test_everybody_stands_on_their_own_ring():
    for ring in Ring:
        (place,) = draw(people("Lot", ring=ring)).places
        distance = ((float(place.x) - CENTRE) ** 2 + (float(place.y) - CENTRE) ** 2) ** 0.5
        assert distance == pytest.approx(RADII[ring], abs=0.2)


def test_names_that_do_not_fit_are_shortened_and_many_become_the_numbers_of_the_list():
    drawn = draw(people("Lot", "Bartholomeus"))
    assert [place.label for place in drawn.places] == ["Lot", "Bartholo…"]
    crowd = draw([*people("Lot"), *people(*"ABCDEFGHIJKLM", ring=3)])
    assert crowd.numbered
    assert [place.label for place in crowd.places] == [str(number) for number in range(1, 15)]


def test_names_do_not_cover_each_other():
    drawn = draw([*people("Lot", "Hanneke", "Daan"), *people("Remco", "Mam", "Yusuf", ring=2), *people("Bas", ring=3)])
    points = [(float(place.x), float(place.y)) for place in drawn.places]
    near = [
        (one, other)
        for number, one in enumerate(points)
        for other in points[:number]
        if abs(one[0] - other[0]) < 40 and abs(one[1] - other[1]) < 26
    ]
    assert near == []


def test_an_empty_map_is_three_rings():
    assert (draw([]).places, len(draw([]).rings)) == ([], 3)
