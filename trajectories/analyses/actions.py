"""Write an answer of an analysis, over the one that the writer saw."""

from datetime import datetime

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from aftercare.accounts.models import User
from aftercare.core.errors import Stale
from trajectories.analyses.models import Analysis
from trajectories.dossier.access import Permission, record_change


@transaction.atomic
def write(*, analysis: Analysis, by: User, revision: int, at: datetime | None = None, **answers) -> Analysis:
    """Keep `answers`, by question. The first answer begins the analysis; two who begin at once begin the same one."""
    at = at or timezone.now()
    stored, _is_new = Analysis.objects.get_or_create(
        trigger=analysis.trigger,
        lapse=analysis.lapse,
        defaults={
            "organisation_id": analysis.organisation_id,
            "trajectory": analysis.trajectory,
            "changed_at": at,
            "changed_by": by,
        },
    )
    seen = Analysis.objects.filter(pk=stored.pk, revision=revision)
    if not seen.update(revision=F("revision") + 1, changed_at=at, changed_by=by, **answers):
        raise Stale(_("Somebody changed this while you were writing."))
    record_change(by=by, trajectory=analysis.trajectory, obj=stored, segment=Permission.ANALYSIS_EDIT)
    stored.refresh_from_db()
    return stored
