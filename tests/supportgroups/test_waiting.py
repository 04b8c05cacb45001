"""The line for a place: first in line first, offers that pass, two who come together, and who may answer."""

from datetime import timedelta

import pytest
from django.db import IntegrityError
from django.utils import timezone

from aftercare.accounts.models import User
from aftercare.core import links
from aftercare.core.errors import Refused, TransitionRefused
from aftercare.notifications.models import Message, State
from supportgroups import actions, tasks
from supportgroups.actions.waiting import ANSWER_WITHIN, tend
from supportgroups.models import Enrolment, SupportGroup, Wait
from supportgroups.own import OFFER

HOUR = timedelta(hours=1)


@pytest.fixture
def full(group, plan, coordinator, peer_worker) -> SupportGroup:
    """One place, taken by somebody; three dates to come."""
    plan()
    actions.edit_group(group=group, by=coordinator, capacity=1)
    actions.enrol(group=group, participant=peer_worker, by=coordinator)
    group.refresh_from_db()
    return group


@pytest.fixture
def line(full, client_user, other_client, relative, coordinator, clock) -> list[Wait]:
    """Noor, then another client, then a relative."""
    waits = []
    for person in (client_user, other_client, relative):
        waits.append(actions.ask(group=full, participant=person, by=coordinator))
        clock.shift(HOUR)
    return waits


@pytest.fixture
def free(full, coordinator):
    """free(n) makes n places free beside the one that is taken."""
    return lambda places: actions.edit_group(group=full, by=coordinator, capacity=places + 1)


def look(group) -> None:
    tend(group=group, at=timezone.now())


def offered() -> list[str]:
    return list(Wait.objects.offered().order_by("asked_at").values_list("participant__name", flat=True))


def names(waits) -> list[str]:
    return [wait.participant.name for wait in waits]


def test_nothing_is_offered_while_the_group_is_full(line, full):
    look(full)
    assert offered() == []


def test_the_first_in_line_gets_the_offer_with_one_neutral_letter(line, full, free):
    free(1)
    look(full)
    look(full)
    assert offered() == names(line[:1])
    letter = Message.objects.get(state=State.DUE)
    assert (letter.recipient, letter.kind, letter.link_view) == (line[0].participant, OFFER, "supportgroups:offer")
    assert letter.expires_at == timezone.now() + ANSWER_WITHIN


def test_as_many_are_offered_as_places_are_free(line, full, free):
    free(2)
    look(full)
    assert offered() == names(line[:2])


def test_accepting_gives_the_place(line, full, free):
    free(1)
    look(full)
    actions.accept(wait=line[0], by=line[0].participant)
    assert Enrolment.objects.current().filter(participant=line[0].participant).exists()
    line[0].refresh_from_db()
    assert line[0].outcome == Wait.Outcome.PLACED
    with pytest.raises(TransitionRefused, match="answered already"):
        actions.accept(wait=line[0], by=line[0].participant)


def test_who_steps_back_makes_room_for_the_next(line, full, free):
    free(1)
    look(full)
    actions.step_back(wait=line[0], by=line[0].participant)
    assert Message.objects.get(recipient=line[0].participant).state == State.WITHDRAWN
    look(full)
    assert offered() == names(line[1:2])


def test_an_offer_that_passes_goes_to_the_next_and_its_owner_to_the_end(line, full, free, clock):
    free(1)
    look(full)
    clock.shift(ANSWER_WITHIN)
    with pytest.raises(TransitionRefused, match="not kept for you any more"):
        actions.accept(wait=line[0], by=line[0].participant)
    look(full)
    assert offered() == names(line[1:2])
    assert names(Wait.objects.in_line()) == names([line[2], line[0]])


def test_who_misses_two_offers_leaves_the_line(line, full, free, clock):
    for wait in line[1:]:
        actions.step_back(wait=wait, by=wait.participant)
    free(1)
    for _ in range(3):
        look(full)
        clock.shift(ANSWER_WITHIN)
    line[0].refresh_from_db()
    assert (line[0].outcome, line[0].missed) == (Wait.Outcome.MISSED, 2)


def test_two_who_come_together_wait_for_two_places_and_nobody_passes_them(line, full, free, coordinator):
    actions.go_together(wait=line[0], other=line[1], by=coordinator)
    free(1)
    look(full)
    assert offered() == []
    free(2)
    look(full)
    assert set(offered()) == set(names(line[:2]))


