"""The e-mail channel: one connection per drain, and what each refusal means."""

from contextlib import suppress
from smtplib import SMTPException, SMTPRecipientsRefused, SMTPResponseException, SMTPSenderRefused

from django.core.mail import EmailMultiAlternatives, get_connection

from aftercare.notifications.results import Ended, Result

PERMANENT = 500
NO_SUCH_ADDRESS = {550, 551, 553}


class Unreachable(Exception):
    """There is no mail server to talk to now. No message was attempted."""


class Sender:
    """Keeps its connection until something goes wrong on it, then opens another."""

    def __init__(self):
        self._connection = None

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    def open(self) -> None:
        if self._connection is None:
            connection = get_connection()
            try:
                connection.open()
            except (OSError, SMTPException) as problem:
                raise Unreachable from problem
            self._connection = connection

    def send(self, letter: EmailMultiAlternatives) -> Result:
        try:
            self._connection.send_messages([letter])
        except Exception as problem:  # noqa: BLE001 - one message's trouble never stops the others
            self.close()
            return _meaning(problem)
        return Result(Ended.SENT)

    def close(self) -> None:
        if self._connection is not None:
            with suppress(OSError, SMTPException):
                self._connection.close()
            self._connection = None


def _meaning(problem: Exception) -> Result:
    """Only the code is kept: what a server says may quote the address or the text."""
    if isinstance(problem, SMTPRecipientsRefused):
        return _by_code(max(code for code, _text in problem.recipients.values()))
    if isinstance(problem, SMTPSenderRefused):  # our own set-up, not this recipient's fault
        return Result(Ended.LATER, f"smtp {problem.smtp_code}")
    if isinstance(problem, SMTPResponseException):
        return _by_code(problem.smtp_code)
    return Result(Ended.UNSURE, type(problem).__name__)


def _by_code(code: int) -> Result:
    if code in NO_SUCH_ADDRESS:
        return Result(Ended.UNDELIVERABLE, f"smtp {code}")
    return Result(Ended.REFUSED if code >= PERMANENT else Ended.LATER, f"smtp {code}")
