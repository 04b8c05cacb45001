"""Whom the account of their work lets in: staff of that organisation who are there already, and nobody else."""

from collections.abc import Callable

from aftercare.accounts.models import Membership, User, WorkAccount
from aftercare.accounts.single_sign_on.protocol import Told
from aftercare.accounts.single_sign_on.providers import Provider, find

KeptOut = Callable[[User], bool]
_askers: list[KeptOut] = []


def keep_out(asker: KeptOut) -> None:
    """Accounts know no clients. A domain that does says by `asker(user)` who is more here than staff."""
    _askers.append(asker)


def person_behind(told: Told, provider: Provider) -> User | None:
    """Who was linked before; else, the first time, who has this address here and was not linked yet."""
    linked = WorkAccount.objects.filter(provider=provider.key, subject=told.subject).select_related("user").first()
    if linked:
        return linked.user
    if not told.address:
        return None
    return User.objects.filter(email__iexact=told.address).exclude(work_accounts__provider=provider.key).first()


def may_enter(person: User, provider: Provider) -> bool:
    """An organisation answers for its own staff only: not for who works elsewhere as well, or is a client here."""
    if not person.is_active or any(asker(person) for asker in _askers):
        return False
    held = Membership.objects.active().filter(user=person, organisation__isnull=False)
    return set(held.values_list("organisation__name", flat=True)) == {provider.organisation}


def linked(person: User) -> list[tuple[Provider, WorkAccount]]:
    """The accounts of their work by which somebody can sign in, as far as their providers are still there."""
    accounts = person.work_accounts.all()
    return [(provider, account) for account in accounts if (provider := find(account.provider))]
