"""What raises a signal, at its edges, and what it rests on."""

from datetime import time

import pytest
from django.utils import translation

from tests.trajectories.signals.conftest import DAY, HOUR, NOW, WEEK
from trajectories.caseload import queue
from trajectories.caseload.listing import Asked
from trajectories.checkins import actions as checkins
from trajectories.checkins import library
from trajectories.lapses import actions as lapses
from trajectories.medication import actions as medication
from trajectories.signalplan import actions as signalplan
from trajectories.signalplan.models import Colour
from trajectories.signals import actions
from trajectories.signals.models import Signal
from trajectories.signals.rules import rules
from trajectories.teamtasks import actions as teamtasks
from trajectories.triggers import actions as triggers


@pytest.fixture
def signal(trajectory):
    """signal("use") is Noor's open one."""
    return lambda key: trajectory.signals.open().get(rule=key)


@pytest.fixture
def set_rule(organisation, manager):
    return lambda key, threshold, **how: actions.set_rule(
        organisation=organisation, by=manager, rule=rules()[key], threshold=threshold, **how
    )


@pytest.mark.parametrize(
    ("answers", "raised"),
    [
        ({"craving": 7}, []),
        ({"craving": 8}, ["craving-high"]),
        ({"confidence": 5}, []),
        ({"confidence": 3}, ["confidence-low"]),
        ({"use": 0}, []),
        ({"use": 1}, ["use"]),
        ({"use": "unsaid"}, []),
        ({"craving": 9, "confidence": 1, "use": 1}, ["craving-high", "confidence-low", "use"]),
    ],
)
def test_an_answer_raises_a_signal_in_the_same_transaction(answer, keys, answers, raised):
    answer(**answers)
    assert sorted(keys()) == sorted(raised)


def test_it_says_which_answer_with_its_date(answer, signal):
    sent = answer(craving=9, at=NOW - DAY)
    found = signal("craving-high")
    assert found.evidence == [
        {"what": "check_in", "id": str(sent.pk), "at": (NOW - DAY).isoformat(), "value": 9},
    ]
    assert (found.threshold, found.first_seen_at, found.evidence_at) == (8, NOW - DAY, NOW - DAY)
    with translation.override("en"):
        assert found.because == "Craving 9 at the check-in, yesterday."
        assert [words for words, _at in found.dated] == ["Check-in: craving 9"]
    with translation.override("nl"):
        assert str(found) == "Trek hoog"
        assert found.because == "Trek 9 bij de check-in, gisteren."


@pytest.mark.parametrize(
    ("cravings", "rises"),
    [
        ([5], False),
        ([2, 5], True),
        ([2, 4], False),
        ([2, 3, 4], False),
        ([2, 3, 2, 6], True),
        ([4, 4, 5, 6], False),
        ([3, 4, 5, 6], True),
        ([1, 0], False),
    ],
)
def test_craving_rises_when_it_is_three_above_the_mean_or_higher_three_times(answer, signal, keys, cravings, rises):
    for week, craving in enumerate(cravings, start=1 - len(cravings)):
        answer(craving=craving, at=NOW + week * WEEK)
    assert ("craving-rising" in keys()) is rises
    if rises:
        assert [piece["value"] for piece in signal("craving-rising").evidence] == cravings


def test_a_strong_log_is_a_craving_too_and_one_that_is_undone_was_never_there(
    answer, keys, signal, trajectory, client_user
):
    entry = triggers.log(trajectory=trajectory, by=client_user, strength=7)
    assert keys() == []
    triggers.answer(entry=entry, by=client_user, strength=9)
    with translation.override("en"):
        assert signal("craving-high").because == "Craving 9 in a log, today."
    triggers.undo(entry=entry, by=client_user)
    assert keys() == []


def test_what_is_undone_leaves_a_signal_that_rests_on_more(answer, signal, trajectory, client_user):
    answer(craving=8, at=NOW - DAY)
    entry = triggers.log(trajectory=trajectory, by=client_user, strength=9)
    assert len(signal("craving-high").evidence) == 2
    triggers.undo(entry=entry, by=client_user)
    found = signal("craving-high")
    assert (len(found.evidence), found.evidence_at, found.revision) == (1, NOW - DAY, 3)


