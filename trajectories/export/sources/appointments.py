"""Appointments, with what was written for the client. Notes for the care team are not read here."""

from collections.abc import Collection, Iterator
from uuid import UUID

from django.db.models import Prefetch, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from trajectories.appointments.models import Appointment, AppointmentNote
from trajectories.dossier.access import Permission
from trajectories.dossier.models import Trajectory
from trajectories.export.shape import Row, Source, Told, instant, own, plain


def appointments_of(trajectories: Collection[Trajectory]) -> QuerySet[Appointment]:
    """Newest first, each with its `summaries`."""
    summaries = AppointmentNote.objects.for_client().select_related("author").defer("text")
    told = Prefetch("notes", summaries, to_attr="summaries")
    found = Appointment.objects.filter(trajectory__in=trajectories).select_related("with_user")
    return found.prefetch_related(told, "guests").order_by("-starts_at", "-id")


def _appointments(trajectories: Collection[Trajectory]) -> Iterator[tuple[UUID, Row]]:
    for one in appointments_of(trajectories):
        what = plain(one.get_kind_display()) + plain(one.with_user, _("With")) + plain(one.where, _("Where"))
        what += [Told(str(guest), _("Who else comes")) for guest in one.guests.all()]
        became = plain(one.get_state_display()) + own(one.cannot_note, _("Why I could not come"))
        told = [Told(note.summary, note.author.name) for note in one.summaries]
        yield one.trajectory_id, (plain(instant(one.starts_at)), what, became, told)


SOURCES = (
    Source(
        gettext_lazy("Appointments"),
        (
            gettext_lazy("When"),
            gettext_lazy("What"),
            gettext_lazy("What became of it"),
            gettext_lazy("What was written for me"),
        ),
        Permission.APPOINTMENT_VIEW,
        _appointments,
    ),
)
