"""Self-care on the client's phone and on the counsellor's desk, and who gets there."""

import re

import pytest
from django.urls import reverse
from django.utils import timezone

from tests.trajectories.selfcare.conftest import BODY, DAY, FOOD, MIND, MONEY, NOW
from trajectories.plans import actions as plans
from trajectories.plans.models import State


@pytest.fixture
def phone(browser_of, client_user):
    return browser_of(client_user)


@pytest.fixture
def desk(browser_of, counsellor):
    return browser_of(counsellor)


@pytest.fixture
def read(phone):
    return lambda name="selfcare:mine", *args: phone.get(reverse(name, args=args)).content.decode()


@pytest.fixture
def of_client(desk, trajectory):
    def page() -> str:
        return desk.get(reverse("selfcare:of_client", args=[trajectory.pk])).content.decode()

    return page


def words(html: str) -> str:
    return " ".join(re.sub(r"<[^>]*>", " ", html).split())


def test_there_are_four_cards_and_all_may_stay_open(read):
    html = read()
    for area in (FOOD, BODY, MIND, MONEY):
        assert f'id="{area}"' in html
        assert reverse("selfcare:write", args=[area]) in html
        assert reverse("selfcare:score", args=[area]) in html
    assert reverse("selfcare:mine") in read("plans:mine") + read("overview:mine")


def test_a_score_is_one_tap_and_comes_back_to_its_card(phone, read, trajectory):
    page = phone.post(reverse("selfcare:score", args=["food"]), {"score": "7", "seen": ""})
    assert page.headers["Location"] == reverse("selfcare:mine") + "#food"
    assert trajectory.area_scores.get().score == 7
    assert "<b>7</b>" in read()
    assert 'value="7" aria-pressed="true"' in read()


@pytest.mark.parametrize("wrong", ["11", "-1", "", "seven"])
def test_what_is_no_score_is_not_stored(phone, trajectory, wrong):
    assert phone.post(reverse("selfcare:score", args=["food"]), {"score": wrong}).status_code == 302
    assert not trajectory.area_scores.exists()


@pytest.mark.parametrize("name", ["selfcare:area", "selfcare:write"])
def test_there_are_four_areas_only(phone, name):
    assert phone.get(reverse(name, args=["home"])).status_code == 404
    assert phone.post(reverse("selfcare:score", args=["home"]), {"score": "7"}).status_code == 404


def test_a_score_that_somebody_else_gave_meanwhile_is_named(phone, rate, counsellor, trajectory):
    rate(FOOD, 3, by=counsellor)
    page = phone.post(reverse("selfcare:score", args=["food"]), {"score": "7", "seen": ""}, follow=True)
    assert "Ilse" in page.content.decode()
    assert trajectory.area_scores.get().score == 3
    phone.post(reverse("selfcare:score", args=["food"]), {"score": "7", "seen": "3"})
    assert trajectory.area_scores.get().score == 7


@pytest.mark.parametrize(("answer", "done"), [("yes", True), ("no", False)])
def test_not_today_is_an_answer_too(phone, read, add, answer, done):
    step = add()
    page = phone.post(reverse("selfcare:tick", args=[step.pk]), {"done": answer})
    assert page.headers["Location"] == reverse("selfcare:mine") + "#food"
    assert step.ticks.get(on=timezone.localdate()).done is done
    pressed = f'value="{answer}" aria-pressed="true"'
    assert read().count('aria-pressed="true"') == 1
    assert pressed in read()


def test_days_are_counted_and_never_in_a_row(read, add, client_user):
    step = add()
    for days in (0, 2, 5, 9):
        plans.tick(item=step, by=client_user, on=timezone.localdate() - days * DAY, done=True)
    assert "3 van 7 dagen" in words(read())


