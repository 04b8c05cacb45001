"""The hash chain over the access log: what was sealed stays as it was, or is shown not to be."""

import re
from datetime import timedelta
from threading import Thread

import psycopg
import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from aftercare.audit import actions as audit
from aftercare.audit import seals, tasks
from aftercare.audit.models import AccessEntry, Event, Seal
from aftercare.core.ids import first_id
from aftercare.local import postgres
from tests.local_stack import NAME, url
from tests.races import at_once

MINUTE = timedelta(minutes=1)


def entries(number: int) -> list[AccessEntry]:
    return [audit.record(by=None, event=Event.READ, role="system", segment="dossier") for _ in range(number)]


def entry_of(at) -> AccessEntry:
    return AccessEntry.objects.create(id=first_id(at), at=at, event=Event.READ)


def add() -> int | None:
    """As it will be when what is written now has settled."""
    return seals.add(at=timezone.now() + 11 * MINUTE)


@pytest.fixture
def chain(committed_db) -> list[AccessEntry]:
    """Nine entries, three under each of three seals."""
    lines = []
    for _ in range(3):
        lines += entries(3)
        add()
    return lines


def as_superuser(statement: str, *parameters) -> None:
    """Past the triggers, as whoever has the whole database may."""
    with psycopg.connect(url(postgres.SUPERUSER, NAME)) as admin:
        admin.execute("SET session_replication_role = replica")
        assert admin.execute(statement, parameters).rowcount > 0


def broken(**options) -> str:
    with pytest.raises(CommandError) as found:
        call_command("verify_log", **options)
    assert found.value.returncode == 1
    return str(found.value)


def test_an_untouched_chain_holds(chain, capsys):
    assert list(Seal.objects.values_list("number", "entries", "up_to")) == [
        (1, 3, chain[2].pk),
        (2, 3, chain[5].pk),
        (3, 3, chain[8].pk),
    ]
    entries(2)
    last = Seal.objects.last()
    call_command("verify_log", digest=Seal.objects.first().digest)
    said = capsys.readouterr().out
    assert said == (
        f"Whole: 9 entries, up to seal 3, made at {last.made_at:%Y-%m-%d %H:%M} UTC.\nIts digest: {last.digest}\n"
    )


def test_the_digest_does_not_depend_on_the_settings_of_the_session(chain):
    with psycopg.connect(url(postgres.APPLICATION, NAME)) as other:
        for setting in ["TimeZone = 'Asia/Tokyo'", "DateStyle = 'SQL, DMY'", "bytea_output = 'escape'"]:
            other.execute(f"SET {setting}")
        found = other.execute(f"SELECT array_agg(same) FROM ({seals.CHECK}) AS chain").fetchone()
    assert found == ([True, True, True],)


@pytest.mark.parametrize("field", [field.column for field in AccessEntry._meta.concrete_fields])
def test_each_column_is_sealed(field):
    assert field in re.findall(r"\w+", seals.LINE)


def test_before_the_first_seal_there_is_nothing_to_check(db, capsys):
    call_command("verify_log")
    assert capsys.readouterr().out == "Nothing is sealed yet.\n"


@pytest.mark.parametrize(
    ("column", "value"),
    [("segment", "'nothing'"), ("at", "at - interval '1 microsecond'"), ("client_id", "gen_random_uuid()")],
)
def test_a_changed_entry_is_found(chain, column, value):
    as_superuser(f"UPDATE audit_accessentry SET {column} = {value} WHERE id = %s", chain[4].pk)
    assert broken().startswith("Seal 2 (")
    assert broken().endswith(" does not hold: it or an entry under it was changed.")


def test_a_removed_entry_is_found(chain):
    as_superuser("DELETE FROM audit_accessentry WHERE id = %s", chain[4].pk)
    assert broken().startswith("Seal 2 (")
    assert broken().endswith("entries were removed (3 sealed, 2 found).")


def test_a_seal_of_which_every_entry_was_removed_is_found(chain):
    as_superuser("DELETE FROM audit_accessentry WHERE id <= %s", chain[2].pk)
    assert broken().startswith("Seal 1 (")
    assert broken().endswith("(3 sealed, 0 found).")


def test_an_entry_that_came_in_between_is_found(chain):
    between = type(chain[0].pk)(int=chain[4].pk.int + 1)
    AccessEntry.objects.create(id=between, event=Event.READ)
    assert broken().startswith("Seal 2 (")
    assert broken().endswith("entries were added later (3 sealed, 4 found).")


