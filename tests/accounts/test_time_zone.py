"""Moments are shown in the person's own zone."""

from datetime import UTC, datetime

import pytest
import time_machine
from django.urls import reverse

from aftercare.accounts.models import User


@pytest.mark.parametrize(("zone", "shown"), [("Europe/Amsterdam", "1 juli"), ("Atlantic/Azores", "30 juni")])
def test_today_is_the_persons_own_day(browser_of, client_user, zone, shown):
    User.objects.filter(pk=client_user.pk).update(time_zone=zone)
    with time_machine.travel(datetime(2026, 6, 30, 22, 30, tzinfo=UTC), tick=True):
        assert shown in browser_of(client_user).get(reverse("overview:me")).content.decode()
