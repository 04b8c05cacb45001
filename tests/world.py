"""One of everything, made by the portal's own actions, for tests that visit every URL."""

from dataclasses import dataclass, field
from datetime import time, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.utils import timezone

from aftercare.accounts import calendar_links, invitations
from aftercare.accounts.access import LINK_PURPOSE as INVITATION
from aftercare.core import links
from aftercare.core.uploads import CheckedFile
from aftercare.notifications.letters import STOP_PURPOSE
from aftercare.notifications.models import Message
from aftercare.notifications.sms import PURPOSE as TEXT
from supportgroups import actions as groups
from tests.guide.world import in_the_guide
from tests.network.world import in_the_network
from tests.personas import person
from tests.supportgroups.world import waiting_for
from tests.trajectories.emergencies.world import opened_in_an_emergency
from tests.trajectories.panel.world import asked_of_the_panel
from tests.trajectories.referrals.world import referred
from trajectories.absences import actions as absences
from trajectories.agreements import actions as agreements
from trajectories.appointments import actions as appointments
from trajectories.caseload import actions as caseload
from trajectories.checkins import actions as checkins
from trajectories.checkins import library
from trajectories.checkins.access import LINK_PURPOSE as CHECK_IN
from trajectories.checkins.access import link_ids
from trajectories.dossier.models import Category, TeamRole, Trajectory
from trajectories.exercises import actions as exercises
from trajectories.handovers.models import Handover
from trajectories.imports import actions as imports
from trajectories.lapses import actions as lapses
from trajectories.medication import actions as medication
from trajectories.messages import actions as messages
from trajectories.outsidescores import actions as outsidescores
from trajectories.plans import actions as plans
from trajectories.plans.models import LifeArea, PlanItem
from trajectories.questionnaires import actions as questionnaires
from trajectories.relatives import actions as relatives
from trajectories.selfcare import actions as selfcare
from trajectories.sharing import actions as sharing
from trajectories.signalplan import actions as signalplan
from trajectories.signalplan.models import Colour
from trajectories.silence import actions as silence
from trajectories.silence.models import Step
from trajectories.socialmap import actions as socialmap
from trajectories.stepping.models import StepProposal
from trajectories.teamtasks import actions as teamtasks
from trajectories.triggers import actions as triggers

PEOPLE = {
    "visitor": "visitor",
    "client": "client_user",
    "other_client": "other_client",
    "relative": "relative",
    "counsellor": "counsellor",
    "colleague": "colleague",
    "coordinator": "coordinator",
    "peer_worker": "peer_worker",
    "manager": "manager",
    "policy_maker": "policy_maker",
    "partner": "partner",
    "administrator": "administrator",
    "outsider": "outsider",
}

OF_DOSSIER = """
    teamtasks:ask closing:of_client closing:close closing:reopen agreements:of_client agreements:propose_of
    agreements:review retention:of_client retention:grant retention:refuse retention:take_back_of
""".split()
"""Pages of which the address names the dossier and nothing else."""


@dataclass
class World:
    """`arguments(url name)` are the URL's arguments, always Noor's objects; `browser(persona)` is signed in."""

    people: dict[str, Any]
    browser_of: Any
    of_url: dict[str, list]
    browsers: dict[str, Any] = field(default_factory=dict)

    def arguments(self, name: str) -> list:
        return self.of_url.get(name, [])

    def browser(self, persona: str):
        if persona not in self.browsers:
            self.browsers[persona] = self.browser_of(self.people[persona])
        return self.browsers[persona]


@pytest.fixture
def series(organisation, coordinator, peer_worker):
    """A weekly evening, facilitated by Hanneke, that began five weeks ago."""
    room = groups.add_room(organisation=organisation, by=coordinator, name="De Werf", seats=12)
    return groups.start_group(
        organisation=organisation,
        by=coordinator,
        name="Stevig Staan",
        first_on=timezone.localdate() - timedelta(weeks=5),
        count=12,
        starts=time(19, 30),
        ends=time(21),
        room=room,
        facilitators=[peer_worker],
        on_holiday="skip",
    )


@pytest.fixture
def due_occurrence(trajectory, counsellor):
    """A check-in of Noor's that fell due just now."""
    now = timezone.localtime()
    checkins.schedule(
        trajectory=trajectory,
        by=counsellor,
        instrument="weekly_seven",
        weekday=now.weekday(),
        wall_time=now.time().replace(second=0, microsecond=0),
        zone="Europe/Amsterdam",
        starts_on=now.date() - timedelta(weeks=1),
        at=now - timedelta(minutes=5),
    )
    checkins.open_due(at=now)
    return trajectory.occurrences.get()


