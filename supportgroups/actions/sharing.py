"""Tips and materials: written, shown or not, thanked for, taken back."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from aftercare.accounts.models import User
from aftercare.core.errors import TransitionRefused
from supportgroups.access import Permission, record_change
from supportgroups.models import Material, SupportGroup, Thanks, Tip


@transaction.atomic
def write_tip(*, group: SupportGroup, by: User, text: str) -> Tip:
    """Nobody reads it yet but its author and whoever facilitates the group."""
    tip = Tip.objects.create(organisation_id=group.organisation_id, group=group, author=by, text=text)
    record_change(by=by, obj=tip, segment=Permission.PARTICIPANTS, about=[by.pk])
    return tip


@transaction.atomic
def decide(*, tip: Tip, by: User, show: bool) -> None:
    state = Tip.State.SHOWN if show else Tip.State.NOT_SHOWN
    decided = (
        Tip.objects.exclude(state=Tip.State.TAKEN_BACK)
        .filter(pk=tip.pk)
        .update(state=state, decided_at=timezone.now(), decided_by=by)
    )
    if not decided:
        raise TransitionRefused(_("This tip was taken back."))
    record_change(by=by, obj=tip, segment=Permission.ATTENDANCE, about=[tip.author_id])


@transaction.atomic
def take_back(*, tip: Tip, by: User) -> None:
    """The author's own words are gone, also for whoever read them."""
    Tip.objects.filter(pk=tip.pk).update(text="", state=Tip.State.TAKEN_BACK, decided_at=timezone.now(), decided_by=by)
    record_change(by=by, obj=tip, segment=Permission.PARTICIPANTS, about=[by.pk])


@transaction.atomic
def thank(*, tip: Tip, by: User) -> None:
    Thanks.objects.get_or_create(organisation_id=tip.organisation_id, tip=tip, by=by)


@transaction.atomic
def add_material(*, group: SupportGroup, by: User, title: str, link: str) -> Material:
    material = Material.objects.create(
        organisation_id=group.organisation_id, group=group, added_by=by, title=title, link=link
    )
    record_change(by=by, obj=material, segment=Permission.ATTENDANCE)
    return material


@transaction.atomic
def remove_material(*, material: Material, by: User) -> None:
    record_change(by=by, obj=material, segment=Permission.ATTENDANCE)
    material.delete()
