"""A mail server on loopback that a test can script: it keeps what it accepted, and answers as told."""

import asyncio
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from email.parser import BytesHeaderParser

from aiosmtpd.smtp import SMTP

Behaviour = Callable[[str, int], str]
"""From address and attempt (counted from 1) to: ok, an SMTP answer such as "550 no", "hang", or "close"."""


def accept(to: str, attempt: int) -> str:
    return "ok"


class Sink:
    def __init__(self, behaviour: Behaviour):
        self.behaviour = behaviour
        self.accepted: list[bytes] = []
        self.attempts: dict[str, int] = {}
        self.connections = 0
        self.port = 0

    @property
    def recipients(self) -> list[str]:
        parser = BytesHeaderParser()
        return [parser.parsebytes(content)["To"] for content in self.accepted]

    async def handle_EHLO(self, _server, session, _envelope, hostname, responses):  # noqa: N802 - aiosmtpd's name
        self.connections += 1
        session.host_name = hostname
        return responses

    async def handle_DATA(self, server, _session, envelope) -> str:  # noqa: N802 - aiosmtpd's name
        (to,) = envelope.rcpt_tos
        self.attempts[to] = self.attempts.get(to, 0) + 1
        answer = self.behaviour(to, self.attempts[to])
        if answer == "hang":
            await asyncio.sleep(3600)
        if answer in {"ok", "close"}:
            self.accepted.append(envelope.content)
        if answer == "close":
            server.transport.abort()
        return "250 kept" if answer == "ok" else answer

    async def handle_RCPT(self, _server, _session, envelope, address, _options) -> str:  # noqa: N802 - aiosmtpd's name
        answer = self.behaviour(f"RCPT {address}", 0)
        if answer == "ok":
            envelope.rcpt_tos.append(address)
            return "250 fine"
        return answer


@contextmanager
def running(behaviour: Behaviour = accept) -> Iterator[Sink]:
    sink = Sink(behaviour)
    loop = asyncio.new_event_loop()
    server = loop.run_until_complete(
        loop.create_server(lambda: SMTP(sink, loop=loop, hostname="sink.test", enable_SMTPUTF8=True), "127.0.0.1", 0)
    )
    sink.port = server.sockets[0].getsockname()[1]
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()
    yield sink
    loop.call_soon_threadsafe(server.close)
    asyncio.run_coroutine_threadsafe(_cancel_the_rest(), loop).result(timeout=5)
    loop.call_soon_threadsafe(loop.stop)
    thread.join(timeout=5)
    loop.close()


async def _cancel_the_rest() -> None:
    rest = asyncio.all_tasks() - {asyncio.current_task()}
    for task in rest:
        task.cancel()
    await asyncio.gather(*rest, return_exceptions=True)