def client_side(trajectory, client, counsellor) -> dict[str, list]:
    """Noor's plan and trigger log."""
    item = plans.add(
        trajectory=trajectory, by=counsellor, kind="skill", title="Nee zeggen", state=PlanItem.State.ACTIVE
    )
    plans.set_goal(trajectory=trajectory, by=client, text="Rust in huis.")
    template = plans.templates.write(
        organisation=trajectory.organisation,
        by=counsellor,
        name="Na de kliniek",
        parts=[{"kind": "skill", "title": "Nee"}],
    )
    part = template.items.get()
    proposal = plans.proposals.propose(
        trajectory=trajectory, by=client, wish="change", item=item, title="Vaker oefenen"
    )
    problem = plans.add(trajectory=trajectory, by=counsellor, kind="practical", title="Brief van de bank")
    step = plans.write_step(trajectory=trajectory, by=client, text="Naar de brug lopen.")
    entry = triggers.log(trajectory=trajectory, by=client, strength=7)
    return {
        "plans:item": [item.pk],
        "plans:tick": [item.pk],
        "plans:rewrite_step": [step.pk],
        "plans:pin_step": [step.pk],
        "plans:remove_step": [step.pk],
        "plans:solve": [problem.pk],
        "plans:problems_of": [trajectory.pk],
        "plans:versions": [item.pk],
        "plans:versions_of": [trajectory.pk, item.pk],
        "plans:goal_versions_of": [trajectory.pk],
        "plans:template": [template.pk],
        "plans:rename_template": [template.pk],
        "plans:retire_template": [template.pk],
        "plans:add_template_item": [template.pk, "skill"],
        "plans:template_item": [template.pk, part.pk],
        "plans:remove_template_item": [template.pk, part.pk],
        "plans:choose_template": [trajectory.pk],
        "plans:use_template": [trajectory.pk, template.pk],
        "plans:save_template": [trajectory.pk],
        "plans:proposal": [proposal.pk],
        "plans:propose_change": [item.pk],
        "plans:withdraw": [proposal.pk],
        "plans:answer": [trajectory.pk, proposal.pk],
        "plans:accept": [trajectory.pk, proposal.pk],
        "plans:adapt": [trajectory.pk, proposal.pk],
        "plans:decline": [trajectory.pk, proposal.pk],
        "plans:items": [trajectory.pk],
        "plans:add": [trajectory.pk, "skill"],
        "plans:edit": [trajectory.pk, item.pk],
        "plans:set_state": [trajectory.pk, item.pk],
        "plans:goal_of": [trajectory.pk],
        "plans:write_step_of": [trajectory.pk],
        "plans:rewrite_step_of": [trajectory.pk, step.pk],
        "plans:pin_step_of": [trajectory.pk, step.pk],
        "plans:remove_step_of": [trajectory.pk, step.pk],
        "triggers:strength": [entry.pk],
        "triggers:kind": [entry.pk],
        "triggers:helped": [entry.pk],
        "triggers:answer": [entry.pk],
        "triggers:take_step": [entry.pk, step.pk],
        "triggers:after": [entry.pk],
        "triggers:undo": [entry.pk],
        "triggers:note": [entry.pk],
        "triggers:of_client": [trajectory.pk],
    }


def appointed(trajectory, counsellor) -> dict[str, list]:
    """Noor's appointment with Ilse, tomorrow, and her calendar."""
    starts_at = timezone.now() + timedelta(days=1)
    appointment = appointments.plan(trajectory=trajectory, by=counsellor, with_user=counsellor, starts_at=starts_at)
    of_client = [trajectory.pk, appointment.pk]
    return {
        "appointments:plan": [trajectory.pk],
        "appointments:record": of_client,
        "appointments:change": of_client,
        "appointments:write": of_client,
        "appointments:one": [appointment.pk],
        "appointments:cannot": [appointment.pk],
        "appointments:can": [appointment.pk],
        "overview:calendar": [calendar_links.make(by=trajectory.client.user)],
    }


