"""Shares work over processes, each with a database connection of its own."""

import multiprocessing
import os
import signal
from collections.abc import Callable, Iterable
from concurrent.futures import ProcessPoolExecutor, as_completed
from typing import Any

from django.db import connections

from aftercare.local.processes import die_with

_work: Callable[[Any], None]


def in_parallel(
    work: Callable[[Any], None], tasks: Iterable[Any], *, processes: int, advance: Callable[[], None]
) -> None:
    """`work(task)` for each task, in no order; the first that fails stops the rest. One process is this one."""
    if processes == 1:
        for task in tasks:
            work(task)
            advance()
        return
    global _work  # noqa: PLW0603 - forked processes find it here, with all that it refers to
    _work = work
    connections.close_all()  # a connection cannot be shared with a forked process
    pool = ProcessPoolExecutor(
        processes,
        mp_context=multiprocessing.get_context("fork"),
        initializer=die_with(os.getpid(), signal.SIGKILL),
    )
    try:
        for done in as_completed([pool.submit(_call, task) for task in tasks]):
            done.result()
            advance()
    finally:
        pool.shutdown(cancel_futures=True)


def _call(task: Any) -> None:
    _work(task)