def test_a_pair_stands_where_the_last_of_them_stood(line, full, free, coordinator):
    actions.go_together(wait=line[0], other=line[2], by=coordinator)
    free(1)
    look(full)
    assert offered() == names(line[1:2])


def test_only_two_who_wait_alone_become_a_pair(line, full, coordinator):
    actions.go_together(wait=line[0], other=line[1], by=coordinator)
    with pytest.raises(TransitionRefused, match="Both must still be waiting"):
        actions.go_together(wait=line[1], other=line[2], by=coordinator)


def test_no_offer_comes_too_late_for_the_next_session(line, full, free, clock):
    free(1)
    first = full.sessions.first()
    clock.move_to(first.period.lower - HOUR)
    look(full)
    assert offered() == []
    clock.move_to(first.period.upper)
    look(full)
    assert len(offered()) == 1


def test_an_offer_never_holds_beyond_the_start(line, full, free, clock):
    free(1)
    first = full.sessions.first()
    clock.move_to(first.period.lower - 5 * HOUR)
    look(full)
    assert Wait.objects.offered().get().offered_until == first.period.lower


def test_a_closed_group_that_has_begun_offers_nothing(line, full, free, clock):
    SupportGroup.objects.filter(pk=full.pk).update(open=False)
    free(1)
    clock.move_to(full.sessions.first().period.upper)
    look(full)
    assert offered() == []


def test_a_group_without_dates_offers_nothing(line, full, free, coordinator):
    free(1)
    actions.cancel_session(session=full.sessions.first(), by=coordinator, scope="all")
    look(full)
    assert offered() == []


def test_who_had_a_place_and_comes_back_is_last(line, full, peer_worker, coordinator):
    actions.leave(enrolment=Enrolment.objects.current().get(participant=peer_worker), by=peer_worker)
    actions.ask(group=full, participant=peer_worker, by=peer_worker)
    assert names(Wait.objects.in_line())[-1] == peer_worker.name


def test_nobody_waits_twice_or_with_a_place(line, full, peer_worker, coordinator):
    with pytest.raises(Refused, match="is waiting for a place already"):
        actions.ask(group=full, participant=line[0].participant, by=coordinator)
    with pytest.raises(Refused, match="already has a place"):
        actions.ask(group=full, participant=peer_worker, by=coordinator)


def test_staff_cannot_give_a_place_past_the_line(line, full, free, coordinator):
    free(1)
    with pytest.raises(Refused, match="Others wait for this place"):
        actions.enrol(group=full, participant=line[1].participant, by=coordinator)
    actions.enrol(group=full, participant=line[0].participant, by=coordinator)
    line[0].refresh_from_db()
    assert line[0].outcome == Wait.Outcome.PLACED


def test_a_place_that_is_offered_is_taken_for_everybody_else(line, full, free, coordinator, colleague):
    free(1)
    look(full)
    with pytest.raises(Refused, match="full"):
        actions.enrol(group=full, participant=colleague, by=coordinator)
    actions.enrol(group=full, participant=line[0].participant, by=coordinator)


def test_a_group_that_ends_ends_the_line(line, full, coordinator):
    actions.end_group(group=full, by=coordinator)
    assert set(Wait.objects.values_list("outcome", flat=True)) == {Wait.Outcome.GROUP_ENDED}
    with pytest.raises(TransitionRefused, match="ended"):
        actions.ask(group=full, participant=line[0].participant, by=coordinator)
    look(full)


def test_the_clock_looks_at_every_group_where_somebody_waits(line, full, free):
    free(1)
    tasks.sweep()
    assert offered() == names(line[:1])


def test_an_outcome_and_its_moment_come_together(line):
    with pytest.raises(IntegrityError, match="wait_ended_with_an_outcome"):
        Wait.objects.filter(pk=line[0].pk).update(ended_at=timezone.now())