@pytest.mark.parametrize(("days", "again"), [(6, False), (7, True)])
def test_use_is_raised_after_a_time_without(answer, trajectory, counsellor, days, again):
    lapses.tell(trajectory=trajectory, by=trajectory.client.user, at=NOW - days * DAY)
    first = trajectory.signals.get()
    actions.settle(
        trajectory=trajectory, by=counsellor, seen=[(first.pk, 1)], state=Signal.State.ACTED, outcome="Gebeld."
    )
    answer(use=1)
    assert trajectory.signals.open().exists() is again


def test_reports_of_use_that_belong_together_are_one_signal(answer, signal, trajectory, client_user):
    answer(use=1, at=NOW - DAY)
    lapses.tell(trajectory=trajectory, by=client_user)
    with translation.override("en"):
        assert [words for words, _at in signal("use").dated] == ["Told of use: reported use", "Check-in: reported use"]


def test_a_lapse_that_is_undone_takes_its_signal_along(trajectory, client_user, keys):
    lapse = lapses.tell(trajectory=trajectory, by=client_user)
    assert keys() == ["use"]
    lapses.undo(lapse=lapse, by=client_user)
    assert keys() == []


def test_orange_and_red_are_raised_and_green_takes_nothing_away(trajectory, client_user, keys):
    for colour in (Colour.GREEN, Colour.ORANGE, Colour.RED, Colour.GREEN):
        signalplan.set_colour(trajectory=trajectory, by=client_user, colour=colour)
    assert keys() == ["colour-orange", "colour-red"]


def test_medicines_not_taken_stand_until_all_of_it_was_discussed(trajectory, client_user, counsellor, keys):
    medication.tell(trajectory=trajectory, by=client_user, taken="as_agreed", text="Met melk?")
    assert keys() == []
    first, second = (medication.tell(trajectory=trajectory, by=client_user, taken=how) for how in ("not", "partly"))
    assert keys() == ["medicine-not-taken"]
    medication.discuss(report=first, by=counsellor)
    assert keys() == ["medicine-not-taken"]
    medication.discuss(report=second, by=counsellor, outcome="Innemen bij het ontbijt.")
    settled = trajectory.signals.settled().get()
    assert (settled.state, settled.settled_by) == (Signal.State.ACTED, counsellor)
    assert settled.outcome == "Innemen bij het ontbijt."


def test_discussing_medicines_that_raised_nothing_settles_nothing(trajectory, client_user, counsellor):
    report = medication.tell(trajectory=trajectory, by=client_user, effect="much")
    medication.discuss(report=report, by=counsellor)
    assert not trajectory.signals.exists()


@pytest.fixture
def miss(trajectory, counsellor):
    """miss(2) is a schedule of which two check-ins were not answered."""
    checkins.schedule(
        trajectory=trajectory,
        by=counsellor,
        instrument="weekly_seven",
        weekday=0,
        wall_time=time(10),
        zone="Europe/Amsterdam",
        starts_on=(NOW - 10 * WEEK).date(),
        at=NOW - 10 * WEEK,
    )

    def missed(weeks):
        for week in range(weeks):
            checkins.open_due(at=NOW + week * WEEK)

    return missed


def test_check_ins_missed_are_one_signal_that_grows(miss, signal, keys):
    miss(1)
    assert keys() == ["check-ins-missed"]
    missed = len(signal("check-ins-missed").evidence)
    checkins.open_due(at=NOW + WEEK)
    checkins.close_overdue(at=NOW + 2 * WEEK)
    assert len(signal("check-ins-missed").evidence) > missed


def test_a_check_in_that_asks_nothing_of_it_raises_nothing(relative_trajectory):
    draft = checkins.start(trajectory=relative_trajectory, by=relative_trajectory.client.user)
    checkins.submit(check_in=draft, by=relative_trajectory.client.user)
    assert not relative_trajectory.signals.exists()


