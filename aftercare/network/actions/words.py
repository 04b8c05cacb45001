"""What several actions of the directory refuse, in the same words."""

from django.utils.translation import gettext_lazy as _

CHANGED_MEANWHILE = _("Somebody changed this while you were writing.")
THERE_ALREADY = _("This region has a service with this name and provider already.")
ELSEWHERE = _("A service covers municipalities of its own region.")