def test_a_client_asks_and_accepts_on_the_own_page(full, free, page_of, client_user):
    browser = page_of(client_user)
    assert "Groups that you can ask for" in browser.get("/me/groups/").content.decode()
    assert "You are in line" in browser.post(f"/me/groups/{full.pk}/ask/", follow=True).content.decode()
    free(1)
    look(full)
    page = browser.get("/me/groups/").content.decode()
    assert "There is a place for you." in page
    wait = Wait.objects.get()
    page = browser.post(f"/me/groups/waiting/{wait.pk}/", {"answer": "accept"}, follow=True).content.decode()
    assert "You have a place in the group." in page
    place = Enrolment.objects.current().get(participant=client_user)
    path = f"/me/groups/places/{place.pk}/leave/"
    assert "last in line" in browser.get(path).content.decode()
    assert "You have left the group." in browser.post(path, follow=True).content.decode()


def test_the_link_of_the_letter_answers_without_signing_in_and_looking_changes_nothing(line, full, free, client):
    free(1)
    look(full)
    ids = {"wait": str(line[0].pk), "person": str(line[0].participant_id)}
    path = f"/groups/offer/{links.sign(purpose=OFFER, ids=ids)}/"
    page = client.get(path).content.decode()
    for name in ("Noor", "Stevig"):
        assert name not in page
    assert Wait.objects.offered().count() == 1
    assert client.post(path, {"answer": "back"}).status_code == 200
    assert not Wait.objects.offered().exists()
    assert client.get(path).status_code == 410
    assert client.get("/groups/offer/unknown/").status_code == 410


def test_staff_see_the_line_and_pair_and_take_out(line, full, page_of, coordinator):
    browser = page_of(coordinator)
    assert "Waiting for a place" in browser.get(f"/groups/{full.pk}/").content.decode()
    path = f"/groups/waiting/{line[0].pk}"
    page = browser.post(f"{path}/together/", {"other": line[1].pk}, follow=True).content.decode()
    assert "They get their offers together." in page
    assert "Both must still be waiting" in browser.post(f"{path}/together/", {}, follow=True).content.decode()
    assert "does not wait any more" in browser.post(f"{path}/end/", follow=True).content.decode()


def test_a_counsellor_sees_and_changes_only_own_clients_in_line(line, full, page_of, colleague, outsider):
    browser = page_of(colleague)
    page = browser.get(f"/groups/{full.pk}/").content.decode()
    assert "2. Mats Wielinga" in page
    assert "Noor Velthuizen" not in page
    assert browser.post(f"/groups/waiting/{line[0].pk}/end/").status_code == 404
    assert browser.post(f"/groups/waiting/{line[1].pk}/end/").status_code == 302
    assert page_of(outsider).post(f"/groups/waiting/{line[2].pk}/end/").status_code == 404


def test_an_answer_that_comes_too_late_is_explained(line, full, page_of, client_user):
    path = f"/me/groups/waiting/{line[0].pk}/"
    page = page_of(client_user).post(path, {"answer": "accept"}, follow=True).content.decode()
    assert "This place is not kept for you any more." in page


def test_the_link_of_somebody_who_is_gone_answers_nothing(line, full, free, client, client_user):
    free(1)
    look(full)
    ids = {"wait": str(line[0].pk), "person": str(client_user.pk)}
    User.objects.filter(pk=client_user.pk).update(is_active=False)
    assert client.get(f"/groups/offer/{links.sign(purpose=OFFER, ids=ids)}/").status_code == 410


def test_staff_put_somebody_in_line(full, page_of, coordinator, client_user, outsider):
    path = f"/groups/{full.pk}/waiting/add/"
    page = page_of(coordinator).post(path, {"participant": client_user.pk}, follow=True).content.decode()
    assert "Noor Velthuizen is in line." in page
    page = page_of(coordinator).post(path, {"participant": outsider.pk}, follow=True).content.decode()
    assert "This person cannot be given a place here." in page


def test_somebody_else_cannot_answer_leave_or_ask(line, full, page_of, other_client, outsider, counsellor):
    assert page_of(other_client).post(f"/me/groups/waiting/{line[0].pk}/", {"answer": "accept"}).status_code == 404
    place = Enrolment.objects.current().get()
    assert page_of(other_client).post(f"/me/groups/places/{place.pk}/leave/").status_code == 404
    assert page_of(outsider).post(f"/me/groups/{full.pk}/ask/").status_code == 404
    assert page_of(counsellor).post(f"/me/groups/{full.pk}/ask/").status_code == 404
