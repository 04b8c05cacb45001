"""Rounding off on a phone and at a desk; what somebody keeps after closing; the way back."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.trajectories.closing.conftest import DAY, DUE, END, TODAY
from trajectories.closing import actions as closing
from trajectories.closing.access import return_asked
from trajectories.closing.reopening import reopen
from trajectories.dossier.models import Trajectory
from trajectories.plans import actions as plans
from trajectories.triggers import actions as triggers

MINE = "/me/closing/"


@pytest.fixture
def of_client(trajectory):
    return lambda name="of_client", *args: reverse(f"closing:{name}", args=[trajectory.pk, *args])


def text(response) -> str:
    return " ".join(response.content.decode().split())


def test_the_client_writes_in_own_words_near_the_end(browser_of, client_user, trajectory, clock):
    assert MINE not in text(browser_of(client_user).get("/me/"))
    clock.shift(END - TODAY - 10 * DAY)
    phone = browser_of(client_user)
    assert "Your aftercare runs until 14 June. Look back together" in text(phone.get("/me/"))
    assert "What do you take along from this time?" in text(phone.get(MINE))
    assert phone.post(MINE, {"summary": "Ik fiets weer.", "watch_for": "Vrijdagen."})["Location"] == MINE
    assert "Ik fiets weer." in text(phone.get(MINE))


def test_nothing_written_is_said_at_the_field(phone, trajectory):
    page = phone.post(MINE, {"summary": " "})
    assert list(page.context["form"].errors) == ["summary"]
    page = phone.post(MINE, {"summary": "x" * 2001, "helped": "De brug."})
    assert list(page.context["form"].errors) == ["summary"]
    assert "De brug." in text(page)
    assert not trajectory.closing_words.exists()


def test_either_may_write_nothing_with_a_reason(phone, desk, trajectory, of_client):
    assert phone.post(reverse("closing:skip"), {"because": ""}, follow=True).status_code == 200
    assert not trajectory.closing_words.exists()
    assert phone.post(reverse("closing:skip"), {"because": "Liever niet."})["Location"] == MINE
    assert "“Liever niet.”" in text(phone.get(MINE))
    assert desk.post(of_client("skip_of", "team"), {"because": "Samen besproken."})["Location"] == of_client()
    page = text(desk.get(of_client()))
    assert "The client wrote nothing" in page
    assert "Samen besproken." in page
    assert desk.post(of_client("skip_of", "nobody"), {"because": "x"}).status_code == 404
    desk.post(of_client("skip_of", "team"), {"because": "Nog eens."})
    assert trajectory.closing_words.get(side="team").skipped_because == "Samen besproken."


def test_two_of_the_team_writing_lose_nothing(desk, trajectory, colleague, of_client):
    closing.write(trajectory=trajectory, by=colleague, side="team", summary="Van Farah.")
    page = desk.post(of_client(), {"summary": "Van Ilse.", "revision": "0"})
    assert page.status_code == 409
    assert "Van Farah." in text(page)
    assert "Van Ilse." in text(page)
    again = {"summary": "Van ons.", "revision": page.context["form"].data["revision"]}
    assert desk.post(of_client(), again)["Location"] == of_client()
    assert trajectory.closing_words.get().summary == "Van ons."


def test_the_desk_closes_once_both_wrote(desk, both_wrote, trajectory, of_client):
    assert "Why it closes now" in text(desk.get(of_client()))
    page = desk.post(of_client("close"), {})
    assert list(page.context["close_form"].errors) == ["because"]
    assert "Noor kent haar avonden." in text(page)
    assert desk.post(of_client("close"), {"because": "Noor verhuist."})["Location"] == trajectory.get_absolute_url()
    page = desk.get(trajectory.get_absolute_url())
    titles = [entry.words.title for entry in page.context["timeline"].entries]
    assert {"Aftercare closed", "Rounding off, in own words", "Rounding off, Ilse Doornbosch"} <= set(titles)
    assert "Open again" in text(page)
    page = text(desk.get(of_client()))
    assert "This trajectory was closed on 2 March 2026. Noor verhuist." in page
    assert "Ik fiets weer." in page


def test_closing_before_both_wrote_is_refused_with_the_reason(desk, trajectory, of_client):
    page = desk.post(of_client("close"), {"because": "Noor verhuist."})
    assert "First both write their summary" in text(page)
    assert Trajectory.objects.get(pk=trajectory.pk).status == "running"


def test_writing_after_closing_is_refused_in_words(desk, phone, closed, of_client):
    assert "What was written stays as it is." in text(desk.post(of_client(), {"summary": "Anders.", "revision": "1"}))
    assert "<textarea" not in phone.get(MINE).content.decode()


@pytest.fixture
def home_after(browser_of, client_user, closed):
    return browser_of(client_user)


def test_a_closed_client_keeps_a_home(home_after, closed):
    page = text(home_after.get("/me/"))
    assert "Your aftercare was rounded off on 2 March 2026." in page
    assert "Ik fiets weer." in page
    assert "Noor kent haar avonden." in page
    assert reverse("help_now") in page
    assert "The door stays open" in page
    for url in ("/me/plan/", "/me/about/", "/me/agreements/", "/me/access-log/", "/me/check-ins/", MINE):
        assert home_after.get(url).status_code == 200
    assert "rounded off on 2 March 2026" in text(home_after.get("/me/plan/"))
    assert "It was rounded off on 2 March 2026." in text(home_after.get("/me/about/"))


def test_own_steps_stay_at_help_now(trajectory, client_user, both_wrote, counsellor, browser_of):
    plans.write_step(trajectory=trajectory, by=client_user, text="Naar de brug.")
    closing.close(trajectory=trajectory, by=counsellor, because="Noor verhuist.")
    assert "Naar de brug." in text(browser_of(client_user).get(reverse("help_now")))


def test_the_plan_is_read_only_then(trajectory, client_user, counsellor, both_wrote, browser_of):
    item = plans.add(trajectory=trajectory, by=counsellor, kind="skill", title="Nee zeggen", state="active")
    goal = plans.set_goal(trajectory=trajectory, by=client_user, text="Rust in huis.")
    entry = triggers.log(trajectory=trajectory, by=client_user, strength=3)
    closing.close(trajectory=trajectory, by=counsellor, because="Noor verhuist.")
    phone, desk = browser_of(client_user), browser_of(counsellor)
    page = text(phone.get("/me/plan/"))
    assert "Nee zeggen" in page
    assert reverse("plans:goal") not in page
    refused = [
        phone.post(reverse("plans:tick", args=[item.pk]), {"done": "yes"}),
        phone.post(reverse("plans:goal"), {"text": "Anders.", "replaces": goal.pk}),
        phone.post(reverse("triggers:new"), {"strength": "3"}),
        phone.post(reverse("triggers:undo", args=[entry.pk])),
        phone.post(reverse("agreements:propose"), {"kind": "extend", "ends_on": "2027-01-01"}),
        desk.get(reverse("plans:edit", args=[trajectory.pk, item.pk])),
        desk.post(reverse("plans:set_state", args=[trajectory.pk, item.pk]), {"state": "done", "revision": "1"}),
    ]
    assert {response.status_code for response in refused} == {403}
    assert desk.get(reverse("plans:items", args=[trajectory.pk])).status_code == 200


def test_a_client_for_whom_nothing_was_written_is_invited_to(browser_of, trajectory, client_user, counsellor):
    for side in ("client", "team"):
        closing.skip(trajectory=trajectory, by=counsellor, side=side, because="Niet bereikt.")
    closing.close(trajectory=trajectory, by=counsellor, because="Niet bereikt.")
    phone = browser_of(client_user)
    assert "Write down what I take along" in text(phone.get("/me/"))
    assert phone.post(MINE, {"summary": "Toch dit.", "revision": "1"})["Location"] == MINE


def test_one_tap_asks_to_come_back(home_after, closed, browser_of, counsellor):
    ask = reverse("closing:ask_to_return")
    assert home_after.get(ask).status_code == 200
    assert home_after.post(ask, {"words": "Het gaat minder."})["Location"] == "/me/"
    page = text(home_after.get("/me/"))
    assert "Your team knows. You hear from them before today 17:00." in page
    assert '<p class="nz-own">Het gaat minder.</p>' in page
    assert "You asked this already." in text(home_after.get(ask))
    (row,) = browser_of(counsellor).get("/caseload/").context["queue"].listed
    assert row.stated[0].text == "Wants to come back, before today 17:00"
    home_after.post(reverse("closing:take_back_return"))
    assert "The door stays open" in text(home_after.get("/me/"))
    assert browser_of(counsellor).get("/caseload/").context["queue"].listed == []


def test_too_many_words_are_kept_and_said(home_after, closed):
    page = home_after.post(reverse("closing:ask_to_return"), {"words": "x" * 501})
    assert list(page.context["form"].errors) == ["words"]
    assert "x" * 501 in text(page)
    assert return_asked(closed) is None


def test_a_promise_that_passed_is_not_repeated(browser_of, closed, client_user, clock):
    closing.ask_to_return(trajectory=closed, by=client_user)
    clock.move_to(DUE + DAY)
    page = text(browser_of(client_user).get("/me/"))
    assert "You were to hear from your team before yesterday 17:00." in page


def test_in_aftercare_there_is_nothing_to_come_back_to(phone, trajectory):
    assert phone.post(reverse("closing:ask_to_return"))["Location"] == "/me/"
    assert not trajectory.team_tasks.exists()


def test_the_desk_opens_again_with_the_old_plan(desk, closed, client_user, of_client, browser_of):
    closing.ask_to_return(trajectory=closed, by=client_user, words="Het gaat minder.")
    plans.set_goal(trajectory=closed, by=client_user, text="Rust in huis.")
    page = text(desk.get(of_client("reopen")))
    assert "Het gaat minder." in page
    assert "Rust in huis." in page
    new_url = desk.post(of_client("reopen"))["Location"]
    new = Trajectory.objects.get(follows=closed)
    assert new_url == new.get_absolute_url()
    assert closed.get_absolute_url() in text(desk.get(new_url))
    old = text(desk.get(closed.get_absolute_url()))
    assert new_url in old
    assert "Open again" not in old
    assert "This aftercare was taken up again already." in text(desk.get(of_client("reopen")))
    assert desk.post(of_client("reopen"), follow=True).status_code == 200
    assert Trajectory.objects.filter(follows=closed).count() == 1
    page = text(browser_of(client_user).get("/me/"))
    assert "Your aftercare runs from 2 March 2026 until 1 June 2026. Do you agree?" in page


def test_a_running_one_is_not_opened_again(desk, trajectory, of_client):
    assert "This aftercare is running." in text(desk.get(of_client("reopen")))


@pytest.mark.parametrize(
    "persona", ["other_client", "relative", "colleague", "coordinator", "administrator", "outsider"]
)
def test_nobody_else_rounds_off_or_opens_again(request, browser_of, closed, of_client, persona):
    browser = browser_of(request.getfixturevalue(persona))
    for url in (of_client(), of_client("reopen")):
        assert browser.get(url).status_code == 404
    for url in (of_client("close"), of_client("reopen"), of_client("skip_of", "team")):
        assert browser.post(url, {"because": "x"}).status_code == 404
    assert not Trajectory.objects.filter(follows=closed).exists()


def test_the_client_and_a_peer_worker_do_not_keep_it(browser_of, client_user, peer_worker, closed, of_client):
    for user in (client_user, peer_worker):
        browser = browser_of(user)
        assert {browser.get(url).status_code for url in (of_client(), of_client("reopen"))} == {403}
        assert browser.post(of_client("reopen")).status_code == 403
        assert browser.post(of_client("close"), {"because": "x"}).status_code == 403


def test_the_running_one_comes_first_at_home(browser_of, closed, counsellor, client_user):
    new = reopen(trajectory=closed, by=counsellor)
    assert browser_of(client_user).get("/me/").context["trajectory"] == new


def test_the_closed_home_costs_the_same_for_one_and_three(home_after, closed, counsellor):
    counts = set()
    for title in ("Een", "Twee", "Drie"):
        plans.add(trajectory=closed, by=counsellor, kind="skill", title=title, state="active")
        home_after.get("/me/")
        with CaptureQueriesContext(connection) as queries:
            home_after.get("/me/")
        counts.add(len(queries))
    assert len(counts) == 1


@pytest.mark.parametrize("who", ["client_user", "counsellor"])
def test_every_link_on_a_closed_trajectory_leads_somewhere(
    request, browser_of, who, trajectory, client_user, counsellor
):
    plans.set_goal(trajectory=trajectory, by=client_user, text="Rust in huis.")
    plans.add(trajectory=trajectory, by=counsellor, kind="skill", title="Nee zeggen", state="active")
    plans.write_step(trajectory=trajectory, by=client_user, text="Naar de brug.")
    triggers.log(trajectory=trajectory, by=client_user, strength=3)
    for side in ("client", "team"):
        closing.write(trajectory=trajectory, by=counsellor, side=side, summary="Goed zo.")
    closing.close(trajectory=trajectory, by=counsellor, because="Noor verhuist.")
    browser = browser_of(request.getfixturevalue(who))
    waiting, seen = ["/me/" if who == "client_user" else trajectory.get_absolute_url()], {}
    while waiting:
        url = waiting.pop()
        if url in seen:
            continue
        page = browser.get(url, follow=True)
        seen[url] = page.status_code
        html = page.content.decode() if "html" in page.headers["Content-Type"] else ""
        links = re.findall(r'href="(/[^"#]*)', html)
        waiting += [link for link in links if link.startswith(("/me/", f"/clients/{trajectory.pk}/"))]
    assert {url: status for url, status in seen.items() if status != 200} == {}
    assert len(seen) > 8
