"""Keep plan templates, begin a plan with one, and make one of a plan. Nothing of a client goes into a template."""

from collections.abc import Iterable
from datetime import date, datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from aftercare.accounts.models import Organisation, User
from aftercare.core.errors import Refused, Stale
from trajectories.dossier.models import Trajectory
from trajectories.plans.access import record_change
from trajectories.plans.actions import items
from trajectories.plans.actions.words import CHANGED_MEANWHILE
from trajectories.plans.models import NEEDED_TO_RUN, Kind, PlanItem, PlanTemplate, State, TemplateItem


@transaction.atomic
def write(
    *, organisation: Organisation, by: User, name: str, about: str = "", parts: Iterable[dict] = ()
) -> PlanTemplate:
    """`parts` are fields of TemplateItem, for a template that begins with items."""
    template = PlanTemplate(organisation=organisation, name=name, about=about, changed_by=by)
    try:
        with transaction.atomic():
            template.save(force_insert=True)
    except IntegrityError as error:
        raise Refused(_("There is a template with this name already.")) from error
    TemplateItem.objects.bulk_create(
        TemplateItem(organisation=organisation, template=template, **part) for part in parts
    )
    record_change(by=by, template=template)
    return template


@transaction.atomic
def rename(*, template: PlanTemplate, by: User, revision: int, name: str, about: str) -> None:
    if PlanTemplate.objects.kept().filter(organisation=template.organisation_id, name=name).exclude(pk=template.pk):
        raise Refused(_("There is a template with this name already."))
    _touch(template, by, revision=revision, name=name, about=about)


@transaction.atomic
def retire(*, template: PlanTemplate, by: User) -> None:
    """Put it away: plans that began with it stay as they are."""
    _touch(template, by, retired_at=timezone.now(), retired_by=by)


@transaction.atomic
def add_item(*, template: PlanTemplate, by: User, **part) -> TemplateItem:
    _touch(template, by)
    return TemplateItem.objects.create(organisation_id=template.organisation_id, template=template, **part)


@transaction.atomic
def change_item(*, item: TemplateItem, by: User, revision: int, **part) -> None:
    _touch(item.template, by)
    stored = TemplateItem.objects.filter(pk=item.pk, revision=revision)
    if not stored.update(revision=F("revision") + 1, **part):
        raise Stale(CHANGED_MEANWHILE)


@transaction.atomic
def remove_item(*, item: TemplateItem, by: User) -> None:
    _touch(item.template, by)
    TemplateItem.objects.filter(pk=item.pk).delete()


@transaction.atomic
def use(
    *,
    template: PlanTemplate,
    trajectory: Trajectory,
    by: User,
    revision: int,
    chosen: Iterable[UUID],
    starts_on: date,
    at: datetime | None = None,
) -> list[PlanItem]:
    """Put the chosen items in the plan at once. What starts today and lacks nothing runs; the rest is planned."""
    stored = PlanTemplate.objects.select_for_update().kept().filter(pk=template.pk, revision=revision).first()
    if stored is None:
        raise Stale(CHANGED_MEANWHILE)
    if stored.organisation_id != trajectory.organisation_id:
        raise Refused(_("This template belongs to another organisation."))
    parts = stored.items.filter(pk__in=chosen).select_related("group")
    return [
        items.add(trajectory=trajectory, by=by, at=at, **as_item(part, starts_on, today=timezone.localdate(at)))
        for part in parts
    ]


def as_item(part: TemplateItem, starts_on: date, *, today: date) -> dict:
    """The fields of the item that a part becomes in a plan that starts on that day."""
    begins, ends = part.period(starts_on)
    group = part.group if part.group and part.group.ended_at is None else None
    runs = begins <= today and (group or part.kind not in NEEDED_TO_RUN)
    period = {"due_on": ends} if part.kind == Kind.PRACTICAL else {"starts_on": begins, "ends_on": ends}
    return {
        "kind": part.kind,
        "area": part.area,
        "group": group,
        "title": part.title,
        "goal": part.goal,
        "frequency": part.frequency,
        "state": State.ACTIVE if runs else State.PLANNED,
        **period,
    }


def _touch(template: PlanTemplate, by: User, *, revision: int | None = None, **fields) -> None:
    stored = PlanTemplate.objects.kept().filter(pk=template.pk)
    if revision is not None:
        stored = stored.filter(revision=revision)
    if not stored.update(revision=F("revision") + 1, changed_at=timezone.now(), changed_by=by, **fields):
        raise Stale(CHANGED_MEANWHILE)
    record_change(by=by, template=template)
