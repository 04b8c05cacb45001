"""Queries that are built once: what the ORM made of one is kept, and each call only fills in its values.

Building the query of a dossier takes Python longer than PostgreSQL needs to answer it (docs/decisions/0038).
"""

from collections.abc import Callable, Mapping
from copy import copy
from datetime import UTC, date, datetime, timedelta
from functools import cached_property, update_wrapper
from inspect import signature
from typing import NamedTuple
from uuid import UUID, uuid4

from django.db import connection, connections
from django.db.models import QuerySet
from django.db.models.sql.compiler import SQLCompiler

Value = UUID | date | datetime


class CannotBePrepared(TypeError):
    """The query looks at a value while it is built, so that its text would not do for another value."""


class _Built(NamedTuple):
    queryset: QuerySet
    compiler: SQLCompiler
    sql: str
    params: list[object]
    """Of the query as it was built. Instead of a value there is the name under which it is filled in."""
    converters: dict
    """How columns that the database does not give as they are become values of Python."""


class _Name(str):
    """Stands among the parameters where a value belongs."""

    __slots__ = ()


class Prepared:
    """What `build(**values)` finds, without building it again. Each value's type is its annotation: UUID, date or
    datetime.

    >>> @Prepared
    ... def trajectories_of(person: UUID) -> QuerySet[Trajectory]:
    ...     return Trajectory.objects.filter(client__user=person)
    >>> trajectories_of(person=user.pk)
    [<Trajectory>]
    """

    def __init__(self, build: Callable[..., QuerySet]) -> None:
        self.build = build
        update_wrapper(self, build)

    def __call__(self, **values: Value) -> list:
        sql, params = self.sql(**values)
        compiler = copy(self._built.compiler)
        compiler.connection = connections[connection.alias]
        compiler.as_sql = lambda: (sql, params)
        compiler.get_converters = lambda _columns: self._built.converters
        found = self._built.queryset.all()
        found.query.get_compiler = lambda *_which, **_options: compiler
        return list(found)

    def sql(self, **values: Value) -> tuple[str, list[object]]:
        """The text and its parameters, to stand in a larger one."""
        return self._built.sql, [values[one] if isinstance(one, _Name) else one for one in self._built.params]

    @cached_property
    def _built(self) -> _Built:
        """Built twice with other values: what differs must be those values and nothing else."""
        kinds = {name: one.annotation for name, one in signature(self.build).parameters.items()}
        first, other = (self._build({name: _some(kind, n) for name, kind in kinds.items()}) for n in (1, 2))
        if first.sql != other.sql or first.params != other.params or not all(name in first.params for name in kinds):
            raise CannotBePrepared(self.build.__qualname__)
        return first

    def _build(self, values: Mapping[str, Value]) -> _Built:
        names = {value: _Name(name) for name, value in values.items()}
        queryset = self.build(**values)
        compiler = queryset.query.get_compiler(using=connection.alias)
        sql, params = compiler.as_sql()
        return _Built(
            queryset,
            compiler,
            sql,
            [names.get(one, one) if isinstance(one, Value) else one for one in params],
            compiler.get_converters([column for column, *_more in compiler.select[: compiler.col_count]]),
        )


def _some(kind: type[Value], number: int) -> Value:
    """A value that stands nowhere else in a query."""
    if kind is UUID:
        return uuid4()
    moment = datetime(2, 1, 1, tzinfo=UTC) + timedelta(days=uuid4().int % 100_000, microseconds=number)
    return moment if kind is datetime else moment.date()
