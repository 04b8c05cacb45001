"""Drafts that only planners see, groups without a room, monthly series, and whom a group is for."""

from datetime import date

import pytest
from django.db import IntegrityError

from aftercare.core.errors import Refused, TransitionRefused
from aftercare.notifications.models import Message, State
from supportgroups import actions, candidates
from supportgroups.models import Series, Session, SupportGroup
from trajectories.overview.calendar import written
from trajectories.overview.home import next_session_of

LINK = "https://meet.example/stevig"


@pytest.fixture
def draft(plan, group, client_user, coordinator) -> Series:
    actions.enrol(group=group, participant=client_user, by=coordinator)
    return plan(draft=True)


def test_a_draft_keeps_room_and_facilitators(draft, plan, other_group):
    with pytest.raises(Refused, match="De Werf is taken"):
        plan(group=other_group)


def test_participants_and_counsellors_do_not_see_a_draft(draft, group, page_of, client_user, counsellor, coordinator):
    at = draft.planned_at
    assert next_session_of(client_user, at=at) is None
    assert b"BEGIN:VEVENT" not in written(client_user, at=at)
    assert "No new date yet" in page_of(client_user).get("/me/groups/").content.decode()
    assert "6 April" not in page_of(counsellor).get(f"/groups/{group.pk}/").content.decode()
    assert "Stevig Staan" not in page_of(counsellor).get("/groups/week/?on=2027-04-06").content.decode()
    page = page_of(coordinator).get(f"/groups/{group.pk}/").content.decode()
    assert "Draft: a series from Tue 6 April." in page
    assert "Draft" in page_of(coordinator).get("/groups/week/?on=2027-04-06").content.decode()


def test_publishing_shows_who_hears_it_and_tells_them_once(draft, group, page_of, coordinator, client_user):
    browser = page_of(coordinator)
    path = f"/groups/series/{draft.pk}/publish/"
    page = browser.get(path).content.decode()
    assert "2 people get a message" in page
    assert "Noor Velthuizen" in page
    assert not Message.objects.exists()
    assert "The series is published." in browser.post(path, follow=True).content.decode()
    assert Message.objects.filter(state=State.DUE, recipient=client_user).count() == 1
    assert next_session_of(client_user, at=draft.planned_at).series == draft
    assert "not a draft any more" in browser.post(path, follow=True).content.decode()


def test_a_draft_that_is_thrown_away_leaves_nothing(draft, page_of, coordinator, plan, other_group):
    page = page_of(coordinator).post(f"/groups/series/{draft.pk}/put-away/", follow=True).content.decode()
    assert "The draft is gone." in page
    assert not Series.objects.exists()
    plan(group=other_group)


def test_what_is_published_cannot_be_thrown_away(plan, coordinator):
    with pytest.raises(TransitionRefused):
        actions.put_away(series=plan(), by=coordinator)


def test_nobody_hears_that_a_draft_changes(draft, coordinator, page_of):
    session = draft.sessions.first()
    page = page_of(coordinator).get(f"/groups/sessions/{session.pk}/cancel/").content.decode()
    assert "Nobody gets a message" in page
    actions.cancel_session(session=session, by=coordinator)
    assert not Message.objects.exists()


def test_others_cannot_publish(draft, page_of, counsellor, outsider):
    path = f"/groups/series/{draft.pk}/publish/"
    assert page_of(counsellor).post(path).status_code == 403
    assert page_of(outsider).post(path).status_code == 404


def test_a_group_can_meet_online_without_a_room(plan, other_group, group, page_of, client_user, coordinator):
    series = plan(room=None, online_link=LINK)
    plan(group=other_group, facilitators=[], room=None, online_link=LINK)
    assert {session.where for session in series.sessions.with_people()} == {"Online"}
    actions.enrol(group=group, participant=client_user, by=coordinator)
    assert LINK in page_of(client_user).get("/me/groups/").content.decode()


def test_a_series_meets_somewhere(plan, session):
    with pytest.raises(Refused, match="Choose a room, or fill in an online link"):
        plan(room=None)
    with pytest.raises(IntegrityError, match="session_meets_somewhere"):
        Session.objects.filter(pk=session.pk).update(room=None)


def test_a_series_can_be_monthly_until_a_day(plan):
    series = plan(count=None, until=date(2027, 9, 7), rhythm=Series.Rhythm.MONTH)
    days = [f"{session.period.lower:%d-%m}" for session in series.sessions.all()]
    assert days == ["06-04", "04-05", "01-06", "06-07", "03-08", "07-09"]


def test_a_day_that_does_not_fit_the_rhythm_is_refused(plan):
    with pytest.raises(Refused, match="not the last one"):
        plan(rhythm=Series.Rhythm.LAST_OF_MONTH)


def test_only_whom_the_group_is_for_can_be_given_a_place(group, coordinator, client_user, relative):
    SupportGroup.objects.filter(pk=group.pk).update(whom=SupportGroup.Whom.RELATIVES)
    group.refresh_from_db()
    assert list(candidates.search(by=coordinator, group=group, named="")) == [relative]
    SupportGroup.objects.filter(pk=group.pk).update(whom=SupportGroup.Whom.CLIENTS)
    group.refresh_from_db()
    found = set(candidates.search(by=coordinator, group=group, named=""))
    assert client_user in found
    assert relative not in found
