"""P7: reminders that fall due at once, sent by the portal's own sender to a mail server on this machine."""

import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from django.conf import settings

from aftercare.local.bootstrap import ROOT
from aftercare.local.postgres import APPLICATION, SUPERUSER
from aftercare.notifications import delivery, letters, outbox
from aftercare.notifications.mail import Sender
from aftercare.notifications.models import Message, State
from tests.bench import data
from tests.bench.clock import NOW
from tests.bench.judging import Line, Spread, verdict
from tests.bench.portal import Served
from tests.stage import connected
from trajectories.checkins.access import LINK_PURPOSE, LINK_VIEW

GOAL, TIMES = 0.25, 3
LIMIT = "LIMIT"


def lines(served: Served, *, mails: int) -> list[Line]:
    """LIMIT is what claiming alone and SMTP alone leave room for, one after the other."""
    claiming, smtp, sending = [], [], []
    with _letterbox() as port, connected(served.url(APPLICATION)):
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port
        for _ in range(TIMES):
            _due(served, mails)
            claiming.append(_rate(_claim_all, mails))
            smtp.append(_rate(_send_one_letter_often, mails))
            _due(served, mails)
            sending.append(_rate(delivery.drain, mails))
            assert Message.objects.filter(state=State.SENT).count() == mails, "not everything was sent"
    limits = [1 / (1 / claims + 1 / sends) for claims, sends in zip(claiming, smtp, strict=True)]
    found = Spread.of([rate / limit for rate, limit in zip(sending, limits, strict=True)])
    steady = Spread.of(limits).varies <= 0.30
    return [
        Line("", "claiming alone, messages", rate=Spread.of(claiming).middle),
        Line("", "SMTP alone, messages", rate=Spread.of(smtp).middle),
        Line(
            "P7",
            f"{mails:,} reminders sent",
            rate=Spread.of(sending).middle,
            ratio=found,
            unit=LIMIT,
            gate=f"≥ {GOAL}",
            verdict=verdict(found.middle, GOAL, at_least=True, steady=steady),
        ),
    ]


@contextmanager
def _letterbox() -> Iterator[int]:
    with subprocess.Popen(
        [sys.executable, "-m", "tests.bench.letterbox"], cwd=ROOT, stdout=subprocess.PIPE, text=True
    ) as process:
        try:
            yield int(process.stdout.readline())
        finally:
            process.kill()


def _rate(work: Callable[[], object], number: int) -> float:
    began = time.perf_counter()
    work()
    return number / (time.perf_counter() - began)


def _due(served: Served, mails: int) -> None:
    """As many reminders as that, of the first clients in turn, in their language and on their clock."""
    with connected(served.url(SUPERUSER)):
        Message.objects.all().delete()
        data.fill(
            Message,
            f"generate_series(1, {mails}) AS number JOIN bench_client ON n = 1 + number %% {served.clients}",
            id="bench_id('message', number)",
            key="'bench:' || number",
            recipient_id="user_id",
            kind=f"'{LINK_PURPOSE}'",
            link_view=f"'{LINK_VIEW}'",
            link_ids="""jsonb_build_object('occurrence', replace(bench_id('occurrence1', n)::text, '-', ''),
                'trajectory', replace(trajectory_id::text, '-', ''))""",
            due_at=f"'{NOW.isoformat()}'::timestamptz - interval '1 minute'",
            expires_at=f"'{NOW.isoformat()}'::timestamptz + interval '1 day'",
        )


def _claim_all() -> None:
    while outbox.claim(owner="bench", at=NOW):
        pass


def _send_one_letter_often() -> None:
    message = Message.objects.select_related("recipient").first()
    letter = letters.write(message)
    with Sender() as sender:
        for _ in range(Message.objects.count()):
            sender.open()
            sender.send(letter)
