"""What a message does elsewhere: the menu, the home, the caseload, the dossier."""

import pytest

from tests.trajectories.messages.conftest import DAY, HOUR, MINE, words
from trajectories.messages.models import Reading


def test_the_menu_of_a_client_counts_in_words(phone, write, counsellor):
    assert "nz-news" not in phone.get("/me/").content.decode()
    write("Dag", by=counsellor), write("Nog iets", by=counsellor)
    assert '<span class="nz-news">2 new</span>' in phone.get("/me/").content.decode()
    assert "nz-news" not in phone.get(MINE).content.decode()
    assert "nz-news" not in phone.get("/me/").content.decode()


def test_the_menu_stands_in_the_order_of_the_design(phone):
    nav = phone.get("/me/").context["shell"].nav
    assert [place.label for place in nav] == ["Today", "My plan", "Help now", "Messages", "About me"]


def test_the_client_s_home_says_who_wrote_and_when(phone, write, counsellor):
    write("Dag", by=counsellor)
    home = words(phone.get("/me/"))
    assert "Message from Ilse Today" in home
    assert "Dag" not in home
    write("Nog iets", by=counsellor)
    assert "2 messages Today" in words(phone.get("/me/"))


def test_the_caseload_gives_it_as_a_reason_until_it_is_read(desk, write, url, now):
    write("Hoi", at=now)
    page = desk.get("/caseload/")
    assert "New message Message of today" in words(page)
    assert f'href="{url}"' in page.content.decode()
    desk.get(url)
    assert "New message" not in words(desk.get("/caseload/"))


def test_the_caseload_asks_for_an_answer_after_two_days(desk, write, url, now):
    write("Hoi", at=now - 3 * DAY)
    assert "Message without an answer" not in words(desk.get("/caseload/"))
    desk.get(url)
    assert "Message without an answer" in words(desk.get("/caseload/"))
    desk.post(f"{url}settle/")
    assert "Message without an answer" not in words(desk.get("/caseload/"))


def test_the_dossier_leads_to_what_is_not_read(desk, write, trajectory, url):
    assert "Read 1 message" not in words(desk.get(trajectory.get_absolute_url()))
    write("Hoi")
    page = desk.get(trajectory.get_absolute_url())
    assert "Read 1 message" in words(page)
    assert f'href="{url}"' in page.content.decode()
    assert not Reading.objects.exists()


def test_a_message_counts_as_heard(desk, write, trajectory, now):
    trajectory.summary.save()
    type(trajectory).objects.filter(pk=trajectory.pk).update(starts_on=(now - 40 * DAY).date())
    assert "Nothing heard" in words(desk.get("/caseload/"))
    write("Hoi", at=now - 2 * DAY)
    assert "Nothing heard" not in words(desk.get("/caseload/"))


@pytest.fixture
def told(desk, trajectory):
    """told() are title, text and own words of each moment on the dossier's timeline."""

    def moments(**asked):
        entries = desk.get(trajectory.get_absolute_url(), asked).context["timeline"].entries
        return [(entry.words.title, entry.words.text, entry.words.own) for entry in entries]

    return moments


def test_the_timeline_tells_it_in_the_voice_of_who_wrote(told, write, counsellor, now):
    write("Mijn broer belt.", at=now - 2 * HOUR)
    write("Wat fijn.", by=counsellor, at=now - HOUR)
    assert told(show="contact") == [
        ("Message from Ilse Doornbosch", "Wat fijn.", []),
        ("Message", "", ["Mijn broer belt."]),
    ]
    assert told(show="logs") == []


def test_the_timeline_cuts_nobody_s_words(told, write, counsellor, now):
    write("x" * 140, at=now - 2 * HOUR)
    write("x" * 141, at=now - HOUR)
    write("y" * 141, by=counsellor, at=now)
    longer = "A longer message: it stands in the conversation."
    assert told(show="contact") == [
        ("Message from Ilse Doornbosch", longer, []),
        ("Message", longer, []),
        ("Message", "", ["x" * 140]),
    ]
