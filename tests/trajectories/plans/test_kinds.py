"""Each kind of item: the fields its form shows, what it must say, what the database refuses, how it is told."""

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import translation

from aftercare.core.errors import TransitionRefused
from supportgroups.models import SupportGroup
from trajectories.plans import actions as plans
from trajectories.plans import telling
from trajectories.plans.forms.items import LAYOUTS
from trajectories.plans.models import EMPTY, KINDS_WITH, Kind, Owner, PlanItem, State

SAMPLES = {
    "area": "food",
    "participants": [["Lot", "partner"]],
    "place": "Kamer 2",
    "contact": "Wim",
    "prescriber": "Huisarts",
    "owner": Owner.CLIENT,
    "partner": "Wijkteam",
    "next_step": "Bellen",
    "due_on": "2026-03-12",
    "done_on": "2026-03-12",
}


@pytest.fixture
def desk(browser_of, counsellor):
    return browser_of(counsellor)


@pytest.fixture
def url(trajectory):
    return lambda kind: reverse("plans:add", args=[trajectory.pk, kind])


@pytest.fixture
def group(organisation) -> SupportGroup:
    return SupportGroup.objects.create(organisation=organisation, name="Stevig Staan")


def asked(page) -> set[str]:
    return {name for name in page.context["form"].fields if not name.startswith(("participant_", "relation_"))}


USUAL = {"title", "goal", "frequency", "carrier", "starts_on", "ends_on", "review_on", "state"}


@pytest.mark.parametrize(
    ("kind", "own"),
    [
        (Kind.INDIVIDUAL, {"place"}),
        (Kind.GROUP, {"group"}),
        (Kind.FAMILY, {"place"}),
        (Kind.MEDICATION, {"prescriber"}),
        (Kind.SUPPORT_GROUP, {"group", "service", "place", "contact"}),
        (Kind.SELF_CARE, {"area"}),
        (Kind.COMMUNITY, {"service", "place", "contact"}),
        (Kind.SKILL, set()),
    ],
)
def test_a_form_asks_what_its_kind_needs_and_no_more(desk, url, kind, own):
    assert asked(desk.get(url(kind))) == USUAL | own


def test_a_practical_problem_asks_whose_it_is_and_by_when(desk, url):
    own = {"area", "owner", "partner", "service", "next_step", "due_on"}
    assert asked(desk.get(url(Kind.PRACTICAL))) == USUAL - {"frequency", "starts_on", "ends_on"} | own


def test_every_kind_has_a_form_and_every_field_of_its_own_is_asked():
    assert set(LAYOUTS) == set(Kind)
    for name, kinds in KINDS_WITH.items():
        for kind in kinds:
            flat = {field for row in LAYOUTS[kind] for field in ([row] if isinstance(row, str) else row)}
            assert name in flat | {"done_on"}


@pytest.mark.parametrize(
    ("kind", "details"),
    [
        (Kind.INDIVIDUAL, {"title": "Gesprek", "frequency": "elke week", "carrier": "Ilse", "place": "Kamer 2"}),
        (Kind.MEDICATION, {"title": "Naltrexon", "carrier": "Ilse", "prescriber": "huisarts"}),
        (Kind.SELF_CARE, {"title": "Ontbijt.", "area": "food"}),
        (Kind.COMMUNITY, {"title": "Inloop De Kade", "place": "Kadehuis", "contact": "Hanneke"}),
        (Kind.PRACTICAL, {"title": "Brief van de woningbouw", "area": "home", "owner": "counsellor"}),
        (Kind.PRACTICAL, {"title": "Schulden", "owner": "partner", "partner": "Wijkteam", "next_step": "Bellen"}),
        (Kind.PRACTICAL, {"title": "Rijbewijs", "area": "", "owner": "other", "carrier": "Mijn zus"}),
        (Kind.SKILL, {"title": "Nee zeggen", "goal": "Op een feest.", "frequency": "bij trek"}),
        (
            Kind.SUPPORT_GROUP,
            {"title": "Zelfhulp", "place": "Buurthuis", "frequency": "woensdag 20:00", "contact": "Wim"},
        ),
    ],
)
def test_each_kind_is_added_with_its_own_fields(desk, url, trajectory, counsellor, kind, details):
    page = desk.post(url(kind), {"state": "active", **details}, follow=True)
    assert page.resolver_match.view_name == "plans:items"
    item = trajectory.plan_items.get()
    assert (item.kind, item.state, item.changed_by) == (kind, "active", counsellor)
    assert {name: getattr(item, name) for name in details} == details


