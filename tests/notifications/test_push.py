"""Web push beside e-mail: a knock without words, at who asked for it, outside their quiet hours."""

import base64
import json
from datetime import time, timedelta

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from py_vapid import Vapid02

from aftercare.core.errors import Refused
from aftercare.notifications import actions, delivery, push
from aftercare.notifications.models import Channel, Message, State, Subscription

PHONE = "https://fcm.googleapis.com/fcm/send/noor-phone"
TABLET = "https://web.push.apple.com/noor-tablet?x=1"


@pytest.fixture
def key(settings) -> str:
    number = ec.generate_private_key(ec.SECP256R1()).private_numbers().private_value
    settings.VAPID_PRIVATE_KEY = base64.urlsafe_b64encode(number.to_bytes(32)).decode().rstrip("=")
    return settings.VAPID_PRIVATE_KEY


class Service:
    """What the push services of this test answer, and what came in."""

    def __init__(self):
        self.answers, self.received = {}, []

    def __call__(self, host: str, timeout: float):
        self.host, self.timeout = host, timeout
        return self

    def request(self, method: str, path: str, headers: dict) -> None:
        self.last = f"https://{self.host}{path}"
        self.received.append((method, self.last, headers))

    def getresponse(self):
        answer = self.answers.get(self.last, 201)
        if isinstance(answer, Exception):
            raise answer
        self.status = answer
        return self

    def close(self) -> None:
        pass


@pytest.fixture
def service(key, monkeypatch) -> Service:
    service = Service()
    monkeypatch.setattr("http.client.HTTPSConnection", service)
    return service


@pytest.fixture
def phone(noor):
    actions.subscribe(by=noor, endpoint=PHONE)


def states() -> dict[str, str]:
    return dict(Message.objects.values_list("key", "state"))


def test_who_asked_for_it_gets_a_knock_beside_the_letter(phone, queued, service, smtp):
    sink = smtp()
    queued("a")
    delivery.drain()
    assert states() == {"a": State.SENT, "a:push": State.SENT}
    assert sink.recipients == ["noor@test.example"]
    assert [(method, url) for method, url, _headers in service.received] == [("POST", PHONE)]


def test_nobody_else_does(queued, service, smtp):
    smtp()
    queued("a")
    delivery.drain()
    assert states() == {"a": State.SENT}
    assert service.received == []


def test_a_knock_has_no_words_and_is_signed_for_that_service_alone(phone, queued, service, smtp, key):
    smtp()
    queued("a")
    delivery.drain()
    ((_method, _url, headers),) = service.received
    assert headers["Content-Length"] == "0"
    assert 0 < int(headers["TTL"]) <= timedelta(days=2).total_seconds()
    assert Vapid02.verify(headers["Authorization"])
    token = headers["Authorization"].removeprefix("vapid t=").split(",")[0].split(".")[1]
    claims = json.loads(base64.urlsafe_b64decode(token + "=="))
    assert claims["aud"] == "https://fcm.googleapis.com"
    assert headers["Authorization"].endswith(f"k={push.public_key()}")


@pytest.mark.parametrize(
    ("answer", "state", "reason"),
    [(429, State.DUE, "push 429"), (500, State.DUE, "push 500"), (400, State.FAILED, "push 400")],
)
def test_what_a_service_answers(phone, queued, service, smtp, answer, state, reason):
    smtp()
    service.answers[PHONE] = answer
    queued("a")
    delivery.drain()
    assert states() == {"a": State.SENT, "a:push": state}
    assert Message.objects.get(key="a:push").last_error == reason


def test_a_service_that_is_away_is_tried_again(phone, queued, service, smtp):
    smtp()
    service.answers[PHONE] = OSError("away")
    queued("a")
    delivery.drain()
    assert states()["a:push"] == State.DUE


def test_a_browser_that_is_gone_is_forgotten(phone, noor, queued, service, smtp):
    smtp()
    service.answers[PHONE] = 410
    queued("a")
    delivery.drain()
    assert states()["a:push"] == State.FAILED
    assert not Subscription.objects.exists()


def test_one_of_two_browsers_is_enough(phone, noor, queued, service, smtp):
    smtp()
    actions.subscribe(by=noor, endpoint=TABLET)
    service.answers[PHONE] = 404
    queued("a")
    delivery.drain()
    assert states()["a:push"] == State.SENT
    assert Subscription.objects.get().endpoint == TABLET


def test_without_a_mail_server_a_knock_that_comes_first_is_still_sent(phone, noor, queued, service, settings):
    settings.EMAIL_PORT = 1
    queued("a")
    Message.objects.filter(key="a").update(due_at=Message.objects.get(key="a").due_at + timedelta(seconds=1))
    delivery.drain()
    assert states()["a:push"] == State.SENT


def test_an_account_that_ended_gets_no_knock(phone, noor, queued, service, smtp):
    smtp()
    queued("a")
    noor.is_active = False
    noor.save()
    delivery.drain()
    assert service.received == []
    assert states()["a:push"] == State.FAILED


def test_without_a_key_there_is_no_push(phone, queued, service, smtp, settings):
    smtp()
    settings.VAPID_PRIVATE_KEY = ""
    queued("a")
    delivery.drain()
    assert service.received == []


@pytest.mark.parametrize(
    "endpoint",
    [
        "http://fcm.googleapis.com/x",
        "https://127.0.0.1/x",
        "https://fcm.googleapis.com.evil.example/x",
        "https://fcm.googleapis.com:8443/x",
        "https://evilnotify.windows.com/x",
    ],
)
def test_only_the_services_of_browsers_are_knocked_at(noor, endpoint):
    with pytest.raises(Refused):
        actions.subscribe(by=noor, endpoint=endpoint)
    assert not Subscription.objects.exists()


def test_any_name_of_a_service_with_many_is_known(noor):
    actions.subscribe(by=noor, endpoint="https://db5.notify.windows.com/x")
    assert Subscription.objects.get().user == noor


def test_stopping_stops_what_waits_too(phone, noor, queued):
    queued("a")
    actions.unsubscribe(by=noor)
    assert states() == {"a": State.DUE, "a:push": State.WITHDRAWN}
    assert not Subscription.objects.exists()


def test_withdrawing_a_letter_withdraws_its_knock(phone, queued):
    queued("a:1:")
    actions.withdraw(key_prefix="a:1:")
    assert set(states().values()) == {State.WITHDRAWN}


def test_own_quiet_hours_hold_for_letters_and_knocks(phone, noor, queued, service, smtp):
    sink = smtp()
    noor.quiet_from, noor.quiet_until = time(9), time(18)
    noor.save()
    queued("a")
    assert {message.due_at.hour for message in Message.objects.all()} == {17}  # 18:00 in Amsterdam
    delivery.drain()
    assert (sink.recipients, service.received) == ([], [])


def test_a_knock_is_a_channel_of_its_own(phone, queued):
    queued("a")
    assert dict(Message.objects.values_list("key", "channel")) == {"a": Channel.EMAIL, "a:push": Channel.PUSH}
