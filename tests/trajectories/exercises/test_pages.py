"""Exercises on the client's phone, on the counsellor's desk, in the plan, on the dossier; and who gets there."""

import re

import pytest
from django.urls import reverse
from django.utils import timezone

from tests.trajectories.exercises.conftest import DAY, NOW
from trajectories.exercises import actions as exercises
from trajectories.exercises import library
from trajectories.plans import actions as plans

TITLE = library.load("urge-surfing", "nl").title


@pytest.fixture
def phone(browser_of, client_user):
    return browser_of(client_user)


@pytest.fixture
def desk(browser_of, counsellor):
    return browser_of(counsellor)


@pytest.fixture
def read(phone):
    return lambda name, *args: phone.get(reverse(name, args=args)).content.decode()


@pytest.fixture
def of_client(desk, trajectory):
    def page() -> str:
        return desk.get(reverse("exercises:of_client", args=[trajectory.pk])).content.decode()

    return page


def words(html: str) -> str:
    return " ".join(re.sub(r"<[^>]*>", " ", html).split())


def test_an_assigned_exercise_reaches_the_plan_the_home_and_ones_own_page(read, assign):
    assign(note="Elke avond na het eten.", until=timezone.localdate() + DAY)
    for name in ("exercises:mine", "plans:mine", "overview:me"):
        html = read(name)
        assert TITLE in html
        assert reverse("exercises:exercise", args=["urge-surfing"]) in html
    assert "Elke avond na het eten." in read("exercises:mine")


def test_a_part_of_the_plan_shows_its_exercise(read, assign, trajectory, counsellor):
    skill = plans.add(trajectory=trajectory, by=counsellor, kind="skill", title="Trek uitzitten", state="active")
    assert TITLE not in read("plans:item", skill.pk)
    assign(item=skill)
    assert TITLE in read("plans:item", skill.pk)


def test_nothing_assigned_says_what_will_be_here(read):
    html = read("exercises:mine")
    assert "nz-empty" in html
    assert reverse("exercises:library") in html


def test_what_is_past_its_last_day_leaves_the_clients_pages_and_stays_on_the_desk(read, assign, clock, of_client):
    assign(until=timezone.localdate())
    clock.shift(DAY)
    assert TITLE not in read("exercises:mine") + read("plans:mine") + read("overview:me")
    assert "not shown to the client any more" in words(of_client())


def test_what_was_done_today_leaves_the_home_until_tomorrow(read, assign, do, clock):
    assign()
    do()
    assert TITLE not in read("overview:me")
    assert TITLE in read("plans:mine")
    clock.shift(DAY)
    assert TITLE in read("overview:me")


def test_the_home_has_one_row_for_several_and_what_ends_first_comes_first(phone, assign):
    until = timezone.localdate()
    for slug, days in (("sleep", None), ("meditation", 5), ("walking", 1), ("money-week", 3)):
        assign(slug, until=days and until + days * DAY)
    page = phone.get(reverse("overview:me"))
    assert [one.slug for one in page.context["exercises"]] == ["walking", "money-week", "meditation", "sleep"]
    assert "4 oefeningen voor jou" in page.text
    assert page.text.count("/exercises/") == 1


def test_the_client_says_that_it_was_done_and_how_it_was(phone, read, assign, trajectory):
    assigned = assign()
    url = reverse("exercises:done", args=["urge-surfing"])
    key = phone.get(url).context["form"]["key"].value()
    for _ in range(2):
        page = phone.post(url, {"how": "Na zeven minuten zakte het.", "key": key}, follow=True)
    assert page.resolver_match.view_name == "exercises:mine"
    done = trajectory.done_exercises.get()
    assert (done.how, done.assigned) == ("Na zeven minuten zakte het.", assigned)
    assert "Na zeven minuten zakte het." in read("exercises:mine")


def test_words_that_are_too_long_are_kept_and_said_at_the_field(phone, trajectory):
    page = phone.post(reverse("exercises:done", args=["sleep"]), {"how": "x" * 501})
    assert page.context["form"].errors["how"]
    assert "x" * 501 in page.content.decode()
    assert not trajectory.done_exercises.exists()