def test_only_what_runs_is_ticked_and_only_a_real_answer_counts(phone, add, client_user):
    step = add()
    phone.post(reverse("selfcare:tick", args=[step.pk]), {"done": "perhaps"})
    plans.set_state(item=step, by=client_user, revision=1, state=State.PAUSED)
    assert phone.post(reverse("selfcare:tick", args=[step.pk]), {"done": "yes"}).status_code == 404
    assert not step.ticks.exists()


def test_the_client_writes_a_small_step(phone, read, trajectory):
    url = reverse("selfcare:write", args=["money"])
    stands = phone.get(url).context["form"]["stands"].value()
    phone.post(url, {"title": "Lot kijkt mee op zondag", "goal": "Geen schrik.", "stands": stands})
    assert "Lot kijkt mee op zondag" in read()
    assert trajectory.plan_items.get().area == MONEY
    assert url not in read()


def test_a_step_that_is_empty_is_said_at_the_field(phone, trajectory):
    page = phone.post(reverse("selfcare:write", args=["food"]), {"title": "", "goal": "Rust.", "stands": "0"})
    assert page.context["form"].errors["title"]
    assert "Rust." in page.content.decode()
    assert not trajectory.plan_items.exists()


def test_a_step_that_somebody_else_wrote_first_is_shown_beside_what_was_typed(phone, add, counsellor, trajectory):
    add("Van Ilse.", by=counsellor)
    url = reverse("selfcare:write", args=["food"])
    page = phone.post(url, {"title": "Net getypt.", "stands": "0"})
    assert page.status_code == 409
    assert "Van Ilse." in page.content.decode()
    assert "Net getypt." in page.content.decode()
    phone.post(url, {"title": "Net getypt.", "stands": page.context["form"]["stands"].value()})
    assert {item.title for item in trajectory.plan_items.all()} == {"Van Ilse.", "Net getypt."}


def test_a_step_is_rewritten(phone, add, trajectory):
    step = add("Ontbijt")
    url = reverse("selfcare:rewrite", args=[step.pk])
    assert "Ontbijt" in phone.get(url).content.decode()
    phone.post(url, {"title": "Ontbijt met Lot", "goal": "", "frequency": "", "revision": 1})
    assert trajectory.plan_items.get().title == "Ontbijt met Lot"


def test_two_who_rewrite_the_same_step_lose_nothing(phone, desk, add, trajectory):
    step = add("Ontbijt")
    theirs = reverse("selfcare:rewrite_of", args=[trajectory.pk, step.pk])
    desk.post(theirs, {"title": "Van Ilse.", "revision": 1})
    url = reverse("selfcare:rewrite", args=[step.pk])
    page = phone.post(url, {"title": "Net getypt.", "revision": 1})
    text = words(page.content.decode())
    assert page.status_code == 409
    assert "Van Ilse." in text
    assert "Net getypt." in text
    assert trajectory.plan_items.get().title == "Van Ilse."
    phone.post(url, {"title": "Net getypt.", "revision": page.context["form"]["revision"].value()})
    assert trajectory.plan_items.get().title == "Net getypt."


def test_a_step_begins_and_stops(phone, read, add, trajectory, counsellor):
    step = plans.add(trajectory=trajectory, by=counsellor, kind="self_care", area=FOOD, title="Ontbijt")
    url = reverse("selfcare:set_state", args=[step.pk])
    for number, state in enumerate(("active", "stopped"), start=1):
        phone.post(url, {"state": state, "revision": number})
        assert trajectory.plan_items.get().state == state
    assert "Ontbijt" not in read()


@pytest.mark.parametrize("wrong", [{"state": "planned", "revision": 1}, {"state": "done"}])
def test_a_state_that_cannot_be_changes_nothing(phone, add, trajectory, wrong):
    step = add()
    phone.post(reverse("selfcare:set_state", args=[step.pk]), wrong)
    assert trajectory.plan_items.get().state == State.ACTIVE


