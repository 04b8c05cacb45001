"""Two or more at once, on real connections and in real transactions."""

from collections.abc import Callable
from threading import Barrier, Thread

from django.db import DatabaseError, connection
from django.utils import translation

from aftercare.core import scope
from aftercare.core.errors import Refused


def at_once(*tasks: Callable[[], object]) -> list[object]:
    """Runs each task in a transaction of its own, all begun together; answers with results or refusals."""
    barrier = Barrier(len(tasks), timeout=30)
    answers: list[object] = [None] * len(tasks)

    def run(number: int, task: Callable[[], object]) -> None:
        try:
            barrier.wait()
            with translation.override("en"), scope.system():
                answers[number] = task()
        except (Refused, DatabaseError) as error:
            answers[number] = error
        finally:
            connection.close()

    threads = [Thread(target=run, args=pair) for pair in enumerate(tasks)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return answers
