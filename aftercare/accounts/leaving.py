"""What must be settled before somebody loses a role.

Accounts know no clients. A domain that does registers here, when it starts (AppConfig.ready), what still hangs on
a membership.
"""

from collections.abc import Callable

from aftercare.accounts.models import Membership
from aftercare.core.errors import Refused

Settle = Callable[[Membership], str]
_askers: list[Settle] = []


def register(asker: Settle) -> None:
    """`asker(membership)` answers with a sentence on what is to be done first, or with nothing."""
    _askers.append(asker)


def settle_first(membership: Membership) -> None:
    for asker in _askers:
        if sentence := asker(membership):
            raise Refused(sentence)
