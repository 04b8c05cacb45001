"""Addresses that are looked up once per page are those of `reverse`."""

import pytest
from django.urls import reverse

from aftercare.core.addresses import address
from aftercare.core.ids import new_id


@pytest.mark.parametrize(("page", "count"), [("home", 0), ("overview:dossier", 1), ("appointments:record", 2)])
def test_an_address_is_the_one_that_reverse_gives(page, count):
    for _again in range(2):
        ids = [new_id() for _ in range(count)]
        assert address(page, *ids) == address(page, *map(str, ids)) == reverse(page, args=ids)
