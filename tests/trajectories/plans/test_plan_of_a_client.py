"""The counsellor's page of a plan: add every kind, change, move, meet somebody else's change."""

import pytest
from django.urls import reverse

from supportgroups.models import SupportGroup
from trajectories.plans import actions as plans
from trajectories.plans.models import LifeArea, PlanItem, kinds_of

Kind, State = PlanItem.Kind, PlanItem.State


@pytest.fixture
def desk(browser_of, counsellor):
    return browser_of(counsellor)


@pytest.fixture
def url(trajectory):
    return lambda name="items", *args: reverse(f"plans:{name}", args=[trajectory.pk, *args])


@pytest.fixture
def item(trajectory, counsellor) -> PlanItem:
    return plans.add(
        trajectory=trajectory, by=counsellor, kind=Kind.MEDICATION, title="Naltrexon", frequency="1 keer per dag"
    )


@pytest.fixture
def group(organisation) -> SupportGroup:
    return SupportGroup.objects.create(organisation=organisation, name="Stevig Staan")


def test_an_empty_plan_offers_every_kind(desk, url):
    html = desk.get(url()).content.decode()
    assert {kind for kind in Kind if url("add", kind) in html} == set(kinds_of("client"))
    assert url("goal_of") in html


def test_the_page_shows_items_goal_and_steps(desk, url, item, trajectory, client_user, counsellor):
    plans.set_goal(trajectory=trajectory, by=client_user, text="Rust in huis.")
    plans.write_step(
        trajectory=trajectory,
        by=client_user,
        text="Naar de brug lopen.",
        trigger="alone",
        call_name="Hanneke",
        call_phone="0600000012",
    )
    plans.add(
        trajectory=trajectory, by=counsellor, kind=Kind.SELF_CARE, area=LifeArea.MONEY, title="Zondag", state=State.DONE
    )
    html = desk.get(url()).content.decode()
    for words in ("Naltrexon", "1 keer per dag", "Rust in huis.", "Naar de brug lopen.", "Hanneke", "Zondag"):
        assert words in html
    assert url("edit", item.pk) in html


def test_a_peer_worker_reads_and_changes_nothing(browser_of, peer_worker, url, item, trajectory):
    html = browser_of(peer_worker).get(url()).content.decode()
    assert "Naltrexon" in html
    assert url("edit", item.pk) not in html
    assert url("add", Kind.SKILL) not in html
    assert f'href="{trajectory.get_absolute_url()}"' not in html


def test_a_relatives_plan_has_its_own_kinds_and_a_client_cannot_get_them(desk, url, relative_trajectory):
    html = desk.get(reverse("plans:items", args=[relative_trajectory.pk])).content.decode()
    offered = {kind for kind in Kind if reverse("plans:add", args=[relative_trajectory.pk, kind]) in html}
    assert offered == set(kinds_of("relative"))
    assert "Eigen stappen op een moeilijk moment" in html
    assert desk.get(url("add", Kind.RELATION)).status_code == 404


def test_clients_and_relatives_are_brought_to_their_own_page(browser_of, client_user, url):
    response = browser_of(client_user).get(url())
    assert response.headers["Location"] == reverse("plans:mine")


def test_a_group_item_takes_the_name_of_its_group(desk, url, trajectory, group):
    desk.post(url("add", Kind.GROUP), {"group": group.pk, "state": "planned"})
    item = trajectory.plan_items.get()
    assert (item.title, item.group) == ("Stevig Staan", group)


def test_only_running_groups_of_the_organisation_are_offered(
    desk, url, group, organisation, other_organisation, counsellor
):
    SupportGroup.objects.create(organisation=other_organisation, name="Elders")
    SupportGroup.objects.create(
        organisation=organisation, name="Voorbij", ended_at="2026-01-01T00:00Z", ended_by=counsellor
    )
    html = desk.get(url("add", Kind.GROUP)).content.decode()
    assert "Stevig Staan" in html
    assert "Elders" not in html
    assert "Voorbij" not in html


def test_an_unknown_kind_is_no_page(desk, url):
    assert desk.get(url("add", "magic")).status_code == 404


def test_an_item_is_changed(desk, url, item):
    page = desk.get(url("edit", item.pk))
    assert 'value="Naltrexon"' in page.content.decode()
    page = desk.post(url("edit", item.pk), {"title": "Naltrexon 50 mg", "revision": 1}, follow=True)
    item.refresh_from_db()
    assert (item.title, item.revision, item.frequency) == ("Naltrexon 50 mg", 2, "")
    assert "Naltrexon 50 mg" in page.content.decode()


def test_a_stale_change_shows_both_and_loses_nothing_typed(desk, url, item, colleague):
    plans.change(item=item, by=colleague, revision=1, title="Van Farah", frequency="")
    typed = {"title": "Van Ilse", "frequency": "1 keer per dag", "ends_on": "2027-03-01", "revision": 1}
    page = desk.post(url("edit", item.pk), typed)
    html = page.content.decode()
    assert page.status_code == 409
    assert "Farah Noordhoek" in html
    assert "Van Farah" in html
    assert 'value="Van Ilse"' in html
    assert [label for label, _theirs, _yours in page.context["form"].differences] == [
        page.context["form"].fields[name].label for name in ("title", "frequency", "ends_on")
    ]
    item.refresh_from_db()
    assert item.title == "Van Farah"