def test_the_last_one_can_be_taken_back_and_an_older_one_not(phone, read, do, trajectory):
    done, older = do(), do("sleep", at=NOW - DAY)
    assert reverse("exercises:take_back", args=[done.pk]) in read("exercises:mine")
    for one in (done, older):
        page = phone.post(reverse("exercises:take_back", args=[one.pk]), follow=True)
        assert page.resolver_match.view_name == "exercises:mine"
    assert trajectory.done_exercises.get() == older
    assert reverse("exercises:take_back", args=[older.pk]) not in read("exercises:mine")


def test_the_counsellor_assigns_from_the_library(desk, of_client, trajectory, counsellor):
    assert "Nothing is assigned yet" in of_client()
    skill = plans.add(trajectory=trajectory, by=counsellor, kind="skill", title="Nee zeggen", state="active")
    url = reverse("exercises:assign", args=[trajectory.pk, "refusal-skills"])
    assert url in of_client()
    page = desk.post(url, {"note": "Voor zaterdag.", "until": "2026-03-25", "item": skill.pk}, follow=True)
    assert page.resolver_match.view_name == "exercises:of_client"
    text = words(of_client())
    for told in ("Saying no", "Voor zaterdag.", "for “Nee zeggen”", "Not done yet"):
        assert told in text
    assert url not in of_client()


def test_assigning_what_is_assigned_says_so_and_keeps_what_was_typed(desk, assign, trajectory):
    assign("sleep")
    page = desk.post(reverse("exercises:assign", args=[trajectory.pk, "sleep"]), {"note": "Net getypt."})
    assert page.context["form"].non_field_errors()
    assert "Net getypt." in page.content.decode()
    assert trajectory.assigned_exercises.get().note == ""


def test_a_part_of_somebody_elses_plan_cannot_be_chosen(desk, trajectory, other_trajectory, colleague):
    foreign = plans.add(trajectory=other_trajectory, by=colleague, kind="skill", title="Van Mats")
    page = desk.post(reverse("exercises:assign", args=[trajectory.pk, "sleep"]), {"item": foreign.pk})
    assert page.context["form"].errors["item"]
    assert "Van Mats" not in page.content.decode()


def test_the_counsellor_changes_it_and_a_part_that_is_over_stays_chosen(desk, assign, trajectory, counsellor):
    skill = plans.add(trajectory=trajectory, by=counsellor, kind="skill", title="Nee zeggen", state="active")
    assigned = assign(item=skill)
    plans.set_state(item=skill, by=counsellor, revision=1, state="done")
    url = reverse("exercises:change", args=[trajectory.pk, assigned.pk])
    assert "Nee zeggen" in desk.get(url).content.decode()
    desk.post(url, {"note": "Rustig aan.", "item": skill.pk, "revision": 1})
    stored = trajectory.assigned_exercises.get()
    assert (stored.note, stored.item, stored.revision) == ("Rustig aan.", skill, 2)


def test_a_stale_change_shows_both_and_can_be_saved_on_purpose(desk, assign, trajectory, colleague):
    assigned = assign(until=timezone.localdate())
    exercises.change(assigned=assigned, by=colleague, revision=1, note="Van Farah.")
    url = reverse("exercises:change", args=[trajectory.pk, assigned.pk])
    page = desk.post(url, {"note": "Net getypt.", "until": "2026-03-25", "revision": 1})
    text = words(page.content.decode())
    assert page.status_code == 409
    for told in ("Van Farah.", "Net getypt.", "25 March 2026", "18 March 2026"):
        assert told in text
    again = page.context["form"]["revision"].value()
    desk.post(url, {"note": "Net getypt.", "until": "2026-03-25", "revision": again})
    assert trajectory.assigned_exercises.get().note == "Net getypt."


