"""Each reason at its edges: whether it holds, and what it says."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import translation

from tests.raising import raised
from trajectories.caseload import queue
from trajectories.caseload.listing import Asked
from trajectories.dossier.models import Look, Summary

NOW = datetime(2026, 3, 18, 11, 0, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@pytest.fixture
def row_of(counsellor, trajectory):
    """row_of(looked_at=…, signals=[(rule, …, at)], **summary) is Noor's row as Ilse sees it at NOW."""

    def row(*, looked_at=None, started=20 * DAY, signals=(), **summary):
        trajectory.starts_on = (NOW - started).date()
        trajectory.save(update_fields=["starts_on"])
        trajectory.seats.update(since=trajectory.starts_on)
        Summary.objects.filter(pk=trajectory.pk).update(**{"last_contact_at": NOW - DAY} | summary)
        for key, *values, at in signals:
            raised(trajectory, key, *values, at=at)
        if looked_at:
            Look.objects.create(
                organisation_id=trajectory.organisation_id, trajectory=trajectory, user=counsellor, at=looked_at
            )
        return queue.load(by=counsellor, asked=Asked(), at=NOW).rows[0]

    with translation.override("en"):
        yield row


def said(row) -> list[tuple[str, str]]:
    return [(stated.text, stated.because) for stated in row.stated]


QUIET = [
    pytest.param({}, id="nothing at all"),
    pytest.param({"cravings": [9], "last_check_in_at": NOW}, id="what a signal tells is no reason by itself"),
    pytest.param({"check_ins_missed": 0}, id="none missed"),
    pytest.param({"last_contact_at": NOW - 14 * DAY}, id="heard exactly fourteen days ago"),
    pytest.param({"last_contact_at": NOW - 15 * DAY, "last_trigger_at": NOW - 13 * DAY, "looked_at": NOW}, id="a log"),
    pytest.param({"last_contact_at": NOW - 15 * DAY, "last_check_in_at": NOW - 13 * DAY}, id="a check-in"),
    pytest.param({"last_contact_at": None, "started": 13 * DAY}, id="started thirteen days ago"),
    pytest.param({"next_appointment_at": datetime(2026, 3, 18, 23, 0, tzinfo=UTC)}, id="tomorrow at midnight"),
    pytest.param({"last_trigger_at": NOW - 7 * DAY, "last_trigger_strength": 9}, id="never looked, a week ago"),
    pytest.param(
        {"last_trigger_at": NOW - DAY, "last_trigger_strength": 9, "looked_at": NOW - DAY}, id="looked at once it came"
    ),
]


@pytest.mark.parametrize("facts", QUIET)
def test_nothing_is_said_when_no_rule_holds(row_of, facts):
    assert said(row_of(**facts)) == []


STATED = [
    (
        {"signals": [("craving-high", 8, NOW - DAY)]},
        ("Craving high", "Craving 8 at the check-in, yesterday."),
    ),
    (
        {"signals": [("craving-rising", 2, 3, 2, 7, NOW)]},
        ("Craving rising", "Craving 2, 3, 2, 7 at the last check-ins."),
    ),
    (
        {"signals": [("confidence-low", 3, NOW)]},
        ("Confidence low", "Confidence 3 at the check-in, today."),
    ),
    (
        {"signals": [("check-ins-missed", None, None, NOW - DAY)], "check_ins_missed": 2},
        ("Check-ins missed", "2 check-ins not answered, the last one of yesterday."),
    ),
    (
        {"check_ins_missed": 1, "last_check_in_at": NOW - 8 * DAY},
        ("1 check-in missed", "Last check-in Tue 10 March."),
    ),
    ({"check_ins_missed": 2}, ("2 check-ins missed", "No check-in filled in so far.")),
    (
        {"signals": [("use", 1, NOW - DAY)]},
        ("Use reported", "Reported use at the check-in, yesterday."),
    ),
    (
        {"signals": [("colour-red", NOW - DAY)]},
        ("Signal plan red", "Set it yesterday 12:00."),
    ),
    (
        {"signals": [("absences", None, None, NOW - DAY)]},
        ("Did not come", "Did not come 2 times in a row, last yesterday."),
    ),
    (
        {"signals": [("handover-stale", NOW - 4 * DAY)]},
        ("Handover not read", "Handed over Sat 14 March. Nobody has read the sheet yet."),
    ),
    (
        {"last_contact_at": NOW - 14 * DAY - HOUR},
        ("Nothing heard", "No check-in, log, message or contact since Wed 4 March, 14 days ago."),
    ),
    (
        {"last_contact_at": None, "started": 15 * DAY},
        ("Nothing heard", "No check-in, log, message or contact since Tue 3 March, 15 days ago."),
    ),
    (
        {"signals": [("medicine-not-taken", NOW - DAY)]},
        ("Medicines not as agreed", "Told of medicines not taken as agreed, yesterday."),
    ),
    (
        {"medicine_raised_at": NOW - DAY},
        ("Medicines to discuss", "Told something about medicines, yesterday. Not discussed yet."),
    ),
    (
        {"next_appointment_at": NOW - HOUR - timedelta(minutes=1)},
        ("Appointment to record", "The appointment of today 10:59 has no outcome yet."),
    ),
    ({"next_appointment_at": NOW - HOUR}, ("Appointment today", "Appointment today 11:00.")),
    (
        {"next_appointment_at": datetime(2026, 3, 18, 22, 59, tzinfo=UTC)},
        ("Appointment today", "Appointment today 23:59."),
    ),
    (
        {"last_trigger_at": NOW - HOUR, "last_trigger_strength": 3, "looked_at": NOW - 2 * HOUR},
        ("New log", "Logged craving 3, today 11:00."),
    ),
    (
        {"last_trigger_at": NOW - 20 * DAY, "last_trigger_strength": 3, "looked_at": NOW - 21 * DAY},
        ("New log", "Logged craving 3, Thu 26 February 12:00."),
    ),
    (
        {"last_trigger_at": NOW - 6 * DAY, "last_trigger_strength": 7},
        ("New log", "Logged craving 7, Thu 12 March 12:00."),
    ),
]