def test_one_missed_is_none_and_those_before_an_answer_do_not_count(trajectory, answer, miss, keys):
    answer(at=NOW - 9 * DAY)
    miss(1)
    assert trajectory.occurrences.filter(state="missed", due_at__gt=NOW - 9 * DAY).count() == 1
    assert keys() == []


def test_an_organisation_sets_its_own_threshold_or_none(answer, keys, set_rule, trajectory, client_user):
    set_rule("craving-high", 6)
    set_rule("confidence-low", 3, is_on=False)
    set_rule("craving-rising", 3, is_on=False)
    set_rule("use", 6, is_on=False)
    answer(craving=6, confidence=1, use=1)
    assert keys() == ["craving-high"]
    set_rule("craving-high", 6, is_on=False, revision=1)
    triggers.log(trajectory=trajectory, by=client_user, strength=10)
    assert len(trajectory.signals.get().evidence) == 1


def test_missing_is_not_told_where_the_rule_is_out(set_rule, miss, keys):
    set_rule("check-ins-missed", 2, is_on=False)
    miss(1)
    assert keys() == []


def test_what_happens_to_one_is_no_signal_of_another(answer, other_trajectory, keys):
    answer(craving=10, of=other_trajectory)
    assert keys() == []
    assert other_trajectory.signals.count() == 1


def test_new_evidence_makes_a_signal_new_again_and_keeps_the_last_dozen(answer, signal, counsellor, trajectory):
    for hours in range(14, 0, -1):
        triggers.log(trajectory=trajectory, by=trajectory.client.user, strength=8, at=NOW - hours * HOUR)
    actions.look_at(signal=signal("craving-high"), by=counsellor)
    assert signal("craving-high").state == Signal.State.LOOKED_AT
    answer(craving=10)
    found = signal("craving-high")
    assert (found.state, found.looked_by, len(found.evidence)) == (Signal.State.NEW, counsellor, actions.KEPT)
    assert found.evidence[-1]["value"] == 10


@pytest.fixture
def worried(trajectory, counsellor, client_user):
    """Noor answers item 9 of the PHQ-9 with "several days"."""
    checkins.schedule(
        trajectory=trajectory,
        by=counsellor,
        instrument="phq9",
        weekday=2,
        wall_time=time(9),
        zone="Europe/Amsterdam",
        starts_on=NOW.date(),
        at=NOW - DAY,
    )
    checkins.open_due(at=NOW)
    return checkins.start(trajectory=trajectory, by=client_user, occurrence=trajectory.occurrences.get())


def test_item_9_of_the_phq_9_is_a_signal_that_the_contact_of_the_same_day_settles(
    worried, client_user, counsellor, trajectory, keys
):
    item = next(one for one in library.of(worried).items if one.contact_from)
    checkins.answer(check_in=worried, item=item.id, value=0, by=client_user)
    assert keys() == []
    checkins.answer(check_in=worried, item=item.id, value=1, by=client_user)
    assert keys() == ["answer-contact"]
    call = teamtasks.ask(trajectory=trajectory, kind="call", key="other", due_at=NOW + DAY, by=client_user)
    teamtasks.finish(task=call, by=counsellor)
    assert keys() == ["answer-contact"]
    teamtasks.finish(task=trajectory.team_tasks.get(kind="contact_today"), by=counsellor, outcome="Gebeld, veilig.")
    settled = trajectory.signals.get()
    assert (settled.state, settled.outcome, settled.settled_by) == (Signal.State.ACTED, "Gebeld, veilig.", counsellor)


def test_beside_its_task_it_is_no_reason_of_its_own(worried, client_user, counsellor, trajectory):
    item = next(one for one in library.of(worried).items if one.contact_from)
    checkins.answer(check_in=worried, item=item.id, value=3, by=client_user)

    def reasons():
        (row,) = queue.load(by=counsellor, asked=Asked(), at=NOW).rows
        return [reason.name for reason in row.reasons]

    assert "answer-contact" not in reasons()
    teamtasks.withdraw(trajectory=trajectory, key=f"contact-today:{worried.pk}", by=counsellor)
    assert "answer-contact" in reasons()
