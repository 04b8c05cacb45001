"""What must hold before the portal serves: the database role that it runs as has no more rights than it needs."""

from django.conf import settings
from django.core import checks
from django.core.exceptions import ImproperlyConfigured
from django.db import connections

PRIVILEGES = """
SELECT rolsuper,
       rolbypassrls,
       EXISTS (SELECT FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
               WHERE n.nspname = 'public' AND c.relkind IN ('r', 'p')
               AND pg_has_role(current_user, c.relowner, 'USAGE'))
FROM pg_roles WHERE rolname = current_user
"""
FAULTS = {
    "a superuser": "aftercare.W001",
    "allowed to bypass row-level security": "aftercare.W002",
    "the owner of tables": "aftercare.W003",
}


def faults_of_role(alias: str = "default") -> list[str]:
    with connections[alias].cursor() as cursor:
        cursor.execute(PRIVILEGES)
        return [fault for fault, holds in zip(FAULTS, cursor.fetchone(), strict=True) if holds]


@checks.register(checks.Tags.database)
def application_role(app_configs, databases=None, **kwargs) -> list[checks.CheckMessage]:
    """A warning, so that `migrate`, which runs as the owner, goes on; serving does not (refuse_privileged_role)."""
    if not settings.PRODUCTION or "default" not in (databases or []):
        return []
    return [
        checks.Warning(f"The database role is {fault}; the portal refuses to serve as such a role.", id=FAULTS[fault])
        for fault in faults_of_role()
    ]


def refuse_privileged_role() -> None:
    """Called where serving starts: web and worker processes. Leaves no connection behind for a fork to share."""
    faults = faults_of_role()
    connections.close_all()
    if faults:
        raise ImproperlyConfigured(
            f"The database role is {' and '.join(faults)}. Serve with the application role (docs/operations.md)."
        )
