"""The portal does not serve as a database role with more rights than it needs."""

import psycopg
import pytest
from django.core import checks
from django.core.exceptions import ImproperlyConfigured
from django.db import connection

from aftercare.core.checks import application_role, faults_of_role, refuse_privileged_role
from aftercare.local import postgres
from tests.database import NAME
from tests.local_stack import url


@pytest.fixture
def as_role(transactional_db):
    """as_role("name") makes this test's connections sign in to the database as that role."""
    own = dict(connection.settings_dict)

    def sign_in_as(role: str) -> None:
        connection.close()
        connection.settings_dict["USER"] = role

    yield sign_in_as
    connection.close()
    connection.settings_dict.update(own)


@pytest.fixture
def bypassing_role(transactional_db):
    with psycopg.connect(url(postgres.SUPERUSER, NAME), autocommit=True) as admin:
        admin.execute("CREATE ROLE bypassing LOGIN BYPASSRLS")
        yield "bypassing"
        connection.close()
        admin.execute("DROP ROLE bypassing")


def test_the_application_role_serves(transactional_db):
    assert faults_of_role() == []
    refuse_privileged_role()


@pytest.mark.parametrize(
    ("role", "faults"),
    [
        (postgres.OWNER, ["the owner of tables"]),
        (postgres.SUPERUSER, ["a superuser", "allowed to bypass row-level security", "the owner of tables"]),
    ],
)
def test_owner_and_superuser_do_not_serve(as_role, role, faults):
    as_role(role)
    assert faults_of_role() == faults
    with pytest.raises(ImproperlyConfigured, match=faults[0]):
        refuse_privileged_role()


def test_a_role_that_bypasses_row_security_does_not_serve(as_role, bypassing_role):
    as_role(bypassing_role)
    assert faults_of_role() == ["allowed to bypass row-level security"]


def test_in_production_the_check_warns_and_names_the_fault(as_role, settings):
    settings.PRODUCTION = True
    assert application_role(None, databases=["default"]) == []
    as_role(postgres.OWNER)
    assert [warning.id for warning in application_role(None, databases=["default"])] == ["aftercare.W003"]
    assert application_role(None, databases=None) == []
    settings.PRODUCTION = False
    assert application_role(None, databases=["default"]) == []


def test_the_check_is_part_of_check_database():
    assert application_role in checks.registry.registry.get_checks()