def test_saving_again_on_purpose_takes_its_place(desk, url, item, colleague):
    plans.change(item=item, by=colleague, revision=1, title="Van Farah")
    page = desk.post(url("edit", item.pk), {"title": "Van Ilse", "revision": 1})
    revision = page.context["form"]["revision"].value()
    assert desk.post(url("edit", item.pk), {"title": "Van Ilse", "revision": revision}).status_code == 302
    item.refresh_from_db()
    assert (item.title, item.revision) == ("Van Ilse", 3)


def test_both_wrote_the_same(desk, url, item, colleague):
    plans.change(item=item, by=colleague, revision=1, title="Naltrexon 50 mg", frequency="")
    page = desk.post(url("edit", item.pk), {"title": "Naltrexon 50 mg", "revision": 1})
    assert page.status_code == 409
    assert page.context["form"].differences == []


def test_the_area_is_named_in_the_conflict(desk, url, trajectory, counsellor, colleague):
    item = plans.add(trajectory=trajectory, by=counsellor, kind=Kind.SELF_CARE, area="food", title="Ontbijt.")
    plans.change(item=item, by=colleague, revision=1, area="money")
    page = desk.post(url("edit", item.pk), {"title": "Ontbijt.", "area": "body", "revision": 1})
    assert [row[1:] for row in page.context["form"].differences] == [(LifeArea.MONEY.label, LifeArea.BODY.label)]


def test_an_ended_group_stays_chosen_where_it_was(desk, url, trajectory, counsellor, group):
    item = plans.add(trajectory=trajectory, by=counsellor, kind=Kind.GROUP, title="Stevig Staan", group=group)
    SupportGroup.objects.filter(pk=group.pk).update(ended_at="2026-01-01T00:00Z", ended_by=counsellor)
    desk.post(url("edit", item.pk), {"title": "Stevig Staan", "group": group.pk, "frequency": "dinsdag", "revision": 1})
    item.refresh_from_db()
    assert (item.frequency, item.group) == ("dinsdag", group)


def test_the_state_moves_by_a_button(desk, url, item):
    html = desk.get(url("edit", item.pk)).content.decode()
    assert 'name="state" value="active"' in html
    assert 'name="state" value="done"' not in html
    desk.post(url("set_state", item.pk), {"state": "active", "revision": 1})
    item.refresh_from_db()
    assert item.state == State.ACTIVE


@pytest.mark.parametrize("move", [{"state": "done", "revision": 1}, {"state": "active", "revision": 7}])
def test_a_refused_move_says_why(desk, url, item, move):
    page = desk.post(url("set_state", item.pk), move, follow=True)
    assert page.resolver_match.view_name == "plans:edit"
    assert [message.level_tag for message in page.context["messages"]] == ["error"]
    item.refresh_from_db()
    assert item.state == State.PLANNED


def test_nonsense_moves_nothing(desk, url, item):
    desk.post(url("set_state", item.pk), {"state": "magic"})
    item.refresh_from_db()
    assert item.state == State.PLANNED


def test_somebody_elses_item_is_no_page_here(desk, url, other_trajectory, colleague):
    item = plans.add(trajectory=other_trajectory, by=colleague, kind=Kind.SKILL, title="x")
    assert desk.get(url("edit", item.pk)).status_code == 404
    assert desk.post(url("set_state", item.pk), {"state": "active", "revision": 1}).status_code == 404


def test_the_counsellor_writes_goal_and_steps_down_together(desk, url, trajectory, counsellor):
    page = desk.post(url("goal_of"), {"text": "Rust in huis."}, follow=True)
    assert page.resolver_match.view_name == "plans:items"
    assert desk.get(url("write_step_of")).status_code == 200
    desk.post(url("write_step_of"), {"text": "Naar de brug."})
    step = trajectory.coping_steps.get()
    assert step.written_by == counsellor
    desk.post(url("pin_step_of", step.pk), {"pinned": "no"})
    desk.post(url("rewrite_step_of", step.pk), {"text": "Naar de brug en terug."})
    new = trajectory.coping_steps.current().get()
    assert (new.text, new.pinned) == ("Naar de brug en terug.", False)
    page = desk.post(url("rewrite_step_of", step.pk), {"text": "Te laat."})
    assert url("write_step_of") in page.content.decode()
    desk.post(url("remove_step_of", new.pk))
    assert not trajectory.coping_steps.current().exists()


def test_the_page_costs_the_same_for_one_and_sixty(
    desk, url, trajectory, counsellor, client_user, group, django_assert_num_queries
):
    def more():
        plans.add(trajectory=trajectory, by=counsellor, kind=Kind.GROUP, title="Stevig Staan", group=group)
        plans.add(trajectory=trajectory, by=counsellor, kind=Kind.SKILL, title="Nee", state=State.DONE)
        item = plans.add(trajectory=trajectory, by=counsellor, kind=Kind.PRACTICAL, title="Brief")
        plans.proposals.propose(trajectory=trajectory, by=client_user, wish="stop", item=item)
        plans.write_step(trajectory=trajectory, by=counsellor, text="Ademen.")

    more()
    desk.get(url())
    for times in (0, 29):
        for _ in range(times):
            more()
        with django_assert_num_queries(15):
            page = desk.get(url())
    assert len(page.context["items"]) == 60
