"""The part for another system: a bundle that fhirclient reads again, in which every reference leads somewhere."""

import json
from datetime import datetime, timedelta

import pytest
from django.utils import timezone
from fhirclient.models.bundle import Bundle

from trajectories.appointments import actions as appointments
from trajectories.appointments.actions.planning import Guest
from trajectories.appointments.models import Appointment
from trajectories.checkins.models import CheckIn
from trajectories.dossier.models import Category, Client
from trajectories.export.fhir.appointments import STATUS
from trajectories.export.fhir.plans import ACTIVITY_STATUS, PLAN_STATUS
from trajectories.plans import actions as plans
from trajectories.plans.models import Kind
from trajectories.sharing import actions as sharing


@pytest.fixture
def bundle(take, phone):
    """bundle() is the copy as fhirclient reads it; what R4 does not know or misses is an error."""
    return lambda: Bundle(json.loads(take(phone)["fhir.json"]))


def of_kind(bundle, kind: str) -> list:
    return [entry.resource for entry in bundle.entry if entry.resource.resource_type == kind]


def references(found) -> list[str]:
    if isinstance(found, dict):
        own = [found["reference"]] if isinstance(found.get("reference"), str) else []
        return own + [one for value in found.values() for one in references(value)]
    return [one for value in found for one in references(value)] if isinstance(found, list) else []


@pytest.fixture
def told(trajectory, client_user, counsellor):
    """One of each kind."""
    Client.objects.filter(pk=trajectory.client_id).update(number="K-1", birth_date="1990-05-01")
    earlier = plans.set_goal(trajectory=trajectory, by=client_user, text="Weer slapen")
    plans.set_goal(trajectory=trajectory, by=client_user, text="Weer werken", replaces=earlier.pk)
    kept = {"trajectory": trajectory, "by": counsellor}
    plans.add(
        **kept,
        kind=Kind.SKILL,
        title="Nee zeggen",
        frequency="elke dag",
        state="active",
        carrier="Ilse",
        starts_on=trajectory.starts_on,
    )
    plans.add(**kept, kind=Kind.SKILL, title="Koken", goal="Gezond eten", starts_on=timezone.localdate())
    planned = appointments.plan(
        **kept, with_user=counsellor, starts_at=timezone.now() + timedelta(days=1), guests=[Guest("Lot", "partner")]
    )
    appointments.sign(appointment=planned, by=counsellor, text="Voor het team", summary="Goed gesproken")
    CheckIn.objects.create(
        organisation=trajectory.organisation,
        trajectory=trajectory,
        instrument="weekly_seven",
        version=1,
        along={"medicines": 1},
        answers={"mood": 7, "craving": 3, "sleep": None, "medicines_words": "Droge mond"},
        note="Het ging.",
        submitted_at=timezone.now(),
        answered_by=client_user,
    )
    sharing.share(
        trajectory=trajectory, by=client_user, name="Lot", email="lot@x.example", categories=[Category.PLAN],
        purpose="near", until=None,
    )  # fmt: skip
    return trajectory


def test_there_is_one_of_each_kind_and_every_reference_leads_somewhere(told, bundle, client_user):
    found = bundle()
    assert found.type == "collection"
    kinds = {entry.resource.resource_type for entry in found.entry}
    assert kinds == {"Patient", "CarePlan", "Goal", "QuestionnaireResponse", "Appointment", "Consent"}
    there = {entry.fullUrl for entry in found.entry}
    assert len(there) == len(found.entry)
    assert there == {f"urn:uuid:{entry.resource.id}" for entry in found.entry}
    assert set(references(found.as_json())) <= there
    assert f"urn:uuid:{client_user.pk}" in there


def test_the_patient_is_whose_copy_it_is(told, bundle, client_user):
    (patient,) = of_kind(bundle(), "Patient")
    assert patient.name[0].text == client_user.name
    assert patient.telecom[0].value == client_user.email
    assert patient.identifier[0].value == "K-1"
    assert patient.birthDate.isostring == "1990-05-01"


def test_the_plan_has_its_goals_and_parts(told, bundle):
    found = bundle()
    (plan,) = of_kind(found, "CarePlan")
    assert (plan.id, plan.status, plan.intent) == (str(told.pk), "active", "plan")
    assert [one.detail.status for one in plan.activity] == ["in-progress", "not-started"]
    assert plan.activity[0].detail.scheduledString == "elke dag"
    assert plan.activity[1].detail.description == "Koken: Gezond eten"
    assert plan.activity[1].detail.scheduledPeriod.start.as_json() == timezone.localdate().isoformat()
    goals = {one.description.text: one.lifecycleStatus for one in of_kind(found, "Goal")}
    assert goals == {"Weer werken": "active", "Weer slapen": "completed"}


def test_a_check_in_names_its_questionnaire_and_version(told, bundle):
    (answered,) = of_kind(bundle(), "QuestionnaireResponse")
    assert answered.questionnaire.endswith("/weekly_seven|1")
    given = {item.linkId: item.answer[0] for item in answered.item}
    assert given["mood"].valueCoding.display == "Goed"
    assert given["craving"].valueInteger == 3
    assert given["note"].valueString == "Het ging."
    assert given["medicines_words"].valueString == "Droge mond"
    assert "sleep" not in given


def test_an_appointment_says_when_with_zone_and_who(told, bundle, client_user):
    (one,) = of_kind(bundle(), "Appointment")
    assert one.status == "booked"
    assert datetime.fromisoformat(one.start.as_json()).tzinfo is not None
    assert [who.actor.display for who in one.participant] == [None, "Ilse Doornbosch", "Lot"]
    assert one.comment == "Goed gesproken"


def test_consent_stands_or_does_not(told, bundle, client_user):
    (one,) = of_kind(bundle(), "Consent")
    assert (one.status, one.provision.type) == ("active", "permit")
    assert one.provision.actor[0].reference.display == "Lot"
    sharing.stop(recipient=told.recipients.get(), by=client_user)
    (one,) = of_kind(bundle(), "Consent")
    assert one.status == "inactive"
    assert one.provision.period.end


def test_who_has_nothing_yet_gets_a_bundle_as_well(bundle, trajectory):
    assert [entry.resource.resource_type for entry in bundle().entry] == ["Patient", "CarePlan"]


def test_every_state_has_a_code_of_r4():
    assert set(STATUS) == set(Appointment.State)
    assert set(STATUS.values()) <= {"booked", "fulfilled", "noshow", "cancelled"}
    assert len(ACTIVITY_STATUS) == 5
    assert len(PLAN_STATUS) == 2
