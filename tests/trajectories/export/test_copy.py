"""The copy as a file: who gets it, after showing again who they are, how often, and what it leaves behind."""

import logging
import re

import pytest
from django.urls import reverse
from django.utils import timezone

from aftercare.audit.models import AccessEntry, Event, Outcome
from tests.personas import PASSWORD, running
from tests.trajectories.export.conftest import COPY
from trajectories.dossier.access import Permission
from trajectories.plans import actions as plans


def lines_of(user, event=Event.EXPORT):
    return AccessEntry.objects.filter(user=user, event=event, segment=Permission.COPY)


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("persona", ["counsellor", "colleague", "peer_worker", "partner", "administrator", "outsider"])
def test_whoever_has_no_aftercare_of_their_own_gets_no_copy(request, browser_of, trajectory, method, persona):
    browser = browser_of(request.getfixturevalue(persona))
    assert getattr(browser, method)(COPY).status_code == 404
    assert not AccessEntry.objects.filter(event=Event.EXPORT).exists()


def test_the_page_says_what_is_in_it_and_saves_nothing(phone, client_user):
    page = phone.get(COPY)
    assert page.status_code == 200
    assert "Het is privé" in page.content.decode()
    assert not lines_of(client_user).exists()


def test_a_copy_is_a_line_in_who_looked(phone, client_user, take, trajectory):
    take(phone)
    line = lines_of(client_user).get()
    assert (line.client, line.role, line.object_id, line.outcome) == (
        client_user,
        "client",
        trajectory.pk,
        Outcome.ALLOWED,
    )
    assert line.purpose == "self"
    looked = phone.get(reverse("dossier:access_log"), {"who": "me"}).content.decode()
    assert "Alles wat bewaard wordt" in looked


def test_the_file_is_never_cached_and_its_names_tell_nothing(phone, client_user):
    response = phone.post(COPY)
    day = timezone.localdate().isoformat()
    assert response.headers["Content-Disposition"] == f'attachment; filename="mijn-gegevens-{day}.zip"'
    assert "no-store" in response.headers["Cache-Control"]


def test_names_in_the_file_are_safe(phone, take):
    assert all(re.fullmatch(r"[a-z-]+\.(html|json)", name) for name in take(phone))


def test_a_relative_gets_a_copy_of_their_own_trajectory_only(browser_of, relative, trajectory, counsellor, read):
    plans.set_goal(trajectory=trajectory, by=counsellor, text="Weer naar mijn werk")
    found = read(browser_of(relative))
    assert "Lot Brandsma" in found
    assert "Medicijnen" not in found
    assert "Weer naar mijn werk" not in found
    assert "Noor" not in found


def test_whoever_has_a_password_gives_it_again_first(client_user, browser_of, take):
    client_user.set_password(PASSWORD)
    client_user.save()
    phone = browser_of(client_user)
    asked = phone.post(COPY)
    assert asked.status_code == 302
    assert asked.url.startswith(reverse("account_reauthenticate"))
    assert not lines_of(client_user).exists()
    given = phone.post(asked.url, {"password": PASSWORD, "next": f"{COPY}?again=1"})
    assert given.url == f"{COPY}?again=1"
    assert "Dat was jij" in phone.get(given.url).content.decode()
    take(phone)
    assert lines_of(client_user).count() == 1


def test_five_copies_an_hour_are_enough(phone, client_user, take):
    for _time in range(5):
        take(phone)
    refused = phone.post(COPY)
    assert refused.status_code == 429
    assert "Over een uur" in refused.content.decode()
    assert lines_of(client_user).count() == 5


def test_earlier_trajectories_are_in_it_too(client_user, other_organisation, outsider, phone, read):
    running(client_user, outsider, other_organisation)
    found = read(phone)
    assert "Nazorg bij De Kade" in found
    assert "Nazorg bij Het Veer" in found
    assert lines_of(client_user).count() == 2


def test_nothing_of_it_is_written_to_the_log(phone, trajectory, counsellor, read, caplog):
    with caplog.at_level(logging.DEBUG):
        plans.set_goal(trajectory=trajectory, by=counsellor, text="kanarie-vogel")
        assert "kanarie-vogel" in read(phone)
    said = " ".join(record.getMessage() for record in caplog.records if not record.name.startswith("django.db"))
    assert "kanarie" not in said
