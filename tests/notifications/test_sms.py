"""Text messages: neutral and short, by one of three providers, and never twice."""

import hashlib
import hmac
import json
from datetime import timedelta

import pytest

from aftercare.accounts.models import User
from aftercare.core import links
from aftercare.notifications import delivery, mailbox, sms, sms_providers
from aftercare.notifications.models import Message, State, Undeliverable
from tests import text_service
from tests.notifications.test_letters import TELLING

KEY = "secret-of-the-service"


@pytest.fixture
def noor(db) -> User:
    """She wants text messages first, and e-mail when those do not arrive."""
    return User.objects.create(
        name="Noor Velthuizen", email="noor@test.example", phone="06-1234 5678", gets_texts=True, texts_first=True
    )


@pytest.fixture
def carrier(settings):
    """carrier(behaviour) starts a service; the portal's text messages go there."""
    running = []

    def start(*behaviour, **how):
        context = text_service.running(*behaviour, **how)
        service = context.__enter__()
        running.append(context)
        settings.SMS_PROVIDER, settings.SMS_URL, settings.SMS_KEY = "http", service.url, KEY
        settings.SMS_TIMEOUT = 0.5
        return service

    yield start
    for context in running:
        context.__exit__(None, None, None)


def states() -> dict[str, str]:
    return dict(Message.objects.values_list("key", "state"))


@pytest.mark.parametrize(
    ("phone", "number"),
    [
        ("06-1234 5678", "+31612345678"),
        ("+31 (0)6 12345678", "+31612345678"),
        ("0031612345678", "+31612345678"),
        ("+599 9 512 3456", "+59995123456"),
        ("12", ""),
        ("niet bekend", ""),
        ("", ""),
    ],
)
def test_a_number_is_written_in_one_way(phone, number):
    assert sms.number(phone) == number


@pytest.mark.parametrize("language", ["nl", "en"])
def test_the_words_are_neutral_and_fit_one_message(language, queued, carrier, settings):
    carrier()
    settings.BASE_URL = "https://nazorgportaal.een-lange-naam.example"
    message = queued("a", link_view="checkins:link", link_ids={"occurrence": "0" * 32, "trajectory": "1" * 32})
    text = sms.words(language, link=sms.link(message))
    assert len(text) <= sms.LONGEST
    assert not TELLING.search(text.split("http")[0])


def test_a_message_without_a_page_leads_to_the_start(queued, carrier, settings):
    carrier()
    assert sms.link(queued("a")) == f"{settings.BASE_URL}/"


def test_it_is_sent_once_and_signed(queued, carrier):
    service = carrier()
    message = queued("a")
    delivery.drain()
    delivery.drain()
    assert states() == {"a": State.SENT}
    (taken,) = service.taken
    assert taken["to"] == "+31612345678"
    assert taken["reference"] == str(message.pk)
    ((headers, body),) = service.requests
    expected = hmac.new(KEY.encode(), headers["X-Timestamp"].encode() + b"." + body, hashlib.sha256).hexdigest()
    assert headers["X-Signature"] == f"sha256={expected}"
    assert headers["Idempotency-Key"] == str(message.pk)


@pytest.mark.parametrize("answer", [0, 500, 502])
def test_what_was_perhaps_sent_waits_for_a_person_and_goes_no_other_way(answer, queued, carrier, smtp, noon):
    service, sink = carrier(lambda *_: answer), smtp()
    queued("a")
    delivery.drain()
    delivery.drain()
    assert states() == {"a": State.UNCERTAIN}
    assert service.attempts == {"+31612345678": 1}
    assert sink.recipients == []


@pytest.mark.parametrize("answer", [429, 503, 401])
def test_a_service_that_did_not_take_it_is_asked_again(answer, queued, carrier, noon, time_machine):
    service = carrier(lambda _to, attempt: answer if attempt == 1 else 202)
    queued("a")
    delivery.drain()
    assert states() == {"a": State.DUE}
    time_machine.move_to(noon + timedelta(minutes=1), tick=False)
    delivery.drain()
    assert states() == {"a": State.SENT}
    assert len(service.taken) == 1


def test_a_service_that_is_away_costs_nothing(queued, settings, carrier):
    carrier()
    settings.SMS_URL = "http://127.0.0.1:1/send"
    queued("a")
    delivery.drain()
    assert Message.objects.get().last_error == "sms unreachable"
    assert states() == {"a": State.DUE}


