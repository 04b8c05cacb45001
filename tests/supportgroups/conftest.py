"""Two rooms and a group at De Kade, on a Thursday noon in March 2027."""

from datetime import UTC, date, datetime, time

import pytest
import time_machine
from django.conf import settings
from django.utils import translation

from supportgroups import actions
from supportgroups.models import Room, Series, Session, SupportGroup

NOW = datetime(2027, 3, 18, 11, 0, tzinfo=UTC)
TUESDAY = date(2027, 4, 6)


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


@pytest.fixture
def room(organisation, coordinator) -> Room:
    return actions.add_room(organisation=organisation, by=coordinator, name="De Werf", seats=12)


@pytest.fixture
def other_room(organisation, coordinator) -> Room:
    return actions.add_room(organisation=organisation, by=coordinator, name="Kadezaal", seats=8)


@pytest.fixture
def group(organisation, coordinator) -> SupportGroup:
    return actions.create_group(organisation=organisation, by=coordinator, name="Stevig Staan", capacity=3)


@pytest.fixture
def other_group(organisation, coordinator) -> SupportGroup:
    return actions.create_group(organisation=organisation, by=coordinator, name="Naastenavond")


@pytest.fixture
def plan(group, room, coordinator, counsellor):
    """plan(...) plans three Tuesday evenings with Ilse in De Werf, unless told otherwise."""

    def planned(**different) -> Series:
        usual = {
            "group": group,
            "by": coordinator,
            "first_on": TUESDAY,
            "count": 3,
            "starts": time(19, 30),
            "ends": time(21, 0),
            "room": room,
            "facilitators": [counsellor],
        }
        return actions.plan_series(**usual | different)

    return planned


@pytest.fixture
def session(plan) -> Session:
    """The first of three."""
    return plan().sessions.select_related("organisation", "group", "room").first()


@pytest.fixture
def page_of(browser_of):
    """page_of(user) is that user's browser, in English whatever the user's language."""

    def browser(user):
        signed_in = browser_of(user)
        signed_in.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
        return signed_in

    return browser