@pytest.mark.parametrize(("facts", "stated"), STATED)
def test_a_reason_says_what_it_rests_on(row_of, facts, stated):
    assert stated in said(row_of(**facts))


def test_reasons_stand_in_the_order_of_need(row_of):
    row = row_of(
        signals=[
            ("check-ins-missed", None, None, NOW - 15 * DAY),
            ("craving-rising", 2, 2, 9, NOW - 20 * DAY),
            ("craving-high", 9, NOW - 20 * DAY),
            ("use", 1, NOW - 20 * DAY),
        ],
        check_ins_missed=2,
        last_contact_at=NOW - 30 * DAY,
        next_appointment_at=NOW - DAY,
        last_trigger_at=NOW - 16 * DAY,
        last_trigger_strength=4,
        looked_at=NOW - 17 * DAY,
    )
    assert [stated.text for stated in row.stated] == [
        "Use reported",
        "Craving high",
        "Craving rising",
        "Check-ins missed",
        "Nothing heard",
        "Appointment to record",
        "New log",
    ]


def test_the_same_evidence_is_said_once(row_of):
    row = row_of(signals=[("colour-red", NOW - HOUR), ("colour-orange", NOW - HOUR)])
    assert [stated.text for stated in row.stated] == ["Signal plan red", "Signal plan orange"]
    assert row.because == "Set it today 11:00."


def test_one_colleagues_look_leaves_the_log_new_for_another(row_of, trajectory, colleague):
    Look.objects.create(organisation_id=trajectory.organisation_id, trajectory=trajectory, user=colleague, at=NOW)
    assert said(row_of(last_trigger_at=NOW - HOUR, last_trigger_strength=3))[0][0] == "New log"


@pytest.mark.parametrize(
    ("facts", "step"),
    [
        ({}, "open"),
        ({"signals": [("craving-high", 9, NOW)], "next_appointment_at": NOW - DAY}, "contact"),
        ({"next_appointment_at": NOW - DAY}, "record"),
        ({"next_appointment_at": NOW}, "prepare"),
        ({"last_trigger_at": NOW - HOUR, "last_trigger_strength": 2}, "open"),
    ],
)
def test_the_first_reason_gives_the_next_step(row_of, facts, step):
    assert row_of(**facts).next_step == step


@pytest.mark.parametrize(
    ("cravings", "trend"),
    [
        ([], ""),
        ([4], "Craving 4"),
        ([4, 4], "Craving about 4"),
        ([2, 5, 2], "Craving about 2"),
        ([4, 9, 7], "Craving 4 to 7"),
    ],
)
def test_the_line_of_cravings_in_words(row_of, cravings, trend):
    with translation.override("en"):
        assert row_of(cravings=cravings, last_check_in_at=NOW).trend == trend


def test_without_a_reason_the_row_says_when_somebody_was_heard_or_is_seen_next(row_of):
    with translation.override("en"):
        assert row_of().heard == "Last heard yesterday."
        assert row_of(next_appointment_at=NOW + 2 * DAY).heard == "Appointment Fri 20 March 12:00."
