"""What a message says: that something is ready, and nothing about what, whose or why."""

import re
from datetime import timedelta
from email import message_from_bytes, policy

import pytest
from django.core import mail
from django.urls import resolve

from aftercare.accounts.models import User
from aftercare.core import links
from aftercare.notifications import delivery, letters
from aftercare.notifications.models import Message

TELLING = re.compile(
    r"noor|velthuizen|kade|check|craving|trek|verslav|addict|zorg|care|begeleid|counsel|groep|medic", re.IGNORECASE
)
KINDS = ["check_in", "invitation", "something_else"]


@pytest.fixture
def letter(queued):
    def of(kind: str, **details) -> mail.EmailMultiAlternatives:
        queued(f"{kind}:{len(mail.outbox)}", kind=kind, **details)
        delivery.drain()
        return mail.outbox[-1]

    return of


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("kind", KINDS)
def test_it_tells_nothing(kind, language, letter, noor):
    User.objects.update(language=language)
    sent = letter(kind)
    (html, _type) = sent.alternatives[0]
    for text in (sent.subject, sent.body, re.sub(r"<[^>]+>", " ", html)):
        assert not TELLING.search(text), text
    assert sent.to == ["noor@test.example"]


def test_the_subject_is_the_same_for_every_kind(letter):
    assert {letter(kind).subject for kind in KINDS} == {letters.words("check_in", "nl").subject}


def test_it_is_written_in_the_recipients_language(letter, noor):
    assert 'lang="nl"' in letter("check_in").alternatives[0][0]
    User.objects.update(language="en")
    sent = letter("check_in", recipient=User.objects.get())
    assert sent.subject == "Something is ready for you"
    assert "The link works for two days." in sent.body
    assert 'lang="en"' in sent.alternatives[0][0]


def test_the_link_is_signed_at_delivery(letter, noon, time_machine):
    time_machine.move_to(noon + timedelta(hours=1), tick=False)
    ids = {"occurrence": "0" * 32, "trajectory": "1" * 32}
    sent = letter("check_in", link_view="checkins:link", link_ids=ids)
    (link,) = re.findall(r"http\S+", sent.body)
    assert link in sent.alternatives[0][0]
    token = resolve(link.removeprefix("http://127.0.0.1:8000")).kwargs["token"]
    time_machine.move_to(noon + timedelta(hours=49), tick=False)
    assert links.read(token, purpose="check_in", valid=timedelta(hours=48)) == ids
    time_machine.move_to(noon + timedelta(hours=49, seconds=1), tick=False)
    with pytest.raises(links.LinkExpired):
        links.read(token, purpose="check_in", valid=timedelta(hours=48))


def test_without_ids_the_link_is_the_page_itself(letter):
    assert "http://127.0.0.1:8000/help-now/\n" in letter("a", link_view="help_now").body


def test_without_a_view_the_link_is_the_start(letter):
    assert "http://127.0.0.1:8000/\n" in letter("a").body


def test_a_second_copy_can_be_recognised_as_one(letter, noon):
    read = message_from_bytes(letter("check_in").message().as_bytes(), policy=policy.default)
    assert read["Message-ID"] == f"<{Message.objects.get().pk}@houvast.example>"
    assert read["Auto-Submitted"] == "auto-generated"
    assert read["From"] == "Houvast <bericht@houvast.example>"
    assert read["To"] == "noor@test.example"
    assert read["Date"].datetime == noon
    assert read["Subject"] == letters.words("check_in", "nl").subject


def test_the_bytes_carry_both_forms_of_the_text(letter):
    sent = letter("check_in", link_view="help_now")
    read = message_from_bytes(sent.message().as_bytes(), policy=policy.default)
    plain, html = (read.get_body([form]).get_content().replace("\r\n", "\n") for form in ("plain", "html"))
    assert plain.strip() == sent.body.strip()
    assert html.strip() == sent.alternatives[0][0].strip()
    assert "invalid" not in plain + html


def test_words_are_rendered_once_per_kind_and_language():
    assert letters.words("check_in", "nl") is letters.words("check_in", "nl")