@pytest.mark.parametrize(
    "change",
    [
        "digest = repeat('0', 64)",
        "made_at = made_at - interval '1 second'",
        "entries = 2",
    ],
)
def test_a_changed_seal_is_found(chain, change):
    as_superuser(f"UPDATE audit_seal SET {change} WHERE number = 2")
    assert broken().startswith("Seal 2 (")
    assert broken().endswith("it or an entry under it was changed.")


def test_a_seal_that_ends_elsewhere_is_found(chain):
    as_superuser("UPDATE audit_seal SET up_to = %s WHERE number = 2", chain[4].pk)
    assert broken().startswith("Seal 2 (")
    assert broken().endswith("(3 sealed, 2 found).")


@pytest.mark.parametrize("number", [1, 2])
def test_a_removed_seal_is_found(chain, number):
    as_superuser("DELETE FROM audit_seal WHERE number = %s", number)
    assert broken() == f"Seal {number} was removed."


def test_who_removes_the_last_seals_and_writes_anew_is_shown_by_a_digest_that_was_kept(chain):
    kept = seals.check().digest
    as_superuser("DELETE FROM audit_seal WHERE number > 1")
    as_superuser("DELETE FROM audit_accessentry WHERE id = %s", chain[4].pk)
    assert seals.check().seals == 1
    assert add() == 2
    assert seals.check().entries == 8
    assert broken(digest=kept) == ("No seal has the digest that was kept: from some point on the log was written anew.")


def test_each_seal_is_told_outside_of_the_database_by_number_and_digest(db, caplog):
    entries(1)
    add()
    assert caplog.messages == [f"Seal 1 of the access log: {Seal.objects.get().digest}"]


def test_nothing_to_seal_costs_one_query(db, django_assert_num_queries):
    with django_assert_num_queries(1):
        assert add() is None
    entries(1)
    assert add() == 1
    with django_assert_num_queries(1):
        assert add() is None
    assert Seal.objects.count() == 1


def test_what_is_younger_than_ten_minutes_waits(db):
    now = timezone.now()
    old, young = entry_of(now - 10 * MINUTE - timedelta(seconds=1)), entry_of(now - 9 * MINUTE)
    tasks.seal()
    assert Seal.objects.get().up_to == old.pk
    assert seals.add(at=now + 2 * MINUTE) == 2
    assert Seal.objects.last().up_to == young.pk


def test_sealing_waits_for_a_transaction_that_lasts_longer(committed_db):
    entries(1)
    with psycopg.connect(url(postgres.APPLICATION, NAME)) as other:
        other.execute("SELECT 1")
        assert add() is None
    assert add() == 1


def test_a_long_log_is_sealed_in_parts(db, monkeypatch):
    monkeypatch.setattr(seals, "ADD", seals.ADD.replace(f"LIMIT {seals.MOST}", "LIMIT 2"))
    entries(3)
    assert (add(), add(), add()) == (1, 2, None)
    assert [seal.entries for seal in Seal.objects.all()] == [2, 1]
    assert seals.check().entries == 3


def test_two_at_once_make_one_seal(committed_db):
    now = timezone.now()
    entry_of(now - 20 * MINUTE)
    answers = at_once(*[lambda: seals.add(at=now)] * 2)
    assert sorted(answers, key=str) == [1, None]
    assert seals.check().seals == 1


def test_who_comes_second_while_a_seal_is_being_made_makes_none(committed_db):
    now = timezone.now()
    entry_of(now - 20 * MINUTE)
    answers = ["nothing yet"]

    def second() -> None:
        answers[:] = [seals.add(at=now)]
        connection.close()

    with transaction.atomic(), psycopg.connect(url(postgres.SUPERUSER, NAME), autocommit=True) as admin:
        assert seals.add(at=now) == 1
        thread = Thread(target=second)
        thread.start()
        while not admin.execute("SELECT count(*) FROM pg_locks WHERE NOT granted").fetchone()[0]:
            assert thread.is_alive()
    thread.join(30)
    assert answers == [None]
    assert Seal.objects.count() == 1


@pytest.mark.parametrize(
    "tamper", ["UPDATE audit_seal SET entries = 2", "DELETE FROM audit_seal", "TRUNCATE audit_seal"]
)
def test_the_application_can_neither_change_nor_remove_a_seal(db, tamper):
    entries(1)
    add()
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(tamper)
    assert Seal.objects.get().entries == 1
