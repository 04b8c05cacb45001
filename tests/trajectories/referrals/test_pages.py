"""The pages of the care team, the client and the partner with an account; who else comes there finds nothing."""

import pytest
from django.utils import timezone

from aftercare.audit.models import AccessEntry
from aftercare.core.errors import Refused
from aftercare.notifications.models import Undeliverable
from tests.trajectories.referrals.conftest import DAY, PIET, WHY, until
from trajectories.dossier import actions as dossier
from trajectories.dossier.models import Category, Consent
from trajectories.plans.models import PlanItem, Proposal
from trajectories.referrals import actions
from trajectories.referrals.models import Referral, State
from trajectories.sharing import actions as sharing
from trajectories.teamtasks.models import TeamTask


def text(response) -> str:
    return response.content.decode()


@pytest.fixture
def noor(client_user, browser_of):
    return browser_of(client_user)


@pytest.fixture
def ilse(counsellor, browser_of):
    return browser_of(counsellor)


@pytest.fixture
def tamar(partner, browser_of):
    return browser_of(partner)


def test_the_care_team_proposes_to_somebody_by_e_mail(ilse, trajectory):
    page = ilse.post(f"/clients/{trajectory.pk}/referrals/new/", {**PIET, "reason": WHY}, follow=True)
    assert "Piet Schouten" in text(page)
    assert Referral.objects.get().state == State.PROPOSED


def test_a_service_of_the_directory_can_be_chosen(ilse, trajectory, list_service):
    service = list_service()
    assert "Inloop De Haven, De Haven" in text(ilse.get(f"/clients/{trajectory.pk}/referrals/new/"))
    ilse.post(f"/clients/{trajectory.pk}/referrals/new/", {**PIET, "reason": WHY, "listed": service.pk})
    referral = Referral.objects.get()
    assert (referral.listed, referral.service) == (service, "Inloop De Haven")


def test_the_care_team_proposes_to_a_partner_with_an_account(ilse, trajectory, partner):
    assert "Tamar Visser, Wijkteam Oever" in text(ilse.get(f"/clients/{trajectory.pk}/referrals/new/"))
    fields = {"professional": partner.memberships.get().pk, "reason": WHY, "name": "Vergeten", "service": "Schulden"}
    ilse.post(f"/clients/{trajectory.pk}/referrals/new/", fields)
    referral = Referral.objects.get()
    assert (referral.to_user, referral.to_place, referral.service) == (partner, "Wijkteam Oever", "Schulden")


@pytest.mark.parametrize("fields", [{"reason": WHY}, {**PIET}, {"reason": WHY, "name": "Piet", "email": "geen adres"}])
def test_what_is_missing_is_asked_for_and_nothing_typed_is_lost(ilse, trajectory, fields):
    page = ilse.post(f"/clients/{trajectory.pk}/referrals/new/", fields)
    assert page.status_code == 200
    assert not Referral.objects.exists()
    for typed in fields.values():
        assert typed in text(page)


def test_proposing_twice_says_what_is_wrong(ilse, trajectory, propose):
    propose()
    page = ilse.post(f"/clients/{trajectory.pk}/referrals/new/", {**PIET, "reason": WHY})
    assert "loopt al" in text(page)


def test_each_step_of_the_care_team_on_its_page(ilse, trajectory, to_piet):
    referral = to_piet()
    of_it = f"/clients/{trajectory.pk}/referrals/{referral.pk}/"
    assert "talk/" in text(ilse.get(of_it))
    assert ilse.get(f"{of_it}talk/").status_code == 200
    assert ilse.post(f"{of_it}talk/", {"on": (timezone.localdate() + DAY).isoformat()}).status_code == 200
    assert ilse.post(f"{of_it}talk/", {"on": timezone.localdate().isoformat()}).status_code == 302
    page = text(ilse.get(of_it))
    assert "talk/" not in page
    assert "answer/" not in page
    assert "al genoteerd" in text(ilse.post(f"{of_it}talk/", {"on": timezone.localdate().isoformat()}))
    assert ilse.post(f"{of_it}again/").status_code == 302
    assert ilse.get(f"{of_it}accept/").status_code == 404
    assert ilse.post(f"{of_it}withdraw/", {"reason": "Er kwam iets beters."}).status_code == 302
    page = text(ilse.post(f"{of_it}again/", follow=True))
    assert "intussen verder" in page
    assert "Er kwam iets beters." in text(ilse.get(f"/clients/{trajectory.pk}/referrals/"))


