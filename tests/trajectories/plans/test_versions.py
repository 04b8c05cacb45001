"""Every change keeps what stood before, and two versions can be read side by side."""

from datetime import UTC, datetime

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import translation

from supportgroups.models import SupportGroup
from trajectories.plans import actions as plans
from trajectories.plans import comparing
from trajectories.plans.models import AGREED, ItemVersion, Kind, PlanItem, State


@pytest.fixture
def item(trajectory, counsellor) -> PlanItem:
    return plans.add(
        trajectory=trajectory,
        by=counsellor,
        kind=Kind.INDIVIDUAL,
        title="Gesprek",
        frequency="elke week",
        at=datetime(2026, 1, 5, tzinfo=UTC),
    )


@pytest.fixture
def change(counsellor):
    def changed(item, by=counsellor, **details):
        item.refresh_from_db()
        plans.change(item=item, by=by, revision=item.revision, **details)
        item.refresh_from_db()

    return changed


@pytest.fixture
def phone(browser_of, client_user):
    return browser_of(client_user)


@pytest.fixture
def desk(browser_of, counsellor):
    return browser_of(counsellor)


def test_a_change_keeps_every_field_as_it_was_and_who_wrote_it(item, change, colleague, counsellor):
    before = {name: getattr(item, name) for name in AGREED}
    change(item, by=colleague, title="Gesprek met Farah", frequency="om de week", place="Kamer 4")
    version = item.versions.get()
    assert {name: getattr(version, name) for name in AGREED} == before
    assert (version.revision, version.changed_at, version.changed_by) == (
        1,
        datetime(2026, 1, 5, tzinfo=UTC),
        counsellor,
    )
    assert (version.kind, str(version)) == (Kind.INDIVIDUAL, "Gesprek")


def test_a_new_state_is_a_version_too(item, counsellor):
    plans.set_state(item=item, by=counsellor, revision=1, state=State.ACTIVE)
    assert [version.state for version in item.versions.all()] == [State.PLANNED]


def test_saving_what_stands_there_makes_no_version(item, change):
    change(item, title="Gesprek")
    assert item.revision == 1
    assert not item.versions.exists()


def test_a_revision_is_kept_once(item, change, counsellor):
    change(item, title="Anders")
    with pytest.raises(IntegrityError), transaction.atomic():
        ItemVersion.objects.create(
            organisation=item.organisation,
            trajectory=item.trajectory,
            item=item,
            revision=1,
            changed_at=item.changed_at,
            changed_by=counsellor,
            title="x",
        )


def test_versions_are_told_newest_first(item, change, colleague):
    change(item, by=colleague, title="Gesprek met Farah")
    with translation.override("en"):
        versions = comparing.versions_of_item(item, to_client=False)
    assert [(version.number, version.by, version.lines["title"].text) for version in versions] == [
        (2, "Farah Noordhoek", "Gesprek met Farah"),
        (1, "Ilse Doornbosch", "Gesprek"),
    ]
    assert (versions[0].previous, "place" in versions[0].lines) == (1, False)


@pytest.mark.parametrize(
    ("asked", "shown"),
    [
        ({}, (2, 3)),
        ({"old": "1", "new": "2"}, (1, 2)),
        ({"old": "3", "new": "1"}, (1, 3)),
        ({"old": "1"}, (1, 3)),
        ({"new": "2"}, (1, 2)),
        ({"new": "1"}, (1, 3)),
        ({"old": "2", "new": "2"}, (1, 2)),
        ({"old": "1", "new": "1"}, (1, 3)),
        ({"old": "x", "new": "99"}, (2, 3)),
    ],
)
def test_two_versions_are_chosen_or_the_last_two(phone, item, change, asked, shown):
    change(item, title="Twee")
    change(item, title="Drie")
    comparison = phone.get(reverse("plans:versions", args=[item.pk]), asked).context["comparison"]
    assert tuple(version.number for version in comparison.both) == shown


