"""Who somebody is, as it is kept, and their team."""

from collections.abc import Iterator, Sequence

from django.utils.translation import gettext as _

from aftercare.accounts.models import User
from trajectories.dossier.models import CareTeamSeat, Trajectory
from trajectories.export.shape import Row, Section, day, period, plain


def sections(of: User, trajectories: Sequence[Trajectory]) -> Iterator[Section]:
    yield Section(_("Who I am"), [_("What"), _("What is noted")], list(_details(of, trajectories)))
    yield Section(_("My team"), [_("Who"), _("Role"), _("When")], list(_team(trajectories)))


def _details(of: User, trajectories: Sequence[Trajectory]) -> Iterator[Row]:
    noted = [(_label(of, name), getattr(of, name)) for name in ("name", "called", "email", "phone", "time_zone")]
    noted += [(_label(of, "language"), of.get_language_display()), (_label(of, "joined_at"), day(of.joined_at))]
    for client in {one.client_id: one.client for one in trajectories}.values():
        noted += [(_label(client, name), getattr(client, name)) for name in ("number", "pronouns", "municipality")]
        noted += [(_label(client, "birth_date"), day(client.birth_date)), (_("Registered"), day(client.registered_at))]
    for about, text in noted:
        if text:
            yield plain(about), plain(text)


def _label(of: User, name: str) -> str:
    return str(of._meta.get_field(name).verbose_name).capitalize()


def _team(trajectories: Sequence[Trajectory]) -> Iterator[Row]:
    seats = CareTeamSeat.objects.filter(trajectory__in=trajectories).select_related("user")
    for seat in seats.order_by("-since", "id"):
        yield plain(seat.user), plain(seat.get_role_display()), plain(period(seat.since, seat.until))
