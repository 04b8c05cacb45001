"""The gap report: who reads it, and its figures against people and handovers counted by hand."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from aftercare.audit.models import AccessEntry, Event, Outcome
from aftercare.network import actions as network
from aftercare.network.models import Block
from tests.personas import person
from trajectories.dossier import actions as dossier
from trajectories.gaps import needs
from trajectories.plans import actions as plans
from trajectories.plans.models import PlanItem, State
from trajectories.referrals.models import Referral
from trajectories.referrals.models import State as Step

SHOW, COMPARE, EXPORT = (reverse(f"gaps:{name}") for name in ("show", "compare", "export"))
FEW = "minder dan 10"


@pytest.fixture
def town(region, policy_maker):
    return network.team.add_municipality(region=region, by=policy_maker, name="Oeverdorp")


@pytest.fixture
def service(region, town, policy_maker):
    return network.services.add(
        region=region, by=policy_maker, municipalities=[town], published=True, name="=Avondhuis", provider="x",
        block="evening", about="x", areas=["mind"], audiences=["everybody"],
    )  # fmt: skip


@pytest.fixture
def people(organisation, counsellor):
    """people(number) are so many running trajectories at De Kade."""

    def many(number: int) -> list:
        today = timezone.localdate()
        period = {"starts_on": today, "ends_on": today + timedelta(days=90)}
        return [
            dossier.register(organisation=organisation, user=person(f"Persoon {one}"), by=counsellor, **period)
            for one in range(number)
        ]

    return many


def need_of(region) -> needs.Needs:
    return needs.of_regions([region], now=timezone.now())[region.pk]


def refer(trajectory, to, **details) -> Referral:
    now = timezone.now()
    words = {"state": Step.PROPOSED, "due_at": now - timedelta(days=1), "expires_at": now + timedelta(days=9)} | details
    return Referral.objects.create(
        organisation=trajectory.organisation, trajectory=trajectory, to_user=to, to_name="x", reason="x",
        proposed_by=to, **words,
    )  # fmt: skip


@pytest.mark.parametrize("who", ["policy_maker", "manager"])
def test_policy_makers_and_managers_read_their_region(request, browser_of, region, service, who):
    browser = browser_of(request.getfixturevalue(who))
    page = browser.get(SHOW)
    assert page.context["region"] == region
    assert "Gaten in Waterrade" in page.text
    for path in (SHOW, COMPARE, EXPORT):
        assert browser.get(path).status_code == 200


@pytest.mark.parametrize(
    "who",
    ["client_user", "relative", "counsellor", "coordinator", "peer_worker", "partner", "administrator", "outsider"],
)
def test_nobody_else_does_and_that_is_logged(request, browser_of, who):
    for path in (SHOW, COMPARE, EXPORT):
        assert browser_of(request.getfixturevalue(who)).get(path).status_code == 403
    assert AccessEntry.objects.filter(segment="gaps", outcome=Outcome.DENIED).count() == 3


def test_another_region_does_not_exist_but_is_compared(browser_of, policy_maker, other_organisation, service):
    browser = browser_of(policy_maker)
    there = {"region": other_organisation.region_id}
    assert browser.get(SHOW, there).status_code == 404
    assert browser.get(EXPORT, there).status_code == 404
    page = browser.get(COMPARE)
    assert [one.region.name for one in page.context["matrices"]] == ["Oosterveen", "Waterrade"]


def test_a_region_without_municipalities_says_what_to_do(browser_of, policy_maker):
    assert "nog geen gemeenten" in browser_of(policy_maker).get(SHOW).text


@pytest.mark.parametrize(
    ("item", "block"),
    [
        ({"kind": "support_group"}, Block.PEER_GROUP),
        ({"kind": "individual"}, Block.AFTERCARE),
        ({"kind": "family"}, Block.RELATIVES),
        ({"kind": "practical", "area": "money"}, Block.MONEY),
        ({"kind": "practical", "area": "home"}, Block.HOUSING),
        ({"kind": "practical", "area": "work"}, Block.WORK),
        ({"kind": "self_care", "area": "body"}, Block.OUTDOORS),
        ({"kind": "practical", "service": True}, Block.EVENING),
        ({"kind": "skill"}, ""),
    ],
)
def test_what_a_part_of_a_plan_asks_of_a_region(region, trajectory, counsellor, service, item, block):
    chosen = {"service": service} if "service" in item else {}
    plans.add(trajectory=trajectory, by=counsellor, title="x", **item | chosen)
    assert need_of(region).people == {block: 1}


def test_people_are_counted_and_not_items(region, people, counsellor):
    for trajectory in people(10):
        for title in ("Een", "Twee"):
            plans.add(trajectory=trajectory, by=counsellor, kind="support_group", title=title)
    assert need_of(region).of(Block.PEER_GROUP) == "10"


def test_a_small_number_is_not_told(browser_of, policy_maker, region, people, counsellor, service):
    for trajectory in people(9):
        plans.add(trajectory=trajectory, by=counsellor, kind="support_group", title="x")
    browser = browser_of(policy_maker)
    for path in (SHOW, COMPARE, EXPORT):
        text = browser.get(path).text
        assert FEW in text
    lines = {line[0].block: line[2] for line in browser.get(SHOW).context["lines"]}
    assert set(lines.values()) == {FEW}


def test_what_ended_long_ago_is_no_need_any_more(region, trajectory, counsellor):
    item = plans.add(trajectory=trajectory, by=counsellor, kind="support_group", title="x")
    long_ago = timezone.now() - needs.PERIOD - timedelta(days=1)
    PlanItem.objects.filter(pk=item.pk).update(changed_at=long_ago)
    assert need_of(region).people == {Block.PEER_GROUP: 1}
    PlanItem.objects.filter(pk=item.pk).update(state=State.STOPPED)
    assert need_of(region).people == {}


def test_handovers_are_counted_in_the_step_where_they_stall(region, people, partner, counsellor):
    now = timezone.now()
    over = {"due_at": None, "expires_at": None, "ended_in": Step.PROPOSED}
    one, two, three, four, five = people(5)
    refer(one, partner)
    refer(two, partner, state=Step.EXPIRED, ended_at=now, **over)
    refer(three, partner, state=Step.STOPPED, ended_at=now - needs.PERIOD, **over)
    refer(four, partner, due_at=now + timedelta(days=1))
    yes = {"agreed_at": now, "until": timezone.localdate()}
    said_no = {"ended_by": partner, "ended_because": "Vol."} | over | {"ended_in": Step.AGREED}
    refer(five, partner, state=Step.DECLINED, ended_at=now, **yes, **said_no)
    stalls = {stall.step: (stall.late, stall.ended) for stall in need_of(region).stalls}
    assert stalls.pop(Step.PROPOSED) == (1, 1)
    assert stalls.pop(Step.AGREED) == (0, 1)
    assert set(stalls.values()) == {(0, 0)}
    assert need_of(region).worst is None


def test_the_step_where_most_stall_is_named(browser_of, policy_maker, region, people, partner):
    for trajectory in people(10):
        refer(trajectory, partner)
    page = browser_of(policy_maker).get(SHOW)
    assert need_of(region).worst.late_told == "10"
    assert "De meeste blijven steken bij de stap “Voorgesteld”." in page.text


def test_the_csv_says_what_the_page_says_and_begins_no_formula(browser_of, policy_maker, region, town, service):
    answer = browser_of(policy_maker).get(EXPORT)
    rows = [line.split(";") for line in answer.text.lstrip("\ufeff").splitlines()]
    assert rows[0] == ["Bouwsteen", "Oeverdorp", "Gaten", "Mensen die het nodig hebben, volgens hun plan"]
    assert ["Inloop in de avond", "Er is", "0", FEW] in rows
    assert answer.headers["Content-Disposition"].startswith('attachment; filename="gaten-waterrade-')
    assert AccessEntry.objects.filter(segment="gaps", event=Event.EXPORT).count() == 1


def test_a_policy_maker_sees_no_row_of_a_client(browser_of, policy_maker, people, counsellor, service):
    for trajectory in people(12):
        plans.add(trajectory=trajectory, by=counsellor, kind="support_group", title="Bij De Werf")
    text = browser_of(policy_maker).get(SHOW).text
    assert "12" in text
    assert "Persoon" not in text
    assert "De Werf" not in text


def test_the_report_takes_as_many_queries_for_more_people(
    browser_of, policy_maker, people, counsellor, service, django_assert_num_queries, django_assert_max_num_queries
):
    first, *others = people(3)
    plans.add(trajectory=first, by=counsellor, kind="support_group", title="x")
    browser = browser_of(policy_maker)
    browser.get(SHOW)
    with django_assert_max_num_queries(20) as queries:
        browser.get(SHOW)
    for trajectory in others:
        plans.add(trajectory=trajectory, by=counsellor, kind="practical", area="money", title="x")
    with django_assert_num_queries(len(queries)):
        browser.get(SHOW)


def test_with_more_regions_one_is_chosen(browser_of, policy_maker, manager, other_organisation, service):
    manager.memberships.create(role="manager", organisation=other_organisation)
    browser = browser_of(manager)
    assert browser.get(SHOW).context["region"].name == "Oosterveen"
    assert browser.get(SHOW, {"region": service.region_id}).context["region"].name == "Waterrade"


def test_the_english_report_is_english(browser_of, policy_maker, service):
    policy_maker.language = "en"
    policy_maker.save()
    assert "Gaps in Waterrade" in browser_of(policy_maker).get(SHOW).text
    assert "fewer than 10" in browser_of(policy_maker).get(COMPARE).text
