"""What the members of Noor's group share, and a draft that its coordinator still thinks about."""

from datetime import datetime, time, timedelta

from aftercare.accounts.models import User
from supportgroups import actions
from supportgroups.models import Enrolment, Series, SupportGroup

GROUP = "Stevig Staan"
SHOWN = "Zet je jas al klaar voor je gaat twijfelen. Ik ben dan sneller de deur uit."
WAITS = "Ik bel na de groep altijd even iemand. Dan hoef ik niet alleen naar huis."
MATERIAL = ("Nee zeggen, een oefening", "https://example.org/nee-zeggen")
AHEAD = timedelta(weeks=10)


def tell(group: SupportGroup, *, by: User, now: datetime) -> None:
    if group.name != GROUP:
        return
    places = Enrolment.objects.current().filter(group=group).select_related("participant")
    members = [place.participant for place in places.order_by("participant__email")[:2]]
    if len(members) < 2:
        return
    tip = actions.write_tip(group=group, by=members[0], text=SHOWN)
    actions.decide(tip=tip, by=by, show=True)
    actions.thank(tip=tip, by=members[1])
    actions.write_tip(group=group, by=members[1], text=WAITS)
    actions.add_material(group=group, by=by, title=MATERIAL[0], link=MATERIAL[1])
    saturday = (now + AHEAD).date()
    saturday += timedelta(days=(5 - saturday.weekday()) % 7)
    actions.plan_series(
        group=group,
        by=by,
        first_on=saturday,
        count=4,
        every=2,
        starts=time(10, 30),
        ends=time(12),
        online_link="https://meet.example/stevig-staan",
        facilitators=[],
        on_holiday=Series.OnHoliday.SKIP,
        draft=True,
    )