def agreed_and_asked(trajectory, client, counsellor) -> dict[str, list]:
    """What Noor's team still has to do for her."""
    now = timezone.now()
    task = teamtasks.ask(trajectory=trajectory, kind="call", key="use", by=client, due_at=now + timedelta(days=1))
    proposed = agreements.propose(
        trajectory=trajectory, by=counsellor, kind="extend", ends_on=trajectory.ends_on + timedelta(weeks=4)
    )
    dossier, own, of_client = [trajectory.pk], [proposed.pk], [trajectory.pk, proposed.pk]
    return {
        **dict.fromkeys(OF_DOSSIER, dossier),
        "teamtasks:finish": [trajectory.pk, task.pk],
        "closing:skip_of": [trajectory.pk, "client"],
        "agreements:accept": own,
        "agreements:withdraw": own,
        "agreements:accept_of": of_client,
        "agreements:spoken": of_client,
        "agreements:withdraw_of": of_client,
    }


def by_oneself(trajectory, client, counsellor) -> dict[str, list]:
    """What Noor does between conversations."""
    assigned = exercises.assign(trajectory=trajectory, by=counsellor, slug="urge-surfing")
    done = exercises.do(trajectory=trajectory, by=client, slug="breathing")
    friend = socialmap.add(trajectory=trajectory, by=client, name="Remco", stance="neutral", ring=2, aim="repair")
    step = selfcare.add_step(trajectory=trajectory, by=client, area=LifeArea.FOOD, stands=0, title="Ontbijt")
    return {
        "exercises:exercise": ["urge-surfing"],
        "exercises:done": ["urge-surfing"],
        "exercises:take_back": [done.pk],
        "exercises:of_client": [trajectory.pk],
        "exercises:assign": [trajectory.pk, "sleep"],
        "exercises:change": [trajectory.pk, assigned.pk],
        "exercises:end": [trajectory.pk, assigned.pk],
        "socialmap:change": [friend.pk],
        "socialmap:remove": [friend.pk],
        "socialmap:put_in_plan": [friend.pk],
        "socialmap:of_client": [trajectory.pk],
        "socialmap:add_of": [trajectory.pk],
        "socialmap:change_of": [trajectory.pk, friend.pk],
        "socialmap:remove_of": [trajectory.pk, friend.pk],
        "socialmap:put_in_plan_of": [trajectory.pk, friend.pk],
        "selfcare:area": ["food"],
        "selfcare:score": ["food"],
        "selfcare:write": ["food"],
        "selfcare:rewrite": [step.pk],
        "selfcare:tick": [step.pk],
        "selfcare:set_state": [step.pk],
        "selfcare:of_client": [trajectory.pk],
        "selfcare:score_of": [trajectory.pk, "food"],
        "selfcare:write_of": [trajectory.pk, "food"],
        "selfcare:rewrite_of": [trajectory.pk, step.pk],
        "selfcare:set_state_of": [trajectory.pk, step.pk],
    }


def medicines(trajectory, client, counsellor) -> dict[str, list]:
    """What Noor uses, and what she told of it."""
    medicine = medication.add(trajectory=trajectory, by=counsellor, name="Naltrexon")
    report = medication.tell(trajectory=trajectory, by=client, text="Mag het met melk?")
    return {
        "medication:of_client": [trajectory.pk],
        "medication:overview_of": [trajectory.pk],
        "paper:medicines_of": [trajectory.pk],
        "medication:add": [trajectory.pk],
        "medication:change": [trajectory.pk, medicine.pk],
        "medication:stop": [trajectory.pk, medicine.pk],
        "medication:discuss": [trajectory.pk, report.pk],
    }


def looking_back(trajectory, client) -> dict[str, list]:
    """What Noor's logs say, and what she and Ilse make of them."""
    dossier = [trajectory.pk]
    moment = ["trigger", triggers.log(trajectory=trajectory, by=client, strength=5).pk]
    return {
        "patterns:of_client": dossier,
        "patterns:put_in_plan_of": dossier,
        "analyses:of_client": dossier,
        "analyses:one": moment,
        "analyses:words": [*moment, "thought"],
        "analyses:one_of": dossier + moment,
        "analyses:words_of": [*dossier, *moment, "thought"],
    }


