"""History that is brought in is logged under the day on which it happened, and in one INSERT."""

from datetime import timedelta

import pytest
from django.utils import timezone

from aftercare.audit import actions as audit
from aftercare.audit.models import AccessEntry, Event


def test_lines_written_for_the_past_carry_its_time_and_later_lines_their_own(seen_by_system):
    before = timezone.now()
    then = before - timedelta(days=40)
    with audit.dated(then):
        past = audit.record(by=None, event=Event.CHANGE, role="system")
    present = audit.record(by=None, event=Event.CHANGE, role="system")
    assert AccessEntry.objects.get(pk=past.pk).at == then
    assert AccessEntry.objects.get(pk=present.pk).at >= before


def test_gathered_lines_are_written_together_at_the_end(seen_by_system, django_assert_num_queries):
    with django_assert_num_queries(1), audit.gathered():
        for role in ("client", "counsellor"):
            audit.record(by=None, event=Event.CHANGE, role=role)
    assert set(AccessEntry.objects.values_list("role", flat=True)) == {"client", "counsellor"}
    with audit.gathered():
        assert not AccessEntry.objects.filter(role="system").exists()
        audit.record(by=None, event=Event.CHANGE, role="system")
    assert AccessEntry.objects.filter(role="system").exists()


def record_and_fail() -> None:
    with audit.gathered():
        audit.record(by=None, event=Event.CHANGE, role="system")
        raise ZeroDivisionError


def test_lines_of_what_failed_are_not_written(seen_by_system):
    with pytest.raises(ZeroDivisionError):
        record_and_fail()
    assert not AccessEntry.objects.exists()
