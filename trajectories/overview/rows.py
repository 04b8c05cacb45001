"""An object of ours from a row that came as JSON, as the ORM would have made it."""

from collections.abc import Callable
from functools import cache
from typing import Any

from django.db.models import DEFERRED, Model


def object_of(model: type[Model], row: dict[str, Any] | None) -> Any:
    if row is None:
        return None
    values = [to_python(row[name]) if name in row else DEFERRED for name, to_python in _columns(model)]
    return model.from_db(None, (), values)


@cache
def _columns(model: type[Model]) -> list[tuple[str, Callable[[Any], Any]]]:
    return [(field.attname, field.to_python) for field in model._meta.concrete_fields]
