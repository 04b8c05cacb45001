"""A task on the caseload, on the dossier and on its own page, and who gets there."""

from datetime import UTC, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation

from tests.trajectories.teamtasks.conftest import DAY, HOUR
from trajectories.dossier import actions as dossier
from trajectories.teamtasks import actions as teamtasks


@pytest.fixture
def desk(browser_of, counsellor):
    return browser_of(counsellor)


@pytest.fixture
def url(trajectory):
    return lambda task: reverse("teamtasks:finish", args=[trajectory.pk, task.pk])


@pytest.fixture
def row(desk):
    """row() is Noor's row on Ilse's caseload, in English."""

    def found():
        (only,) = desk.get("/caseload/").context["queue"].listed
        return only

    with translation.override("en"):
        yield found


def test_the_caseload_says_what_to_do_before_when(ask, row):
    ask(due=26 * HOUR)
    assert row().stated[0].text == "Call, before tomorrow 14:00"
    assert "Asked today 12:00." in row().because


def test_what_is_late_comes_first_and_says_so(ask, row, clock):
    ask(due=26 * HOUR)
    clock.shift(2 * DAY)
    assert row().stated[0].text == "Call, late: was for yesterday 14:00"


def test_the_most_pressing_task_is_named_and_the_others_counted(ask, row):
    ask("review", key="review", due=5 * HOUR)
    ask(due=26 * HOUR)
    ask(key="third", due=40 * HOUR)
    assert row().stated[0].text == "Review, before today 17:00"
    assert "2 more tasks after this." in row().because


def test_own_words_are_shown_as_such(ask, desk, counsellor):
    ask(text="Bel me na het werk.")
    assert '<q class="nz-own nz-own-small">Bel me na het werk.</q>' in desk.get("/caseload/").content.decode()
    ask(key="team", due=HOUR, by=counsellor, text="Vraag naar de huur.")
    page = desk.get("/caseload/").content.decode()
    assert "Vraag naar de huur." in page
    assert "nz-own-small" not in page


@pytest.mark.parametrize(
    ("kind", "phone", "step"),
    [
        ("call", "06 0000 0001", 'href="tel:0600000001"'),
        ("call", "", "/tasks/"),
        ("review", "06 0000 0001", "/tasks/"),
    ],
)
def test_there_is_one_next_step(ask, desk, client_user, kind, phone, step):
    type(client_user).objects.filter(pk=client_user.pk).update(phone=phone)
    ask(kind)
    (row,) = desk.get("/caseload/").content.decode().split("data-key-row")[1:]
    row = row.partition("</ul>")[0]
    assert [step in row, row.count("btn btn-quiet btn-sm")] == [True, 1]


def test_a_closed_trajectory_stands_on_today_only_for_what_is_still_to_be_done(ask, desk, trajectory, counsellor):
    dossier.close(trajectory=trajectory, by=counsellor)
    trajectory.summary.check_ins_missed = 3
    trajectory.summary.save()
    assert desk.get("/caseload/").context["queue"].total == 0
    task = ask("return_request")
    (row,) = desk.get("/caseload/").context["queue"].listed
    assert [stated.text for stated in row.stated] == ["Wants to come back, before tomorrow 14:00"]
    teamtasks.finish(task=task, by=counsellor)
    assert desk.get("/caseload/").context["queue"].total == 0


def test_the_dossier_lists_what_is_to_be_done_and_one_tap_finishes_it(ask, desk, url, trajectory):
    task = ask(text="Bel me na het werk.")
    page = desk.get(trajectory.get_absolute_url())
    assert page.context["facts"].tasks == [task]
    assert f'action="{url(task)}"' in page.content.decode()
    assert desk.post(url(task))["Location"] == trajectory.get_absolute_url()
    page = desk.get(trajectory.get_absolute_url())
    assert page.context["facts"].tasks == []
    (entry,) = page.context["timeline"].entries
    assert (entry.words.title, entry.words.text, entry.words.own) == (
        "Call",
        "Ilse Doornbosch.",
        ["Bel me na het werk."],
    )


def test_a_note_goes_along_to_the_timeline(ask, desk, url, trajectory, counsellor):
    task = ask("other", by=counsellor, text="Vraag naar de huur")
    assert "Asked by Ilse Doornbosch, today 12:00." in desk.get(url(task)).content.decode()
    desk.post(url(task), {"outcome": "Is geregeld."})
    (entry,) = desk.get(trajectory.get_absolute_url()).context["timeline"].entries
    assert entry.words.text == "Vraag naar de huur. Ilse Doornbosch. Is geregeld."
    assert entry.words.own == []


