"""Help now with one's own words, for who is signed in; for everybody else without."""

import pytest
from django.urls import reverse

from aftercare.audit.models import AccessEntry
from trajectories.plans import actions as plans


@pytest.fixture
def write(trajectory, client_user):
    def written(text: str, **details):
        return plans.write_step(trajectory=trajectory, by=client_user, text=text, **details)

    return written


@pytest.fixture
def help_for(browser_of):
    return lambda user: browser_of(user).get(reverse("help_now")).content.decode()


def test_own_pinned_steps_and_people_come_first(help_for, write, client_user):
    write("Jas aan en naar de brug.", call_name="Hanneke", call_phone="06 00000012")
    write("Koud water.", call_name="Hanneke", call_phone="06 00000012")
    write("Niet vastgezet.", pinned=False)
    html = help_for(client_user)
    assert "Jas aan en naar de brug." in html
    assert "Koud water." in html
    assert "Niet vastgezet." not in html
    assert html.count('href="tel:0600000012"') == 1


def test_it_stays_short(help_for, write, client_user):
    for number in range(7):
        write(f"Stap {number}", call_name=f"Persoon {number}", call_phone="0600000012")
    html = help_for(client_user)
    assert ("Stap 2" in html, "Stap 3" in html) == (True, False)
    assert ("Persoon 3" in html, "Persoon 4" in html) == (True, False)


@pytest.mark.parametrize("persona", ["visitor", "other_client", "relative", "counsellor", "outsider"])
def test_nobody_else_sees_them(request, help_for, write, persona):
    write("Jas aan en naar de brug.", call_name="Hanneke", call_phone="06 00000012")
    html = help_for(request.getfixturevalue(persona))
    assert "Jas aan" not in html
    assert "Hanneke" not in html
    assert 'href="tel:113"' in html


def test_nobody_sees_that_somebody_was_here(help_for, write, client_user):
    write("Jas aan.")
    before = AccessEntry.objects.count()
    help_for(client_user)
    assert AccessEntry.objects.count() == before
