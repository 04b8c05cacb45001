"""Every part of the dossier that its owner can read is in the copy, at the same number of queries; nothing else is."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from supportgroups import actions as groups
from supportgroups.models import Wait
from trajectories.analyses import actions as analyses
from trajectories.analyses.models import Analysis
from trajectories.checkins.models import CheckIn
from trajectories.closing import actions as closing
from trajectories.closing.models import ClosingWords
from trajectories.dossier.models import Category
from trajectories.emergencies import actions as emergencies
from trajectories.exercises import actions as exercises
from trajectories.intake import actions as intake
from trajectories.lapses import actions as lapses
from trajectories.medication import actions as medication
from trajectories.messages import actions as messages
from trajectories.referrals.models import Referral
from trajectories.relatives import actions as relatives
from trajectories.relatives.models import Concern
from trajectories.retention import actions as retention
from trajectories.selfcare.models import AreaScore
from trajectories.sharing import actions as sharing
from trajectories.signalplan import actions as signalplan
from trajectories.signalplan.models import Colour
from trajectories.socialmap import actions as socialmap
from trajectories.teamtasks import actions as teamtasks
from trajectories.triggers import actions as triggers


@pytest.fixture
def own(trajectory, client_user):
    return {"trajectory": trajectory, "by": client_user}


@pytest.fixture
def team(trajectory, counsellor):
    return {"trajectory": trajectory, "by": counsellor}


@pytest.fixture
def tell(own, team, trajectory, client_user, counsellor, other_client, series, partner):
    """tell(number) adds one to every part of the dossier."""
    groups.enrol(group=series.group, participant=other_client, by=counsellor)
    groups.enrol(group=series.group, participant=client_user, by=counsellor, at=timezone.now() - timedelta(weeks=9))
    sessions = list(series.sessions.order_by("period"))
    now = timezone.now()

    def add(number: int) -> None:
        at = now - timedelta(days=number)
        entry = triggers.log(**own, strength=5, at=at, own_word=f"woord {number}", note=f"log {number}")
        lapses.tell(**own, what=f"wat {number}", learned=f"geleerd {number}")
        lapses.record(**team, what=f"gehoord {number}")
        blank = Analysis(organisation=trajectory.organisation, trajectory=trajectory, trigger=entry)
        analyses.write(analysis=blank, by=client_user, revision=0, situation=f"situatie {number}")
        plan = signalplan.propose(
            **own,
            steps={Colour.ORANGE: {"signs": f"merk {number}", "call_name": "Lot", "call_phone": f"06-{number}"}},
            replaces=trajectory.signal_plans.standing().values_list("pk", flat=True).first(),
        )
        signalplan.agree(plan=plan, by=counsellor)
        signalplan.set_colour(**own, colour=list(Colour)[number], at=at)
        AreaScore.objects.create(
            organisation=trajectory.organisation, trajectory=trajectory, area="food", day=at.date(), score=number,
            scored_by=client_user,
        )  # fmt: skip
        slug = ("breathing", "urge-surfing", "walking")[number]
        exercises.assign(**team, slug=slug, note=f"probeer {number}")
        exercises.do(**own, slug=slug, how=f"rustig {number}")
        medicine = medication.add(**team, name=f"Pil {number}", dose=f"{number} per dag")
        medication.stop(medicine=medicine, by=counsellor, revision=medicine.revision, reason=f"klaar {number}")
        report = medication.tell(**own, taken="not", text=f"misselijk {number}")
        medication.discuss(report=report, by=counsellor, outcome=f"besproken {number}")
        socialmap.add(**own, name=f"Vriend {number}", stance="supportive", ring=1, words=f"steun {number}")
        messages.send(**own, text=f"vraag {number}")
        messages.send(**team, text=f"antwoord {number}")
        Referral.objects.create(
            organisation=trajectory.organisation, trajectory=trajectory, to_user=partner, to_name=f"Wijk {number}",
            reason=f"hulp {number}", state="stopped", ended_at=now, ended_in="proposed", proposed_by=counsellor,
        )  # fmt: skip
        CheckIn.objects.create(
            organisation=trajectory.organisation, trajectory=trajectory, instrument="phq9", version=1,
            answers={}, scores={"phq": 10 + number}, submitted_at=at, answered_by=client_user,
        )  # fmt: skip
        sharing.share(
            **own, name=f"Lot {number}", email=f"lot{number}@x.example", categories=[Category.PLAN], purpose="near"
        )
        retention.ask(**own, words=f"vernietig {number}")
        retention.take_back(**own)
        groups.mark_attendance(session=sessions[number], by=counsellor, marks={client_user.pk: "present"})
        Wait.objects.create(
            organisation=trajectory.organisation, group=series.group, participant=client_user, asked_by=client_user,
            ended_at=now, outcome="stepped_back",
        )  # fmt: skip

    return add


TOLD = (
    "woord log wat geleerd gehoord situatie merk 06- probeer rustig Pil klaar misselijk besproken Vriend steun vraag "
    "antwoord Wijk hulp Lot vernietig"
).split()


def test_every_part_is_in_it_at_the_same_number_of_queries(phone, tell, read, as_many_for_three_as_for_one):
    assert as_many_for_three_as_for_one(tell)
    found = read(phone)
    glue = {"06-": "06-2"}
    assert [word for word in TOLD if glue.get(word, f"{word} 2") not in found] == []
    assert "12 van 27" in found
    assert "Stevig Staan" in found
    assert "Aanwezig" in found


@pytest.fixture
def relative_copy(browser_of, relative, read):
    return lambda: read(browser_of(relative))


def test_why_somebody_looked_in_an_emergency_is_in_it(phone, read, trajectory, colleague, browser_of):
    emergencies.begin(trajectory=trajectory, by=colleague, reason="Belt in paniek naar de lijn.")
    browser_of(colleague).get(trajectory.get_absolute_url())
    assert "Belt in paniek naar de lijn." in read(phone)


def test_a_concern_told_in_confidence_stays_with_who_told_it(
    phone, trajectory, relative_trajectory, relative, read, relative_copy
):
    relatives.bring_in(own=relative_trajectory, by=relative, words="Ik maak me zorgen", about="Noor")
    Concern.objects.create(
        organisation=trajectory.organisation, trajectory=trajectory, told_by=relative, words="Zij drinkt weer"
    )
    assert "Ik maak me zorgen" in relative_copy()
    assert "Zij drinkt weer" not in read(phone)


def test_what_goes_between_professionals_is_not_in_it(phone, team, trajectory, read):
    teamtasks.ask(**team, kind="call", key="x", due_at=timezone.now() + timedelta(days=1), text="Let op bij Noor")
    assert "Let op bij Noor" not in read(phone)


def test_who_looked_is_in_it_without_oneself(phone, browser_of, counsellor, colleague, trajectory, read):
    dossier = reverse("overview:dossier", args=[trajectory.pk])
    browser_of(counsellor).get(dossier)
    browser_of(colleague).get(dossier)
    found = read(phone)
    looked = found[found.index("Wie bekeek mijn dossier</h3>") :]
    assert "Ilse Doornbosch" in looked
    assert "Farah" not in looked
    assert "Noor" not in looked[: looked.index("</table>")]


def test_a_closed_trajectory_tells_as_much(phone, team, own, trajectory, counsellor, read):
    closing.write(**own, side=ClosingWords.Side.CLIENT, summary="Ik sta steviger")
    closing.skip(**team, side=ClosingWords.Side.TEAM, because="Noor zei het al")
    intake.begin(**team, referrer="gp", referrer_name="Dokter Maas")
    closing.close(**team, because="Verhuisd")
    found = read(phone)
    for words in ("Ik sta steviger", "Noor zei het al", "Dokter Maas"):
        assert words in found


def test_what_is_shared_says_until_when(phone, own, trajectory, client_user, read):
    until = timezone.localdate() + timedelta(days=9)
    lot = sharing.share(**own, name="Lot", email="l@x.example", categories=[Category.PLAN], purpose="near", until=until)
    day = date_format(until, "j F Y")
    assert day in read(phone)
    sharing.stop(recipient=lot, by=client_user)
    assert "Gestopt door jou" in read(phone)


def test_a_signal_plan_that_was_set_aside_is_not_told(phone, own, client_user, read):
    plan = signalplan.propose(**own, steps={Colour.RED: {"signs": "Ik slaap niet"}})
    assert "nog niet afgesproken" in read(phone)
    signalplan.set_aside(plan=plan, by=client_user)
    assert "Ik slaap niet" not in read(phone)


def test_looking_back_on_use_is_told(phone, own, client_user, read):
    lapse = lapses.tell(**own, extent="evening")
    blank = Analysis(organisation=lapse.organisation, trajectory=lapse.trajectory, lapse=lapse)
    analyses.write(analysis=blank, by=client_user, revision=0, thought="Eentje kan wel")
    assert "Eentje kan wel" in read(phone)