def test_an_area_shows_its_months_as_a_drawing_a_sentence_and_a_table(read, rate):
    assert "<svg viewBox" not in read("selfcare:area", "food")
    rate(FOOD, 4, at=NOW - 30 * DAY)
    rate(FOOD, 6)
    html = read("selfcare:area", "food")
    assert 'role="img"' in html
    assert html.count('<th scope="row">') == 6
    assert "februari" in words(html)


def test_the_counsellor_reads_all_four_and_fills_in_together(desk, of_client, rate, add, trajectory):
    add("Ontbijt", goal="Rust in mijn lijf.")
    rate(FOOD, 6)
    text = words(of_client())
    for told in ("Food", "Money", "Ontbijt", "For: Rust in mijn lijf.", "In March it was 6.", "0 of 7 days"):
        assert told in text
    url = reverse("selfcare:score_of", args=[trajectory.pk, "money"])
    page = desk.post(url, {"score": "4"})
    assert page.headers["Location"] == reverse("selfcare:of_client", args=[trajectory.pk]) + "#money"
    assert trajectory.area_scores.get(area=MONEY).score == 4
    desk.post(reverse("selfcare:write_of", args=[trajectory.pk, "money"]), {"title": "Zondag kijken", "stands": "0"})
    assert "Zondag kijken" in of_client()


def test_the_dossier_says_how_it_goes_and_the_timeline_has_one_line_a_day(desk, rate, trajectory):
    assert "No scores in the last half year." in desk.get(trajectory.get_absolute_url()).content.decode()
    rate(MONEY, 3, at=NOW - 30 * DAY)
    rate(MONEY, 5)
    rate(FOOD, 6)
    text = words(desk.get(trajectory.get_absolute_url()).content.decode())
    assert "Food 6 , today Money 5 , today was 3 on 16 February" in text
    assert "Self-care Food 6, money 5" in text


def test_a_relative_has_self_care_of_their_own(browser_of, relative, relative_trajectory, counsellor):
    plans.add(trajectory=relative_trajectory, by=counsellor, kind="self_care", area=BODY, title="Zwemmen")
    assert "Zwemmen" in browser_of(relative).get(reverse("selfcare:mine")).content.decode()


def test_a_client_who_comes_by_the_desks_address_goes_to_the_own_page(phone, trajectory):
    page = phone.get(reverse("selfcare:of_client", args=[trajectory.pk]))
    assert page.headers["Location"] == reverse("selfcare:mine")


def test_nobody_scores_ticks_or_writes_for_somebody_else(browser_of, other_client, outsider, add, trajectory):
    step = add()
    for user in (other_client, outsider):
        browser = browser_of(user)
        for name, args in (
            ("selfcare:tick", [step.pk]),
            ("selfcare:set_state", [step.pk]),
            ("selfcare:rewrite", [step.pk]),
            ("selfcare:score_of", [trajectory.pk, "food"]),
            ("selfcare:write_of", [trajectory.pk, "food"]),
        ):
            data = {"done": "yes", "state": "stopped", "revision": 1, "score": "1", "title": "x", "stands": "1"}
            assert browser.post(reverse(name, args=args), data).status_code == 404
    assert not step.ticks.exists()
    assert not trajectory.area_scores.exists()
    assert trajectory.plan_items.get().title == "Ontbijt"


@pytest.mark.parametrize("name", ["selfcare:mine", "selfcare:of_client"])
def test_the_pages_cost_the_same_for_one_and_three(
    phone, desk, rate, add, client_user, trajectory, name, django_assert_max_num_queries
):
    browser, args = (phone, []) if name == "selfcare:mine" else (desk, [trajectory.pk])
    counts = []
    for areas in ([FOOD], [BODY, MIND]):
        for area in areas:
            rate(area, 6)
            plans.tick(item=add(area=area), by=client_user, on=timezone.localdate(), done=True)
        browser.get(reverse(name, args=args))
        with django_assert_max_num_queries(13) as queries:
            browser.get(reverse(name, args=args))
        counts.append(len(queries))
    assert counts[0] == counts[1]
