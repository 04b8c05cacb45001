"""PostgreSQL's own refusal, behind the access policy: no scope, no clinical rows."""

import re

import pytest
from django.apps import apps
from django.db import DatabaseError, connection, transaction

from aftercare.core import scope
from trajectories.dossier import actions as dossier
from trajectories.dossier.models import CareTeamSeat, Client, Summary, Trajectory

GUARDED = [Trajectory, Client, CareTeamSeat, Summary]
ALSO_CLINICAL = {
    "supportgroups_enrolment",
    "supportgroups_wait",
    "supportgroups_attendance",
    "supportgroups_correction",
    "supportgroups_tip",
    "supportgroups_thanks",
}


def visible() -> list[int]:
    return [model.objects.count() for model in GUARDED]


def protected_tables() -> set[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT relname FROM pg_class WHERE relrowsecurity AND relnamespace = 'public'::regnamespace")
        return {name for (name,) in cursor.fetchall()}


def test_every_clinical_table_is_protected(db):
    ours = {model._meta.db_table for model in apps.get_app_config("trajectories").get_models()}
    assert ours | ALSO_CLINICAL <= protected_tables()


def test_the_portal_connects_as_a_role_that_cannot_get_past_it(db):
    with connection.cursor() as cursor:
        cursor.execute("SELECT rolsuper, rolbypassrls, rolcreatedb FROM pg_roles WHERE rolname = current_user")
        assert cursor.fetchone() == (False, False, False)
        cursor.execute("SELECT count(*) FROM pg_tables WHERE schemaname = 'public' AND tableowner = current_user")
        assert cursor.fetchone() == (0,)


def test_without_a_scope_there_are_no_rows(trajectory):
    scope.enter()
    assert visible() == [0, 0, 0, 0]


@pytest.mark.parametrize(
    ("persona", "trajectories"),
    [
        ("client_user", 1),
        ("relative", 1),
        ("other_client", 1),
        ("counsellor", 3),
        ("colleague", 3),
        ("outsider", 0),
        ("partner", 0),
        ("policy_maker", 0),
    ],
)
def test_the_database_shows_the_organisation_or_ones_own(
    request, trajectory, other_trajectory, relative_trajectory, persona, trajectories
):
    user = request.getfixturevalue(persona)
    scope.enter(user=user.pk)
    assert visible()[:2] == [trajectories, trajectories]


def test_a_signed_link_shows_one_trajectory_and_nothing_else(trajectory, other_trajectory):
    scope.enter(trajectory=trajectory.pk)
    assert list(Trajectory.objects.values_list("pk", flat=True)) == [trajectory.pk]
    assert visible() == [1, 1, 1, 1]


@pytest.mark.parametrize("model", [Trajectory, Client])
def test_nobody_looks_for_consents_or_referrals_of_a_row_in_scope(trajectory, counsellor, model):
    scope.enter(user=counsellor.pk)
    plan = model.objects.filter(organisation=trajectory.organisation).explain(analyze=True, verbose=True)
    asked = re.findall(r"actual time.*\n *Output: aftercare_(\w+)", plan)
    assert set(asked) == {"organisations"}


def test_an_ended_membership_ends_the_view(trajectory, counsellor):
    counsellor.memberships.update(ended_at="2026-01-01T00:00Z")
    scope.enter(user=counsellor.pk)
    assert visible() == [0, 0, 0, 0]


def test_nobody_writes_into_another_organisation(trajectory, outsider):
    scope.enter(user=outsider.pk)
    with pytest.raises(DatabaseError), transaction.atomic():
        dossier.register(
            organisation=trajectory.organisation,
            user=outsider,
            by=outsider,
            starts_on=trajectory.starts_on,
            ends_on=trajectory.ends_on,
        )


def test_the_scope_ends_with_its_transaction(committed_db):
    with scope.system():
        pass
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('aftercare.system', true)")
        assert cursor.fetchone()[0] in {"", None}
