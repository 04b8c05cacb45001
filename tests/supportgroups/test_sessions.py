"""Cancelling and moving one session, and who hears of it."""

from datetime import date, time

import pytest
from django.utils import timezone

from aftercare.core.errors import TransitionRefused
from aftercare.notifications.models import Message, State
from supportgroups import actions, clashes
from supportgroups.models import Session

MOVED = {"on": date(2027, 4, 7), "starts": time(18, 0), "ends": time(19, 30)}


@pytest.fixture
def enrolled(group, client_user, coordinator):
    return actions.enrol(group=group, participant=client_user, by=coordinator)


def lead(session):
    return session.facilitations.get().user_id


def waiting() -> dict:
    return {message.recipient.name: message for message in Message.objects.filter(state=State.DUE)}


def test_cancelling_frees_room_and_facilitator_and_leaves_the_other_dates(plan, session, coordinator, other_group):
    actions.cancel_session(session=session, by=coordinator)
    states = list(session.series.sessions.values_list("state", flat=True))
    assert states == [Session.State.CANCELLED, Session.State.PLANNED, Session.State.PLANNED]
    plan(group=other_group, count=1)
    session.refresh_from_db()
    assert (session.cancelled_by, session.cancelled_at) == (coordinator, timezone.now())


def test_whoever_is_concerned_gets_one_neutral_message(session, enrolled, coordinator, client_user, counsellor):
    actions.cancel_session(session=session, by=coordinator)
    found = waiting()
    assert set(found) == {"Noor Velthuizen", "Ilse Doornbosch"}
    assert {message.kind for message in found.values()} == {"group_changed"}
    assert found["Noor Velthuizen"].link_view == "supportgroups:mine"
    assert found["Ilse Doornbosch"].link_view == "supportgroups:list"
    assert found["Noor Velthuizen"].link_ids == {}
    assert found["Noor Velthuizen"].expires_at == session.period.upper


def test_whoever_changes_it_gets_no_message(session, enrolled, counsellor):
    actions.cancel_session(session=session, by=counsellor)
    assert set(waiting()) == {"Noor Velthuizen"}


def test_a_later_change_replaces_what_was_not_sent_yet(session, enrolled, room, coordinator, clock):
    actions.move_session(session=session, by=coordinator, room=room, **MOVED)
    clock.shift(60)
    actions.cancel_session(session=session, by=coordinator)
    assert Message.objects.filter(recipient__name="Noor Velthuizen").count() == 2
    assert Message.objects.get(recipient__name="Noor Velthuizen", state=State.WITHDRAWN)
    assert waiting()["Noor Velthuizen"].expires_at == Session.objects.get(pk=session.pk).period.upper


def test_ending_a_group_replaces_messages_about_its_sessions(session, enrolled, group, coordinator, clock):
    actions.cancel_session(session=session, by=coordinator)
    clock.shift(60)
    actions.end_group(group=group, by=coordinator)
    assert Message.objects.filter(state=State.DUE, recipient__name="Noor Velthuizen").count() == 1
    assert Message.objects.filter(state=State.WITHDRAWN, recipient__name="Noor Velthuizen").count() == 1


def test_a_message_about_another_group_stays(session, enrolled, plan, other_group, other_room, coordinator, colleague):
    other = plan(group=other_group, room=other_room, facilitators=[colleague]).sessions.first()
    actions.cancel_session(session=other, by=coordinator)
    actions.end_group(group=session.group, by=coordinator)
    assert "Farah Noordhoek" in waiting()


def test_moving_changes_moment_and_room_and_takes_the_facilitator_along(session, other_room, coordinator):
    actions.move_session(session=session, by=coordinator, room=other_room, **MOVED)
    session.refresh_from_db()
    assert f"{timezone.localtime(session.period.lower):%d-%m %H:%M}" == "07-04 18:00"
    assert session.room == other_room
    assert session.facilitations.get().period == session.period


def test_a_session_can_move_within_its_own_time(session, room, coordinator):
    actions.move_session(
        session=session, by=coordinator, room=room, on=date(2027, 4, 6), starts=time(20, 0), ends=time(21, 30)
    )
    session.refresh_from_db()
    assert f"{timezone.localtime(session.period.upper):%H:%M}" == "21:30"


def test_moving_onto_another_session_is_refused_and_nothing_changes(
    session, room, plan, other_group, coordinator, colleague
):
    plan(group=other_group, first_on=MOVED["on"], starts=time(17, 0), ends=time(18, 30), facilitators=[colleague])
    with pytest.raises(clashes.Clashing, match="De Werf is taken by Naastenavond"):
        actions.move_session(session=session, by=coordinator, room=room, **MOVED)
    before = session.period
    session.refresh_from_db()
    assert session.period == before
    assert not Message.objects.exists()


