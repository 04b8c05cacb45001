"""With whom something is or was shared."""

from collections.abc import Collection, Iterator
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from trajectories.dossier.access import Permission
from trajectories.dossier.models import Consent, Trajectory
from trajectories.export.shape import Cell, Row, Source, day, plain


def consents_of(trajectories: Collection[Trajectory]) -> QuerySet[Consent]:
    return Consent.objects.filter(trajectory__in=trajectories).select_related("recipient__partner")


def _consents(trajectories: Collection[Trajectory]) -> Iterator[tuple[UUID, Row]]:
    for one in consents_of(trajectories):
        who = plain(one.recipient) + plain(one.recipient.partner)
        what = plain(one.get_category_display()) + plain(one.get_purpose_display(), _("What for"))
        yield one.trajectory_id, (who, what, plain(day(one.given_at)), _end(one))


def _end(consent: Consent) -> Cell:
    if consent.ended_at:
        return plain(day(consent.ended_at)) + plain(consent.get_ended_because_display())
    return plain(day(consent.until) or _("Until I stop it"))


SOURCES = (
    Source(
        gettext_lazy("What I share"),
        (gettext_lazy("With whom"), gettext_lazy("What"), gettext_lazy("Since"), gettext_lazy("Until")),
        Permission.SHARE,
        _consents,
    ),
)