def test_what_is_refused_goes_by_e_mail_instead_once(queued, carrier, smtp):
    carrier(lambda *_: 400)
    sink = smtp()
    queued("a")
    delivery.drain()
    delivery.drain()
    assert states() == {"a": State.FAILED, "a:then-email": State.SENT}
    assert sink.recipients == ["noor@test.example"]


def test_the_other_way_round_too(queued, carrier, smtp, noor):
    service = carrier()
    smtp(lambda *_: "554 no")
    User.objects.update(texts_first=False)
    noor.refresh_from_db()
    queued("a", noor)
    delivery.drain()
    assert states() == {"a": State.FAILED, "a:then-sms": State.SENT}
    assert len(service.taken) == 1


def test_when_both_fail_it_ends(queued, carrier, smtp):
    carrier(lambda *_: 400)
    smtp(lambda *_: "554 no")
    queued("a")
    delivery.drain()
    assert states() == {"a": State.FAILED, "a:then-email": State.FAILED}


def test_a_number_that_does_not_exist_is_left_alone(queued, carrier, smtp):
    service = carrier(lambda *_: 404)
    smtp()
    queued("a")
    queued("b")
    delivery.drain()
    assert Undeliverable.objects.get().address == "06-1234 5678"
    assert service.attempts == {"+31612345678": 1}
    assert states()["b:then-email"] == State.SENT


@pytest.mark.parametrize("change", [{"phone": "12"}, {"is_active": False}])
def test_nobody_without_a_number_is_texted(change, queued, carrier, noor):
    service = carrier()
    queued("a")
    User.objects.update(**change, gets_letters=False)
    delivery.drain()
    assert states() == {"a": State.FAILED}
    assert service.requests == []


def test_without_a_provider_who_wants_both_gets_e_mail(queued, settings, smtp):
    settings.SMS_PROVIDER = ""
    sink = smtp()
    queued("a")
    delivery.drain()
    assert sink.recipients == ["noor@test.example"]


def test_a_provider_that_was_taken_away_fails_what_waited(queued, settings, carrier, smtp):
    carrier()
    smtp()
    queued("a")
    settings.SMS_PROVIDER = ""
    delivery.drain()
    assert Message.objects.get(key="a").last_error == "no provider"


def test_an_invitation_always_comes_by_e_mail(queued, carrier, smtp):
    service, sink = carrier(), smtp()
    queued("a", kind="invitation")
    delivery.drain()
    assert (len(service.taken), len(sink.recipients)) == (0, 1)


def test_the_demo_shows_it_in_its_mailbox(queued, settings, tmp_path):
    settings.SMS_PROVIDER, settings.SMS_FILE_PATH = "file", str(tmp_path)
    settings.EMAIL_FILE_PATH = str(tmp_path)
    queued("a")
    delivery.drain()
    (text,) = mailbox.newest()
    assert (text.to, text.subject) == ("+31612345678", "Sms")
    assert json.loads(next(tmp_path.glob("*.sms")).read_text())["reference"]


def test_a_developer_reads_it_in_the_terminal(queued, settings, capsys):
    settings.SMS_PROVIDER = "console"
    queued("a")
    delivery.drain()
    assert "+31612345678: " in capsys.readouterr().out
    assert sms_providers.meaning(301).reason == "sms 301"


@pytest.fixture
def path(queued, carrier, settings) -> str:
    carrier()
    message = queued("a", link_view="checkins:link", link_ids={"occurrence": "0" * 32, "trajectory": "1" * 32})
    delivery.drain()
    return sms.link(message).removeprefix(settings.BASE_URL)


def test_the_short_link_leads_on_and_changes_nothing(path, client):
    for _look in range(2):
        assert client.get(path).headers["Location"].startswith("http://127.0.0.1:8000/c/")
    assert client.post(path).status_code == 405


def test_after_two_days_it_is_over(path, client, noon, time_machine):
    time_machine.move_to(noon + timedelta(hours=48, seconds=1), tick=False)
    response = client.get(path, headers={"Accept-Language": "en"})
    assert response.status_code == 410
    assert "This link does not work any more." in response.content.decode()


@pytest.mark.parametrize("code", ["x", "%%%", "AAAA", "A" * 38])
def test_a_link_that_is_not_ours_is_unknown(code, client, db):
    assert client.get(f"/s/{code}/").status_code == 404


def test_a_short_link_holds_for_one_purpose(queued):
    message = queued("a")
    with pytest.raises(links.LinkInvalid):
        links.read_short(links.short(message.pk, purpose="other"), purpose=sms.PURPOSE)