def test_moving_onto_the_facilitator_s_other_session_is_refused(
    session, plan, other_group, other_room, room, coordinator
):
    plan(group=other_group, first_on=MOVED["on"], starts=time(17, 0), ends=time(18, 30), room=other_room)
    with pytest.raises(clashes.Clashing, match="Ilse Doornbosch facilitates Naastenavond then"):
        actions.move_session(session=session, by=coordinator, room=room, **MOVED)


def test_what_is_cancelled_cannot_be_cancelled_or_moved(session, room, coordinator):
    actions.cancel_session(session=session, by=coordinator)
    with pytest.raises(TransitionRefused, match="already cancelled"):
        actions.cancel_session(session=session, by=coordinator)
    with pytest.raises(TransitionRefused, match="already cancelled"):
        actions.move_session(session=session, by=coordinator, room=room, **MOVED)


def test_what_has_begun_cannot_be_cancelled(session, coordinator, clock):
    clock.move_to(session.period.lower)
    with pytest.raises(TransitionRefused, match="already begun"):
        actions.cancel_session(session=session, by=coordinator)


def test_moving_page_explains_a_clash_and_names_free_rooms(
    session, plan, other_group, other_room, page_of, coordinator, colleague
):
    plan(group=other_group, first_on=date(2027, 4, 7), count=1, facilitators=[colleague])
    browser = page_of(coordinator)
    path = f"/groups/sessions/{session.pk}/move/"
    page = browser.get(path).content.decode()
    for shown in ('value="2027-04-06"', 'value="19:30"', 'value="21:00"', "1 person gets a message"):
        assert shown in page
    typed = {
        "on": "2027-04-07",
        "starts": "19:30",
        "ends": "21:00",
        "room": session.room.pk,
        "facilitators": [lead(session)],
        "scope": "one",
    }
    page = browser.post(path, typed).content.decode()
    assert "Wed 7 April 19:30: De Werf is taken by Naastenavond." in page
    assert "Free then: Kadezaal." in page
    assert 'value="2027-04-07"' in page
    plan(group=other_group, first_on=date(2027, 4, 7), count=1, room=other_room, facilitators=[coordinator])
    assert "No room is free then." in browser.post(path, typed).content.decode()
    page = browser.post(path, typed | {"on": "2027-04-08"}, follow=True).content.decode()
    assert "The change is saved." in page


def test_moving_page_refuses_what_cannot_be(session, plan, other_group, other_room, page_of, coordinator):
    browser = page_of(coordinator)
    path = f"/groups/sessions/{session.pk}/move/"
    typed = {"on": "2027-03-17", "starts": "21:00", "ends": "19:30", "room": session.room.pk, "scope": "one"}
    page = browser.post(path, typed).content.decode()
    assert "Choose a date from today on" in page
    assert "A session ends later than it starts" in page
    plan(group=other_group, first_on=date(2027, 4, 8), count=1, room=other_room)
    typed |= {"on": "2027-04-08", "starts": "19:30", "ends": "21:00", "facilitators": [lead(session)]}
    page = browser.post(path, typed).content.decode()
    assert "Ilse Doornbosch facilitates Naastenavond then." in page
    assert "Free then" not in page


def test_two_who_change_one_session_see_each_other_s_words(session, page_of, coordinator, counsellor, other_room):
    path = f"/groups/sessions/{session.pk}/move/"
    first, second = page_of(coordinator), page_of(coordinator)
    typed = {"on": "2027-04-07", "starts": "18:00", "ends": "19:30", "scope": "one", "facilitators": [counsellor.pk]}
    typed |= {"room": session.room_id, "revision": first.get(path).context["form"]["revision"].value()}
    assert first.post(path, typed).status_code == 302
    page = second.post(path, typed | {"on": "2027-04-09", "room": other_room.pk})
    shown = page.content.decode()
    assert "Somebody changed this session meanwhile." in shown
    assert "Wed 7 April</b> 18:00 to 19:30, De Werf, Ilse Doornbosch." in shown
    assert 'value="2027-04-09"' in shown
    again = typed | {"on": "2027-04-09", "room": other_room.pk, "revision": page.context["form"]["revision"].value()}
    assert second.post(path, again).status_code == 302
    session.refresh_from_db()
    assert (session.room, f"{session.period.lower:%d-%m}") == (other_room, "09-04")


def test_cancelling_page_shows_first_who_hears_it(session, enrolled, page_of, coordinator):
    browser = page_of(coordinator)
    path = f"/groups/sessions/{session.pk}/cancel/"
    page = browser.get(path).content.decode()
    for shown in ("2 people get a message", "Noor Velthuizen", "Ilse Doornbosch", "Only this date (1 date"):
        assert shown in page
    assert "The session is cancelled." in browser.post(path, {"scope": "one"}, follow=True).content.decode()
    assert "already cancelled" in browser.post(path, {"scope": "one"}, follow=True).content.decode()
