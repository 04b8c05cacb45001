"""By which channels somebody is reached, in the order that they chose. A knock on the phone comes beside the first."""

from django.db.models import Model

from aftercare.notifications import sms
from aftercare.notifications.models import NEEDED, Channel


def ways(person: Model, *, kind: str) -> list[Channel]:
    """The first is used; the next one only when that fails. What somebody cannot do without comes by e-mail."""
    if kind in NEEDED:
        return [Channel.EMAIL]
    letters = [Channel.EMAIL] if person.gets_letters else []
    texts = [Channel.SMS] if person.gets_texts and person.phone and sms.is_possible() else []
    return [*texts, *letters] if person.texts_first else [*letters, *texts]
