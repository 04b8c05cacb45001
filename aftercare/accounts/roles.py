"""Roles are stored values, never ranked. What a role may do stands in each app's access.py."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Role(TextChoices):
    COUNSELLOR = "counsellor", _("Counsellor")
    COORDINATOR = "coordinator", _("Coordinator")
    PEER_WORKER = "peer_worker", _("Peer worker")
    PARTNER = "partner", _("Partner (social domain)")
    MANAGER = "manager", _("Manager")
    POLICY_MAKER = "policy_maker", _("Policy maker")
    ADMINISTRATOR = "administrator", _("Administrator")
    CLIENT = "client", _("Client")
    RELATIVE = "relative", _("Relative")
    SYSTEM = "system", _("The portal itself")


REGIONAL = {Role.POLICY_MAKER}
"""Roles held in a region; every other membership is held in an organisation."""

NOT_BY_MEMBERSHIP = {Role.CLIENT, Role.RELATIVE, Role.SYSTEM}
"""Roles that follow from a dossier, never from a membership."""
