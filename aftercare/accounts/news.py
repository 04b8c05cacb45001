"""What is new at a place in the menu, in words.

The menu knows no features. One that has news registers here, when it starts (AppConfig.ready).
"""

from collections.abc import Callable

from aftercare.accounts.models import User

Teller = Callable[[User], str]
_tellers: dict[str, Teller] = {}


def register(place: str, teller: Teller) -> None:
    """`teller(user)` says what is new at the place with that URL name, or nothing."""
    _tellers[place] = teller


def at(place: str, user: User) -> str:
    teller = _tellers.get(place)
    return teller(user) if teller else ""
