"""What the plan's actions say when they refuse."""

from django.utils.translation import gettext_lazy as _

CHANGED_MEANWHILE = _("Somebody changed this while you were writing.")
