"""The counsellor's pages: what is new in a plan, what the client proposes, and the answer."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.urls import reverse

from aftercare.accounts.models import User
from trajectories.plans import actions as plans
from trajectories.plans import news
from trajectories.plans.actions import proposals
from trajectories.plans.models import Kind, Proposal, State

Wish = Proposal.Wish
NOON = datetime(2026, 3, 12, 11, tzinfo=UTC)
HOUR = timedelta(hours=1)


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(NOON, tick=False) as traveller:
        yield traveller


@pytest.fixture
def desk(browser_of, counsellor):
    return browser_of(counsellor)


@pytest.fixture
def url(trajectory):
    return lambda proposal, name="answer": reverse(f"plans:{name}", args=[trajectory.pk, proposal.pk])


@pytest.fixture
def plan_url(trajectory):
    return reverse("plans:items", args=[trajectory.pk])


def test_a_proposal_stands_above_the_plan_and_on_the_dossier(desk, plan_url, url, propose, trajectory, item):
    proposal, stop = propose(), propose(Wish.STOP, item=item, title="")
    html = desk.get(plan_url).content.decode()
    assert url(proposal) in html
    assert url(stop) in html
    assert "Ermee stoppen. Noor" in html
    dossier = desk.get(reverse("overview:dossier", args=[trajectory.pk])).content.decode()
    assert f"{plan_url}#proposals" in dossier
    assert "2 voorstellen wachten op antwoord" in dossier
    assert "Voorstel: iets nieuws" in dossier


def test_a_proposal_is_a_reason_on_the_caseload(desk, propose, plan_url):
    propose()
    html = desk.get(reverse("caseload:today")).content.decode()
    assert "Voorstel van Noor" in html
    assert "Stelde iets voor het plan voor, vandaag." in html


def test_the_proposal_stands_beside_what_the_plan_says(desk, url, propose, item):
    html = desk.get(url(propose(Wish.CHANGE, item=item, title="Nee zeggen", frequency="elke dag"))).content.decode()
    assert "week</del>" in html
    assert "dag</ins>" in html


def test_it_is_said_that_the_item_changed_since(desk, url, propose, item, counsellor):
    proposal = propose(Wish.CHANGE, item=item)
    words = "Dit onderdeel is veranderd nadat het voorstel is geschreven."
    assert words not in desk.get(url(proposal)).content.decode()
    plans.change(item=item, by=counsellor, revision=1, carrier="Lot")
    assert words in desk.get(url(proposal)).content.decode()


def test_one_tap_accepts(desk, url, propose, item):
    proposal = propose(Wish.CHANGE, item=item)
    page = desk.post(url(proposal, "accept"), {"revision": 1, "item_revision": 1}, follow=True)
    assert page.resolver_match.view_name == "plans:items"
    item.refresh_from_db()
    assert item.title == "Zwemmen"
    html = desk.get(url(proposal)).content.decode()
    assert "In het plan" in html
    assert url(proposal, "accept") not in html


def test_an_accept_without_what_was_seen_changes_nothing(desk, url, propose):
    proposal = propose(kind=Kind.SKILL)
    assert desk.post(url(proposal, "accept"), {}).headers["Location"] == url(proposal)
    proposal.refresh_from_db()
    assert proposal.is_open


def test_an_accept_of_what_was_rewritten_shows_the_new_words(desk, url, propose, client_user):
    proposal = propose(kind=Kind.SKILL)
    proposals.rewrite(proposal=proposal, by=client_user, revision=1, title="Toch fietsen")
    page = desk.post(url(proposal, "accept"), {"revision": 1})
    assert page.status_code == 409
    assert "Toch fietsen" in page.content.decode()
    proposal.refresh_from_db()
    assert proposal.is_open


def test_what_was_taken_back_cannot_be_accepted(desk, url, propose, client_user, trajectory):
    proposal = propose(kind=Kind.SKILL)
    proposals.withdraw(proposal=proposal, by=client_user)
    page = desk.post(url(proposal, "accept"), {"revision": 1}, follow=True)
    assert [message.level_tag for message in page.context["messages"]] == ["error"]
    assert not trajectory.plan_items.exists()


def test_declining_asks_a_reason_and_the_client_reads_it(desk, url, propose):
    proposal = propose()
    page = desk.post(url(proposal, "decline"), {"revision": 1, "answer": " "})
    assert page.context["form"].errors["answer"]
    desk.post(url(proposal, "decline"), {"revision": 1, "answer": "Na de zomer."})
    proposal.refresh_from_db()
    assert (proposal.state, proposal.answer) == ("declined", "Na de zomer.")
    assert "Na de zomer." in desk.get(url(proposal)).content.decode()


def test_a_stale_decline_keeps_the_reason_that_was_typed(desk, url, propose, client_user):
    proposal = propose()
    proposals.rewrite(proposal=proposal, by=client_user, revision=1, title="Toch fietsen")
    page = desk.post(url(proposal, "decline"), {"revision": 1, "answer": "Na de zomer."})
    html = page.content.decode()
    assert page.status_code == 409
    assert "Toch fietsen" in html
    assert "Na de zomer." in html
    desk.post(
        url(proposal, "decline"), {"revision": page.context["form"]["revision"].value(), "answer": "Na de zomer."}
    )
    proposal.refresh_from_db()
    assert proposal.state == "declined"


def test_what_has_an_answer_gets_no_second(desk, url, propose, counsellor):
    proposal = propose()
    proposals.decline(proposal=proposal, by=counsellor, revision=1, answer="Later.")
    page = desk.post(url(proposal, "decline"), {"revision": 1, "answer": "Nooit."}, follow=True)
    assert [message.level_tag for message in page.context["messages"]] == ["error"]
    page = desk.get(url(proposal, "adapt"), follow=True)
    assert page.resolver_match.view_name == "plans:answer"
    proposal.refresh_from_db()
    assert proposal.answer == "Later."


def test_a_change_is_accepted_with_changes(desk, url, propose, item):
    proposal = propose(Wish.CHANGE, item=item, frequency="elke dag")
    form = desk.get(url(proposal, "adapt")).context["form"]
    assert (form["title"].value(), form["frequency"].value()) == ("Zwemmen", "elke dag")
    typed = {"title": "Zwemmen", "frequency": "om de dag", "revision": 1, "proposal_revision": 1, "answer": "Rustig."}
    page = desk.post(url(proposal, "adapt"), typed, follow=True)
    assert page.resolver_match.view_name == "plans:items"
    item.refresh_from_db()
    proposal.refresh_from_db()
    assert (item.title, item.frequency) == ("Zwemmen", "om de dag")
    assert (proposal.state, proposal.answer) == ("changed", "Rustig.")


@pytest.mark.parametrize(("proposed", "chosen"), [("", "?kind=community"), (Kind.COMMUNITY, "")])
def test_something_new_is_completed_for_its_kind(desk, url, propose, trajectory, proposed, chosen):
    proposal = propose(kind=proposed)
    offers_kinds = f"{url(proposal, 'adapt')}?kind=community" in desk.get(url(proposal)).content.decode()
    assert offers_kinds == (proposed == "")
    form = desk.get(url(proposal, "adapt") + chosen).context["form"]
    assert form["title"].value() == "Zwemmen"
    typed = {"title": "Zwemmen", "place": "Zwembad", "state": "active", "proposal_revision": 1}
    desk.post(url(proposal, "adapt") + chosen, typed)
    item = trajectory.plan_items.get()
    assert (item.kind, item.place, item.state) == (Kind.COMMUNITY, "Zwembad", State.ACTIVE)
    proposal.refresh_from_db()
    assert proposal.state == "accepted"


def test_self_care_keeps_the_area_that_was_proposed(desk, url, propose):
    proposal = propose(kind=Kind.SELF_CARE, area="money")
    assert desk.get(url(proposal, "adapt")).context["form"]["area"].value() == "money"
    assert desk.get(url(proposal, "adapt") + "?kind=practical").context["form"]["area"].value() == ""


@pytest.mark.parametrize("chosen", ["", "?kind=magic"])
def test_something_new_of_no_kind_is_no_page(desk, url, propose, chosen):
    assert desk.get(url(propose(), "adapt") + chosen).status_code == 404


def test_to_stop_has_nothing_to_complete(desk, url, propose, item):
    assert desk.get(url(propose(Wish.STOP, item=item, title=""), "adapt")).status_code == 404


def test_a_stale_item_shows_both_texts_and_can_be_saved_on_purpose(desk, url, propose, item, colleague):
    proposal = propose(Wish.CHANGE, item=item)
    plans.change(item=item, by=colleague, revision=1, title="Van Farah")
    typed = {"title": "Van Ilse", "revision": 1, "proposal_revision": 1}
    page = desk.post(url(proposal, "adapt"), typed)
    html = page.content.decode()
    assert page.status_code == 409
    assert "Van Farah" in html
    assert "Van Ilse" in html
    form = page.context["form"]
    typed |= {"revision": form["revision"].value(), "proposal_revision": form["proposal_revision"].value()}
    desk.post(url(proposal, "adapt"), typed)
    item.refresh_from_db()
    assert item.title == "Van Ilse"


@pytest.mark.parametrize("wish", [Wish.ADD, Wish.CHANGE])
def test_a_rewritten_proposal_keeps_what_the_counsellor_typed(desk, url, propose, item, client_user, wish):
    details = {"item": item} if wish == Wish.CHANGE else {"kind": Kind.SKILL}
    proposal = propose(wish, **details)
    proposals.rewrite(proposal=proposal, by=client_user, revision=1, title="Toch fietsen")
    typed = {"title": "Van Ilse", "revision": 1, "proposal_revision": 1, "state": "active"}
    page = desk.post(url(proposal, "adapt"), typed)
    html = page.content.decode()
    assert page.status_code == 409
    assert "Toch fietsen" in html
    assert page.context["form"]["title"].value() == "Van Ilse"
    assert page.context["stored"] is None
    typed["proposal_revision"] = page.context["form"]["proposal_revision"].value()
    assert desk.post(url(proposal, "adapt"), typed).status_code == 302


def test_what_was_taken_back_meanwhile_is_not_put_in_the_plan(desk, url, propose, trajectory, monkeypatch):
    proposal = propose(kind=Kind.SKILL)
    before = proposals.accept

    def taken_back_first(**details):
        proposals.withdraw(proposal=proposal, by=proposal.proposed_by)
        return before(**details)

    monkeypatch.setattr(proposals, "accept", taken_back_first)
    typed = {"title": "Zwemmen", "proposal_revision": 1, "state": "active"}
    page = desk.post(url(proposal, "adapt"), typed, follow=True)
    assert [message.level_tag for message in page.context["messages"]] == ["error"]
    assert not trajectory.plan_items.exists()


def test_only_who_carries_the_plan_answers(browser_of, url, propose, client_user, peer_worker, colleague, outsider):
    proposal = propose(kind=Kind.SKILL)
    expected = {client_user: 403, peer_worker: 403, colleague: 404, outsider: 404}
    for user, status in expected.items():
        browser = browser_of(user)
        assert browser.get(url(proposal)).status_code == status
        assert browser.post(url(proposal, "accept"), {"revision": 1}).status_code == status
        assert browser.post(url(proposal, "decline"), {"revision": 1, "answer": "x"}).status_code == status
    proposal.refresh_from_db()
    assert proposal.is_open


def test_a_peer_worker_sees_no_proposals(browser_of, peer_worker, plan_url, propose):
    propose(title="Zwemmen")
    assert "Zwemmen" not in browser_of(peer_worker).get(plan_url).content.decode()


def test_another_clients_proposal_is_no_page_here(desk, url, other_trajectory, other_client):
    theirs = proposals.propose(trajectory=other_trajectory, by=other_client, wish=Wish.ADD, title="Koor")
    for name in ("answer", "adapt"):
        assert desk.get(url(theirs, name)).status_code == 404


@pytest.fixture
def read(browser_of, plan_url, counsellor):
    """read(user) opens the plan in a fresh browser: an old session would have ended meanwhile."""

    def opened(user=counsellor):
        return browser_of(user).get(plan_url, follow=True)

    return opened


def test_what_somebody_else_wrote_since_the_last_visit_is_new(read, clock, trajectory, item, client_user, counsellor):
    assert read().context["new"] == set()
    clock.shift(2 * HOUR)
    goal = plans.set_goal(trajectory=trajectory, by=client_user, text="Rust in huis.")
    step = plans.write_step(trajectory=trajectory, by=client_user, text="Naar de brug.")
    plans.change(item=item, by=client_user, revision=1, frequency="elke dag")
    plans.add(trajectory=trajectory, by=counsellor, kind=Kind.SKILL, title="Van mezelf")
    page = read()
    assert page.context["new"] == {goal.pk, step.pk, item.pk}
    html = page.content.decode()
    assert "3 nieuw sinds" in html
    assert html.count('class="nz-new"') == 3
    assert reverse("plans:versions_of", args=[trajectory.pk, item.pk]) in html


def test_what_is_new_stays_new_during_one_visit(read, clock, trajectory, client_user, item):
    read()
    clock.shift(2 * HOUR)
    goal = plans.set_goal(trajectory=trajectory, by=client_user, text="Rust in huis.")
    for minutes, new in ((0, {goal.pk}), (20, {goal.pk}), (20, {goal.pk}), (31, set())):
        clock.shift(timedelta(minutes=minutes))
        assert read().context["new"] == new


def test_each_reader_has_news_of_their_own(read, clock, client_user, counsellor, item):
    read(client_user)
    read(counsellor)
    clock.shift(2 * HOUR)
    plans.change(item=item, by=counsellor, revision=1, frequency="elke dag")
    assert read(counsellor).context["new"] == set()
    page = read(client_user)
    assert page.context["new"] == {item.pk}
    assert 'class="nz-new"' in page.content.decode()


def test_nothing_is_new_to_whom_never_read_the_plan(item):
    assert news.of(to=User(), since=None, items=[item]) == set()
