"""What machines that watch delivery are told: numbers, to who has the token."""

from datetime import timedelta

import pytest

from aftercare.notifications.models import Message, State, Undeliverable

HEALTH, METRICS = "/health/delivery/", "/metrics"
TOKEN = {"Authorization": "Bearer let-me-see"}


@pytest.fixture
def token(settings):
    settings.METRICS_TOKEN = "let-me-see"


@pytest.fixture
def outbox(queued, noor, noon):
    queued("due", due_at=noon - timedelta(seconds=90))
    queued("later", due_at=noon + timedelta(hours=1))
    queued("failed")
    queued("sent")
    Message.objects.filter(key="failed").update(state=State.FAILED)
    Message.objects.filter(key="sent").update(state=State.SENT, sent_at=noon)
    Undeliverable.objects.create(user=noor, channel="email", address="x@test.example", reason="smtp 550", since=noon)


@pytest.mark.parametrize("path", [HEALTH, METRICS])
def test_without_the_token_there_is_nothing(path, token, client, db, settings):
    assert client.get(path).status_code == 404
    assert client.get(path, headers={"Authorization": "Bearer guess"}).status_code == 404
    settings.METRICS_TOKEN = ""
    assert client.get(path, headers={"Authorization": "Bearer "}).status_code == 404
    settings.DEMO = True
    assert client.get(path).status_code == 200


def test_health_is_told_as_json(outbox, token, client):
    response = client.get(HEALTH, headers=TOKEN)
    assert response.status_code == 200
    assert response.json() == {
        "status": "ok",
        "messages": {"due": {"email": 2}, "failed": {"email": 1}},
        "oldest_due_seconds": 90,
        "undeliverable_addresses": 1,
    }


def test_delivery_that_is_behind_answers_503(outbox, token, client, settings):
    settings.OUTBOX_BEHIND_SECONDS = 60
    response = client.get(HEALTH, headers=TOKEN)
    assert (response.status_code, response.json()["status"]) == (503, "behind")


def test_metrics_are_told_as_prometheus_reads_them(outbox, token, client):
    response = client.get(METRICS, headers=TOKEN)
    assert response.headers["Content-Type"].startswith("text/plain; version=0.0.4")
    lines = response.text.splitlines()
    assert 'aftercare_outbox_messages{state="due",channel="email"} 2' in lines
    assert "aftercare_outbox_oldest_due_seconds 90" in lines
    assert "aftercare_outbox_undeliverable_addresses 1" in lines
    assert "# TYPE aftercare_outbox_messages gauge" in lines
    assert "noor" not in response.text.lower()


def test_an_empty_outbox_is_fine(token, client, db):
    assert client.get(HEALTH, headers=TOKEN).json()["oldest_due_seconds"] == 0
