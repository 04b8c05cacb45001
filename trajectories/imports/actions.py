"""Take a file in, say how it is read and matched, bring everybody in or nobody, and forget the file."""

import hashlib
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from aftercare.accounts.models import Organisation, User
from aftercare.accounts.roles import Role
from aftercare.audit import actions as audit
from aftercare.audit.models import Event
from aftercare.core import tables
from aftercare.core.errors import Refused, Stale, TransitionRefused
from trajectories.dossier import actions as dossier
from trajectories.imports import access, sitting
from trajectories.imports.checking import Verdict, newcomer
from trajectories.imports.models import ClientImport, ColumnMemory


@transaction.atomic
def upload(*, organisation: Organisation, by: User, name: str, content: bytes) -> ClientImport:
    """Refuses what cannot be read, and what was imported before. The same file again goes on where it was."""
    digest = hashlib.sha256(content).hexdigest()
    same = ClientImport.objects.filter(organisation=organisation, digest=digest)
    if before := same.done().select_related("closed_by").first():
        raise Refused(_imported_before(before))
    if waiting := same.open().first():
        return waiting
    tables.read(content)
    imported = ClientImport.objects.create(
        organisation=organisation,
        uploaded_by=by,
        file_name=name[:120],
        digest=digest,
        content=content,
    )
    _record(by, imported)
    return imported


def _imported_before(before: ClientImport) -> str:
    words = {
        "day": date_format(timezone.localtime(before.closed_at), "j F Y"),
        "name": before.closed_by.name,
        "count": before.registered,
    }
    return _("This file was imported on %(day)s by %(name)s: %(count)d people. It is not imported twice.") % words


@transaction.atomic
def read_as(*, imported: ClientImport, by: User, **how: str) -> None:
    """Another encoding, delimiter or sheet. What was matched before may not fit any more."""
    _open(imported)
    tables.read(bytes(imported.content), **how)
    imported.read_as, imported.matched = how, {}
    imported.save(update_fields=["read_as", "matched"])
    _record(by, imported)


@transaction.atomic
def match(
    *,
    imported: ClientImport,
    by: User,
    columns: dict[int, str],
    headings: dict[str, str],
    date_order: str = "",
    counsellor: User | None = None,
) -> None:
    """Which column is what. The organisation's next file begins with the same `headings`."""
    _open(imported)
    imported.matched = {
        "columns": {field: place for place, field in columns.items()},
        "date_order": date_order,
        "counsellor": str(counsellor.pk) if counsellor else "",
    }
    imported.save(update_fields=["matched"])
    memory, _created = ColumnMemory.objects.get_or_create(organisation=imported.organisation)
    memory.headings |= headings
    memory.date_order = date_order or memory.date_order
    memory.save(update_fields=["headings", "date_order"])
    _record(by, imported)


@transaction.atomic
def confirm(*, imported: ClientImport, by: User, seen: str, others: frozenset[int] = frozenset()) -> None:
    """Everybody or nobody. `seen` is the digest of the report that was agreed to; another one by now is Stale."""
    _open(imported)
    if not imported.matched:
        raise Refused(_("Say first which column is what."))
    report = sitting.check(imported)
    if report.digest != seen:
        raise Stale(_("Something changed since this was checked. Nothing was imported; look at the new report."))
    if others:
        report = sitting.check(imported, others=others)
    if not report.may_go_on:
        raise Refused(_("There are rows that are not right yet. Nothing was imported."))
    lines = report.of(Verdict.NEW)
    if not lines:
        raise Refused(_("There is nobody to register in this file. Nothing was imported."))
    organisation = imported.organisation
    dossier.register_all(organisation=organisation, by=by, newcomers=[newcomer(line, organisation) for line in lines])
    imported.registered, imported.skipped = len(lines), len(report.lines) - len(lines)
    imported.save(update_fields=["registered", "skipped"])
    try:
        with transaction.atomic():
            _close(imported, ClientImport.State.DONE, by=by)
    except IntegrityError as error:
        raise Refused(_("This file was imported a moment ago.")) from error
    _record(by, imported)


@transaction.atomic
def cancel(*, imported: ClientImport, by: User) -> None:
    _open(imported)
    _close(imported, ClientImport.State.CANCELLED, by=by)
    _record(by, imported)


@transaction.atomic
def forget(*, at: datetime) -> int:
    """Files that nobody went on with are deleted."""
    expired = ClientImport.objects.expired(at=at).select_for_update(of=["self"], skip_locked=True)
    count = 0
    for imported in expired.only("id"):
        _close(imported, ClientImport.State.EXPIRED, by=None, at=at)
        count += 1
    return count


def _open(imported: ClientImport) -> None:
    """Locked until the transaction ends, so that two confirmations do not pass each other."""
    state = ClientImport.objects.select_for_update(of=["self"]).values_list("state", flat=True).get(pk=imported.pk)
    if state != ClientImport.State.OPEN:
        raise TransitionRefused(_("This import is over. Upload the file again to go on."))


def _close(imported: ClientImport, state: str, *, by: User | None, at: datetime | None = None) -> None:
    imported.state, imported.content, imported.closed_at, imported.closed_by = state, None, at or timezone.now(), by
    imported.save(update_fields=["state", "content", "closed_at", "closed_by"])


def _record(by: User, imported: ClientImport) -> None:
    audit.record(
        by=by,
        event=Event.CHANGE,
        role=Role.ADMINISTRATOR,
        organisation=imported.organisation_id,
        obj=imported,
        segment=access.SEGMENT,
        purpose=access.PURPOSE,
    )
