"""R1 to R4: senders, the database and the broker are killed while messages go out."""

import random
import time
from collections import Counter
from datetime import timedelta

from django.utils import timezone

from aftercare.core import scope
from aftercare.notifications.models import Message, State
from tests import sink, text_service
from tests.faults import people
from tests.faults.outcome import Outcome
from tests.faults.proxy import black_hole
from tests.faults.scene import Scene, scene
from tests.stage import Stage
from trajectories.checkins.models import Occurrence

A_MINUTE = 60.0
PATIENCE = 900.0
"""After this a message that did not go out counts as lost."""
SENDERS = 2
"""Of each worker."""


def killed_senders(stage: Stage, *, scale: float) -> Outcome:
    reminders, kills = max(100, int(20_000 * scale)), max(1, int(100 * scale))
    outcome = Outcome("R1", f"{reminders:,} reminders due, {kills} × kill -9 of the worker")
    with scene(stage, "R1") as here, sink.running() as server:
        people.schedules(reminders, at=timezone.now() - timedelta(minutes=1))
        _kill_workers(here, kills, of=reminders, done=lambda: len(server.accepted), EMAIL_URL=_mail(server))
        here.until(lambda: _sent() == reminders, within=PATIENCE * scale + A_MINUTE)
        _count(outcome, server, wanted=reminders, twice=min(kills, max(1, reminders // 500)))
        with scope.system():
            outcome.exactly("occurrences", found=Occurrence.objects.count(), wanted=reminders)
    return outcome


def killed_texts(stage: Stage, *, scale: float) -> Outcome:
    texts, kills = max(100, int(20_000 * scale)), max(1, int(100 * scale))
    outcome = Outcome("R2", f"{texts:,} text messages due, {kills} × kill -9 of the worker")
    with text_service.running(slow=0.002) as service, scene(stage, "R2") as here:
        people.messages(people.users(texts), channel="sms")
        provider = {"SMS_PROVIDER": "http", "SMS_URL": service.url, "SMS_KEY": "of this test"}
        _kill_workers(here, kills, of=texts, done=lambda: len(service.taken), **provider)
        here.until(here.nothing_open, within=PATIENCE * scale + A_MINUTE)
        taken = Counter(message["reference"] for message in service.taken)
        states = dict(Message.objects.values_list("pk", "state"))
        held = {str(pk) for pk, state in states.items() if state == State.UNCERTAIN}
        outcome.exactly("arrived twice", found=sum(taken.values()) - len(taken), wanted=0)
        outcome.exactly("neither arrived nor with a person", found=texts - len(held | set(taken)), wanted=0)
        outcome.at_most("wait for a person", found=len(held), bound=kills)
    return outcome


def stopped_database(stage: Stage, *, scale: float) -> Outcome:
    reminders, crashes = max(150, int(20_000 * scale)), min(4, max(1, int(100 * scale)))
    outcome = Outcome("R3", f"PostgreSQL stopped at once {crashes} times while {reminders:,} reminders go out")
    with scene(stage, "R3") as here, sink.running() as server:
        people.schedules(reminders, at=timezone.now() - timedelta(minutes=1))
        environment = {"EMAIL_URL": _mail(server)}
        here.start_both(senders=SENDERS, **environment)
        for number in range(crashes):
            moment = (number + random.random()) * reminders / (crashes + 1)
            here.until(lambda moment=moment: len(server.accepted) > moment, within=5 * A_MINUTE, every=0.02)
            here.crash_postgres()
        here.until(lambda: _sent() == reminders, within=PATIENCE * scale + 2 * A_MINUTE)
        _count(outcome, server, wanted=reminders, twice=crashes * SENDERS)
    return outcome


def lost_broker(stage: Stage, *, scale: float) -> Outcome:
    """Messages fall due all the time; what counts is how soon the next one goes once the broker is back."""
    away, hole = max(3.0, 600 * scale), max(3.0, 60 * scale)
    outcome = Outcome("R4", f"broker killed and emptied, away {away:.0f} s; its connections black-holed {hole:.0f} s")
    with scene(stage, "R4") as here, sink.running() as server, black_hole(stage.redis_url) as proxy:
        number = int((away + hole) / 0.2 + 150)
        people.messages(
            people.users(number), each=timedelta(seconds=0.2), expires_at=timezone.now() + timedelta(hours=6)
        )
        patience = str(max(4.0, 20 * scale))
        environment = {"EMAIL_URL": _mail(server), "REDIS_URL": proxy.url, "BROKER_TIMEOUT_SECONDS": patience}
        here.start_both(senders=SENDERS, **environment)
        here.supervised = environment
        here.until(lambda: len(server.accepted) > 5, within=A_MINUTE)
        here.stop_valkey(emptied=True)
        here.until(lambda: False, within=away)
        here.start_valkey()
        outcome.at_most("s until the next mail, broker back", found=_resumed(here, server), bound=A_MINUTE)
        proxy.swallow(hole)
        outcome.at_most("s until the next mail, hole over", found=_resumed(here, server), bound=A_MINUTE)
        Message.objects.filter(state=State.DUE).update(due_at=timezone.now())  # what is left need not wait
        here.until(lambda: _sent() == number, within=PATIENCE * scale + 2 * A_MINUTE)
        _count(outcome, server, wanted=number, twice=2 * SENDERS)
        outcome.at_most("workers that ended and were started again", found=here.ended, bound=2)
    return outcome


def _resumed(here: Scene, server: sink.Sink) -> float:
    """Seconds until a mail arrives that was not on its way yet."""
    before, began = len(server.accepted), time.monotonic()
    here.until(lambda: len(server.accepted) > before, within=3 * A_MINUTE, every=0.05)
    return time.monotonic() - began


def _kill_workers(here: Scene, kills: int, *, of: int, done, **environment: str) -> None:
    """At random points, evenly over the whole run; each time another worker takes its place."""
    worker, _beat = here.start_both(senders=1, **environment)
    for number in range(kills):
        moment = (number + random.random()) * of / (kills + 1)
        here.until(lambda moment=moment: done() > moment, within=A_MINUTE, every=0.01)
        here.kill(worker)
        worker = here.start("worker", "--concurrency", "1", **environment)


def _count(outcome: Outcome, server: sink.Sink, *, wanted: int, twice: int) -> None:
    times = Counter(server.recipients)
    outcome.exactly("lost", found=wanted - len(times), wanted=0)
    outcome.at_most("sent twice", found=sum(times.values()) - len(times), bound=twice)
    outcome.exactly("marked sent", found=_sent(), wanted=wanted)


def _sent() -> int:
    return Message.objects.filter(state=State.SENT).count()


def _mail(server: sink.Sink) -> str:
    return f"smtp://127.0.0.1:{server.port}"
