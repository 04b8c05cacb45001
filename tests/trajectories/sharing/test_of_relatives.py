"""A relative shares what is theirs in the same way: other categories, and never what only their plan has."""

import pytest
from django.urls import reverse

from aftercare.core import scope
from aftercare.core.errors import Refused
from trajectories.dossier.models import OF_CLIENTS_ONLY, Category, Consent, categories_of
from trajectories.plans import actions as plans
from trajectories.plans.models import Kind, PlanItem
from trajectories.sharing import actions


@pytest.fixture
def with_noor(relative_trajectory, relative, client_user):
    def shared(*categories: Category):
        return actions.share(
            trajectory=relative_trajectory,
            by=relative,
            name="Noor",
            email=client_user.email,
            categories=categories,
            purpose=Consent.Purpose.NEAR,
        )

    return shared


@pytest.fixture
def planned(relative_trajectory, counsellor):
    for kind, title in ((Kind.SKILL, "Vragen"), (Kind.RELATION, "Samen eten"), (Kind.LIVED_THROUGH, "Die nacht")):
        plans.add(trajectory=relative_trajectory, by=counsellor, kind=kind, title=title)


def test_the_form_offers_what_a_relative_has(browser_of, relative):
    form = browser_of(relative).get(reverse("sharing:with_relative")).context["form"]
    assert [value for value, _label in form.fields["categories"].choices] == categories_of("relative")
    assert set(categories_of("relative")) == set(Category) - OF_CLIENTS_ONLY
    assert "trek" not in form.fields["categories"].help_text


@pytest.mark.parametrize("category", sorted(OF_CLIENTS_ONLY))
def test_what_a_relative_has_not_is_refused(with_noor, relative_trajectory, category):
    with pytest.raises(Refused):
        with_noor(category)
    assert not relative_trajectory.consents.exists()


def test_what_is_between_them_and_what_was_lived_through_stay_out_of_a_shared_plan(
    with_noor, planned, relative_trajectory, client_user, outsider, browser_of
):
    with_noor(Category.PLAN)
    address = reverse("overview:shared_one", args=[relative_trajectory.pk])
    page = browser_of(client_user).get(address).content.decode()
    assert [title for title in ("Vragen", "Samen eten", "Die nacht") if title in page] == ["Vragen"]
    assert browser_of(outsider).get(address).status_code == 404
    scope.enter(user=client_user.pk)
    assert [item.title for item in PlanItem.objects.all()] == ["Vragen"]