def test_family_therapy_names_several_people(desk, url, trajectory):
    named = {"participant_1": "Lot", "relation_1": "partner", "participant_3": "Daan", "relation_4": "zoon"}
    desk.post(url(Kind.FAMILY), {"title": "Gezinsgesprek", "state": "active", **named})
    item = trajectory.plan_items.get()
    assert item.participants == [["Lot", "partner"], ["Daan", ""]]
    assert telling.text(item, "participants") == "Lot (partner), Daan"
    page = desk.get(reverse("plans:edit", args=[trajectory.pk, item.pk]))
    form = page.context["form"]
    assert [form[f"participant_{number}"].value() for number in (1, 2, 3)] == ["Lot", "Daan", ""]
    assert form["relation_1"].value() == "partner"


def test_there_are_always_two_empty_rows_for_more_people(desk, trajectory, counsellor):
    people = [[f"Kind {number}", "kind"] for number in range(5)]
    item = plans.add(trajectory=trajectory, by=counsellor, kind=Kind.FAMILY, title="Gezinsgesprek", participants=people)
    form = desk.get(reverse("plans:edit", args=[trajectory.pk, item.pk])).context["form"]
    assert len(form.pairs) == 7


def test_a_group_of_the_organisation_has_no_address_of_its_own(desk, url, trajectory, group):
    typed = {"group": group.pk, "place": "Buurthuis", "contact": "Wim", "state": "planned"}
    desk.post(url(Kind.SUPPORT_GROUP), typed)
    item = trajectory.plan_items.get()
    assert (item.title, item.group, item.place, item.contact) == ("Stevig Staan", group, "", "")


def test_a_name_is_kept_only_where_somebody_else_takes_care_of_it(desk, url, trajectory):
    desk.post(url(Kind.PRACTICAL), {"title": "Post", "owner": "client", "carrier": "Mijn zus", "state": "active"})
    assert trajectory.plan_items.get().carrier == ""


@pytest.mark.parametrize(
    ("kind", "wrong", "where"),
    [
        (Kind.SKILL, {"title": ""}, ["title"]),
        (Kind.SKILL, {"title": "x" * 121}, ["title"]),
        (Kind.SELF_CARE, {"title": "Ontbijt.", "area": ""}, ["area"]),
        (Kind.SELF_CARE, {"title": "Ontbijt.", "area": "home"}, ["area"]),
        (Kind.GROUP, {"title": "Een groep"}, ["group"]),
        (Kind.GROUP, {"title": ""}, ["group"]),
        (Kind.GROUP, {"group": "nonsense"}, ["group"]),
        (Kind.SUPPORT_GROUP, {"group": "nonsense"}, ["group"]),
        (Kind.SUPPORT_GROUP, {"title": ""}, ["title", "place", "frequency"]),
        (Kind.SUPPORT_GROUP, {"title": "Zelfhulp", "place": "Buurthuis"}, ["frequency"]),
        (Kind.SUPPORT_GROUP, {"title": "Zelfhulp", "place": "x" * 121, "frequency": "woensdag"}, ["place"]),
        (Kind.FAMILY, {"title": "Gezinsgesprek", "relation_1": "partner"}, ["participant_1"]),
        (Kind.PRACTICAL, {"title": "Post"}, ["owner"]),
        (Kind.PRACTICAL, {"title": "Post", "owner": "nobody"}, ["owner"]),
        (Kind.PRACTICAL, {"title": "Post", "owner": "partner"}, ["partner"]),
        (Kind.PRACTICAL, {"title": "Post", "owner": "other"}, ["carrier"]),
        (Kind.SKILL, {"title": "Nee", "starts_on": "2026-03-02", "ends_on": "2026-03-01"}, ["ends_on"]),
        (Kind.SKILL, {"title": "Nee", "starts_on": "morgen"}, ["starts_on"]),
        (Kind.SKILL, {"title": "Nee", "state": "done"}, ["state"]),
    ],
)
def test_a_wrong_item_is_said_at_the_field(desk, url, trajectory, kind, wrong, where):
    page = desk.post(url(kind), {"state": "planned", **wrong})
    assert page.status_code == 200
    assert list(page.context["form"].errors) == where
    assert not trajectory.plan_items.exists()


NOT_OF_ITS_KIND = [
    (kind, name) for name, kinds in KINDS_WITH.items() for kind in Kind if kind not in kinds and name in SAMPLES
]


@pytest.mark.parametrize(("kind", "name"), NOT_OF_ITS_KIND)
def test_the_database_refuses_a_field_on_another_kind(plan_with, counsellor, kind, name):
    needs = {"area": "food"} if kind == Kind.SELF_CARE else {}
    with pytest.raises(IntegrityError, match=f"planitem_{name}_only_of_its_kinds"), transaction.atomic():
        plans.add(trajectory=plan_with(kind), by=counsellor, kind=kind, title="x", **needs | {name: SAMPLES[name]})


