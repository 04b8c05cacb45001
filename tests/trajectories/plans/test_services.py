"""A service of the recovery network in a plan: chosen, shown to the client, and no longer listed."""

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from aftercare.core.errors import Refused
from aftercare.network import actions as network
from trajectories.plans import actions as plans
from trajectories.plans.models import ItemVersion, PlanItem


@pytest.fixture
def service(list_service):
    return list_service(
        "Avondhuis De Lantaarn", provider="De Lantaarn", hours="Elke avond 18:30-22:30", phone="06-0000 0303"
    )


def add_url(trajectory, kind: str) -> str:
    return reverse("plans:add", args=[trajectory.pk, kind])


def test_a_counsellor_goes_from_the_directory_to_a_plan(browser_of, counsellor, trajectory, other_trajectory, service):
    browser = browser_of(counsellor)
    page = browser.get(service.get_absolute_url())
    use = reverse("plans:use_service", args=[service.pk])
    assert use in page.text
    page = browser.get(use)
    assert [str(one) for one in page.context["form"].fields["client"].queryset] == [str(trajectory)]
    answer = browser.post(use, {"client": trajectory.pk, "kind": "community"})
    assert answer.url == f"{add_url(trajectory, 'community')}?service={service.pk}"
    form = browser.get(answer.url).context["form"]
    assert form["service"].value() == str(service.pk)
    browser.post(answer.url, {"service": service.pk, "state": "active"})
    item = trajectory.plan_items.get()
    assert (item.title, item.service, item.kind) == ("Avondhuis De Lantaarn", service, "community")


def test_the_client_reads_its_hours_and_how_to_reach_it(browser_of, client_user, counsellor, trajectory, service):
    item = plans.add(trajectory=trajectory, by=counsellor, kind="community", title="Inloop", service=service)
    page = browser_of(client_user).get(reverse("plans:item", args=[item.pk]))
    for words in ("Avondhuis De Lantaarn", "Elke avond 18:30-22:30", 'href="tel:0600000303"'):
        assert words in page.text


def test_a_service_that_stopped_says_so_in_the_plan(
    browser_of, client_user, counsellor, trajectory, policy_maker, service
):
    item = plans.add(trajectory=trajectory, by=counsellor, kind="community", title="Inloop", service=service)
    network.services.withdraw(service=service, by=policy_maker, revision=1, why="Gestopt per 1 mei.")
    page = browser_of(client_user).get(reverse("plans:item", args=[item.pk]))
    assert "Dit staat niet meer in het overzicht." in page.text
    assert "Gestopt per 1 mei." in page.text
    assert service.get_absolute_url() not in page.text
    browser = browser_of(counsellor)
    edit = reverse("plans:edit", args=[trajectory.pk, item.pk])
    browser.post(edit, {"title": "Inloop in de avond", "service": service.pk, "revision": 1})
    item.refresh_from_db()
    assert (item.title, item.service) == ("Inloop in de avond", service)
    assert ItemVersion.objects.get().service == service
    assert browser.get(reverse("plans:use_service", args=[service.pk])).status_code == 404


@pytest.mark.parametrize(
    ("kind", "words", "field"),
    [
        ("community", {}, "title"),
        ("support_group", {}, "title"),
        ("support_group", {"group": True}, "service"),
    ],
)
def test_what_is_not_clear_is_asked(browser_of, counsellor, trajectory, service, series, kind, words, field):
    chosen = {"service": service.pk, "group": series.group.pk} if words else {}
    page = browser_of(counsellor).post(add_url(trajectory, kind), {"state": "planned"} | chosen)
    assert field in page.context["form"].errors


def test_a_support_group_elsewhere_needs_no_more_than_the_service(browser_of, counsellor, trajectory, service):
    browser_of(counsellor).post(add_url(trajectory, "support_group"), {"service": service.pk, "state": "planned"})
    assert trajectory.plan_items.get().title == "Avondhuis De Lantaarn"


def test_the_partner_of_a_practical_problem_is_who_offers_the_service(browser_of, counsellor, trajectory, service):
    words = {"title": "Avonden", "owner": "partner", "service": service.pk, "state": "planned"}
    browser_of(counsellor).post(add_url(trajectory, "practical"), words)
    assert trajectory.plan_items.get().partner == "De Lantaarn"


def test_only_what_stands_in_the_directory_of_the_region_is_offered(
    browser_of, counsellor, trajectory, service, policy_maker, other_organisation
):
    draft = network.services.add(
        region=service.region, by=policy_maker, municipalities=[], name="Concept", provider="x", block="work",
        about="x", areas=["work"], audiences=["everybody"],
    )  # fmt: skip
    form = browser_of(counsellor).get(add_url(trajectory, "community")).context["form"]
    assert list(form.fields["service"].queryset) == [service]
    with pytest.raises(Refused, match="staat niet in het overzicht"):
        plans.add(trajectory=trajectory, by=counsellor, kind="community", title="x", service=draft)
    item = plans.add(trajectory=trajectory, by=counsellor, kind="community", title="x")
    with pytest.raises(Refused, match="staat niet in het overzicht"):
        plans.change(item=item, by=counsellor, revision=1, service=draft)


@pytest.mark.parametrize("who", ["client_user", "relative", "coordinator", "manager", "policy_maker", "partner"])
def test_only_counsellors_put_a_service_in_a_plan(request, browser_of, service, who):
    browser = browser_of(request.getfixturevalue(who))
    assert browser.get(reverse("plans:use_service", args=[service.pk])).status_code == 403
    assert "Zet in een plan" not in browser.get(service.get_absolute_url()).text


def test_an_outsider_has_no_client_in_this_region(browser_of, outsider, trajectory, service):
    page = browser_of(outsider).post(reverse("plans:use_service", args=[service.pk]), {"client": trajectory.pk})
    assert "client" in page.context["form"].errors


def test_the_database_keeps_groups_and_services_apart(trajectory, counsellor, service, series):
    item = plans.add(trajectory=trajectory, by=counsellor, kind="support_group", title="x", group=series.group)
    for wrong in ({"service": service}, {"kind": "individual", "group": None, "service": service}):
        with pytest.raises(IntegrityError), transaction.atomic():
            PlanItem.objects.filter(pk=item.pk).update(**wrong)
