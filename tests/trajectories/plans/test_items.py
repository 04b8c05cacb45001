"""Adding, changing and moving plan items; what counts as current."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from aftercare.audit.models import AccessEntry, Event
from aftercare.core.errors import Refused, Stale, TransitionRefused
from supportgroups.models import SupportGroup
from trajectories.plans import actions as plans
from trajectories.plans.models import AREA_ICONS, KIND_ICONS, STATUS_LEVELS, LifeArea, PlanItem, kinds_of
from trajectories.plans.models.kinds import OF_CLIENTS, OF_RELATIVES

Kind, State = PlanItem.Kind, PlanItem.State


@pytest.fixture
def item(trajectory, counsellor) -> PlanItem:
    return plans.add(trajectory=trajectory, by=counsellor, kind=Kind.INDIVIDUAL, title="Gesprek", state=State.ACTIVE)


def changes_of(trajectory):
    found = AccessEntry.objects.filter(event=Event.CHANGE, client=trajectory.client.user_id)
    return list(found.order_by("id").values_list("segment", "user__name", "object_type"))


def test_every_kind_is_in_the_plan_of_a_client_or_of_a_relative(trajectory, relative_trajectory, counsellor):
    for plan in (trajectory, relative_trajectory):
        for kind in kinds_of(plan.kind):
            area = LifeArea.FOOD if kind == Kind.SELF_CARE else ""
            plans.add(trajectory=plan, by=counsellor, kind=kind, title=kind.label, area=area)
    assert {item.kind for item in trajectory.plan_items.current()} == set(Kind) - set(OF_RELATIVES)
    assert {item.kind for item in relative_trajectory.plan_items.current()} == set(Kind) - set(OF_CLIENTS)


@pytest.mark.parametrize("kind", [*OF_RELATIVES, *OF_CLIENTS])
def test_what_belongs_to_the_other_plan_is_refused(trajectory, relative_trajectory, counsellor, kind):
    plan = trajectory if kind in OF_RELATIVES else relative_trajectory
    with pytest.raises(Refused):
        plans.add(trajectory=plan, by=counsellor, kind=kind, title="Niet hier")
    assert not plan.plan_items.exists()


def test_an_added_item_is_audited(item, trajectory):
    assert changes_of(trajectory)[-1] == ("plan_edit", "Ilse Doornbosch", "trajectories.planitem")


def test_a_group_item_points_at_a_group_of_the_organisation(trajectory, counsellor, organisation):
    group = SupportGroup.objects.create(organisation=organisation, name="Stevig Staan")
    item = plans.add(trajectory=trajectory, by=counsellor, kind=Kind.GROUP, title="Stevig Staan", group=group)
    assert item.group == group


def test_a_group_of_another_organisation_is_refused(trajectory, counsellor, other_organisation, item):
    group = SupportGroup.objects.create(organisation=other_organisation, name="Elders")
    with pytest.raises(Refused):
        plans.add(trajectory=trajectory, by=counsellor, kind=Kind.GROUP, title="Elders", group=group)
    with pytest.raises(Refused):
        plans.change(item=item, by=counsellor, revision=1, group=group)
    assert trajectory.plan_items.get() == item


def test_a_change_raises_the_revision_and_says_who(item, colleague, trajectory):
    plans.change(item=item, by=colleague, revision=1, title="Elke week een gesprek", frequency="elke week")
    item.refresh_from_db()
    assert (item.title, item.frequency, item.revision, item.changed_by) == (
        "Elke week een gesprek",
        "elke week",
        2,
        colleague,
    )
    assert changes_of(trajectory)[-1][:2] == ("plan_edit", "Farah Noordhoek")


def test_a_stale_change_is_refused_and_changes_nothing(item, counsellor, colleague, trajectory):
    plans.change(item=item, by=colleague, revision=1, title="Van Farah")
    before = len(changes_of(trajectory))
    with pytest.raises(Stale):
        plans.change(item=item, by=counsellor, revision=1, title="Van Ilse")
    item.refresh_from_db()
    assert (item.title, item.revision) == ("Van Farah", 2)
    assert len(changes_of(trajectory)) == before


def test_a_running_item_can_pause_and_run_again(item, counsellor):
    plans.set_state(item=item, by=counsellor, revision=1, state=State.PAUSED)
    item.refresh_from_db()
    plans.set_state(item=item, by=counsellor, revision=2, state=State.ACTIVE)
    item.refresh_from_db()
    assert (item.state, item.revision) == (State.ACTIVE, 3)


def test_a_step_that_the_state_does_not_allow_is_refused_in_words(trajectory, counsellor):
    planned = plans.add(trajectory=trajectory, by=counsellor, kind=Kind.SKILL, title="Nee zeggen")
    with pytest.raises(TransitionRefused, match=str(State.PLANNED.label)):
        plans.set_state(item=planned, by=counsellor, revision=1, state=State.DONE)


def test_every_state_leads_somewhere_and_never_to_itself():
    for state in State:
        next_states = PlanItem(state=state).next_states
        assert next_states
        assert state not in next_states


def test_what_is_finished_or_stopped_is_over(trajectory, counsellor):
    for state in State:
        plans.add(trajectory=trajectory, by=counsellor, kind=Kind.SKILL, title=state, state=state)
    assert {item.state for item in trajectory.plan_items.current()} == {"planned", "active", "paused"}
    assert {item.state for item in trajectory.plan_items.over()} == {"done", "stopped"}


@pytest.mark.parametrize(
    "wrong",
    [
        {"kind": Kind.SELF_CARE},
        {"kind": Kind.SKILL, "starts_on": date(2026, 3, 2), "ends_on": date(2026, 3, 1)},
    ],
)
def test_the_database_refuses_what_never_holds(trajectory, counsellor, wrong):
    with pytest.raises(IntegrityError), transaction.atomic():
        plans.add(trajectory=trajectory, by=counsellor, title="x", **wrong)


def test_only_items_in_a_group_name_a_group(trajectory, counsellor, organisation):
    group = SupportGroup.objects.create(organisation=organisation, name="Stevig Staan")
    with pytest.raises(IntegrityError), transaction.atomic():
        plans.add(trajectory=trajectory, by=counsellor, kind=Kind.MEDICATION, title="x", group=group)


def test_a_plan_is_told_kind_by_kind_and_self_care_area_by_area(trajectory, counsellor):
    told = [
        (Kind.INDIVIDUAL, ""),
        (Kind.GROUP, ""),
        (Kind.MEDICATION, ""),
        (Kind.SELF_CARE, LifeArea.FOOD),
        (Kind.SELF_CARE, LifeArea.MONEY),
        (Kind.COMMUNITY, ""),
        (Kind.SKILL, ""),
    ]
    for kind, area in reversed(told):
        plans.add(trajectory=trajectory, by=counsellor, kind=kind, area=area, title=kind.label)
    items = trajectory.plan_items.current().with_days_done(today=date(2026, 3, 12))
    assert [(item.kind, item.area) for item in items] == told


def test_a_tick_is_said_once_a_day_and_can_be_said_again(trajectory, client_user, counsellor):
    walk = plans.add(
        trajectory=trajectory,
        by=counsellor,
        kind=Kind.SELF_CARE,
        area=LifeArea.BODY,
        title="Rondje",
        state=State.ACTIVE,
    )
    today = date(2026, 3, 12)
    plans.tick(item=walk, by=client_user, on=today, done=False)
    plans.tick(item=walk, by=client_user, on=today, done=True)
    plans.tick(item=walk, by=client_user, on=today - timedelta(days=6), done=True)
    plans.tick(item=walk, by=client_user, on=today - timedelta(days=7), done=True)
    plans.tick(item=walk, by=client_user, on=today - timedelta(days=1), done=False)
    assert trajectory.plan_items.with_days_done(today=today).get(pk=walk.pk).days_done == 2
    assert walk.ticks.count() == 4
    assert changes_of(trajectory)[-1][:2] == ("plan_tick", "Noor Velthuizen")


def test_only_a_running_item_is_ticked(trajectory, client_user, counsellor):
    planned = plans.add(trajectory=trajectory, by=counsellor, kind=Kind.SKILL, title="Nee zeggen")
    with pytest.raises(TransitionRefused):
        plans.tick(item=planned, by=client_user, on=date(2026, 3, 12), done=True)
    assert planned.ticks.count() == 0


def test_what_one_can_do_on_a_day_is_running_self_care_or_a_skill(trajectory, counsellor, item):
    skill = plans.add(trajectory=trajectory, by=counsellor, kind=Kind.SKILL, title="Nee zeggen", state=State.ACTIVE)
    plans.add(trajectory=trajectory, by=counsellor, kind=Kind.SKILL, title="Later")
    assert list(trajectory.plan_items.for_one_day()) == [skill]


def test_every_kind_area_and_state_has_its_picture(trajectory):
    assert set(KIND_ICONS) == set(Kind)
    assert set(AREA_ICONS) == set(LifeArea)
    assert set(STATUS_LEVELS) == set(State)
    assert PlanItem(kind=Kind.SELF_CARE, area=LifeArea.MONEY).icon == "wallet"
    assert PlanItem(kind=Kind.MEDICATION).icon == "pill"
    assert PlanItem(state=State.PLANNED).status_level == "gap"
    assert str(PlanItem(title="Gesprek")) == "Gesprek"
