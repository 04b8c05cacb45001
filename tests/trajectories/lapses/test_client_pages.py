"""Telling on a phone: two taps, and as much more as one wants."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from aftercare.core.ids import new_id
from trajectories.checkins import actions as checkins
from trajectories.lapses import actions as lapses
from trajectories.lapses.models import Extent
from trajectories.teamtasks import actions as teamtasks


@pytest.fixture
def phone(browser_of, client_user):
    client_user.language = "en"
    client_user.save()
    return browser_of(client_user)


@pytest.fixture
def lapse(trajectory, client_user):
    return lapses.tell(trajectory=trajectory, by=client_user, on=timezone.localdate())


def url(name, *args):
    return reverse(f"lapses:{name}", args=args)


def test_two_taps_tell_it(phone, trajectory):
    page = phone.get(url("new")).content.decode()
    (key,) = re.findall(r'name="key" value="([0-9a-f-]+)"', page)[:1]
    yesterday = timezone.localdate() - timedelta(days=1)
    assert f'name="on" value="{yesterday:%Y-%m-%d}"' in page
    second = phone.post(url("new"), {"key": key, "on": yesterday}, follow=True)
    assert second.resolver_match.view_name == "lapses:extent"
    assert trajectory.lapses.get().on == yesterday
    third = phone.post(second.request["PATH_INFO"], {"extent": "evening"}, follow=True)
    assert third.resolver_match.view_name == "lapses:lapse"
    assert "Thank you for telling." in third.content.decode()
    assert "Used one evening" in third.content.decode()


def test_who_reads_it_is_said_before_the_first_tap(phone, peer_worker):
    page = phone.get(url("new")).content.decode()
    assert "Only you and Ilse see this now." in page


def test_a_replayed_tap_is_one_lapse(phone, trajectory):
    key = new_id()
    for _replay in range(5):
        phone.post(url("new"), {"key": key, "on": timezone.localdate()})
    assert trajectory.lapses.count() == 1


def test_the_day_may_be_left_unsaid(phone, trajectory):
    phone.post(url("new"), {"unsaid": "yes"})
    lapse = trajectory.lapses.get()
    assert lapse.on is None
    assert phone.post(url("day", lapse.pk), {"on": timezone.localdate()}).status_code == 302
    lapse.refresh_from_db()
    assert lapse.on == timezone.localdate()


@pytest.mark.parametrize("day", ["", "soon", "2999-01-01"])
def test_a_day_that_is_none_is_said_and_nothing_is_told(phone, trajectory, day):
    page = phone.post(url("new"), {"on": day})
    assert page.context["form"].errors["on"]
    assert "nz-field-error" in page.content.decode()
    assert not trajectory.lapses.exists()


def test_a_length_that_is_none_changes_nothing(phone, lapse):
    assert phone.post(url("extent", lapse.pk), {"extent": "forever"}).status_code == 200
    lapse.refresh_from_db()
    assert lapse.extent == ""


@pytest.mark.parametrize("question", ["what", "before", "after", "learned"])
def test_each_question_is_answered_in_own_words(phone, lapse, question):
    seen = phone.get(url("words", lapse.pk, question)).context["form"]["revision"].value()
    page = phone.post(url("words", lapse.pk, question), {question: "Zonder <b>.", "revision": seen}, follow=True)
    lapse.refresh_from_db()
    assert getattr(lapse, question) == "Zonder <b>."
    assert 'nz-own nz-own-small">Zonder &lt;b&gt;.' in page.content.decode()


def test_an_unknown_question_is_no_page(phone, lapse):
    assert phone.get(url("words", lapse.pk, "why")).status_code == 404
    assert phone.post(url("ask", lapse.pk, "why")).status_code == 404


def test_words_that_somebody_else_changed_meanwhile_are_shown_both(phone, lapse, counsellor):
    lapses.answer(lapse=lapse, by=counsellor, learned="Van Ilse.")
    page = phone.post(url("words", lapse.pk, "learned"), {"learned": "Van mij.", "revision": 1})
    html = page.content.decode()
    assert page.status_code == 409
    assert "Van Ilse." in html
    assert "Van mij." in html
    again = page.context["form"]["revision"].value()
    phone.post(url("words", lapse.pk, "learned"), {"learned": "Van mij.", "revision": again})
    lapse.refresh_from_db()
    assert lapse.learned == "Van mij."


def test_a_call_within_a_day_becomes_a_task_of_the_team(phone, lapse, trajectory, counsellor):
    page = phone.post(url("ask", lapse.pk, "call"), follow=True).content.decode()
    assert "Your team calls you before" in page
    assert url("ask", lapse.pk, "call") not in page
    teamtasks.finish(task=trajectory.team_tasks.get(), by=counsellor)
    assert "It was done" in phone.get(url("lapse", lapse.pk)).content.decode()


def test_a_look_at_the_plan_can_be_asked(phone, lapse, trajectory):
    page = phone.post(url("ask", lapse.pk, "review"), follow=True).content.decode()
    assert "to look at your plan together" in page
    assert trajectory.team_tasks.get().text == "I want to look at my plan together."


def test_what_was_told_can_be_undone_for_a_while(phone, lapse, trajectory):
    with time_machine.travel(timezone.now() + timedelta(minutes=11)):
        page = phone.post(url("undo", lapse.pk), follow=True)
        assert "stays" in page.content.decode()
        assert url("undo", lapse.pk) not in page.content.decode()
    page = phone.post(url("undo", lapse.pk), follow=True)
    assert page.resolver_match.view_name == "overview:me"
    assert not trajectory.lapses.exists()


def test_what_the_counsellor_wrote_down_is_read_and_what_was_learned_added(phone, trajectory, counsellor):
    heard = lapses.record(trajectory=trajectory, by=counsellor, what="Wijn.", extent=Extent.DAY)
    html = phone.get(url("lapse", heard.pk)).content.decode()
    assert "Ilse wrote this down" in html
    assert "Wijn." in html
    for question, status in (("what", 404), ("learned", 200)):
        assert phone.get(url("words", heard.pk, question)).status_code == status
    assert phone.post(url("extent", heard.pk), {"extent": "once"}).status_code == 404
    assert phone.post(url("undo", heard.pk)).status_code == 404


def test_an_empty_list_says_that_this_is_fine(phone):
    assert "That is fine." in phone.get(url("mine")).content.decode()


def test_the_list_costs_the_same_for_one_and_three(phone, lapse, trajectory, client_user, django_assert_num_queries):
    phone.get(url("mine"))
    for _ in range(2):
        with django_assert_num_queries(10):
            html = phone.get(url("mine")).content.decode()
        lapses.tell(trajectory=trajectory, by=client_user)
        lapses.tell(trajectory=trajectory, by=client_user)
    assert html.count("nz-stretch") == 3


def test_the_ways_to_it(phone, trajectory, client_user):
    for page in ("overview:me", "overview:mine"):
        assert "/me/lapses/" in phone.get(reverse(page)).content.decode()
    for used in (0, 1):
        draft = checkins.start(trajectory=trajectory, by=client_user)
        checkins.submit(check_in=draft, by=client_user, answers={"use": used})
        html = phone.get(reverse("checkins:done", args=[draft.pk])).content.decode()
        assert (url("new") in html) == bool(used)


def test_nobody_else_tells_or_reads_it_here(browser_of, other_client, relative, counsellor, outsider, lapse):
    for user, status in ((other_client, 404), (relative, 403), (counsellor, 404), (outsider, 404)):
        browser = browser_of(user)
        assert browser.get(url("lapse", lapse.pk)).status_code == status
        assert browser.post(url("extent", lapse.pk), {"extent": "once"}).status_code == status
    lapse.refresh_from_db()
    assert lapse.extent == ""
