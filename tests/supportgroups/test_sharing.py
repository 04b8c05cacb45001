"""A group's page for its members: tips that a facilitator read first, thanks that nobody counts, materials."""

import pytest
from django.db import IntegrityError

from aftercare.accounts.models import User
from aftercare.audit.models import AccessEntry, Event
from aftercare.core import scope
from aftercare.core.errors import TransitionRefused
from supportgroups import actions
from supportgroups.models import Enrolment, Thanks, Tip

WORDS = "Ga samen op de fiets, dan komt niemand te laat."


@pytest.fixture
def places(plan, group, coordinator, client_user, other_client) -> list[Enrolment]:
    """Noor and another client are members of a group with three dates."""
    plan(online_link="https://meet.example/stevig")
    User.objects.filter(pk=client_user.pk).update(called="Noortje")
    return [actions.enrol(group=group, participant=person, by=coordinator) for person in (client_user, other_client)]


@pytest.fixture
def tip(places, client_user) -> Tip:
    return actions.write_tip(group=places[0].group, by=client_user, text=WORDS)


def page_for(page_of, place) -> str:
    return page_of(place.participant).get(f"/me/groups/places/{place.pk}/").content.decode()


def test_the_page_shows_dates_materials_and_the_name_one_chose(places, group, coordinator, page_of):
    actions.add_material(group=group, by=coordinator, title="Nee zeggen", link="https://example.org/nee")
    page = page_for(page_of, places[0])
    for shown in ("6 April", "De Werf", "https://meet.example/stevig", "Nee zeggen", "reads your name as Noortje"):
        assert shown in page
    assert f"/me/groups/places/{places[0].pk}/" in page_of(places[0].participant).get("/me/groups/").content.decode()


def test_a_tip_is_read_by_a_facilitator_before_the_group_reads_it(places, page_of, counsellor, group):
    browser = page_of(places[0].participant)
    page = browser.post(f"/me/groups/places/{places[0].pk}/", {"text": WORDS}, follow=True).content.decode()
    assert "Waits for a facilitator" in page
    assert WORDS not in page_for(page_of, places[1])
    tip = Tip.objects.get()
    moderator = page_of(counsellor)
    assert WORDS in moderator.get(f"/groups/{group.pk}/sharing/").content.decode()
    moderator.post(f"/groups/{group.pk}/tips/{tip.pk}/", {"show": "yes"})
    page = page_for(page_of, places[1])
    assert WORDS in page
    assert "Noortje" in page
    assert "Velthuizen" not in page
    moderator.post(f"/groups/{group.pk}/tips/{tip.pk}/", {"show": "no"})
    assert WORDS not in page_for(page_of, places[1])
    assert "Not shown" in page_for(page_of, places[0])


def test_reading_the_tips_is_logged_for_their_authors(tip, page_of, counsellor, client_user):
    page_of(counsellor).get(f"/groups/{tip.group_id}/sharing/")
    assert AccessEntry.objects.filter(event=Event.READ, user=counsellor, client=client_user).exists()


def test_thanks_are_said_once_and_never_counted(tip, places, page_of, counsellor):
    actions.decide(tip=tip, by=counsellor, show=True)
    path = f"/me/groups/places/{places[1].pk}/tips/{tip.pk}/thank/"
    browser = page_of(places[1].participant)
    for _ in range(2):
        page = browser.post(path, follow=True).content.decode()
    assert "You said thank you." in page
    assert Thanks.objects.count() == 1
    assert "thank you" not in page_for(page_of, places[0])


def test_what_is_taken_back_is_gone(tip, places, page_of, counsellor):
    actions.decide(tip=tip, by=counsellor, show=True)
    actions.thank(tip=tip, by=places[1].participant)
    path = f"/me/groups/places/{places[0].pk}/tips/{tip.pk}/take-back/"
    assert "Your tip is gone." in page_of(places[0].participant).post(path, follow=True).content.decode()
    tip.refresh_from_db()
    assert tip.text == ""
    with pytest.raises(TransitionRefused, match="taken back"):
        actions.decide(tip=tip, by=counsellor, show=True)
    refused = page_of(counsellor).post(f"/groups/{tip.group_id}/tips/{tip.pk}/", {"show": "yes"}, follow=True)
    assert "This tip was taken back." in refused.content.decode()


def test_materials_are_added_and_removed_by_who_facilitates(places, group, page_of, counsellor, colleague):
    path = f"/groups/{group.pk}/sharing/"
    page = page_of(counsellor).post(path, {"title": "Nee zeggen", "link": "https://example.org/nee"}, follow=True)
    assert "Nee zeggen" in page.content.decode()
    assert page_of(colleague).get(path).status_code == 403
    material = group.materials.get()
    page_of(counsellor).post(f"/groups/{group.pk}/materials/{material.pk}/remove/")
    assert not group.materials.exists()


def test_somebody_outside_the_group_reads_and_does_nothing(tip, places, page_of, outsider, relative, counsellor):
    actions.decide(tip=tip, by=counsellor, show=True)
    for person in (outsider, relative):
        browser = page_of(person)
        assert browser.get(f"/me/groups/places/{places[0].pk}/").status_code == 404
        assert browser.post(f"/me/groups/places/{places[0].pk}/tips/{tip.pk}/thank/").status_code == 404
        assert browser.get(f"/groups/{tip.group_id}/sharing/").status_code == 404


def test_the_database_itself_shows_a_tip_only_to_its_author_until_it_is_shown(tip, places, counsellor):
    def seen(place) -> int:
        scope.enter(user=place.participant_id)
        count = Tip.objects.count()
        scope.enter(system=True)
        return count

    assert [seen(place) for place in places] == [1, 0]
    actions.decide(tip=tip, by=counsellor, show=True)
    assert [seen(place) for place in places] == [1, 1]
    actions.leave(enrolment=places[1], by=counsellor)
    assert seen(places[1]) == 0


def test_a_decision_has_its_moment_and_its_person(tip):
    with pytest.raises(IntegrityError, match="tip_decided_by_and_at_together"):
        Tip.objects.filter(pk=tip.pk).update(state=Tip.State.SHOWN)