def test_ending_takes_it_off_the_clients_pages_and_keeps_what_was_done(desk, read, of_client, assign, do, trajectory):
    assigned = assign()
    do(how="Ging wel.")
    desk.post(reverse("exercises:end", args=[trajectory.pk, assigned.pk]))
    assert TITLE not in read("plans:mine")
    assert "1 exercise that was assigned before" in words(of_client())
    assert "Ging wel." in of_client()
    assert desk.get(reverse("exercises:change", args=[trajectory.pk, assigned.pk])).status_code == 404


def test_the_counsellor_sees_it_on_the_dossier_and_on_the_timeline(desk, assign, do, trajectory):
    assign(until=timezone.localdate() + DAY)
    assign("sleep")
    do(how="Na zeven <b>minuten</b> zakte het.")
    page = desk.get(trajectory.get_absolute_url())
    text = words(page.content.decode())
    assert "Craving like a wave , until tomorrow Done 1 time, today" in text
    assert "Sleeping better Not done yet" in text
    assert "Exercise: Craving like a wave" in text
    assert '<q class="nz-own">Na zeven &lt;b&gt;minuten&lt;/b&gt; zakte het.</q>' in page.content.decode()


def test_a_dossier_without_exercises_says_so(desk, trajectory):
    assert "No exercise is assigned now." in desk.get(trajectory.get_absolute_url()).content.decode()


def test_a_relative_has_exercises_of_their_own(browser_of, assign, relative, relative_trajectory):
    assign("asking-for-help", of=relative_trajectory)
    html = browser_of(relative).get(reverse("exercises:mine")).content.decode()
    assert library.load("asking-for-help", "nl").title in html


def test_a_client_who_comes_by_the_desks_address_goes_to_the_own_page(phone, trajectory):
    page = phone.get(reverse("exercises:of_client", args=[trajectory.pk]))
    assert page.headers["Location"] == reverse("exercises:mine")


def test_nobody_takes_back_or_ends_what_is_somebody_elses(browser_of, other_client, outsider, assign, do, trajectory):
    assigned, done = assign(), do()
    for user in (other_client, outsider):
        browser = browser_of(user)
        assert browser.post(reverse("exercises:take_back", args=[done.pk])).status_code == 404
        assert browser.post(reverse("exercises:end", args=[trajectory.pk, assigned.pk])).status_code == 404
    assert trajectory.assigned_exercises.current().exists()
    assert trajectory.done_exercises.exists()


@pytest.mark.parametrize("name", ["exercises:mine", "exercises:of_client"])
def test_the_pages_cost_the_same_for_one_and_three(
    phone, desk, assign, do, trajectory, name, django_assert_max_num_queries
):
    browser, args = (phone, []) if name == "exercises:mine" else (desk, [trajectory.pk])
    counts = []
    for slugs in (["sleep"], ["walking", "meditation"]):
        for slug in slugs:
            assign(slug)
            do(slug)
        browser.get(reverse(name, args=args))
        with django_assert_max_num_queries(13) as queries:
            browser.get(reverse(name, args=args))
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_the_page_of_an_exercise_tells_nothing_of_who_reads_it(read, assign):
    assign("sleep", note="Voor de nachten na de late dienst.")
    page = read("exercises:exercise", "sleep")
    for personal in ("Noor", "late dienst", "Ilse"):
        assert personal not in page
    assert reverse("exercises:done", args=["sleep"]) in page


def test_a_relative_chooses_from_what_was_written_for_relatives(browser_of, relative, phone, client_user):
    lot = browser_of(relative).get(reverse("exercises:mine")).content.decode()
    noor = phone.get(reverse("exercises:mine")).content.decode()
    for exercise in library.of(library.Shelf.RELATIVES):
        address = reverse("exercises:exercise", args=[exercise.slug])
        assert (address in lot, address in noor) == (True, False)


def test_the_desk_offers_what_suits_a_client_or_a_relative(desk, of_client, relative_trajectory):
    of_relative = desk.get(reverse("exercises:of_client", args=[relative_trajectory.pk])).content.decode()
    own_limits, surfing = (reverse("exercises:exercise", args=[slug]) for slug in ("own-limits", "urge-surfing"))
    assert own_limits not in of_client()
    assert of_relative.index(own_limits) < of_relative.index(surfing)
