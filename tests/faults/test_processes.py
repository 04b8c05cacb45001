"""The fault tests' processes stand on the test's own database and broker."""

import pytest

from aftercare.celery import app

pytestmark = pytest.mark.stack


def test_a_worker_answers_on_this_tests_broker_until_it_is_killed(start):
    worker = start("worker")
    assert len(app.control.ping(timeout=5)) == 1
    worker.kill()
    assert app.control.ping(timeout=0.5) == []
