"""The plan as the client and the relative read and write it on a phone."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from psycopg.types.range import TimestamptzRange

from supportgroups.models import Room, Series, Session, SupportGroup
from trajectories.appointments import actions as appointments
from trajectories.plans import actions as plans
from trajectories.plans.models import LifeArea, PlanItem, Proposal, TriggerKind

Kind, State = PlanItem.Kind, PlanItem.State


@pytest.fixture
def phone(browser_of, client_user):
    return browser_of(client_user)


@pytest.fixture
def read(phone):
    return lambda name="mine", *args: phone.get(reverse(f"plans:{name}", args=args)).content.decode()


@pytest.fixture
def add(trajectory, counsellor):
    def added(kind=Kind.SKILL, title="Nee zeggen", state=State.ACTIVE, **details) -> PlanItem:
        return plans.add(trajectory=trajectory, by=counsellor, kind=kind, title=title, state=state, **details)

    return added


@pytest.fixture
def group(organisation) -> SupportGroup:
    return SupportGroup.objects.create(organisation=organisation, name="Stevig Staan")


@pytest.fixture
def step(trajectory, client_user):
    return plans.write_step(
        trajectory=trajectory, by=client_user, text="Naar de brug lopen.", trigger=TriggerKind.ALONE
    )


def test_an_empty_plan_says_what_will_be_here(read):
    html = read()
    assert html.count("nz-empty") == 5
    assert reverse("plans:goal") in html
    assert reverse("plans:write_step") in html


def test_the_plan_shows_goal_guidance_self_care_and_steps(read, add, trajectory, client_user, step):
    plans.set_goal(trajectory=trajectory, by=client_user, text="Rust in huis, en mijn werk houden.")
    talk = add(Kind.INDIVIDUAL, "Gesprek", frequency="elke week", carrier="Ilse")
    add(Kind.SELF_CARE, "Fietsen naar het werk.", area=LifeArea.BODY)
    add(Kind.MEDICATION, "Naltrexon", state=State.PAUSED)
    add(Kind.COMMUNITY, "Inloop De Kade", state=State.STOPPED)
    html = read()
    for words in ("Rust in huis", "Elke week, Ilse", "Fietsen naar het werk.", "Naltrexon", "Naar de brug lopen."):
        assert words in html
    assert "Inloop De Kade" not in html
    assert reverse("plans:item", args=[talk.pk]) in html


def test_a_goal_written_down_together_says_with_whom(read, trajectory, counsellor):
    plans.set_goal(trajectory=trajectory, by=counsellor, text="Rust in huis.")
    assert "Ilse" in read()


def test_appointments_stand_in_the_plan(read, trajectory, counsellor):
    appointments.plan(
        trajectory=trajectory,
        by=counsellor,
        with_user=counsellor,
        starts_at=timezone.now() + timedelta(days=1),
        place="Kadehuis kamer 2",
    )
    assert "Kadehuis kamer 2" in read()


def test_a_group_shows_when_it_meets_next(read, add, organisation, counsellor):
    now = timezone.now().replace(microsecond=0)
    group = SupportGroup.objects.create(organisation=organisation, name="Stevig Staan")
    room = Room.objects.create(organisation=organisation, name="Zaal 1", seats=10)
    series = Series.objects.create(
        organisation=organisation,
        group=group,
        first_on=now.date(),
        count=3,
        starts="10:00",
        ends="11:00",
        room=room,
        planned_by=counsellor,
    )
    cancelled = {"state": "cancelled", "cancelled_at": now, "cancelled_by": counsellor}
    for days, state in ((-7, {}), (2, cancelled), (9, {}), (16, {})):
        starts = now + timedelta(days=days)
        Session.objects.create(
            organisation=organisation,
            group=group,
            series=series,
            room=room,
            period=TimestamptzRange(starts, starts + timedelta(hours=1)),
            **state,
        )
    item = add(Kind.GROUP, "Stevig Staan", group=group)
    following = timezone.localtime(now + timedelta(days=9))
    assert f"{following:%H:%M}" in read()
    assert f"{following:%H:%M}" in read("item", item.pk)
    assert item.trajectory.plan_items.with_next_session(at=now).get().next_session_at == following


def test_self_care_counts_the_days_of_this_week(read, add, client_user):
    item = add(Kind.SELF_CARE, "Fietsen.", area=LifeArea.BODY, frequency="elke dag")
    assert "elke dag" in read()
    plans.tick(item=item, by=client_user, on=timezone.localdate(), done=True)
    assert "elke dag" not in read()


def test_an_item_tells_all_that_was_agreed(read, add):
    today = timezone.localdate()
    item = add(
        Kind.PRACTICAL,
        "Brief van de woningbouw",
        area=LifeArea.HOME,
        goal="Niet meer wakker liggen.",
        frequency="een keer",
        carrier="Wijkteam",
        starts_on=today,
        ends_on=today + timedelta(days=30),
        review_on=today + timedelta(days=14),
    )
    html = read("item", item.pk)
    for words in ("Brief van de woningbouw", "Niet meer wakker liggen.", "een keer", "Wijkteam"):
        assert words in html
    assert html.count("<dt>") == 8


def test_a_relatives_plan_has_a_place_for_what_is_between_them_and_what_was_lived_through(
    browser_of, relative, relative_trajectory, counsellor
):
    lot = browser_of(relative)
    assert lot.get(reverse("plans:mine")).content.decode().count("Hier staat nog niets") == 2
    of = {"trajectory": relative_trajectory, "by": counsellor}
    plans.add(kind=Kind.RELATION, title="Weer samen eten", **of)
    plans.add(kind=Kind.LIVED_THROUGH, title="De nacht in maart", **of)
    html = lot.get(reverse("plans:mine")).content.decode()
    assert html.index("Tussen ons") < html.index("Weer samen eten") < html.index("Wat ik heb meegemaakt")
    assert html.index("Wat ik heb meegemaakt") < html.index("De nacht in maart")


def test_a_relative_writes_the_own_goal_and_own_steps_without_a_word_of_craving(
    browser_of, relative, relative_trajectory
):
    lot = browser_of(relative)
    lot.post(reverse("plans:goal"), {"text": "Weer slapen."})
    lot.post(reverse("plans:write_step"), {"text": "Naar buiten, naar het water."})
    assert "trigger" not in lot.get(reverse("plans:write_step")).context["form"].fields
    pages = [lot.get(reverse(name)).content.decode() for name in ("plans:mine", "plans:steps", "help_now")]
    assert all("Naar buiten, naar het water." in page for page in pages)
    assert "Weer slapen." in pages[0]
    for page in [*pages, lot.get("/me/").content.decode()]:
        assert not re.search(r"\b(trek|triggers?)\b", re.sub(r"<[^>]*>", " ", page), re.IGNORECASE)
    assert "Veilig Thuis 0800-2000" in pages[2]


def test_reading_the_plan_costs_the_same_for_one_and_sixty(
    phone, add, group, trajectory, counsellor, client_user, django_assert_num_queries
):
    def more():
        add(Kind.GROUP, "Stevig Staan", group=group)
        add(Kind.SELF_CARE, "Fietsen.", area=LifeArea.BODY)
        add(Kind.PRACTICAL, "Brief", due_on=timezone.localdate())
        item = add(Kind.FAMILY, "Gezinsgesprek", participants=[["Lot", "partner"]])
        plans.proposals.propose(
            trajectory=trajectory, by=client_user, wish=Proposal.Wish.CHANGE, item=item, title="Vaker"
        )
        plans.write_step(trajectory=trajectory, by=counsellor, text="Ademen.")
        starts_at = timezone.now() + timedelta(days=1 + trajectory.appointments.count())
        appointments.plan(trajectory=trajectory, by=counsellor, with_user=counsellor, starts_at=starts_at)

    more()
    phone.get(reverse("plans:mine"))
    for times in (0, 14):
        for _ in range(times):
            more()
        with django_assert_num_queries(20):
            page = phone.get(reverse("plans:mine"))
    assert len(page.context["items"]) == 60


def test_the_client_writes_the_own_goal(phone, trajectory, client_user):
    page = phone.post(reverse("plans:goal"), {"text": "Rust in huis."}, follow=True)
    assert page.resolver_match.view_name == "plans:mine"
    goal = trajectory.goals.current().get()
    assert (goal.text, goal.set_by) == ("Rust in huis.", client_user)


def test_changing_the_goal_keeps_the_earlier_one_in_sight(phone, read, trajectory):
    phone.post(reverse("plans:goal"), {"text": "Rust in huis."})
    first = trajectory.goals.current().get()
    phone.post(reverse("plans:goal"), {"text": "Mijn werk houden.", "replaces": first.pk})
    assert reverse("plans:goal_versions") in read("goal")
    html = read("goal_versions")
    assert "Rust in huis.</del>" in html
    assert "Mijn werk houden.</ins>" in html
    assert trajectory.goals.current().get().text == "Mijn werk houden."


@pytest.mark.parametrize("text", ["", "   ", "x" * 501])
def test_a_goal_that_is_none_is_said_at_the_field(phone, trajectory, text):
    page = phone.post(reverse("plans:goal"), {"text": text})
    assert page.status_code == 200
    assert page.context["form"].errors["text"]
    assert not trajectory.goals.exists()


def test_a_stale_goal_shows_both_and_can_be_saved_on_purpose(phone, trajectory, counsellor):
    plans.set_goal(trajectory=trajectory, by=counsellor, text="Van Ilse.")
    page = phone.post(reverse("plans:goal"), {"text": "Van mij, net getypt.", "replaces": ""})
    html = page.content.decode()
    assert page.status_code == 409
    assert "Van Ilse." in html
    assert "Van mij, net getypt." in html
    assert trajectory.goals.current().get().text == "Van Ilse."
    again = page.context["form"]["replaces"].value()
    phone.post(reverse("plans:goal"), {"text": "Van mij, net getypt.", "replaces": again})
    assert trajectory.goals.current().get().text == "Van mij, net getypt."


def test_a_step_is_written_for_the_trigger_one_comes_from(phone, trajectory):
    page = phone.get(reverse("plans:write_step") + "?trigger=lege%20koelkast")
    assert '<option value="lege koelkast" selected>' in page.content.decode()
    phone.post(reverse("plans:write_step"), {"text": "Boodschappen doen.", "trigger": "lege koelkast"})
    step = trajectory.coping_steps.get()
    assert (step.text, step.trigger, step.pinned) == ("Boodschappen doen.", "lege koelkast", True)


@pytest.mark.parametrize(
    ("wrong", "where"),
    [
        ({"text": ""}, "text"),
        ({"text": "x" * 301}, "text"),
        ({"text": "Bellen.", "call_name": "Hanneke"}, "call_phone"),
        ({"text": "Bellen.", "call_phone": "0600000012"}, "call_name"),
        ({"text": "Bellen.", "call_name": "Hanneke", "call_phone": "bel maar"}, "call_phone"),
    ],
)
def test_a_wrong_step_is_said_at_the_field_and_keeps_what_was_typed(phone, trajectory, wrong, where):
    page = phone.post(reverse("plans:write_step"), wrong)
    assert list(page.context["form"].errors) == [where]
    assert not trajectory.coping_steps.exists()
    assert all(value in page.content.decode() for value in wrong.values())


def test_a_step_is_rewritten_and_stays_pinned_as_it_was(phone, trajectory, client_user, step):
    plans.pin_step(step=step, by=client_user, pinned=False)
    url = reverse("plans:rewrite_step", args=[step.pk])
    assert "Naar de brug lopen." in phone.get(url).content.decode()
    phone.post(url, {"text": "Naar de brug en terug.", "call_name": "Hanneke", "call_phone": "06 00000012"})
    new = trajectory.coping_steps.current().get()
    assert (new.text, new.pinned, new.call_url) == ("Naar de brug en terug.", False, "tel:0600000012")


def test_a_step_that_is_gone_meanwhile_loses_nothing_typed(phone, trajectory, counsellor, step):
    plans.write_step(trajectory=trajectory, by=counsellor, text="Van Ilse.", replaces=step)
    page = phone.post(reverse("plans:rewrite_step", args=[step.pk]), {"text": "Van mij, net getypt."})
    html = page.content.decode()
    assert page.status_code == 409
    assert "Van Ilse." in html
    assert "Van mij, net getypt." in html
    assert f'action="{reverse("plans:write_step")}"' in html
    assert trajectory.coping_steps.current().get().text == "Van Ilse."


def test_a_step_is_pinned_unpinned_and_taken_off(phone, read, trajectory, step):
    assert "Naar de brug lopen." in read("steps")
    for answer, pinned in (("no", False), ("yes", True), ("nonsense", True)):
        phone.post(reverse("plans:pin_step", args=[step.pk]), {"pinned": answer})
        assert trajectory.coping_steps.pinned().exists() == pinned
    phone.post(reverse("plans:remove_step", args=[step.pk]))
    assert "Naar de brug lopen." not in read("steps")


def test_a_tick_is_kept_and_brings_home(phone, add):
    item = add(Kind.SELF_CARE, "Fietsen.", area=LifeArea.BODY)
    for answer, done in (("yes", True), ("no", False), ("nonsense", False)):
        page = phone.post(reverse("plans:tick", args=[item.pk]), {"done": answer})
        assert page.headers["Location"] == reverse("overview:me")
        assert item.ticks.get(on=timezone.localdate()).done == done


@pytest.mark.parametrize("state", [State.PLANNED, State.PAUSED, State.DONE])
def test_only_what_runs_is_ticked(phone, add, state):
    item = add(state=state)
    assert phone.post(reverse("plans:tick", args=[item.pk]), {"done": "yes"}).status_code == 404


def test_nobody_ticks_somebody_elses_day(browser_of, other_client, relative, counsellor, outsider, add):
    item = add()
    for user in (other_client, relative, counsellor, outsider):
        response = browser_of(user).post(reverse("plans:tick", args=[item.pk]), {"done": "yes"})
        assert response.status_code == 404
    assert not item.ticks.exists()