@pytest.mark.parametrize(
    ("kind", "details", "rule"),
    [
        (Kind.SELF_CARE, {}, "self_care_names_its_area"),
        (Kind.GROUP, {"state": State.ACTIVE}, "group_runs_with_its_group"),
        (Kind.FAMILY, {"state": State.ACTIVE}, "family_runs_with_its_participants"),
        (Kind.PRACTICAL, {"owner": ""}, "practical_names_its_owner"),
        (Kind.PRACTICAL, {"owner": Owner.PARTNER}, "owner_is_named"),
        (Kind.PRACTICAL, {"owner": Owner.OTHER}, "owner_is_named"),
        (Kind.PRACTICAL, {"state": State.DONE, "done_on": None}, "practical_is_done_on_a_day"),
        (Kind.PRACTICAL, {"done_on": "2026-03-12"}, "practical_is_done_on_a_day"),
        (Kind.SKILL, {"starts_on": "2026-03-02", "ends_on": "2026-03-01"}, "ends_after_start"),
    ],
)
def test_the_database_refuses_what_never_holds(trajectory, counsellor, kind, details, rule):
    with pytest.raises(IntegrityError, match=f"planitem_{rule}"), transaction.atomic():
        plans.add(trajectory=trajectory, by=counsellor, kind=kind, title="x", **details)


def test_the_database_refuses_an_address_for_ones_own_group(trajectory, counsellor, group):
    with pytest.raises(IntegrityError, match="planitem_own_group_has_no_address"), transaction.atomic():
        plans.add(
            trajectory=trajectory, by=counsellor, kind=Kind.SUPPORT_GROUP, title="x", group=group, place="Buurthuis"
        )


def test_only_items_in_a_group_name_a_group(trajectory, counsellor, group):
    with pytest.raises(IntegrityError, match="planitem_group_only_of_its_kinds"), transaction.atomic():
        plans.add(trajectory=trajectory, by=counsellor, kind=Kind.MEDICATION, title="x", group=group)


@pytest.mark.parametrize(
    ("item", "lacks"),
    [
        (PlanItem(kind=Kind.FAMILY), "participants"),
        (PlanItem(kind=Kind.GROUP), "group"),
        (PlanItem(kind=Kind.FAMILY, participants=[["Lot", ""]]), ""),
        (PlanItem(kind=Kind.SKILL), ""),
    ],
)
def test_an_item_says_what_it_still_lacks(item, lacks):
    assert item.lacks == lacks


def test_what_lacks_something_does_not_begin(trajectory, counsellor):
    talks = plans.add(trajectory=trajectory, by=counsellor, kind=Kind.FAMILY, title="Samen praten", state=State.PLANNED)
    with pytest.raises(TransitionRefused, match="wie doen mee"):
        plans.set_state(item=talks, by=counsellor, revision=talks.revision, state=State.ACTIVE)
    assert PlanItem.objects.get(pk=talks.pk).state == State.PLANNED


def test_each_field_is_told_in_the_words_of_its_kind(group):
    with translation.override("en"):
        problem = PlanItem(
            kind=Kind.PRACTICAL, title="Post", goal="Rust.", area="money", owner=Owner.CLIENT, state=State.ACTIVE
        )
        told = {line.label: (line.text, line.is_own) for line in telling.lines(problem, to_client=True)}
        assert told == {
            "The problem": ("Post", False),
            "What it is for": ("Rust.", True),
            "life area": ("Money", False),
            "who takes care of it": ("You", False),
            "state": ("Running", False),
        }
        assert telling.text(problem, "owner") == "The client"
        assert telling.text(PlanItem(kind=Kind.PRACTICAL, owner=Owner.OTHER), "owner", to_client=True) == (
            "Somebody else"
        )
        assert telling.text(PlanItem(kind=Kind.GROUP, group=group), "group") == "Stevig Staan"
        assert telling.text(PlanItem(kind=Kind.GROUP), "group") == ""
        assert telling.label(Kind.SKILL, "frequency") == "When"
        assert telling.label(Kind.INDIVIDUAL, "frequency") == "how often"


def test_what_is_in_the_clients_own_voice_is_told_so():
    assert telling.is_own(Kind.SELF_CARE, "title")
    assert not telling.is_own(Kind.SKILL, "title")


def test_every_field_knows_what_it_is_without_an_agreement():
    item = PlanItem(kind=Kind.SKILL, title="x")
    assert all(telling.text(item, name) == "" for name in EMPTY if name not in {"title", "state"})