def test_a_letter_that_comes_back_is_said(ilse, trajectory, to_piet):
    referral = to_piet()
    of_it = f"/clients/{trajectory.pk}/referrals/{referral.pk}/"
    assert "komen terug" not in text(ilse.get(of_it))
    Undeliverable.objects.create(
        user=referral.to_user, channel="email", address=PIET["email"], reason="550", since=timezone.now()
    )
    assert "komen terug" in text(ilse.get(of_it))


def test_a_late_step_says_so(ilse, trajectory, to_piet):
    referral = to_piet()
    Referral.objects.filter(pk=referral.pk).update(due_at=timezone.now() - DAY)
    for page in (f"/clients/{trajectory.pk}/referrals/", f"/clients/{trajectory.pk}/referrals/{referral.pk}/"):
        assert "Zou klaar zijn" in text(ilse.get(page))


def test_the_list_costs_the_same_with_one_and_with_three(
    ilse, noor, tamar, trajectory, to_tamar, propose, client_user, count_queries
):
    to_tamar()
    for browser in (ilse, noor):
        browser.get("/accounts/profile/")
    pages = {ilse: f"/clients/{trajectory.pk}/referrals/", noor: "/me/referrals/"}
    with_one = [count_queries(browser, page) for browser, page in pages.items()]
    for name in ("jan", "bea"):
        referral = propose(name=name, email=f"{name}@elders.example")
        actions.agree(referral=referral, by=client_user, until=until())
    assert [count_queries(browser, page) for browser, page in pages.items()] == with_one


def test_the_client_reads_it_says_yes_and_chooses(noor, propose):
    referral = propose()
    assert f"/me/referrals/{referral.pk}/" in text(noor.get("/me/referrals/"))
    page = text(noor.get(f"/me/referrals/{referral.pk}/"))
    assert WHY in page
    assert "checked" not in page
    fields = {"until": until().isoformat(), "categories": ["plan"], "may_propose": "on"}
    assert noor.post(f"/me/referrals/{referral.pk}/", fields).status_code == 302
    referral.refresh_from_db()
    assert (referral.state, referral.may_propose, referral.shares_phone) == (State.AGREED, True, False)
    assert "/preview/" in text(noor.get(f"/me/referrals/{referral.pk}/"))


@pytest.mark.parametrize("days", [-1, 400])
def test_a_yes_is_until_a_day_within_a_year(noor, propose, days):
    referral = propose()
    day = timezone.localdate() + days * DAY
    page = noor.post(f"/me/referrals/{referral.pk}/", {"until": day.isoformat()})
    assert page.status_code == 200
    assert day.isoformat() in text(page)


def test_somebody_else_stopped_it_while_the_client_was_reading(noor, propose, counsellor, monkeypatch):
    referral = propose()
    late = Referral.objects.get(pk=referral.pk)
    actions.withdraw(referral=referral, by=counsellor, reason="Toch niet.")
    monkeypatch.setattr("trajectories.referrals.views_client.open_mine", lambda *_found: late)
    assert "intussen verder" in text(noor.post(f"/me/referrals/{late.pk}/", {"until": until().isoformat()}))
    assert "intussen verder" in text(noor.post(f"/me/referrals/{late.pk}/stop/", follow=True))
    assert "intussen verder" in text(noor.post(f"/me/referrals/{late.pk}/how/", {"well": "yes"}, follow=True))


@pytest.mark.parametrize(("well", "state"), [("yes", State.ARRIVED), ("no", State.ASKED)])
def test_the_client_says_how_it_goes_there(noor, to_piet, well, state):
    referral = to_piet(State.ASKED)
    assert f"/me/referrals/{referral.pk}/how/" in text(noor.get(f"/me/referrals/{referral.pk}/"))
    assert noor.post(f"/me/referrals/{referral.pk}/how/", {}).status_code == 200
    assert noor.post(f"/me/referrals/{referral.pk}/how/", {"well": well, "words": "Fijn."}).status_code == 302
    referral.refresh_from_db()
    assert referral.state == state
    assert noor.get("/me/referrals/").status_code == 200


