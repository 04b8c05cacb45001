"""The appointments' table of contents: the appointment itself, who else comes, what became of it, the notes."""

from trajectories.appointments.models.appointments import PERIOD, Appointment, AppointmentSeries
from trajectories.appointments.models.guests import AppointmentGuest
from trajectories.appointments.models.moves import AppointmentMove
from trajectories.appointments.models.notes import AppointmentNote

__all__ = [
    "PERIOD",
    "Appointment",
    "AppointmentGuest",
    "AppointmentMove",
    "AppointmentNote",
    "AppointmentSeries",
]
