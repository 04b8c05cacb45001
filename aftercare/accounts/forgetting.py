"""Forgetting who somebody was. The row stays, for what others did with this person and for the access log."""

from django.apps import apps
from django.db import transaction
from django.db.models import CASCADE

from aftercare.accounts.models import User

NOBODY = "—"
NOTHING = {"email": None, "called": "", "phone": "", "quiet_from": None, "quiet_until": None, "kept_by": None}


@transaction.atomic
def forget(*, user: User) -> None:
    """What would go with the account goes: ways to sign in, addresses, messages on their way. Sessions end at once."""
    for model in apps.get_models():
        for field in model._meta.local_concrete_fields:
            if field.related_model is User and field.remote_field.on_delete is CASCADE:
                model._base_manager.filter(**{field.name: user}).delete()
    user.name, user.is_active = NOBODY, False
    for name, value in NOTHING.items():
        setattr(user, name, value)
    user.set_unusable_password()
    user.save()
