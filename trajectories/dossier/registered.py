"""Who is a client or a relative here, now or before: the dossiers' answer to accounts.single_sign_on."""

from aftercare.accounts.models import User
from aftercare.core import scope
from trajectories.dossier.models import Client


def is_registered(person: User) -> bool:
    with scope.counting():  # nobody is signed in yet, and yes or no is all that leaves it
        return Client.objects.filter(user=person).exists()
