"""An object of ours from a row that came as JSON, as the ORM would have made it."""

from functools import cache
from typing import Any

from django.db.models import Field, Model


def object_of(model: type[Model], row: dict[str, Any] | None) -> Any:
    if row is None:
        return None
    fields = _fields(model)
    return model(**{name: fields[name].to_python(value) for name, value in row.items()})


@cache
def _fields(model: type[Model]) -> dict[str, Field]:
    return {field.attname: field for field in model._meta.concrete_fields}
