"""What the members of Noor's group share, a draft that its coordinator still thinks about, and a line for a place."""

from datetime import datetime, time, timedelta

from aftercare.accounts.models import User
from aftercare.audit import actions as audit
from supportgroups import actions
from supportgroups.models import Enrolment, Series, SupportGroup

GROUP = "Stevig Staan"
SHOWN = "Zet je jas al klaar voor je gaat twijfelen. Ik ben dan sneller de deur uit."
WAITS = "Ik bel na de groep altijd even iemand. Dan hoef ik niet alleen naar huis."
MATERIAL = ("Nee zeggen, een oefening", "https://example.org/nee-zeggen")
AHEAD = timedelta(weeks=10)
FULL, WAITED = "Ochtendgroep", (timedelta(days=9), timedelta(days=3))


def tell(group: SupportGroup, *, by: User, now: datetime) -> None:
    if group.name == FULL:
        _fill(group, by=by, now=now)
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


def _fill(group: SupportGroup, *, by: User, now: datetime) -> None:
    """As many places as are taken, and two people of other groups who would like one."""
    taken = Enrolment.objects.current().filter(group=group).values_list("participant", flat=True)
    actions.edit_group(group=group, by=by, capacity=max(len(taken), 1))
    others = Enrolment.objects.current().filter(group__organisation=group.organisation_id, group__name=GROUP)
    others = others.exclude(participant__in=taken).select_related("participant").order_by("participant__email")
    for place, ago in zip(others, WAITED, strict=False):
        with audit.dated(now - ago):
            actions.ask(group=group, participant=place.participant, by=by, at=now - ago)
