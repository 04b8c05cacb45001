"""The access log grows, and nothing else happens to it."""

import pytest
from django.db import DatabaseError, connection, transaction

from aftercare.audit import actions as audit
from aftercare.audit.models import AccessEntry, Event, Outcome


@pytest.fixture
def entry(trajectory, counsellor):
    return audit.record(
        by=counsellor,
        event=Event.READ,
        role="counsellor",
        about=trajectory.client.user_id,
        organisation=trajectory.organisation_id,
        obj=trajectory,
        segment="dossier",
        purpose="care",
    )


def test_an_entry_says_who_what_about_whom_and_why(entry, trajectory, counsellor):
    kept = AccessEntry.objects.get(pk=entry.pk)
    assert (kept.user, kept.role, kept.client) == (counsellor, "counsellor", trajectory.client.user)
    assert (kept.object_type, kept.object_id) == ("trajectories.trajectory", trajectory.pk)
    assert (kept.outcome, kept.purpose, kept.organisation_id) == (Outcome.ALLOWED, "care", trajectory.organisation_id)


def test_the_portal_itself_leaves_lines_too(db):
    kept = audit.record(by=None, event=Event.CHANGE, role="system")
    assert (kept.user_id, kept.object_type, kept.object_id) == (None, "", None)


@pytest.mark.parametrize(
    "tamper",
    [
        "UPDATE audit_accessentry SET segment = 'nothing'",
        "DELETE FROM audit_accessentry",
        "TRUNCATE audit_accessentry",
    ],
)
def test_the_application_can_neither_change_nor_remove_a_line(entry, tamper):
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(tamper)
    assert AccessEntry.objects.get(pk=entry.pk).segment == "dossier"
