"""Versions side by side, and beside the use that was told."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from trajectories.lapses import actions as lapses
from trajectories.signalplan import reading

DAY = timedelta(days=1)


@pytest.fixture
def now():
    return timezone.now()


@pytest.fixture
def phone(browser_of, client_user):
    client_user.language = "en"
    client_user.save()
    return browser_of(client_user)


@pytest.fixture
def tell(trajectory, client_user):
    return lambda at: lapses.tell(trajectory=trajectory, by=client_user, at=at)


def test_two_versions_stand_side_by_side(phone, hold):
    hold()
    hold(orange={"signs": "Ik blijf lang op.", "helpers": ""})
    page = phone.get(reverse("signalplan:versions"))
    lines = [line for _colour, of_colour in page.context["table"] for line in of_colour]
    assert {(line.label, text(line.before), text(line.now)) for line in lines if line.changed} == {
        ("how I notice it", "Ik zeg afspraken af.", "Ik blijf lang op."),
        ("who helps, and how", "Lot vraagt hoe het is.", ""),
    }
    html = page.content.decode()
    assert html.count("is-changed") == 2
    assert html.count("<ins>") == 1
    assert "Hanneke, 06-0000 0101" in html


def text(pieces) -> str:
    return "".join(piece.text for piece in pieces)


def test_which_two_is_a_choice_and_nonsense_is_the_newest(phone, hold):
    hold(), hold(), hold()
    seen = {}
    for asked in ("", "?now=2", "?now=3&before=1", "?now=nine&before=nine", "?now=2&before=3", "?now=1"):
        context = phone.get(reverse("signalplan:versions") + asked).context
        seen[asked] = (context["left"] and context["left"].plan.number, context["right"].plan.number)
    assert seen == {
        "": (2, 3),
        "?now=2": (1, 2),
        "?now=3&before=1": (1, 3),
        "?now=nine&before=nine": (2, 3),
        "?now=2&before=3": (1, 2),
        "?now=1": (None, 1),
    }


def test_a_proposal_stands_beside_what_holds_and_what_was_set_aside_does_not(phone, hold, propose):
    hold()
    propose(green={"acts": "Weg."})
    propose(green={"acts": "Ook fietsen."})
    page = phone.get(reverse("signalplan:versions"))
    assert [version.plan.number for version in page.context["versions"]] == [3, 1]
    assert "Ook fietsen." in page.content.decode()
    assert "Weg." not in page.content.decode()


def test_a_version_is_tied_to_the_use_it_held_at_and_the_use_it_was_adjusted_after(trajectory, tell, hold, now):
    hold(at=now - 90 * DAY)
    long_ago, lapse = tell(now - 80 * DAY), tell(now - 12 * DAY)
    hold(at=now - 10 * DAY)
    second, first = reading.versions_of(trajectory, told=list(trajectory.lapses.all()))
    assert (first.during, first.after) == ([lapse, long_ago], None)
    assert (second.during, second.after) == ([], lapse)


def test_use_of_long_before_is_not_what_a_version_was_adjusted_after(trajectory, tell, hold, now):
    hold(at=now - 100 * DAY)
    tell(now - 90 * DAY)
    hold(at=now - 10 * DAY)
    second, _first = reading.versions_of(trajectory, told=list(trajectory.lapses.all()))
    assert second.after is None


def test_it_is_said_with_the_version_and_with_the_use(phone, browser_of, counsellor, trajectory, tell, hold, now):
    counsellor.language = "en"
    counsellor.save()
    hold(at=now - 30 * DAY)
    tell(now - 12 * DAY)
    hold(at=now - 10 * DAY)
    html = phone.get(reverse("signalplan:versions")).content.decode()
    assert "Adjusted after this: Used," in html
    assert "Held at this moment: Used," in html
    desk = browser_of(counsellor)
    html = desk.get(reverse("lapses:of_client", args=[trajectory.pk])).content.decode()
    assert "Signal plan at that moment: Version 1." in html
    assert "Adjusted after this use: Version 2." in html


def test_a_peer_worker_reads_versions_but_nothing_of_use(browser_of, peer_worker, trajectory, tell, hold, now):
    hold(at=now - 30 * DAY)
    tell(now - 12 * DAY)
    hold(at=now - 10 * DAY)
    page = browser_of(peer_worker).get(reverse("signalplan:versions_of", args=[trajectory.pk]))
    assert len(page.context["versions"]) == 2
    assert "circle-dot" not in page.content.decode()
    assert [version.after for version in page.context["versions"]] == [None, None]


def test_one_version_has_nothing_beside_it_yet(phone, hold):
    hold()
    assert "There is one version so far." in phone.get(reverse("signalplan:versions")).content.decode()


def test_the_page_costs_the_same_for_one_and_three(phone, hold, tell, now, django_assert_num_queries):
    hold(), tell(now)
    phone.get(reverse("signalplan:versions"))
    for _ in range(2):
        with django_assert_num_queries(12):
            phone.get(reverse("signalplan:versions"))
        hold(), hold(), tell(now), tell(now)
