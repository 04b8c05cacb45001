"""Who hears that something changed, and the one neutral message that each of them gets."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db.models import Q
from django.utils import timezone

from aftercare.accounts.models import User
from aftercare.notifications import actions as notifications
from supportgroups.models import Enrolment, Facilitation, Session, SupportGroup

KIND = "group_changed"
PAUSE = timedelta(minutes=5)
"""Changes in a row within this time are one message."""
SOON = timedelta(hours=4)


def concerned(group: SupportGroup, sessions: Iterable[Session]) -> list[User]:
    """Whoever has a place in the group now, and whoever facilitates one of the sessions."""
    participants = Enrolment.objects.current().filter(group=group).order_by().values("participant")
    facilitators = Facilitation.objects.filter(session__in=sessions).order_by().values("user")
    return list(User.objects.filter(Q(pk__in=participants) | Q(pk__in=facilitators)))


def tell(people: Iterable[User], *, group: SupportGroup, by: User, until: datetime) -> None:
    """One message about the group for each but `by`; what waits for them about it already is not sent any more."""
    about, now = f"{KIND}:{group.pk}:", timezone.now()
    people = [person for person in people if person.pk != by.pk]
    notifications.withdraw(key_prefix=about, recipients=people)
    participants = set(Enrolment.objects.filter(group=group).values_list("participant", flat=True))
    notifications.queue_all(
        messages=[
            notifications.compose(
                key=f"{about}{now:%Y%m%d%H%M%S%f}:{person.pk}",
                recipient=person,
                kind=KIND,
                due_at=now + PAUSE if until > now + SOON else now,
                expires_at=until,
                link_view="supportgroups:mine" if person.pk in participants else "supportgroups:list",
            )
            for person in people
        ]
    )