def test_the_page_shows_what_went_what_came_and_what_stayed(phone, item, change):
    change(item, frequency="elke twee weken", carrier="Farah")
    page = phone.get(reverse("plans:versions", args=[item.pk]))
    html = page.content.decode()
    assert "week</del>" in html
    assert "twee weken</ins>" in html
    comparison = page.context["comparison"]
    assert [row.label for row in comparison.changed] == ["hoe vaak", "Met wie"]
    assert [row.label for row in comparison.same] == ["Hoe het heet", "stand"]


def test_a_field_that_went_is_still_told(item, change):
    change(item, frequency="")
    versions = comparing.versions_of_item(item, to_client=True)
    (row,) = comparing.compare(versions, old="1", new="2").changed
    assert ([piece.text for piece in row.old], row.new) == (["elke week"], [])


def test_a_reopened_page_with_one_version_says_what_will_be_here(phone, item):
    html = phone.get(reverse("plans:versions", args=[item.pk])).content.decode()
    assert "nz-empty" in html
    assert "<select" not in html


def test_two_versions_that_read_the_same_say_so(phone, item, change):
    change(item, carrier="Farah")
    change(item, carrier="")
    html = phone.get(reverse("plans:versions", args=[item.pk]), {"old": "1", "new": "3"}).content.decode()
    assert "<del>" not in html
    assert "Beide versies zeggen hetzelfde." in html


def test_the_goals_of_a_client_are_versions_too(phone, desk, trajectory, client_user, counsellor):
    assert phone.get(reverse("plans:goal_versions")).status_code == 404
    first = plans.set_goal(trajectory=trajectory, by=counsellor, text="Rust in huis.")
    plans.set_goal(trajectory=trajectory, by=client_user, text="Rust in mijn hoofd.", replaces=first.pk)
    for page in (
        phone.get(reverse("plans:goal_versions")),
        desk.get(reverse("plans:goal_versions_of", args=[trajectory.pk])),
    ):
        html = page.content.decode()
        assert "huis.</del>" in html
        assert "mijn hoofd.</ins>" in html
        assert [version.number for version in page.context["versions"]] == [2, 1]


def test_owners_are_told_in_the_readers_words(phone, desk, trajectory, counsellor, change):
    problem = plans.add(trajectory=trajectory, by=counsellor, kind=Kind.PRACTICAL, title="Post")
    change(problem, owner="counsellor")
    mine = phone.get(reverse("plans:versions", args=[problem.pk])).content.decode()
    theirs = desk.get(reverse("plans:versions_of", args=[trajectory.pk, problem.pk])).content.decode()
    assert "Jij</del>" in mine
    assert "cliënt</del>" in theirs


def test_nobody_reads_somebody_elses_versions(browser_of, item, other_client, colleague, outsider, trajectory):
    for user in (other_client, colleague, outsider):
        browser = browser_of(user)
        assert browser.get(reverse("plans:versions", args=[item.pk])).status_code == 404
        assert browser.get(reverse("plans:versions_of", args=[trajectory.pk, item.pk])).status_code == 404


def test_earlier_versions_stand_on_the_timeline(desk, item, change, trajectory):
    change(item, title="Gesprek met Farah")
    html = desk.get(reverse("overview:dossier", args=[trajectory.pk])).content.decode()
    assert "In het plan: Gesprek" in html
    assert "Plan gewijzigd: Gesprek met Farah" in html or "Gesprek met Farah" in html


def test_the_page_costs_the_same_for_two_and_five_versions(
    phone, item, change, organisation, trajectory, counsellor, django_assert_num_queries
):
    group = SupportGroup.objects.create(organisation=organisation, name="Stevig Staan")
    met = plans.add(trajectory=trajectory, by=counsellor, kind=Kind.GROUP, title="Groep", group=group)
    url = reverse("plans:versions", args=[met.pk])
    change(met, title="Nieuwe naam")
    phone.get(url)
    for number in range(2):
        with django_assert_num_queries(11):
            phone.get(url)
        for more in "ab":
            change(met, title=f"Naam {number}{more}")
