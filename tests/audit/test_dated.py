"""History that is brought in is logged under the day on which it happened."""

from datetime import timedelta

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
