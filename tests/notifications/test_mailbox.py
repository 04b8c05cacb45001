"""The demo's mailbox: a newcomer sees each message arrive."""

import os
import subprocess
import sys

import pytest
from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection

from aftercare.notifications import mailbox

URL = "/demo/mail/"


@pytest.fixture
def folder(settings, tmp_path):
    settings.DEMO = True
    settings.EMAIL_FILE_PATH = str(tmp_path / "mailbox")
    return tmp_path / "mailbox"


def send(
    to: str, body: str = "Open https://houvast.example/c/abc/ today.", subject: str = "Er staat iets voor je klaar"
):
    letter = EmailMultiAlternatives(subject, body, to=[to])
    letter.attach_alternative("<p>Hoi</p>", "text/html")
    get_connection("aftercare.notifications.mailbox.Backend").send_messages([letter])


@pytest.mark.parametrize("person", [None, "counsellor", "client_user", "outsider"])
def test_outside_the_demo_there_is_no_such_page(person, browser_of, request):
    user = request.getfixturevalue(person) if person else None
    assert browser_of(user).get(URL).status_code == 404


def test_it_shows_what_was_sent_newest_first(folder, client, db):
    send("first@demo.example")
    send("second@demo.example")
    page = client.get(URL).content.decode()
    assert page.index("second@demo.example") < page.index("first@demo.example")
    assert "Er staat iets voor je klaar" in page
    assert '<a href="https://houvast.example/c/abc/"' in page


def test_before_the_first_letter_it_says_so(folder, client, db):
    client.cookies["django_language"] = "en"
    assert "No mail yet" in client.get(URL).content.decode()


def test_it_refreshes_the_letters_alone(folder, client, db):
    send("first@demo.example")
    part = client.get(URL, headers={"HX-Request": "true"}).content.decode()
    assert "first@demo.example" in part
    assert "<html" not in part


def test_what_somebody_sent_is_text_not_markup(folder, client, db):
    send("first@demo.example", "<script>alert(1)</script> é €", "<b>é</b>")
    page = client.get(URL).content.decode()
    assert "<script>alert" not in page
    assert "<b>é</b>" not in page
    assert "&lt;b&gt;é" in page


def test_a_letter_that_is_still_being_written_is_not_read(folder, client, db):
    send("first@demo.example")
    (whole,) = folder.iterdir()
    (folder / f".{whole.name}").write_bytes(b"half")
    assert len(mailbox.newest()) == 1


def test_only_the_newest_are_read(folder, monkeypatch):
    monkeypatch.setattr(mailbox, "NEWEST", 2)
    for number in range(3):
        send(f"{number}@demo.example")
    assert [letter.to for letter in mailbox.newest()] == ["2@demo.example", "1@demo.example"]


def test_it_cannot_be_posted_to(folder, client, db):
    assert client.post(URL).status_code == 405


def test_the_demo_keeps_its_letters_with_its_other_data():
    asked = "from django.conf import settings; print(settings.EMAIL_BACKEND, settings.EMAIL_FILE_PATH)"
    environment = {**os.environ, "AFTERCARE_MODE": "demo", "AFTERCARE_VAR": "/somewhere/var"}
    said = subprocess.run(
        [sys.executable, "-c", asked],
        env={**environment, "DJANGO_SETTINGS_MODULE": "aftercare.settings"},
        cwd=settings.BASE_DIR,
        capture_output=True,
        text=True,
        check=True,
    )
    assert said.stdout.split() == ["aftercare.notifications.mailbox.Backend", "/somewhere/var/mailbox"]
