"""Two people who change one item: of every kind, the second sees both texts and loses nothing typed."""

import pytest
from django.urls import reverse

from supportgroups.models import SupportGroup
from trajectories.plans import actions as plans
from trajectories.plans.models import Kind, PlanItem

NEEDED = {
    Kind.FAMILY: {"participants": [["Lot", "partner"]]},
    Kind.SELF_CARE: {"area": "food"},
    Kind.SUPPORT_GROUP: {"place": "Buurthuis", "frequency": "Woensdag 20:00"},
}
TYPED = {
    Kind.FAMILY: {"participant_1": "Lot", "relation_1": "partner", "participant_2": "Roos", "relation_2": "zus"},
    Kind.SELF_CARE: {"area": "body"},
    Kind.SUPPORT_GROUP: {"place": "Kadehuis", "frequency": "Donderdag 20:00"},
    Kind.PRACTICAL: {"owner": "partner", "partner": "Wijkteam"},
}
SHOWN = {Kind.FAMILY: "Roos", Kind.SUPPORT_GROUP: "Kadehuis", Kind.PRACTICAL: "Wijkteam"}


@pytest.fixture
def desk(browser_of, counsellor):
    return browser_of(counsellor)


@pytest.fixture
def group(organisation) -> SupportGroup:
    return SupportGroup.objects.create(organisation=organisation, name="Stevig Staan")


@pytest.mark.parametrize("kind", Kind)
def test_the_second_of_two_sees_both_texts_and_keeps_what_was_typed(
    desk, plan_with, counsellor, colleague, group, kind
):
    trajectory = plan_with(kind)
    needed = NEEDED.get(kind, {}) | ({"group": group} if kind == Kind.GROUP else {})
    item = plans.add(trajectory=trajectory, by=counsellor, kind=kind, title="Eerst", **needed)
    plans.change(item=item, by=colleague, revision=1, title="Van Farah", goal="Farahs doel")
    typed = {"title": "Van Ilse", "goal": "Ilses doel", "revision": "1"} | TYPED.get(kind, {})
    typed |= {"group": str(group.pk)} if kind == Kind.GROUP else {}
    url = reverse("plans:edit", args=[trajectory.pk, item.pk])
    page = desk.post(url, typed)
    assert page.status_code == 409
    differences = {theirs: yours for _label, theirs, yours in page.context["form"].differences}
    assert (differences["Van Farah"], differences["Farahs doel"]) == ("Van Ilse", "Ilses doel")
    for name, value in typed.items():
        assert str(page.context["form"][name].value()) == ("2" if name == "revision" else value)
    assert SHOWN.get(kind, "Van Ilse") in page.text
    item.refresh_from_db()
    assert item.title == "Van Farah"
    again = {name: page.context["form"][name].value() for name in typed}
    assert desk.post(url, again).status_code == 302
    assert PlanItem.objects.get(pk=item.pk).title == "Van Ilse"
    assert "Van Farah" in [version.title for version in item.versions.all()]