def test_an_arrived_handover_that_ended_is_past(noor, to_piet):
    referral = to_piet(State.ARRIVED)
    assert f"/me/referrals/{referral.pk}/stop/" in text(noor.get("/me/referrals/"))
    noor.post(f"/me/referrals/{referral.pk}/stop/")
    assert f"/me/referrals/{referral.pk}/stop/" not in text(noor.get("/me/referrals/"))


def test_a_question_for_the_client_stands_on_today(noor, propose, counsellor):
    assert "/me/referrals/" not in text(noor.get("/me/"))
    referral = propose()
    assert "/me/referrals/" in text(noor.get("/me/"))
    actions.withdraw(referral=referral, by=counsellor, reason="Toch niet.")
    assert "/me/referrals/" not in text(noor.get("/me/"))


def test_a_partner_with_an_account_reads_answers_and_is_logged(tamar, to_tamar, client_user, partner):
    referral = to_tamar()
    assert "Noor Velthuizen" in text(tamar.get("/referrals/"))
    assert WHY in text(tamar.get(f"/referrals/{referral.pk}/"))
    assert AccessEntry.objects.filter(client=client_user, user=partner, segment="plan", role="partner").exists()
    assert tamar.post(f"/referrals/{referral.pk}/accept/").status_code == 302
    assert tamar.get(f"/referrals/{referral.pk}/accept/").status_code == 404
    fields = {"on": timezone.localdate().isoformat()}
    assert tamar.post(f"/referrals/{referral.pk}/contact/", fields).status_code == 302
    referral.refresh_from_db()
    assert referral.state == State.STARTED


def test_nothing_for_a_partner_before_the_yes_nor_after_stopping(tamar, propose, partner, client_user):
    referral = propose(professional=partner.memberships.get())
    assert tamar.get(f"/referrals/{referral.pk}/").status_code == 404
    assert "Noor" not in text(tamar.get("/referrals/"))
    actions.agree(referral=referral, by=client_user, until=until(), categories=list(Category))
    assert tamar.get(f"/referrals/{referral.pk}/").status_code == 200
    assert tamar.get(f"/shared/{referral.trajectory_id}/").status_code == 200
    actions.stop(referral=referral, by=client_user)
    for page in (f"/referrals/{referral.pk}/", f"/referrals/{referral.pk}/ask/", f"/shared/{referral.trajectory_id}/"):
        assert tamar.get(page).status_code == 404
    assert "Noor" not in text(tamar.get("/referrals/")) + text(tamar.get("/shared/"))


def test_whoever_left_the_partner_organisation_reads_nothing(tamar, to_tamar, partner):
    referral = to_tamar()
    membership = partner.memberships.get()
    membership.ended_at = timezone.now()
    membership.save()
    assert tamar.get(f"/referrals/{referral.pk}/").status_code == 404


def test_what_was_shared_before_stays_when_the_handover_stops(tamar, propose, partner, client_user, trajectory):
    organisation = partner.memberships.get().organisation
    sharing.share(
        trajectory=trajectory,
        by=client_user,
        user=partner,
        partner=organisation,
        categories=[Category.PLAN],
        purpose=Consent.Purpose.TOGETHER,
    )
    referral = propose(professional=partner.memberships.get())
    actions.agree(referral=referral, by=client_user, until=until(), categories=[Category.PLAN, Category.GROUPS])
    actions.stop(referral=referral, by=client_user)
    standing = Consent.objects.filter(ended_at=None)
    assert [(one.category, one.purpose) for one in standing] == [("plan", "together")]
    assert tamar.get(f"/referrals/{referral.pk}/").status_code == 404


def test_stopping_all_sharing_with_somebody_stops_the_handover_too(noor, tamar, to_tamar):
    referral = to_tamar()
    noor.post(f"/me/sharing/{referral.recipient_id}/stop/")
    assert tamar.get(f"/referrals/{referral.pk}/").status_code == 404
    referral.refresh_from_db()
    assert referral.state == State.STOPPED


def test_stopping_one_category_leaves_the_handover(client_user, tamar, to_tamar):
    referral = to_tamar(categories=[Category.PLAN, Category.GROUPS])
    recipient = referral.recipient
    recipient.refresh_from_db()
    sharing.choose(
        trajectory=referral.trajectory,
        by=client_user,
        chosen={recipient.pk: ([Category.GROUPS], recipient.revision)},
    )
    assert tamar.get(f"/referrals/{referral.pk}/").status_code == 200
    assert "Noor" in text(tamar.get("/referrals/"))


