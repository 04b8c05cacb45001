"""One thing for several clients: seen before it happens, done for each, taken back as long as that can be."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from aftercare.audit.models import AccessEntry, Event, Outcome
from aftercare.core.ids import new_id
from trajectories.caseload import actions
from trajectories.caseload.forms import ContactForm
from trajectories.caseload.together import UNDO_WITHIN
from trajectories.dossier import actions as dossier
from trajectories.dossier.models import CareTeamSeat, Trajectory
from trajectories.messages import actions as messages
from trajectories.messages.models import Message
from trajectories.teamtasks import actions as teamtasks
from trajectories.teamtasks.models import TeamTask

TODAY, TOGETHER = "/caseload/", "/caseload/together/"
UNDO = f"{TOGETHER}undo/"


@pytest.fixture
def two(put):
    return [put("Aad Vis", check_ins_missed=1), put("Bea Mol", check_ins_missed=1)]


def of(trajectories, **words) -> dict:
    return {"who": [one.pk for one in trajectories], "key": new_id(), **words}


def tomorrow() -> str:
    return (timezone.localdate() + timedelta(days=1)).isoformat()


def shown(desk, what, trajectories, **words) -> str:
    return desk.post(f"{TOGETHER}{what}/", of(trajectories, **words)).content.decode()


def done(desk, what, trajectories, **words) -> str:
    return desk.post(f"{TOGETHER}{what}/", of(trajectories, sure="1", **words), follow=True).content.decode()


def undone(desk) -> str:
    return desk.post(UNDO, follow=True).content.decode()


def test_today_offers_it_and_the_form_names_everybody(desk, two):
    assert f'formaction="{TOGETHER}message/"' in desk.get(TODAY).content.decode()
    page = desk.get(f"{TOGETHER}message/", {"who": [one.pk for one in two]}).content.decode()
    assert "For 2 clients: Aad Vis, Bea Mol." in page


def test_a_message_is_seen_before_it_is_sent_and_taken_back_while_unread(desk, two, trajectory):
    everybody = [*two, trajectory]
    page = shown(desk, "message", everybody, text="De inloop gaat morgen niet door.")
    assert "De inloop gaat morgen niet door." in page
    assert page.count("Gets this message, without a notice: there is no e-mail address.") == 2
    assert page.count("Gets this message.") == 1
    assert not Message.objects.exists()
    assert "Message sent to 3 clients." in done(desk, "message", everybody, text="De inloop gaat morgen niet door.")
    assert Message.objects.count() == 3
    unread = Message.objects.get(trajectory=trajectory)
    messages.mark_read(trajectory=trajectory, by=trajectory.client.user, messages=[unread])
    page = undone(desk)
    assert "Taken back for 2 clients. For 1 it stays: it was read or done meanwhile." in page
    assert Message.objects.get() == unread
    assert "Undo" not in desk.get(TODAY).content.decode()


def test_a_form_that_is_sent_twice_sends_once(desk, two):
    words = of(two, sure="1", text="Tot morgen.")
    for _ in range(2):
        desk.post(f"{TOGETHER}message/", words)
    assert Message.objects.count() == 2


def test_change_leads_back_to_the_words(desk, two):
    page = shown(desk, "message", two, text="Tot morgen.", change="1")
    assert "See what will happen" in page
    assert "Tot morgen.</textarea>" in page


def test_contact_is_planned_as_a_call_with_each_and_taken_back_while_open(desk, two, ilse):
    due_at = timezone.now() + timedelta(days=3)
    teamtasks.ask(trajectory=two[0], kind=TeamTask.Kind.CALL, key="x", due_at=due_at, by=ilse)
    words = {"text": "Over de feestdagen.", "day": tomorrow(), "time": "15:00"}
    page = shown(desk, "contact", two, **words)
    assert page.count("Call before tomorrow 15:00.") == 2
    assert page.count("Was to be called already, before") == 1
    assert "Contact planned with 2 clients." in done(desk, "contact", two, **words)
    planned = TeamTask.objects.filter(key__startswith="together:")
    assert {(task.kind, task.text) for task in planned} == {("call", "Over de feestdagen.")}
    teamtasks.finish(task=planned.first(), by=ilse)
    assert "Taken back for 1 client. For 1 it stays" in undone(desk)
    assert planned.filter(withdrawn_at=None, done_at=None).count() == 0


def test_a_moment_that_has_passed_is_refused_with_everything_typed(desk, two):
    page = shown(desk, "contact", two, text="Bellen.", day="2026-01-05", time="15:00")
    assert "This moment has passed." in page
    assert 'value="Bellen."' in page
    assert "This field is required." in shown(desk, "contact", two, day="", time="15:00")


@pytest.mark.parametrize(
    ("now", "proposed"),
    [
        (datetime(2027, 3, 5, 15, 59, tzinfo=UTC), "2027-03-05"),
        (datetime(2027, 3, 5, 16, 1, tzinfo=UTC), "2027-03-08"),
        (datetime(2027, 3, 6, 9, tzinfo=UTC), "2027-03-08"),
    ],
    ids=["in time", "after five on a Friday", "on a Saturday"],
)
def test_the_moment_that_is_proposed_is_still_to_come(time_machine, now, proposed):
    time_machine.move_to(now, tick=False)
    day = ContactForm(trajectories=[], by=None)["day"]
    assert str(day.value()) == proposed


def test_a_colleague_stands_in_and_the_places_end_with_undo(desk, two, colleague, ilse, browser_of):
    seat = dossier.seat(trajectory=two[1], user=colleague, role="stand_in", since=two[1].starts_on, by=ilse)
    words = {"colleague": colleague.pk, "until": tomorrow()}
    page = shown(desk, "colleague", two, **words)
    assert page.count("Farah Noordhoek stands in from today, up to and including tomorrow.") == 1
    assert page.count("Farah Noordhoek is on the team already, and nothing changes.") == 1
    assert "A colleague stands in for 1 client." in done(desk, "colleague", two, **words)
    assert "Aad Vis" in browser_of(colleague).get(TODAY).content.decode()
    assert "Nothing had to change." in done(desk, "colleague", two, **words)
    assert "Taken back for 1 client." in undone(desk)
    assert CareTeamSeat.objects.get(user=colleague) == seat
    assert "Aad Vis" not in browser_of(colleague).get(TODAY).content.decode()


def test_a_place_that_ended_already_is_no_mistake(desk, two, colleague):
    yesterday = timezone.localdate() - timedelta(days=1)
    done(desk, "colleague", two, colleague=colleague.pk, until=tomorrow())
    first, second = CareTeamSeat.objects.filter(user=colleague).order_by("pk")
    CareTeamSeat.objects.filter(pk=first.pk).update(since=yesterday, until=yesterday)
    assert "Taken back for 1 client. For 1 it stays" in undone(desk)
    assert not CareTeamSeat.objects.filter(pk=second.pk).exists()


def test_who_cannot_stand_in_and_a_day_that_passed_are_refused(desk, two, outsider, colleague):
    assert "Select a valid choice" in shown(desk, "colleague", two, colleague=outsider.pk, until=tomorrow())
    assert "This day has passed." in shown(desk, "colleague", two, colleague=colleague.pk, until="2026-01-05")


def test_what_an_action_refuses_is_said_and_nothing_is_done(desk, two, colleague):
    in_a_week = (timezone.localdate() + timedelta(days=7)).isoformat()
    colleague.memberships.update(ended_at=timezone.now())
    page = done(desk, "colleague", two, colleague=colleague.pk, until=in_a_week)
    assert "Select a valid choice" in page
    assert not CareTeamSeat.objects.filter(user=colleague).exists()


def test_closed_meanwhile_refuses_all_of_them(desk, two, monkeypatch):
    real = actions.messages.send
    calls = []

    def closing_the_second(**what):
        calls.append(what)
        if len(calls) == 2:
            Trajectory.objects.filter(pk=what["trajectory"].pk).update(
                status="closed", closed_at=timezone.now(), closed_by=what["by"]
            )
            what["trajectory"].refresh_from_db(fields=["status"])
        return real(**what)

    monkeypatch.setattr(actions.messages, "send", closing_the_second)
    page = done(desk, "message", two, text="Tot morgen.")
    assert "This aftercare has been closed." in page
    assert not Message.objects.exists()


def test_a_closed_trajectory_is_left_out_and_said(desk, two, ilse):
    Trajectory.objects.filter(pk=two[1].pk).update(status="closed", closed_at=timezone.now(), closed_by=ilse)
    page = shown(desk, "message", two, text="Tot morgen.")
    assert "Left out, because this cannot be done there: Bea Mol." in page
    assert "Do this for 1 client" in page
    only = shown(desk, "message", two[1:], text="Tot morgen.")
    assert "See what will happen" not in only


def test_each_read_is_logged_with_what_was_refused(desk, two, ilse):
    Trajectory.objects.filter(pk=two[1].pk).update(status="closed", closed_at=timezone.now(), closed_by=ilse)
    desk.get(f"{TOGETHER}message/", {"who": [one.pk for one in two]})
    logged = AccessEntry.objects.filter(user=ilse, segment="message_write", event=Event.READ)
    assert {(entry.client_id, entry.outcome) for entry in logged} == {
        (two[0].client.user_id, Outcome.ALLOWED),
        (two[1].client.user_id, Outcome.DENIED),
    }


def test_one_out_of_scope_and_nothing_is_shown(desk, two, other_trajectory, browser_of, outsider):
    assert desk.get(f"{TOGETHER}message/", {"who": [two[0].pk, other_trajectory.pk]}).status_code == 404
    assert browser_of(outsider).post(f"{TOGETHER}message/", of(two, text="x", sure="1")).status_code == 404
    assert not Message.objects.exists()


def test_a_client_cannot_come_in_here_with_their_own(browser_of, trajectory):
    browser = browser_of(trajectory.client.user)
    assert browser.post(f"{TOGETHER}message/", of([trajectory], text="x", sure="1")).status_code == 404


@pytest.mark.parametrize(("what", "who"), [("nonsense", None), ("message", "nonsense")])
def test_what_does_not_exist_is_not_found(desk, two, what, who):
    assert desk.get(f"{TOGETHER}{what}/", {"who": who or two[0].pk}).status_code == 404


def test_nobody_ticked_is_said(desk, two):
    page = desk.get(f"{TOGETHER}message/", follow=True).content.decode()
    assert "Choose clients first: tick the box before their name." in page


def test_taking_back_is_offered_for_a_while(desk, two, time_machine):
    now = timezone.now()
    time_machine.move_to(now, tick=False)
    assert "Undo" in done(desk, "message", two, text="Tot morgen.")
    time_machine.move_to(now + timedelta(seconds=UNDO_WITHIN + 1), tick=False)
    assert "Undo" not in desk.get(TODAY).content.decode()
    assert "There is nothing to take back any more." in undone(desk)
    assert Message.objects.count() == 2


@pytest.mark.parametrize(
    ("what", "words"), [("message", {"text": "Tot morgen."}), ("contact", {"day": tomorrow(), "time": "15:00"})]
)
def test_the_number_of_queries_does_not_grow_before_it_is_done(desk, put, what, words):
    everybody = [put(f"Client {number}") for number in range(3)]
    shown(desk, what, everybody, **words)
    counts = []
    for some in (everybody[:1], everybody):
        with CaptureQueriesContext(connection) as queries:
            shown(desk, what, some, **words)
        counts.append(len(queries))
    assert counts[0] == counts[1]
