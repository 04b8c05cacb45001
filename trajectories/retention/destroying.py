"""Destroying all that an organisation keeps of one person. What was seen and by whom stays: the access log."""

import logging
from collections.abc import Iterator

from django.apps import apps
from django.db import connection, transaction
from django.db.models import ForeignKey, Model, Q

from aftercare.accounts.forgetting import forget
from aftercare.accounts.models import Membership, User
from aftercare.accounts.roles import Role
from aftercare.audit import actions as audit
from aftercare.audit.models import Event
from supportgroups.models import Attendance, Correction, Enrolment, Thanks, Tip, Wait
from trajectories.dossier.access import Permission
from trajectories.dossier.models import Client, Recipient, Trajectory

log = logging.getLogger(__name__)


@transaction.atomic
def destroy(client: Client) -> None:
    """In one statement per table, in whichever order: foreign keys are checked when the transaction commits."""
    client = Client.objects.select_for_update(of=["self"]).select_related("user").get(pk=client.pk)
    trajectories = list(Trajectory.objects.filter(client=client).order_by().values_list("pk", flat=True))
    for model, field in _pointing_at(Trajectory):
        _delete(model, field, trajectories)
    _leave_groups(client)
    for model, field in _pointing_at(Client):
        _delete(model, field, [client.pk])
    _delete(Client, Client._meta.pk, [client.pk])
    if not _is_known_elsewhere(client.user):
        forget(user=client.user)
    audit.record(
        by=None,
        event=Event.CHANGE,
        role=Role.SYSTEM,
        about=client.user_id,
        organisation=client.organisation_id,
        segment=Permission.DESTRUCTION,
        purpose="care",
    )
    transaction.on_commit(lambda: log.info("Dossier of client %s destroyed", client.pk))


def _pointing_at(target: type[Model]) -> Iterator[tuple[type[Model], ForeignKey]]:
    for model in apps.get_models():
        for field in model._meta.local_concrete_fields:
            if field.related_model is target:
                yield model, field


def _delete(model: type[Model], field, keys: list) -> None:
    table, column = map(connection.ops.quote_name, (model._meta.db_table, field.column))
    with connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {table} WHERE {column} = ANY (%s)", [keys])  # noqa: S608 - names of our own models


def _leave_groups(client: Client) -> None:
    """The groups' own record of this organisation, without the person. What others wrote stays."""
    ours = {"organisation": client.organisation_id}
    tips = Tip.objects.filter(author=client.user_id, **ours)
    Thanks.objects.filter(Q(by=client.user_id, **ours) | Q(tip__in=tips.order_by())).delete()
    tips.delete()
    for model in (Correction, Attendance, Wait, Enrolment):
        model.objects.filter(participant=client.user_id, **ours).delete()


def _is_known_elsewhere(user: User) -> bool:
    """Registered at another organisation, or with a role, or somebody shares with this person."""
    return any(
        found.exists()
        for found in (
            Client.objects.filter(user=user),
            Membership.objects.filter(user=user),
            Recipient.objects.filter(user=user),
        )
    )
