"""Add a questionnaire, give it a new version, let it retire, take it up again. A version never changes."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from aftercare.accounts.models import Organisation, User
from aftercare.core.errors import Refused
from trajectories.checkins.models import OwnQuestionnaire, OwnVersion
from trajectories.questionnaires.access import record
from trajectories.questionnaires.reading import read


@transaction.atomic
def add(*, organisation: Organisation, by: User, slug: str, text: str, at: datetime | None = None) -> OwnQuestionnaire:
    """Raises DefinitionError when the text is no definition."""
    read(text)
    at = at or timezone.now()
    added, is_new = OwnQuestionnaire.objects.get_or_create(
        organisation=organisation, slug=slug, defaults={"added_at": at, "added_by": by}
    )
    if not is_new:
        raise Refused(_("There is a questionnaire by this name. Add a version to it, or choose another name."))
    _write(added, 1, text, by=by, at=at)
    return added


@transaction.atomic
def revise(*, questionnaire: OwnQuestionnaire, by: User, text: str, at: datetime | None = None) -> OwnVersion:
    """The next version, asked from now on. What was answered keeps the version that it was given to."""
    read(text)
    OwnQuestionnaire.objects.select_for_update().get(pk=questionnaire.pk)
    newest = questionnaire.versions.order_by("-version").first()
    if newest.text == text:
        raise Refused(_("This is word for word what version %(version)d says.") % {"version": newest.version})
    return _write(questionnaire, newest.version + 1, text, by=by, at=at or timezone.now())


def _write(questionnaire: OwnQuestionnaire, version: int, text: str, *, by: User, at: datetime) -> OwnVersion:
    written = OwnVersion.objects.create(
        organisation_id=questionnaire.organisation_id,
        questionnaire=questionnaire,
        version=version,
        text=text,
        added_at=at,
        added_by=by,
    )
    record(by=by, obj=questionnaire)
    return written


@transaction.atomic
def retire(*, questionnaire: OwnQuestionnaire, by: User, at: datetime | None = None) -> None:
    """Nobody plans it any more. What is planned goes on, and what was answered stays readable."""
    _keep(questionnaire, by=by, retired_at=at or timezone.now(), retired_by=by)


@transaction.atomic
def take_up(*, questionnaire: OwnQuestionnaire, by: User) -> None:
    _keep(questionnaire, by=by, retired_at=None, retired_by=None)


def _keep(questionnaire: OwnQuestionnaire, *, by: User, **changed) -> None:
    OwnQuestionnaire.objects.filter(pk=questionnaire.pk).update(**changed)
    questionnaire.refresh_from_db()
    record(by=by, obj=questionnaire)