def test_two_people_finishing_it_lose_nothing(ask, desk, url, colleague):
    task = ask()
    teamtasks.finish(task=task, by=colleague, outcome="Gesproken.")
    page = desk.post(url(task), {"outcome": "Ook gesproken."})
    html = page.content.decode()
    assert page.status_code == 200
    assert "Farah Noordhoek did this already, today 12:00." in html
    assert "Ook gesproken." in html
    assert "Gesproken." in html


def test_a_task_that_is_over_has_nothing_to_press(ask, desk, url, trajectory, client_user):
    task = ask(by=None)
    teamtasks.withdraw(trajectory=trajectory, key="use", by=client_user)
    html = desk.get(url(task)).content.decode()
    assert "Not needed any more" in html
    assert "<textarea" not in html


def test_too_long_a_note_is_said_at_the_field_and_kept(ask, desk, url):
    page = desk.post(url(ask()), {"outcome": "x" * 1001})
    assert list(page.context["form"].errors) == ["outcome"]
    assert "x" * 1001 in page.content.decode()


def test_somebody_of_the_team_asks_the_team(desk, trajectory, counsellor):
    url = reverse("teamtasks:ask", args=[trajectory.pk])
    form = desk.get(url).context["form"]
    typed = {"key": form.initial["key"], "text": "Vraag naar de huur.", "day": "2026-03-19", "time": "17:00"}
    for _sent_twice in range(2):
        assert desk.post(url, typed)["Location"] == trajectory.get_absolute_url()
    task = trajectory.team_tasks.get()
    assert (task.kind, task.text, task.asked_by) == ("other", "Vraag naar de huur.", counsellor)
    assert task.due_at == datetime(2026, 3, 19, 16, 0, tzinfo=UTC)
    (row,) = desk.get("/caseload/").context["queue"].listed
    assert row.stated[0].text == "To do, before tomorrow 17:00"


@pytest.mark.parametrize(
    ("wrong", "where"),
    [
        ({"text": ""}, "text"),
        ({"text": "x" * 501}, "text"),
        ({"day": "2026-03-18", "time": "11:59"}, "day"),
        ({"day": ""}, "day"),
        ({"time": "straks"}, "time"),
        ({"key": "mine"}, "key"),
    ],
)
def test_what_cannot_be_asked_is_said_at_the_field(desk, trajectory, wrong, where):
    url = reverse("teamtasks:ask", args=[trajectory.pk])
    key = desk.get(url).context["form"].initial["key"]
    typed = {"key": key, "text": "Vraag naar de huur.", "day": "2026-03-19", "time": "17:00"} | wrong
    page = desk.post(url, typed)
    assert list(page.context["form"].errors) == [where]
    assert "Vraag naar de huur." in page.content.decode() or where == "text"
    assert not trajectory.team_tasks.exists()


@pytest.mark.parametrize(
    ("persona", "status"),
    [
        ("client_user", 403),
        ("peer_worker", 403),
        ("colleague", 404),
        ("coordinator", 404),
        ("relative", 404),
        ("other_client", 404),
        ("administrator", 404),
        ("outsider", 404),
    ],
)
def test_only_the_care_team_finishes_it(request, browser_of, ask, url, persona, status):
    user = request.getfixturevalue(persona)
    task = ask()
    assert browser_of(user).get(url(task)).status_code == status
    assert browser_of(user).get(reverse("teamtasks:ask", args=[task.trajectory_id])).status_code == status
    assert browser_of(user).post(url(task)).status_code == status
    task.refresh_from_db()
    assert task.done_at is None


def test_somebody_elses_task_is_no_page_here(ask, desk, url, other_trajectory, other_client):
    theirs = ask(of=other_trajectory, by=other_client)
    assert desk.get(url(theirs)).status_code == 404
    assert desk.post(url(theirs)).status_code == 404


def test_the_lists_cost_the_same_for_none_one_and_three(ask, desk, trajectory):
    for address in ("/caseload/", trajectory.get_absolute_url()):
        desk.get(address)
        counts = set()
        for keys in ([], ["1"], ["2", "3"]):
            for key in keys:
                ask(key=f"{address} {key}")
            with CaptureQueriesContext(connection) as queries:
                desk.get(address)
            counts.add(len(queries))
        assert len(counts) == 1
