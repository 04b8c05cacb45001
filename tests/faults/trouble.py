"""R7 and R8: a mail server that misbehaves, and somebody who calls it off while it is being sent."""

import asyncio
import time
from datetime import timedelta
from functools import partial

from django.db import transaction
from django.utils import timezone

from aftercare.accounts.models import User
from aftercare.core import scope
from aftercare.notifications import actions as notifications
from aftercare.notifications.models import MOST_ATTEMPTS, Message, State, Undeliverable
from tests import sink
from tests.faults import people
from tests.faults.outcome import Outcome
from tests.faults.scene import scene
from tests.stage import Stage
from trajectories.dossier.models import Client, Summary, Trajectory
from trajectories.teamtasks.models import TeamTask

TROUBLE = {"busy": "421 closing", "full": "452 no room", "gone": "550 nobody", "slow": "hang", "cut": "close"}
TRANSIENT = ("busy", "full", "slow", "cut")
BACKOFF = (0.5, 0.5, 1, 1)


def misbehaving_server(stage: Stage, *, scale: float) -> Outcome:
    others, tries = max(40, int(1_000 * scale)), []
    outcome = Outcome("R7", f"the server answers 421, 452, 550, hangs, closes after the final dot; {others:,} others")
    with scene(stage, "R7") as here, sink.running(partial(_misbehave, tries)) as server:
        _care_team_of_gone([*TROUBLE, *(f"p{number}" for number in range(others))])
        people.messages(list(User.objects.order_by("joined_at", "id")), key="letter")
        environment = {
            "EMAIL_URL": f"smtp://127.0.0.1:{server.port}",
            "EMAIL_TIMEOUT": "1",
            "OUTBOX_BACKOFF_SECONDS": ",".join(map(str, BACKOFF)),
        }
        here.start_both(senders=1, **environment)
        here.until(here.nothing_open, within=120 + 300 * scale)
        messages = {message.recipient.name: message for message in Message.objects.select_related("recipient")}
        tried = [messages[name] for name in TRANSIENT]
        outcome.exactly("transient given up after", found=max(one.attempts for one in tried), wanted=MOST_ATTEMPTS)
        outcome.exactly("transient on the list", found=sum(one.state == State.FAILED for one in tried), wanted=4)
        outcome.at_least("s from the first to the last try", found=tries[-1] - tries[0], bound=sum(BACKOFF))
        outcome.exactly("tries at an address that is gone", found=messages["gone"].attempts, wanted=1)
        outcome.exactly("addresses suppressed", found=Undeliverable.objects.count(), wanted=1)
        with scope.system():
            told = TeamTask.objects.filter(kind=TeamTask.Kind.ADDRESS).count()
        outcome.exactly("tasks for the counsellor", found=told, wanted=1)
        rest = [message for name, message in messages.items() if name not in TROUBLE]
        outcome.exactly("others sent", found=sum(one.state == State.SENT for one in rest), wanted=others)
        late = max((one.sent_at - one.due_at for one in rest if one.sent_at), default=timedelta(days=1))
        outcome.at_most("s that any other waited", found=late.total_seconds(), bound=60)
    return outcome


def _misbehave(tries: list[float], to: str, attempt: int) -> str:
    name = to.partition("@")[0]
    if name == "busy":
        tries.append(time.monotonic())
    return TROUBLE.get(name, "ok")


def _care_team_of_gone(names: list[str]) -> None:
    here = people.organisation()
    today = timezone.localdate()
    User.objects.bulk_create(User(name=name, email=f"{name}@test.example") for name in names)
    with scope.system():
        client = Client.objects.create(user=User.objects.get(name="gone"), organisation=here)
        trajectory = Trajectory.objects.create(client=client, organisation=here, starts_on=today, ends_on=today)
        Summary.objects.create(trajectory=trajectory, organisation=here)


def called_off(stage: Stage, *, scale: float) -> Outcome:
    """What an action withdraws in its transaction, as a cancelled appointment or an ended consent does."""
    letters, senders, rounds = 120, 2, max(2, int(20 * scale))
    outcome = Outcome("R8", f"{rounds} × {letters} letters called off while {senders} senders send them")
    most = lost = 0
    with scene(stage, "R8") as here, sink.running() as server:
        server.handle_DATA = _slow(server.handle_DATA)
        everybody = people.users(letters)
        environment = {"EMAIL_URL": f"smtp://127.0.0.1:{server.port}", "MESSAGES_PER_DAY": "10000"}
        here.start_both(senders=senders, **environment)
        for number in range(rounds):
            before = len(server.accepted)
            people.messages(everybody, key=f"session:{number}")
            here.until(lambda before=before: len(server.accepted) > before + letters / 5, within=60, every=0.02)
            with transaction.atomic():
                notifications.withdraw(key_prefix=f"session:{number}:")
            committed = len(server.accepted)
            here.until(here.nothing_open, within=60)
            most = max(most, len(server.accepted) - committed)
            left = Message.objects.filter(key__startswith=f"session:{number}:").exclude(
                state__in=[State.SENT, State.WITHDRAWN]
            )
            lost += left.count()
    outcome.at_most("letters after the commit", found=most, bound=senders)
    outcome.exactly("neither sent nor withdrawn", found=lost, wanted=0)
    return outcome


def _slow(handle):
    async def later(*arguments):
        await asyncio.sleep(0.03)
        return await handle(*arguments)

    return later
