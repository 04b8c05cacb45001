"""Who else looked in the dossier, as the page of that name tells it."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from aftercare.accounts.models import User
from trajectories.dossier.access_log import by_day, entries_about, filtered
from trajectories.export.shape import Row, Section, Told, instant, plain


def sections(of: User) -> Iterator[Section]:
    headers = [_("When"), _("Who"), _("What"), _("Why")]
    yield Section(_("Who looked in my dossier"), headers, list(_visits(of)))


def _visits(of: User) -> Iterator[Row]:
    for _on, visits in by_day(filtered(entries_about(of), "", of), reader=of):
        for visit in visits:
            who = plain(visit.who) + plain(visit.role)
            what = plain(_("Was not let in") if visit.denied else "")
            what += [Told(", ".join(str(part) for part in parts), str(deed)) for deed, parts in visit.deeds.items()]
            why = plain(visit.reason) + plain(visit.opening.reason if visit.opening else "")
            yield plain(instant(visit.at)), who, what, why
