"""Which building blocks a municipality has, against a region counted by hand."""

import pytest
from django.utils import timezone

from aftercare.network import actions as network
from aftercare.network import matrix
from aftercare.network.matrix import Level
from aftercare.network.models import GOOD_FOR, Precondition


@pytest.fixture
def level(region, town, policy_maker):
    """level() is what the matrix says of the evening in Oeverdorp, which was gone through today."""
    network.behind.survey(municipality=town, by=policy_maker, on=timezone.localdate())

    def of(block: str = "evening", town_at: int = 0) -> Level:
        (found,) = matrix.of_regions([region], now=timezone.now())
        return next(row for row in found.rows if row.block == block).levels[town_at]

    return of


def lack(service, by, *, standing: str = "lacking", **about) -> Precondition:
    about = about or {"service": service}
    return network.behind.add(Precondition, region=service.region, by=by, title="x", standing=standing, **about)


def test_nothing_listed_is_a_gap_where_the_team_went_through_it(level):
    assert level() == Level.GAP


def test_nothing_listed_is_not_known_where_nobody_looked_lately(level, town, other_town, policy_maker):
    assert level(town_at=1) == Level.UNKNOWN
    network.behind.survey(municipality=town, by=policy_maker, on=timezone.localdate() - GOOD_FOR)
    assert level() == Level.UNKNOWN


def test_a_service_that_takes_people_is_there(level, list_service):
    list_service()
    assert level() == Level.THERE
    assert level("housing") == Level.GAP


def test_a_waiting_list_is_there_and_full_is_partly(level, list_service):
    list_service("Vol", capacity="full")
    assert level() == Level.PARTLY
    list_service("Wachtlijst", capacity="waiting")
    assert level() == Level.THERE


@pytest.mark.parametrize(
    ("standing", "says"), [("present", "there"), ("unknown", "there"), ("partly", "partly"), ("lacking", "partly")]
)
def test_what_a_precondition_of_the_service_does(level, list_service, policy_maker, standing, says):
    need = lack(list_service(), policy_maker, standing=standing)
    assert level() == says
    network.behind.remove(behind=need, by=policy_maker, revision=1)
    assert level() == Level.THERE


def test_a_precondition_of_the_region_counts_for_its_building_block_only(level, list_service, policy_maker):
    service = list_service()
    lack(service, policy_maker, block="housing")
    lack(service, policy_maker, block="")
    assert level() == Level.THERE
    lack(service, policy_maker, block="evening")
    assert level() == Level.PARTLY


def test_what_nobody_reviewed_lately_is_not_known_and_drafts_do_not_count(level, list_service):
    list_service("Oud", at=timezone.now() - GOOD_FOR)
    assert level() == Level.UNKNOWN
    list_service("Concept", published=False)
    assert level() == Level.UNKNOWN
    list_service("Vol", capacity="full")
    assert level() == Level.PARTLY


def test_a_region_counted_by_hand(region, elsewhere, town, other_town, policy_maker, list_service):
    for place in (town, other_town):
        network.behind.survey(municipality=place, by=policy_maker, on=timezone.localdate())
    list_service("Avond", municipalities=[town, other_town])
    list_service("Wonen", block="housing", municipalities=[town])
    found, empty = matrix.of_regions([region, elsewhere], now=timezone.now())
    assert found.gaps == 2 * 10 - 3
    assert found.most_gaps == other_town
    evening = next(row for row in found.rows if row.block == "evening")
    assert (evening.gaps, evening.counts[Level.THERE]) == (0, 2)
    assert (empty.gaps, empty.most_gaps, empty.towns) == (0, None, [])
    list_service("Werk", block="work", municipalities=[other_town])
    (found,) = matrix.of_regions([region], now=timezone.now())
    assert found.most_gaps is None


def test_it_takes_three_queries_for_any_number_of_regions(
    region, elsewhere, list_service, django_assert_num_queries, town
):
    list_service("Een")
    list_service("Twee")
    with django_assert_num_queries(4):
        matrix.of_regions([region, elsewhere], now=timezone.now())
