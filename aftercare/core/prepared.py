"""Statements that are built once: what was made of one is kept, and each call only fills in its values.

Building the query of a dossier takes Python longer than PostgreSQL needs to answer it (docs/decisions/0038).
"""

from collections.abc import Callable, Mapping, Sequence
from copy import copy
from datetime import UTC, date, datetime, timedelta
from functools import cached_property, lru_cache, update_wrapper
from inspect import signature
from typing import NamedTuple
from uuid import UUID, uuid4

from django.db import connection, connections
from django.db.models import Model, QuerySet
from django.db.models.expressions import DatabaseDefault
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
        _answer_once(compiler)
        return _Built(
            queryset, compiler, sql, [names.get(one, one) if isinstance(one, Value) else one for one in params]
        )


def _answer_once(compiler: SQLCompiler) -> None:
    """What it asks itself of its columns, for each result, is as it was when the query was built."""
    columns = [column for column, *_rest in compiler.select[: compiler.col_count]]
    for question in ("get_converters", "has_composite_fields"):
        answer = getattr(compiler, question)(columns)
        setattr(compiler, question, lambda _columns, answer=answer: answer)
    compiler.query.select_related = False  # followed by now; copying it with each call is dear


def _some(kind: type[Value], number: int) -> Value:
    """A value that stands nowhere else in a query."""
    if kind is UUID:
        return uuid4()
    moment = datetime(2, 1, 1, tzinfo=UTC) + timedelta(days=uuid4().int % 100_000, microseconds=number)
    return moment if kind is datetime else moment.date()


def insert(rows: Sequence[Model], *, within: str = "{insert}") -> int:
    """New rows of one model, in one statement. `within` is a larger one in which it stands; its row count comes back.

    For fields that psycopg takes as Python has them: no JSON. What the first leaves to the database, all leave to it.
    """
    if not rows:
        return 0
    names = _given(rows[0])
    with connection.cursor() as cursor:
        cursor.execute(
            _inserting(type(rows[0]), names, len(rows), within), [getattr(row, name) for row in rows for name in names]
        )
        count = cursor.rowcount
    for row in rows:
        row._state.adding, row._state.db = False, connection.alias
    return count


def _given(row: Model) -> tuple[str, ...]:
    names = (field.attname for field in row._meta.concrete_fields)
    return tuple(name for name in names if not isinstance(getattr(row, name), DatabaseDefault))


@lru_cache
def _inserting(model: type[Model], names: tuple[str, ...], number: int, within: str) -> str:
    columns = ", ".join(connection.ops.quote_name(model._meta.get_field(name).column) for name in names)
    row = f"({', '.join(['%s'] * len(names))})"
    sql = f"INSERT INTO {model._meta.db_table} ({columns}) VALUES {', '.join([row] * number)}"  # noqa: S608 - every part is ours
    return within.format(insert=sql)