def use_told(trajectory, client, counsellor) -> dict[str, list]:
    """What Noor told of use, and what Ilse heard of it."""
    lapse = lapses.tell(trajectory=trajectory, by=client)
    heard = lapses.record(trajectory=trajectory, by=counsellor, what="Wijn, op een verjaardag.")
    return {
        "lapses:lapse": [lapse.pk],
        "lapses:day": [lapse.pk],
        "lapses:extent": [lapse.pk],
        "lapses:undo": [lapse.pk],
        "lapses:ask": [lapse.pk, "call"],
        "lapses:words": [lapse.pk, "before"],
        "lapses:of_client": [trajectory.pk],
        "lapses:record": [trajectory.pk],
        "lapses:correct": [trajectory.pk, heard.pk],
    }


def intake_side(trajectory) -> dict[str, list]:
    """The pages of Noor's intake."""
    return {
        "intake:show": [trajectory.pk],
        "intake:go_on": [trajectory.pk],
        "intake:step": [trajectory.pk, "reasons"],
    }


def handed_over(trajectory, counsellor) -> dict[str, list]:
    """Noor's handover to Ilse, by a counsellor who was there before her."""
    seat = trajectory.seats.get(user=counsellor)
    before = person("Wiebe Zonneveld", "wiebe@test.example")
    handover = Handover.objects.create(
        organisation=trajectory.organisation, trajectory=trajectory, seat=seat, giver=before, given_by=before
    )
    return {
        "handovers:give": [trajectory.pk],
        "handovers:sheet": [trajectory.pk, handover.pk],
        "handovers:give_unread": [counsellor.memberships.get().pk],
    }


def signals(trajectory, client) -> dict[str, list]:
    """The signal plan that Noor proposed, and her plan on paper."""
    words = {"signs": "Ik zeg afspraken af.", "call_name": "Hanneke", "call_phone": "06-0000 0101"}
    plan = signalplan.propose(trajectory=trajectory, by=client, steps={Colour.ORANGE: words})
    signalplan.set_colour(trajectory=trajectory, by=client, colour=Colour.ORANGE)
    return {
        "signalplan:agree": [plan.pk],
        "signalplan:set_aside": [plan.pk],
        "signalplan:of_client": [trajectory.pk],
        "signalplan:write_of": [trajectory.pk],
        "signalplan:versions_of": [trajectory.pk],
        "signalplan:agree_of": [trajectory.pk, plan.pk],
        "signalplan:set_aside_of": [trajectory.pk, plan.pk],
        "signalplan:spoken": [trajectory.pk, plan.pk],
        "signals:of_client": [trajectory.pk],
        "signals:look": [trajectory.pk, trajectory.signals.get(rule="colour-orange").pk],
        "paper:of_client": [trajectory.pk],
        "paper:plan_of": [trajectory.pk],
        "paper:signal_plan_of": [trajectory.pk],
    }


def silent(trajectory, due_occurrence) -> dict[str, list]:
    """Nobody reached Noor, whatever else happens in this world, and the coordinator was told."""
    climb = trajectory.climbs.filter(occurrence=due_occurrence)
    climb.update(stopped_at=None, stopped_because="", next_step=Step.SECOND, next_at=due_occurrence.due_at)
    for hours in (24, 48, 60, 96):
        silence.go_on(at=due_occurrence.due_at + timedelta(hours=hours))
    return {
        "silence:of_client": [trajectory.pk],
        "silence:usual": [trajectory.pk],
        "silence:arrange": [climb.get().pk],
    }


def weeks_of_answers(trajectory) -> dict[str, list]:
    """A rule proposed more contact with Noor."""
    proposal = StepProposal.objects.create(
        organisation=trajectory.organisation,
        trajectory=trajectory,
        rule="step-up-missed",
        threshold=3,
        evidence=[{"id": "x", "at": timezone.now().isoformat(), "missed": True}],
        weeks_before=4,
        weeks_proposed=2,
    )
    return {
        "stepping:of_client": [trajectory.pk],
        "stepping:accept": [trajectory.pk, proposal.pk],
        "stepping:reject": [trajectory.pk, proposal.pk],
    }


def on_today(trajectory, counsellor) -> dict[str, list]:
    """What Ilse put off, and a view that she keeps."""
    caseload.put_off(trajectory=trajectory, by=counsellor)
    view = caseload.keep(membership=counsellor.memberships.get(), name="Trek", query="reason=craving-high")
    return {
        "caseload:together": ["message"],
        "caseload:let_go": [view.pk],
        "caseload:later": [trajectory.pk],
        "caseload:now": [trajectory.pk],
    }


