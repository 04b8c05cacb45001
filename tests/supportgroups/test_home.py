"""What a coordinator sees first: today, what misses a facilitator, who waits longest, groups without people."""

from django.db import connection
from django.test.utils import CaptureQueriesContext

from supportgroups import actions
from supportgroups.models import Facilitation


def test_today_and_what_is_to_arrange(plan, group, other_group, client_user, page_of, coordinator, clock):
    series = plan(count=2)
    first, second = series.sessions.all()
    actions.ask(group=group, participant=client_user, by=coordinator)
    Facilitation.objects.filter(session=second).delete()
    clock.move_to(first.period.lower)
    page = page_of(coordinator).get("/groups/").content.decode()
    for shown in (
        "Today and to arrange",
        "19:30 to 21:00, De Werf, Ilse Doornbosch",
        "No facilitator",
        "1 person waits",
    ):
        assert shown in page
    assert page.count("Nobody has a place") == 2


def test_only_planners_see_what_is_to_arrange(plan, page_of, counsellor, coordinator):
    plan()
    assert "to arrange" not in page_of(counsellor).get("/groups/").content.decode()
    assert "to arrange" not in page_of(coordinator).get("/groups/?ended").content.decode()


def test_nothing_to_arrange_is_not_shown(group, page_of, coordinator, client_user):
    actions.enrol(group=group, participant=client_user, by=coordinator)
    assert "to arrange" not in page_of(coordinator).get("/groups/").content.decode()


def test_the_page_costs_the_same_for_one_group_and_three(
    plan, organisation, other_room, page_of, coordinator, colleague
):
    def queries() -> int:
        browser.get("/groups/")
        with CaptureQueriesContext(connection) as captured:
            browser.get("/groups/")
        return len(captured)

    browser = page_of(coordinator)
    plan()
    one = queries()
    for name in ("Wandelgroep", "Kookgroep"):
        actions.create_group(organisation=organisation, by=coordinator, name=name)
    plan(room=other_room, facilitators=[colleague])
    assert queries() == one
