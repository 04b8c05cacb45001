"""The conversation as the client and the care team use it."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from aftercare.audit.models import AccessEntry, Event, Outcome
from aftercare.core.errors import TransitionRefused
from tests.trajectories.messages.conftest import DAY, HOUR, MINE, key_of, words
from trajectories.dossier import actions as dossier
from trajectories.messages import actions as messages
from trajectories.messages.models import LONGEST, Reading


def test_a_message_goes_to_the_team_and_the_answer_comes_back(phone, desk, url):
    phone.post(MINE, {"text": "Kan het een uur later?", "key": key_of(phone.get(MINE))})
    assert "Kan het een uur later?" in words(desk.get(url))
    desk.post(url, {"text": "Dat kan.", "key": key_of(desk.get(url))})
    assert "Dat kan." in words(phone.get(MINE))


def test_a_message_is_sent_once_however_often_the_button_is_pressed(phone, trajectory):
    typed = {"text": "Hoi", "key": key_of(phone.get(MINE))}
    for _ in range(3):
        assert phone.post(MINE, typed).headers["Location"] == f"{MINE}#newest"
    assert trajectory.messages.count() == 1


@pytest.mark.parametrize("text", ["", "   ", "x" * (LONGEST + 1), "nul\x00"])
def test_what_cannot_be_sent_is_said_and_stays_in_the_box(phone, trajectory, text):
    page = phone.post(MINE, {"text": text, "key": key_of(phone.get(MINE))})
    assert page.status_code == 200
    assert list(page.context["form"].errors) == ["text"]
    assert text in page.content.decode()
    assert not trajectory.messages.exists()


def test_a_key_that_was_tampered_with_loses_nothing(phone, trajectory):
    page = phone.post(MINE, {"text": "Hoi allemaal", "key": "nonsense"})
    assert "Hoi allemaal" in page.content.decode()
    assert list(page.context["form"].errors) == ["key"]


def test_it_is_said_to_be_no_emergency_line_with_help_beside_it(phone):
    page = phone.get(MINE).content.decode()
    box = page.index("<textarea")
    assert page.index("This is not an emergency line") < page.index("nz-bigbtn") < box
    assert 'class="btn nz-help nz-bigbtn" href="/help-now/"' in page


def test_the_client_reads_who_reads_it(phone, stand_in, peer_worker):
    assert "Of your team, these people read what you write here: Ilse, Farah." in words(phone.get(MINE))


def test_a_member_of_the_team_who_left_is_not_named(phone, stand_in):
    stand_in.memberships.update(ended_at="2026-01-01T00:00Z")
    assert "Ilse reads what you write here." in words(phone.get(MINE))


def test_both_see_when_the_other_read_it(phone, desk, url, write, counsellor):
    write("Hoi")
    assert "Not read yet" in words(phone.get(MINE))
    desk.get(url)
    assert "Read by Ilse, today" in words(phone.get(MINE))
    write("Dag Noor", by=counsellor)
    assert words(desk.get(url)).count("Not read yet") == 1
    phone.get(MINE)
    assert "Read by Noor, today" in words(desk.get(url))


def test_opening_marks_as_read_only_what_the_other_side_wrote(phone, desk, url, write, counsellor, client_user):
    theirs, ours = write("Hoi"), write("Dag", by=counsellor)
    desk.get(url)
    phone.get(MINE)
    assert set(Reading.objects.values_list("message", "reader")) == {
        (theirs.pk, counsellor.pk),
        (ours.pk, client_user.pk),
    }


def test_what_is_new_is_marked_once(phone, desk, url, write, counsellor, now):
    write("Hoi", at=now - HOUR)
    assert desk.get(url).content.decode().count("data-new") == 1
    assert "data-new" not in desk.get(url).content.decode()
    write("Dag", by=counsellor)
    assert phone.get(MINE).content.decode().count("data-new") == 1
    assert "data-new" not in phone.get(MINE).content.decode()


def test_what_was_answered_before_is_not_new_to_who_joins_later(browser_of, desk, url, write, counsellor, request):
    write("Hoi")
    desk.get(url)
    write("Dag", by=counsellor)
    farah = browser_of(request.getfixturevalue("stand_in"))
    page = farah.get(url).content.decode()
    assert "Hoi" in page
    assert "data-new" not in page
    assert "Read by Farah" in words(desk.get(url))


def test_own_words_keep_their_own_voice(desk, url, write, counsellor):
    write("Ik ben <b>er</b>")
    write("Fijn <i>dat</i>", by=counsellor)
    page = desk.get(url).content.decode()
    assert '<div class="nz-own">Ik ben &lt;b&gt;er&lt;/b&gt;</div>' in page
    assert "<div>Fijn &lt;i&gt;dat&lt;/i&gt;</div>" in page


def test_no_answer_needed_is_said_with_one_press(desk, url, write, trajectory):
    write("Dank je wel")
    assert "Waits for an answer since today" in words(desk.get(url))
    assert desk.post(f"{url}settle/").headers["Location"] == url
    assert "Waits for an answer" not in words(desk.get(url))


def test_a_closed_conversation_can_be_read_and_not_written(desk, url, write, trajectory, counsellor):
    write("Hoi")
    dossier.close(trajectory=trajectory, by=counsellor)
    page = desk.get(url)
    assert "Hoi" in words(page)
    assert "<textarea" not in page.content.decode()
    assert "Nobody reads messages here any more" in words(page)
    assert desk.post(url, {"text": "Nog iets"}).status_code == 403
    assert trajectory.messages.count() == 1


def test_a_refusal_is_shown_and_the_words_stay(desk, url, trajectory, monkeypatch):
    def closed_meanwhile(**_sent):
        raise TransitionRefused("Closed a moment ago.")

    monkeypatch.setattr(messages, "send", closed_meanwhile)
    page = desk.post(url, {"text": "Ik bel je morgen"})
    assert "Closed a moment ago." in words(page)
    assert ">\nIk bel je morgen</textarea>" in page.content.decode()


def test_older_messages_stand_on_the_page_before(phone, write, now):
    for number in range(32):
        write(f"Bericht {number:02}", at=now - DAY + number * HOUR / 2)
    newest, earlier = phone.get(MINE), phone.get(MINE, {"page": 2})
    texts = [[entry.message.text for entry in page.context["conversation"].entries] for page in (newest, earlier)]
    assert texts[0] == [f"Bericht {number:02}" for number in range(2, 32)]
    assert texts[1] == ["Bericht 00", "Bericht 01"]
    assert "Earlier messages" in words(newest)
    assert "Later messages" in words(earlier)
    assert 'id="newest"' in newest.content.decode()
    assert 'id="newest"' not in earlier.content.decode()


def test_a_day_is_named_once(phone, write, now):
    for days in (3, 3, 0):
        write("Hoi", at=now - days * DAY)
    days = [entry.day for entry in phone.get(MINE).context["conversation"].entries]
    assert [day is None for day in days] == [False, True, False]


@pytest.mark.parametrize(
    ("persona", "status"),
    [
        ("peer_worker", 403),
        ("colleague", 404),
        ("coordinator", 404),
        ("relative", 404),
        ("other_client", 404),
        ("administrator", 404),
        ("outsider", 404),
    ],
)
def test_nobody_else_reads_or_writes(request, browser_of, url, write, trajectory, persona, status):
    write("Alleen voor Ilse")
    browser = browser_of(request.getfixturevalue(persona))
    for response in (browser.get(url), browser.post(url, {"text": "Ha"}), browser.post(f"{url}settle/")):
        assert response.status_code == status
        assert "Alleen voor Ilse" not in response.content.decode()
    assert trajectory.messages.count() == 1
    assert not Reading.objects.exists()


def test_the_client_is_led_from_the_team_s_page_to_their_own(phone, url):
    assert phone.get(url).headers["Location"] == MINE
    assert phone.post(f"{url}settle/").headers["Location"] == MINE


def test_nobody_finds_another_conversation_at_their_own_address(browser_of, write, relative, other_client):
    write("Alleen voor Ilse")
    for somebody in (relative, other_client):
        assert "Alleen voor Ilse" not in browser_of(somebody).get(MINE).content.decode()


def test_reading_is_logged(desk, url, write, counsellor):
    write("Hoi")
    desk.get(url)
    entry = AccessEntry.objects.get(user=counsellor, event=Event.READ)
    assert (entry.segment, entry.outcome) == ("messages", Outcome.ALLOWED)


@pytest.mark.parametrize("who", ["phone", "desk"])
def test_a_page_costs_the_same_for_one_and_three(request, write, counsellor, url, who):
    browser, address = request.getfixturevalue(who), MINE if who == "phone" else url
    counts = []
    for times in (1, 3):
        for number in range(times):
            write(f"Hoi {number}"), write(f"Dag {number}", by=counsellor)
        browser.get(address)
        with CaptureQueriesContext(connection) as queries:
            browser.get(address)
        counts.append(len(queries))
    assert counts[0] == counts[1]
