"""Logging, completing and undoing a trigger; the summary stays in step, also under concurrent writes."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from random import Random

import pytest
import time_machine
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from aftercare.accounts.models import Organisation, Region
from aftercare.accounts.roles import Role
from aftercare.audit.models import AccessEntry, Event
from aftercare.core import scope
from aftercare.core.errors import Refused
from aftercare.core.ids import new_id
from tests.personas import member, person, running
from trajectories.dossier.models import Summary
from trajectories.triggers import actions as triggers
from trajectories.triggers.models import Helped, TriggerEntry, TriggerKind


def summary_of(trajectory):
    return Summary.objects.values_list("trigger_count", "last_trigger_at", "last_trigger_strength").get(
        pk=trajectory.pk
    )


def recount(trajectory):
    latest = trajectory.trigger_entries.first()
    return trajectory.trigger_entries.count(), latest and latest.at, latest and latest.strength


def test_the_first_tap_is_a_log(trajectory, client_user):
    entry = triggers.log(trajectory=trajectory, by=client_user, strength=7)
    assert (entry.strength, entry.word, entry.helped) == (7, "", "")
    assert summary_of(trajectory) == (1, entry.at, 7)
    audited = AccessEntry.objects.get(event=Event.CHANGE, object_id=entry.pk)
    assert (audited.segment, audited.user, audited.role) == ("trigger_log", client_user, "client")


def test_the_same_key_again_is_the_same_log_with_the_last_strength(trajectory, client_user):
    key = new_id()
    first = triggers.log(trajectory=trajectory, by=client_user, strength=7, key=key)
    for strength in (7, 7, 4):
        assert triggers.log(trajectory=trajectory, by=client_user, strength=strength, key=key).pk == first.pk
    assert summary_of(trajectory) == recount(trajectory) == (1, first.at, 4)


def test_a_key_is_free_for_somebody_else(trajectory, other_trajectory, client_user, other_client):
    key = new_id()
    triggers.log(trajectory=trajectory, by=client_user, strength=7, key=key)
    triggers.log(trajectory=other_trajectory, by=other_client, strength=3, key=key)
    assert (summary_of(trajectory)[2], summary_of(other_trajectory)[2]) == (7, 3)


def test_a_log_of_an_earlier_moment_does_not_become_the_latest(trajectory, client_user):
    now = timezone.now()
    triggers.log(trajectory=trajectory, by=client_user, strength=3, at=now)
    triggers.log(trajectory=trajectory, by=client_user, strength=9, at=now - timedelta(hours=2))
    assert summary_of(trajectory) == recount(trajectory) == (2, now, 3)


def test_later_answers_complete_the_log(trajectory, client_user):
    entry = triggers.log(trajectory=trajectory, by=client_user, strength=7)
    triggers.answer(entry=entry, by=client_user, kind=TriggerKind.ALONE, own_word="")
    triggers.answer(entry=entry, by=client_user, helped=Helped.OUTSIDE)
    triggers.answer(entry=entry, by=client_user, note="Het regende.")
    entry.refresh_from_db()
    assert (entry.kind, entry.helped, entry.note, entry.trigger) == ("alone", "outside", "Het regende.", "alone")
    assert str(entry) == f"7 {TriggerKind.ALONE.label}"


def test_an_own_word_takes_the_place_of_a_kind(trajectory, client_user):
    entry = triggers.log(trajectory=trajectory, by=client_user, strength=7, kind=TriggerKind.ALONE)
    triggers.answer(entry=entry, by=client_user, kind="", own_word="lege koelkast")
    assert (entry.word, entry.trigger, str(entry)) == ("lege koelkast", "lege koelkast", "7 lege koelkast")
    with pytest.raises(IntegrityError), transaction.atomic():
        triggers.answer(entry=entry, by=client_user, kind=TriggerKind.ALONE)


def test_another_strength_reaches_the_summary(trajectory, client_user):
    earlier = triggers.log(trajectory=trajectory, by=client_user, strength=2, at=timezone.now() - timedelta(days=1))
    entry = triggers.log(trajectory=trajectory, by=client_user, strength=7)
    triggers.answer(entry=entry, by=client_user, strength=5)
    assert summary_of(trajectory) == (2, entry.at, 5)
    triggers.answer(entry=earlier, by=client_user, strength=8)
    assert summary_of(trajectory) == recount(trajectory) == (2, entry.at, 5)


def test_the_database_refuses_a_strength_outside_the_scale(trajectory, client_user):
    with pytest.raises(IntegrityError), transaction.atomic():
        triggers.log(trajectory=trajectory, by=client_user, strength=11)
    assert summary_of(trajectory) == (0, None, None)


def test_undo_takes_the_log_back_everywhere(trajectory, client_user):
    before = triggers.log(trajectory=trajectory, by=client_user, strength=2, at=timezone.now() - timedelta(days=1))
    entry = triggers.log(trajectory=trajectory, by=client_user, strength=7)
    triggers.undo(entry=entry, by=client_user)
    assert summary_of(trajectory) == recount(trajectory) == (1, before.at, 2)
    triggers.undo(entry=before, by=client_user)
    assert summary_of(trajectory) == recount(trajectory) == (0, None, None)


def test_undo_twice_is_undo_once(trajectory, client_user):
    triggers.log(trajectory=trajectory, by=client_user, strength=2, at=timezone.now() - timedelta(days=1))
    entry = triggers.log(trajectory=trajectory, by=client_user, strength=7)
    twice = TriggerEntry.objects.get(pk=entry.pk)
    triggers.undo(entry=entry, by=client_user)
    triggers.undo(entry=twice, by=client_user)
    assert summary_of(trajectory) == recount(trajectory)
    assert AccessEntry.objects.filter(event=Event.CHANGE, object_id=entry.pk).count() == 2


def test_undo_is_for_a_few_minutes(trajectory, client_user):
    entry = triggers.log(trajectory=trajectory, by=client_user, strength=7)
    with time_machine.travel(timezone.now() + timedelta(minutes=9, seconds=50), tick=False):
        assert entry.can_be_undone
    later = time_machine.travel(timezone.now() + timedelta(minutes=10, seconds=10), tick=False)
    with later, pytest.raises(Refused):
        triggers.undo(entry=entry, by=client_user)
    assert summary_of(trajectory)[0] == 1


def test_the_summary_equals_a_recount_after_concurrent_writes(committed_db):
    with scope.system():
        kade = Organisation.objects.create(name="De Kade", region=Region.objects.create(name="Waterrade"))
        noor = person("Noor Velthuizen", "noor@test.example")
        trajectory = running(noor, member("Ilse Doornbosch", Role.COUNSELLOR, kade), kade)
    start = timezone.now()
    keys = [new_id() for _ in range(30)]

    def write(number: int) -> None:
        chance = Random(number)
        try:
            with scope.system():
                at = start - timedelta(minutes=chance.randrange(1000))
                entry = triggers.log(
                    trajectory=trajectory, by=noor, strength=chance.randrange(11), key=keys[number % 30], at=at
                )
            if number % 5 == 0:
                with scope.system():
                    triggers.undo(entry=entry, by=noor)
        finally:
            connection.close()

    with ThreadPoolExecutor(6) as pool:
        list(pool.map(write, range(60)))
    with scope.system():
        assert summary_of(trajectory) == recount(trajectory)
        assert 0 < summary_of(trajectory)[0] <= 30
