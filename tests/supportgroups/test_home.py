"""What a coordinator sees first: today and this week, who is missed and who could cover, full and empty groups."""

from datetime import date, timedelta

from django.db import connection
from django.test.utils import CaptureQueriesContext

from supportgroups import actions
from supportgroups.models import Facilitation, SupportGroup
from trajectories.absences import actions as absences


def test_today_and_what_is_to_arrange(plan, group, other_group, client_user, page_of, coordinator, clock):
    series = plan(count=2)
    first, second = series.sessions.all()
    actions.ask(group=group, participant=client_user, by=coordinator)
    Facilitation.objects.filter(session=second).delete()
    clock.move_to(first.period.lower)
    page = page_of(coordinator).get("/groups/").content.decode()
    for shown in ("To arrange", "Today", "19:30 to 21:00, De Werf, Ilse", "No facilitator", "1 person waits"):
        assert shown in page
    assert "No group in the coming week." in page
    assert page.count("Nobody has a place") == 2


def test_the_coming_week_without_drafts(plan, other_group, other_room, page_of, coordinator, colleague, clock):
    series = plan()
    plan(group=other_group, room=other_room, facilitators=[colleague], draft=True)
    clock.move_to(series.sessions.first().period.lower - timedelta(days=3))
    page = page_of(coordinator).get("/groups/").content.decode()
    assert "No group today." in page
    week = page.partition('id="this-week"')[2].partition("</section>")[0]
    assert "Tue 6 April 19:30 to 21:00" in week
    assert "Naastenavond" not in week


def test_a_full_group_is_named_once(plan, group, client_user, other_client, page_of, coordinator):
    SupportGroup.objects.filter(pk=group.pk).update(capacity=1)
    actions.enrol(group=group, participant=client_user, by=coordinator)
    page = page_of(coordinator).get("/groups/").content.decode()
    assert "1 of 1, full" in page.partition('id="to-arrange"')[2].partition("</section>")[0]
    actions.ask(group=group, participant=other_client, by=coordinator)
    arrange = page_of(coordinator).get("/groups/").content.decode().partition('id="to-arrange"')[2]
    assert "1 of 1, full" not in arrange.partition("</section>")[0]
    assert "1 person waits" in arrange


def test_whoever_is_away_is_named_with_who_could_cover(
    plan, other_group, other_room, organisation, page_of, coordinator, counsellor, colleague, peer_worker, clock
):
    session = plan(count=1).sessions.get()
    plan(group=other_group, room=other_room, facilitators=[colleague], count=1)
    absences.announce(organisation=organisation, by=counsellor, since=date(2027, 4, 5), back_on=date(2027, 4, 9))
    clock.move_to(session.period.lower - timedelta(days=3))
    browser = page_of(coordinator)
    page = browser.get("/groups/").content.decode()
    assert "Ilse Doornbosch is away" in page
    assert "Take Farah Noordhoek" not in page
    assert "Take Hanneke Broers" in page
    path = f"/groups/sessions/{session.pk}/move/?lead={peer_worker.pk}"
    assert path in page
    form = browser.get(path).context["form"]
    assert form["facilitators"].value() == [peer_worker.pk]


def test_a_take_over_leaves_those_who_are_there(plan, page_of, coordinator, counsellor, colleague, peer_worker):
    session = plan(count=1, facilitators=[counsellor, colleague]).sessions.get()
    path = f"/groups/sessions/{session.pk}/move/?lead="
    form = page_of(coordinator).get(f"{path}{peer_worker.pk}").context["form"]
    assert set(form["facilitators"].value()) == {peer_worker.pk, counsellor.pk, colleague.pk}
    form = page_of(coordinator).get(f"{path}{coordinator.pk}").context["form"]
    assert set(form["facilitators"].value()) == {counsellor.pk, colleague.pk}


def test_only_planners_see_what_is_to_arrange(plan, page_of, counsellor, coordinator):
    plan()
    assert "To arrange" not in page_of(counsellor).get("/groups/").content.decode()
    assert "To arrange" not in page_of(coordinator).get("/groups/?ended").content.decode()


def test_nothing_to_arrange_says_so(group, page_of, coordinator, client_user):
    actions.enrol(group=group, participant=client_user, by=coordinator)
    assert "Nothing is left to arrange." in page_of(coordinator).get("/groups/").content.decode()


def test_the_page_costs_the_same_for_one_group_and_three(
    plan, organisation, other_room, page_of, coordinator, colleague, counsellor, clock
):
    def queries() -> int:
        browser.get("/groups/")
        with CaptureQueriesContext(connection) as captured:
            browser.get("/groups/")
        return len(captured)

    browser = page_of(coordinator)
    absences.announce(organisation=organisation, by=counsellor, since=date(2027, 4, 5), back_on=date(2027, 5, 9))
    clock.move_to(plan(count=2).sessions.first().period.lower - timedelta(days=3))
    one = queries()
    for name in ("Wandelgroep", "Kookgroep"):
        actions.create_group(organisation=organisation, by=coordinator, name=name)
    plan(room=other_room, facilitators=[colleague])
    assert queries() == one
