"""Who looked in my dossier: who, what, when and why, in plain words, without anybody else's lines."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from aftercare.accounts.roles import Role
from aftercare.audit import actions as audit
from aftercare.audit.models import AccessEntry, Event, Outcome
from trajectories.dossier import actions as dossier
from trajectories.dossier.access_log import REASONS
from trajectories.dossier.models import TeamRole

NOW = datetime(2026, 3, 15, 14, 2, tzinfo=ZoneInfo("Europe/Amsterdam"))


@pytest.fixture(autouse=True)
def clock(request):
    """The care team has been there for two months; nothing else was written since."""
    with time_machine.travel(NOW - timedelta(days=60), tick=False) as traveller:
        request.getfixturevalue("trajectory")
        request.getfixturevalue("relative_trajectory")
        traveller.move_to(NOW)
        yield traveller


@pytest.fixture
def look(trajectory, clock):
    def looked(user, *, ago: timedelta = timedelta(), role=Role.COUNSELLOR, segment="plan", **details) -> AccessEntry:
        about = details.pop("about", trajectory.client.user_id)
        with time_machine.travel(NOW - ago, tick=False):
            return audit.record(
                by=user,
                event=details.pop("event", Event.READ),
                role=role,
                about=about,
                segment=segment,
                purpose=details.pop("purpose", "care"),
                **details,
            )

    return looked


@pytest.fixture
def page(browser_of, client_user):
    browser = browser_of(client_user)
    return lambda query="": browser.get(reverse("dossier:access_log") + query)


def visits(page):
    return [visit for _day, found in page.context["days"] for visit in found]


def test_a_look_says_who_what_when_and_why(page, look, counsellor):
    look(counsellor)
    html = page().content.decode()
    for words in ("14:02", "Ilse Doornbosch", str(Role.COUNSELLOR.label), "Plan", str(REASONS["care"])):
        assert words in html


def test_lines_close_together_are_told_as_one(page, look, counsellor):
    for minutes, segment in ((50, "dossier"), (20, "plan"), (10, "triggers"), (0, "plan")):
        look(counsellor, ago=timedelta(minutes=minutes), segment=segment)
    look(counsellor, event=Event.CHANGE, segment="plan_edit")
    newest, older = visits(page())[:2]
    assert [sorted(map(str, segments)) for segments in newest.deeds.values()] == [["Plan"], ["Plan", "Triggers"]]
    assert newest.at - older.at == timedelta(minutes=50)


def test_looks_are_grouped_by_the_day_of_the_reader(page, look, counsellor):
    look(counsellor, ago=timedelta(hours=1))
    look(counsellor, ago=timedelta(hours=15))
    assert [str(day) for day, _found in page().context["days"]][:2] == ["2026-03-15", "2026-03-14"]


def test_own_looks_are_left_out_until_asked_for(page, look, client_user, counsellor):
    look(counsellor)
    look(client_user, role=Role.CLIENT, purpose="self")
    assert {visit.who for visit in visits(page())} == {"Ilse Doornbosch"}
    mine = visits(page("?who=me"))
    assert {visit.who for visit in mine} == {"Noor Velthuizen"}
    assert all(visit.own for visit in mine)


def test_the_team_and_the_others_can_be_told_apart(page, look, counsellor, outsider):
    look(counsellor)
    look(outsider, role=Role.COUNSELLOR)
    assert {visit.who for visit in visits(page("?who=team"))} == {"Ilse Doornbosch"}
    others = page("?who=others")
    assert {visit.who for visit in visits(others)} == {"Bram Hollander"}
    assert "nz-status-warn" in others.content.decode()
    assert {visit.who for visit in visits(page("?who=nonsense"))} == {"Ilse Doornbosch", "Bram Hollander"}


def test_a_stand_in_was_of_the_team_on_the_days_of_standing_in(page, look, trajectory, counsellor, colleague):
    today = timezone.localdate()
    dossier.seat(
        trajectory=trajectory,
        user=colleague,
        role=TeamRole.STAND_IN,
        since=today - timedelta(days=9),
        until=today - timedelta(days=5),
        by=counsellor,
    )
    look(colleague, ago=timedelta(days=5), role=TeamRole.STAND_IN)
    look(colleague, ago=timedelta(days=1), role=TeamRole.STAND_IN)
    found = {visit.at.date(): visit.in_team for visit in visits(page()) if visit.who == "Farah Noordhoek"}
    assert sorted(found.values()) == [False, True]
    assert found[max(found)] is False


def test_a_refused_look_is_told_too(page, look, outsider):
    look(outsider, outcome=Outcome.DENIED)
    [visit] = visits(page("?who=others"))
    assert visit.denied


def test_the_sentence_counts_people_of_thirty_days(page, look, counsellor, colleague, outsider):
    look(counsellor)
    look(counsellor, ago=timedelta(days=2))
    look(outsider)
    look(colleague, ago=timedelta(days=31))
    look(colleague, event=Event.CHANGE)
    context = page().context
    assert (context["people"], context["outside"]) == (2, 1)


def test_nobody_looked_yet(page):
    html = page("?who=others").content.decode()
    assert "nz-empty" in html


def test_what_is_unknown_is_left_out_and_not_shown_raw(page, look, outsider):
    look(outsider, segment="zzz_internal", purpose="zzz_other", role="zzz_role")
    assert "zzz_" not in page().content.decode()


def test_the_portals_own_work_and_other_peoples_lines_are_not_here(page, look, other_client, counsellor):
    look(None, role=Role.SYSTEM, event=Event.CHANGE)
    look(counsellor, about=other_client.pk, segment="triggers")
    shown = {str(segment) for visit in visits(page()) for segments in visit.deeds.values() for segment in segments}
    assert "Triggers" not in shown
    assert None not in {visit.who for visit in visits(page())}


def test_there_are_fifty_lines_on_a_page(page, look, counsellor):
    for minutes in range(60):
        look(counsellor, ago=timedelta(minutes=minutes))
    assert len(page().context["page"].object_list) == 50
    assert 'rel="next"' in page().content.decode()
    assert page("?page=2&who=team").context["page"].number == 2


def test_a_relative_reads_the_own_log(browser_of, relative):
    assert browser_of(relative).get(reverse("dossier:access_log")).status_code == 200


@pytest.mark.parametrize("persona", ["counsellor", "colleague", "coordinator", "administrator", "outsider"])
def test_whoever_has_no_dossier_has_no_log(request, browser_of, persona):
    assert browser_of(request.getfixturevalue(persona)).get(reverse("dossier:access_log")).status_code == 404


def test_the_log_costs_the_same_for_one_and_three(
    page, look, counsellor, colleague, outsider, django_assert_num_queries
):
    look(counsellor)
    page()
    with django_assert_num_queries(13):
        page()
    look(colleague)
    look(outsider)
    with django_assert_num_queries(13):
        page()
