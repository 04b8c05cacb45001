"""What the readable part tells: what its owner can read in the portal, escaped, in their language, and no more."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from trajectories.appointments import actions as appointments
from trajectories.checkins import actions as checkins
from trajectories.plans import actions as plans
from trajectories.plans.models import Kind

SCRIPT = "<script>alert('x')</script>"


@pytest.fixture
def planned(trajectory, counsellor):
    def plan(days: int = 0):
        starts_at = timezone.now() + timedelta(days=days + 1)
        return appointments.plan(trajectory=trajectory, by=counsellor, with_user=counsellor, starts_at=starts_at)

    return plan


@pytest.fixture
def answered(trajectory, client_user):
    def given(instrument="weekly_seven", note="", **answers):
        draft = checkins.start(trajectory=trajectory, by=client_user)
        for item, value in answers.items():
            draft = checkins.answer(check_in=draft, item=item, value=value, by=client_user)
        return checkins.submit(check_in=draft, by=client_user, note=note)

    return given


def test_the_plan_is_in_it_with_what_was_before(phone, trajectory, counsellor, client_user, read):
    earlier = plans.set_goal(trajectory=trajectory, by=client_user, text="Weer slapen")
    plans.set_goal(trajectory=trajectory, by=client_user, text="Weer naar mijn werk", replaces=earlier.pk)
    item = plans.add(
        trajectory=trajectory, by=counsellor, kind=Kind.SKILL, title="Nee zeggen", frequency="elke dag", state="active"
    )
    plans.add(
        trajectory=trajectory, by=counsellor, kind=Kind.PRACTICAL, title="Huur", owner="client", next_step="Bellen"
    )
    plans.tick(item=item, by=client_user, on=timezone.localdate(), done=True)
    plans.write_step(trajectory=trajectory, by=client_user, text="Naar buiten", call_name="Lot", call_phone="06-1")
    plans.proposals.propose(
        trajectory=trajectory, by=client_user, wish="add", kind="skill", title="Koken", why="Gezelliger"
    )
    found = read(phone)
    for words in ("Weer slapen", "Weer naar mijn werk", "Nee zeggen", "elke dag", "Huur", "Bellen", "Naar buiten"):
        assert words in found
    for words in ("Gedaan", "Lot 06-1", "Koken", "Gezelliger"):
        assert words in found


def test_an_appointment_brings_what_was_written_for_the_client_and_no_note(phone, counsellor, planned, read):
    appointment = planned()
    appointments.sign(appointment=appointment, by=counsellor, text="Voor het team", summary="Goed gesproken")
    found = read(phone)
    assert "Goed gesproken" in found
    assert "Voor het team" not in found


def test_a_draft_stays_its_author_s(phone, counsellor, planned, read):
    appointments.keep_draft(appointment=planned(), by=counsellor, text="", summary="Nog niet af")
    assert "Nog niet af" not in read(phone)


def test_a_check_in_is_told_in_words(phone, answered, read):
    answered(note="Het ging.", craving=7)
    found = read(phone)
    assert "Het ging." in found
    assert "Trek" in found


def test_what_was_typed_is_text(phone, trajectory, client_user, counsellor, read):
    client_user.called = SCRIPT
    client_user.save()
    plans.set_goal(trajectory=trajectory, by=client_user, text=SCRIPT)
    plans.add(trajectory=trajectory, by=counsellor, kind=Kind.SKILL, title=SCRIPT, goal='" onload="x')
    found = read(phone)
    assert "<script" not in found
    assert found.count("&lt;script&gt;") >= 3
    assert 'onload="x' not in found


def test_it_stands_alone(phone, read):
    """No address of ours or of anybody else: it is read offline and calls nobody."""
    addresses = re.findall(r"""(?:src|href|action|url)\s*[=(]\s*["']?([^"'\s>)]*)""", read(phone))
    assert addresses
    assert all(address.startswith("#") for address in addresses)


def test_it_is_in_the_language_of_the_reader(phone, client_user, take):
    client_user.language = "en"
    client_user.save()
    phone.cookies["django_language"] = "en"
    found = take(phone)["my-data.html"]
    assert '<html lang="en">' in found
    assert "Who I am" in found


def test_the_copy_takes_as_many_queries_for_three_as_for_one(
    as_many_for_three_as_for_one, trajectory, client_user, counsellor, planned, answered
):
    def add(number):
        replaces = trajectory.goals.current().values_list("pk", flat=True).first()
        plans.set_goal(trajectory=trajectory, by=client_user, text=f"Doel {number}", replaces=replaces)
        item = plans.add(trajectory=trajectory, by=counsellor, kind=Kind.SKILL, title=f"Iets {number}", state="active")
        plans.tick(item=item, by=client_user, on=timezone.localdate(), done=False)
        plans.write_step(trajectory=trajectory, by=client_user, text=f"Stap {number}")
        plans.proposals.propose(
            trajectory=trajectory, by=client_user, wish="add", kind="skill", title=f"Koken {number}"
        )
        signed = planned(number)
        appointments.sign(appointment=signed, by=counsellor, text="", summary=f"Kort {number}")
        answered(note=f"Zo ging het {number}", craving=number)

    assert as_many_for_three_as_for_one(add)
