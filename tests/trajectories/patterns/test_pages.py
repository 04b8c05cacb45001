"""The page for the client and the counsellor, and the tap that makes a step of a finding."""

import pytest
from django.urls import reverse

from tests.trajectories.patterns.conftest import DAY, FRIDAY_EVENING
from trajectories.patterns import actions as patterns
from trajectories.patterns.findings import Finding
from trajectories.plans.models import CopingStep

MINE, PUT = reverse("patterns:mine"), reverse("patterns:put_in_plan")


@pytest.fixture
def known(log):
    log(8, kind="alone", helped="outside")


def test_client_and_counsellor_read_the_same_sentences(browser_of, client_user, counsellor, trajectory, known):
    sentence = "8 of 8 logs, craving 6.0 on average."
    assert "What helped then, 8 times:" in browser_of(client_user).get(MINE).content.decode()
    assert sentence in browser_of(client_user).get(MINE).content.decode()
    of_client = reverse("patterns:of_client", args=[trajectory.pk])
    assert sentence in browser_of(counsellor).get(of_client).content.decode()


def test_with_few_logs_it_says_how_many_more(browser_of, client_user, log):
    log(3)
    html = browser_of(client_user).get(MINE).content.decode()
    assert "In the last 12 weeks: 3. After 5 more, this page says what they have in common." in html


def test_logs_that_have_nothing_in_common_are_left_alone(browser_of, client_user, log):
    for days in range(4):
        log(2, FRIDAY_EVENING - days * DAY)
    html = browser_of(client_user).get(MINE).content.decode()
    assert "8 logs, each at another moment and about something else." in html


def test_one_tap_puts_it_in_the_plan_and_twice_is_once(browser_of, client_user, trajectory, known):
    browser = browser_of(client_user)
    for _twice in range(2):
        assert browser.post(PUT, {"key": "kind:alone"}).headers["Location"] == MINE
    step = trajectory.coping_steps.get()
    assert (step.text, step.trigger, step.written_by) == ("Going outside", "alone", client_user)
    assert "In the plan" in browser.get(MINE).content.decode()


def test_the_counsellor_can_do_it_together_with_the_client(browser_of, counsellor, trajectory, known):
    put = reverse("patterns:put_in_plan_of", args=[trajectory.pk])
    response = browser_of(counsellor).post(put, {"key": "helped:outside"})
    assert response.headers["Location"] == reverse("patterns:of_client", args=[trajectory.pk])
    assert trajectory.coping_steps.get().text == "Going outside"


@pytest.mark.parametrize("key", ["", "kind:party", "when:1:night"])
def test_what_the_logs_do_not_say_is_not_put_in_the_plan(browser_of, client_user, trajectory, known, key):
    assert browser_of(client_user).post(PUT, {"key": key}).status_code == 404
    assert not trajectory.coping_steps.exists()


def test_without_what_helped_one_writes_the_step_oneself(browser_of, client_user, log):
    log(8, kind="tired")
    browser = browser_of(client_user)
    html = browser.get(MINE).content.decode()
    assert f"{reverse('plans:write_step')}?trigger=tired" in html
    assert browser.post(PUT, {"key": "kind:tired"}).status_code == 404


def test_the_client_who_comes_by_the_counsellors_address_is_sent_to_their_own(browser_of, client_user, trajectory):
    response = browser_of(client_user).get(reverse("patterns:of_client", args=[trajectory.pk]))
    assert response.headers["Location"] == MINE


def test_an_outsider_finds_nothing(browser_of, outsider, trajectory, known):
    browser = browser_of(outsider)
    assert browser.get(reverse("patterns:of_client", args=[trajectory.pk])).status_code == 404
    put = reverse("patterns:put_in_plan_of", args=[trajectory.pk])
    assert browser.post(put, {"key": "kind:alone"}).status_code == 404


def test_a_step_with_the_same_words_for_another_moment_is_another_step(trajectory, client_user):
    for trigger in ("alone", "tired", "Alone"):
        found = Finding("key", "title", "sentence", text="Going outside", trigger=trigger)
        patterns.put_in_plan(trajectory=trajectory, by=client_user, finding=found)
    assert CopingStep.objects.filter(trajectory=trajectory).count() == 2