def shared_with(trajectory, client, relative, partner) -> dict[str, list]:
    """What Noor shares with Lot and with Tamar, and that Lot is her relative."""
    details = {"categories": Category.values, "purpose": "near", "by": client, "trajectory": trajectory}
    recipient = sharing.share(name="Lot", email=relative.email, **details)
    sharing.share(user=partner, partner=partner.memberships.get().organisation, **details)
    carries_both = trajectory.seats.get(role=TeamRole.COUNSELLOR).user
    own = Trajectory.objects.select_related("client").get(client__user=relative)
    noted = relatives.link(own=own, of=trajectory, by=carries_both, relation="partner")
    return {
        "overview:preview": [recipient.pk],
        "overview:shared_one": [trajectory.pk],
        "overview:save_shared": [trajectory.pk],
        "sharing:change": [recipient.pk],
        "sharing:stop": [recipient.pk],
        "relatives:of_client": [trajectory.pk],
        "relatives:unlink": [trajectory.pk, noted.pk],
    }


def away(trajectory, counsellor) -> dict[str, list]:
    """Ilse, next week."""
    first = timezone.localdate() + timedelta(days=7)
    absence = absences.announce(
        organisation=trajectory.organisation, by=counsellor, since=first, back_on=first + timedelta(days=7)
    )
    return {"absences:end": [absence.pk]}


def conversation(trajectory, client) -> dict[str, list]:
    """What Noor wrote to her team, with a file."""
    letter = CheckedFile("brief.txt", "text/plain", b"Beste Noor,")
    message = messages.send(trajectory=trajectory, by=client, text="Kan het gesprek later?", files=[letter])
    file = message.attachments.get()
    return {
        "messages:my_file": [file.pk],
        "messages:of_client": [trajectory.pk],
        "messages:file_of_client": [trajectory.pk, file.pk],
        "messages:settle": [trajectory.pk],
    }


def measured(trajectory, counsellor) -> dict[str, list]:
    """A result from elsewhere."""
    score = outsidescores.record(
        trajectory=trajectory, by=counsellor, instrument="who5", taken_on=timezone.localdate(), score=Decimal(52)
    )
    dossier = [trajectory.pk]
    return {
        "outsidescores:of_client": dossier,
        "outsidescores:remove": [*dossier, score.pk],
        "rhythm:of_client": dossier,
    }


def own_questionnaire(administrator, organisation) -> dict[str, list]:
    """What Jelle added, by the portal's example."""
    text = (library.FOLDER / "gad7.1.toml").read_text()
    own = questionnaires.add(organisation=organisation, by=administrator, slug="spanning", text=text)
    return {f"questionnaires:{name}": [own.pk] for name in ("show", "revise", "retire", "take_up")}


def import_side(administrator, organisation) -> dict[str, list]:
    """A file that Jelle uploaded and has not matched yet."""
    content = b"Naam;Geboortedatum\nWout Brinkman;12-04-1988\n"
    imported = imports.upload(organisation=organisation, by=administrator, name="clienten.csv", content=content)
    return {f"imports:{name}": [imported.pk] for name in ("columns", "read", "check", "report", "confirm", "cancel")}


@pytest.fixture
def world(request, browser_of, trajectory, client_user, counsellor, administrator, organisation) -> World:
    people = {persona: request.getfixturevalue(fixture) for persona, fixture in PEOPLE.items()}
    return World(people, browser_of, _arguments(request.getfixturevalue, trajectory, counsellor, organisation))


