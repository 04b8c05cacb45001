"""The wake-ups, and what Celery was told."""

from datetime import timedelta

import psycopg
import pytest
from celery.app.trace import build_tracer
from django.conf import settings
from django.core import mail
from django.db import connection
from django.utils import timezone

from aftercare.accounts.models import User
from aftercare.celery import app
from aftercare.notifications import actions, tasks
from aftercare.notifications.models import Message, State


def test_the_sweep_finishes_what_was_left(queued, noon):
    queued("a", expires_at=noon)
    tasks.sweep.apply(throw=True)
    assert Message.objects.get().state == State.EXPIRED


def test_the_drain_sends(queued):
    queued("a")
    tasks.drain.apply(throw=True)
    assert [letter.to for letter in mail.outbox] == [["noor@test.example"]]


def test_a_connection_that_died_is_replaced_before_the_next_task(committed_db, settings):
    settings.QUIET_HOURS = ("00:00", "00:00")
    noor = User.objects.create(name="Noor Velthuizen", email="noor@test.example")
    actions.queue(key="a", recipient=noor, kind="check_in", expires_at=timezone.now() + timedelta(days=1))
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        (pid,) = cursor.fetchone()
    end(pid)
    as_a_worker_runs_it(tasks.drain)
    assert Message.objects.get().state == State.SENT


def as_a_worker_runs_it(task) -> None:
    build_tracer(task.name, task, app=app, propagate=True)("1", (), {}, {"is_eager": False})


def end(pid: int) -> None:
    """The application role may end its own connections."""
    with psycopg.connect(**connection.get_connection_params()) as other:
        other.execute("SELECT pg_terminate_backend(%s, 5000)", [pid])


def test_every_tick_names_a_task_that_there_is():
    app.loader.import_default_modules()
    assert {entry["task"] for entry in app.conf.beat_schedule.values()} <= set(app.tasks)
    assert {entry["schedule"] for entry in app.conf.beat_schedule.values()} == {60.0, 300.0, 3600.0}


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("task_acks_late", True),
        ("broker_connection_max_retries", None),
        ("task_ignore_result", True),
        ("worker_prefetch_multiplier", 1),
        ("task_time_limit", 300),
        ("CELERY_DB_REUSE_MAX", 10_000),
    ],
)
def test_a_setting_reaches_celery_under_the_name_it_reads(name, value):
    assert app.conf.get(name) == value


def test_the_broker_connection_gets_its_timeouts():
    app.conf.broker_url  # noqa: B018 - the configuration loads at first use
    with app.connection_for_write() as broker:
        params = broker.default_channel.pool.connection_kwargs
    assert params["socket_timeout"] == 20
    assert params["health_check_interval"] == 10
    assert settings.CELERY_BROKER_TRANSPORT_OPTIONS["visibility_timeout"] > settings.CELERY_TASK_TIME_LIMIT