def test_a_partner_proposes_for_the_plan_and_the_counsellor_answers(tamar, noor, ilse, to_tamar, trajectory, partner):
    referral = to_tamar(may_propose=True)
    fields = {"title": "Brief aan de bank schrijven", "kind": "practical", "why": "Dat scheelt rente."}
    assert tamar.post(f"/referrals/{referral.pk}/plan/", fields).status_code == 302
    proposal = Proposal.objects.get()
    assert proposal.proposed_by == partner
    page = text(ilse.get(f"/clients/{trajectory.pk}/plan/proposals/{proposal.pk}/"))
    assert "Tamar" in page
    assert "Tamar" in text(noor.get("/me/plan/proposals/"))
    assert "Dat scheelt rente." in text(noor.get(f"/me/plan/proposals/{proposal.pk}/"))
    ilse.post(f"/clients/{trajectory.pk}/plan/proposals/{proposal.pk}/accept/", {"revision": 1})
    assert PlanItem.objects.get().title == "Brief aan de bank schrijven"


def test_without_a_yes_to_that_a_partner_proposes_nothing(tamar, to_tamar, partner):
    referral = to_tamar()
    assert tamar.get(f"/referrals/{referral.pk}/plan/").status_code == 404
    with pytest.raises(Refused, match="toevoegt"):
        actions.propose_for_plan(referral=referral, by=partner, title="Iets")


def test_somebody_reached_by_e_mail_finds_it_in_an_account_too(propose, outsider, client_user, browser_of):
    referral = propose(email=outsider.email)
    bram = browser_of(outsider)
    assert bram.get("/referrals/").status_code == 403
    actions.agree(referral=referral, by=client_user, until=until())
    assert bram.get("/referrals/").status_code == 200
    assert bram.get(f"/referrals/{referral.pk}/").status_code == 200


def test_a_closed_trajectory_can_still_be_handed_over_and_stopped(noor, ilse, trajectory, to_piet, counsellor):
    referral = to_piet()
    dossier.close(trajectory=trajectory, by=counsellor)
    assert (
        ilse.post(
            f"/clients/{trajectory.pk}/referrals/{referral.pk}/talk/", {"on": timezone.localdate().isoformat()}
        ).status_code
        == 302
    )
    assert noor.post(f"/me/referrals/{referral.pk}/stop/").status_code == 302


def test_whoever_gave_a_phone_number_may_share_it(noor, propose, client_user):
    referral = propose()
    assert "shares_phone" not in text(noor.get(f"/me/referrals/{referral.pk}/"))
    client_user.phone = "06 12345678"
    client_user.save()
    assert "shares_phone" in text(noor.get(f"/me/referrals/{referral.pk}/"))


def test_the_steps_stand_in_the_dossier(ilse, trajectory, to_piet):
    referral = to_piet(State.ARRIVED)
    assert "Aangekomen" in text(ilse.get(f"/clients/{trajectory.pk}/referrals/"))
    page = text(ilse.get(f"/clients/{trajectory.pk}/"))
    assert f"/clients/{trajectory.pk}/referrals/{referral.pk}/" in page
    assert "Piet Schouten: aangekomen" in page
    assert WHY in page


def test_others_and_outsiders_find_nothing(
    to_tamar, browser_of, colleague, outsider, other_client, coordinator, manager, trajectory
):
    referral = to_tamar()
    pages = [
        f"/clients/{trajectory.pk}/referrals/",
        f"/clients/{trajectory.pk}/referrals/{referral.pk}/",
        f"/me/referrals/{referral.pk}/",
        f"/referrals/{referral.pk}/",
        f"/referrals/{referral.pk}/accept/",
    ]
    for somebody in (colleague, outsider, other_client, coordinator, manager):
        browser = browser_of(somebody)
        assert [browser.get(page).status_code for page in pages] == [404] * 5
        assert browser.post(pages[-1]).status_code == 404
    referral.refresh_from_db()
    assert referral.state == State.AGREED
    assert not TeamTask.objects.exists()
