"""Appointment, with what was written for the client."""

from collections.abc import Iterator, Sequence

from aftercare.accounts.models import User
from trajectories.appointments.models import Appointment
from trajectories.dossier.models import Trajectory
from trajectories.export.fhir.elements import Element, concept, instant, named, reference, resource
from trajectories.export.sources.appointments import appointments_of

STATUS = {
    Appointment.State.PLANNED: "booked",
    Appointment.State.HELD: "fulfilled",
    Appointment.State.MISSED: "noshow",
    Appointment.State.CANCELLED: "cancelled",
}


def resources(of: User, trajectories: Sequence[Trajectory]) -> Iterator[Element]:
    for appointment in appointments_of(trajectories):
        yield _appointment(of, appointment)


def _appointment(of: User, one: Appointment) -> Element:
    comes = "declined" if one.cannot_at else "accepted"
    guests = [{"actor": {"display": guest.name}, "status": "accepted"} for guest in one.guests.all()]
    return resource(
        "Appointment",
        one.pk,
        status=STATUS[one.state],
        appointmentType=concept(one.get_kind_display()),
        start=instant(one.starts_at),
        end=instant(one.ends),
        minutesDuration=one.minutes,
        created=instant(one.planned_at),
        comment="\n".join(note.summary for note in one.summaries),
        participant=[
            {"actor": reference("Patient", of.pk), "status": comes},
            {"actor": named("Practitioner", one.with_user), "status": "accepted"},
            *guests,
        ],
    )