def _arguments(fixture, trajectory, counsellor, organisation) -> dict[str, list]:
    client_user, administrator = trajectory.client.user, fixture("administrator")
    series, due_occurrence = fixture("series"), fixture("due_occurrence")
    place = groups.enrol(group=series.group, participant=client_user, by=fixture("coordinator"))
    session = series.sessions.filter(period__startswith__gt=timezone.now()).earliest("period")
    check_in = checkins.start(trajectory=trajectory, by=client_user, occurrence=due_occurrence)
    newcomer = person("Wout Rietveld", "wout@test.example")
    invitation = invitations.invite(person=newcomer, organisation=organisation, by=administrator)
    colleague_seat = counsellor.memberships.get()
    dossier, group, meeting = [trajectory.pk], [series.group.pk], [session.pk]
    link = [links.sign(purpose=CHECK_IN, ids=link_ids(due_occurrence))]
    return {
        "account_confirm_email": ["unknown"],
        "account_reset_password_from_key": ["0", "unknown"],
        **{name: [1] for name in ("mfa_remove_webauthn", "mfa_edit_webauthn")},
        **{name: ["unknown"] for name in ("accounts:begin_at_work", "accounts:back_from_work")},
        "accounts:person": [colleague_seat.pk],
        "accounts:end": [colleague_seat.pk],
        "accounts:resend": [colleague_seat.pk],
        "accounts:withdraw": [colleague_seat.pk],
        "accounts:invitation": [links.sign(purpose=INVITATION, ids={"invitation": str(invitation.pk)})],
        "accounts:letters": [links.sign(purpose=STOP_PURPOSE, ids={"person": newcomer.pk.hex})],
        "follow": [links.short(Message.objects.filter(kind=CHECK_IN).latest("due_at").pk, purpose=TEXT)],
        "delivery:settle": [Message.objects.filter(kind=CHECK_IN).latest("due_at").pk],
        "supportgroups:edit_room": [series.room.pk],
        "supportgroups:session": meeting,
        "supportgroups:move": meeting,
        "supportgroups:cancel": meeting,
        "supportgroups:leave": [place.pk],
        "supportgroups:group": group,
        "supportgroups:edit": group,
        "supportgroups:publish": [series.pk],
        "supportgroups:put_away": [series.pk],
        "supportgroups:open_group": group,
        "supportgroups:wait": group,
        "supportgroups:ask": group,
        "supportgroups:leave_own": [place.pk],
        **waiting_for(series.group, fixture("other_client")),
        **_shared_in(place, by=fixture("coordinator")),
        "supportgroups:end": group,
        "supportgroups:people": group,
        "supportgroups:enrol": group,
        **measured(trajectory, counsellor),
        **own_questionnaire(administrator, organisation),
        "checkins:question": [check_in.pk, 1],
        "checkins:done": [check_in.pk],
        "checkins:link": link,
        "checkins:link_question": [*link, 1],
        "checkins:link_done": link,
        "checkins:schedule": dossier,
        "checkins:pause": dossier,
        "checkins:resume": dossier,
        "checkins:plan": dossier,
        "checkins:replan": [*dossier, due_occurrence.schedule_id],
        "checkins:end": [*dossier, due_occurrence.schedule_id],
        "overview:dossier": dossier,
        "dossier:edit": dossier,
        "dossier:invite": dossier,
        "dossier:team": dossier,
        "dossier:team_add": dossier,
        "dossier:team_end": [*dossier, trajectory.seats.get(user=fixture("peer_worker")).pk],
        **client_side(trajectory, client_user, counsellor),
        **handed_over(trajectory, counsellor),
        **agreed_and_asked(trajectory, client_user, counsellor),
        **appointed(trajectory, counsellor),
        **use_told(trajectory, client_user, counsellor),
        **looking_back(trajectory, client_user),
        **intake_side(trajectory),
        **import_side(administrator, organisation),
        **by_oneself(trajectory, client_user, counsellor),
        **medicines(trajectory, client_user, counsellor),
        **signals(trajectory, client_user),
        **conversation(trajectory, client_user),
        **silent(trajectory, due_occurrence),
        **weeks_of_answers(trajectory),
        **shared_with(trajectory, client_user, fixture("relative"), fixture("partner")),
        **referred(trajectory, client_user, counsellor, fixture("partner")),
        **away(trajectory, counsellor),
        **on_today(trajectory, counsellor),
        **in_the_network(organisation, fixture("policy_maker")),
        **in_the_guide(organisation, fixture("policy_maker"), client_user),
        **asked_of_the_panel(organisation, fixture("manager"), trajectory, client_user),
        **opened_in_an_emergency(trajectory, fixture("colleague")),
    }


def _shared_in(place, *, by) -> dict[str, list]:
    """A tip of a member, shown to the group, and a material."""
    tip = groups.write_tip(group=place.group, by=place.participant, text="Ga samen op de fiets.")
    groups.decide(tip=tip, by=by, show=True)
    material = groups.add_material(group=place.group, by=by, title="Nee zeggen", link="https://example.org/nee")
    return {
        "supportgroups:sharing": [place.group_id],
        "supportgroups:decide": [place.group_id, tip.pk],
        "supportgroups:remove_material": [place.group_id, material.pk],
        "supportgroups:own": [place.pk],
        "supportgroups:thank": [place.pk, tip.pk],
        "supportgroups:take_back": [place.pk, tip.pk],
    }
