"""The client's pages: propose, rewrite, take back, read the answer."""

import pytest
from django.urls import reverse

from aftercare.core.ids import new_id
from trajectories.plans import actions as plans
from trajectories.plans.actions import proposals
from trajectories.plans.models import Kind, Proposal, State

Wish = Proposal.Wish
NEW = reverse("plans:propose_new")


@pytest.fixture
def phone(browser_of, client_user):
    return browser_of(client_user)


def page_of(proposal: Proposal) -> str:
    return reverse("plans:proposal", args=[proposal.pk])


def test_something_new_is_proposed_in_own_words(phone, trajectory, client_user):
    assert phone.get(NEW).status_code == 200
    typed = {"title": "Zwemmen", "sort": "self_care:body", "frequency": "op vrijdag", "goal": "Moe worden."}
    page = phone.post(NEW, typed | {"key": new_id()}, follow=True)
    assert page.resolver_match.view_name == "plans:mine"
    assert "Zwemmen" in page.content.decode()
    proposal = trajectory.proposals.get()
    assert (proposal.wish, proposal.kind, proposal.area, proposal.words, proposal.proposed_by) == (
        "add",
        "self_care",
        "body",
        {"title": "Zwemmen", "frequency": "op vrijdag", "goal": "Moe worden."},
        client_user,
    )


@pytest.mark.parametrize(("sort", "kind"), [("", ""), ("practical", "practical")])
def test_it_need_not_be_known_what_it_is_about(phone, trajectory, sort, kind):
    phone.post(NEW, {"title": "Zwemmen", "sort": sort, "key": new_id()})
    assert (trajectory.proposals.get().kind, trajectory.proposals.get().area) == (kind, "")


def test_a_double_tap_is_one_proposal(phone, trajectory):
    key = new_id()
    for _ in range(2):
        phone.post(NEW, {"title": "Zwemmen", "key": key})
    assert trajectory.proposals.count() == 1


@pytest.mark.parametrize(
    ("wrong", "where"), [({"title": ""}, "title"), ({"title": "x" * 121}, "title"), ({"sort": "magic"}, "sort")]
)
def test_a_wrong_proposal_is_said_at_the_field(phone, trajectory, wrong, where):
    page = phone.post(NEW, {"title": "Zwemmen", "key": new_id()} | wrong)
    assert list(page.context["form"].errors) == [where]
    assert not trajectory.proposals.exists()


def test_an_item_offers_to_propose_a_change_until_one_waits(phone, item, propose):
    url, change = reverse("plans:item", args=[item.pk]), reverse("plans:propose_change", args=[item.pk])
    assert change in phone.get(url).content.decode()
    waiting = propose(Wish.CHANGE, item=item)
    html = phone.get(url).content.decode()
    assert change not in html
    assert page_of(waiting) in html
    assert phone.get(change).headers["Location"] == page_of(waiting)


def test_a_change_begins_with_what_stands_in_the_plan(phone, item, trajectory):
    url = reverse("plans:propose_change", args=[item.pk])
    form = phone.get(url).context["form"]
    assert (form["title"].value(), form["frequency"].value(), form["wish"].value()) == (
        "Nee zeggen",
        "elke week",
        "change",
    )
    phone.post(url, {"wish": "change", "title": "Nee zeggen", "frequency": "elke dag", "why": "Ik ben er klaar voor."})
    proposal = trajectory.proposals.get()
    assert (proposal.item, proposal.frequency, proposal.why) == (item, "elke dag", "Ik ben er klaar voor.")
    assert proposal.about_revision == 1


@pytest.mark.parametrize(
    ("state", "wishes"), [("active", {"change", "pause", "stop"}), ("planned", {"change", "stop"})]
)
def test_only_what_can_be_is_offered(phone, trajectory, counsellor, state, wishes):
    item = plans.add(trajectory=trajectory, by=counsellor, kind=Kind.SKILL, title="Nee", state=state)
    form = phone.get(reverse("plans:propose_change", args=[item.pk])).context["form"]
    assert {value for value, _label in form.fields["wish"].choices} == wishes


def test_to_stop_needs_no_words(phone, item, trajectory):
    phone.post(reverse("plans:propose_change", args=[item.pk]), {"wish": "stop", "title": "Nee zeggen"})
    proposal = trajectory.proposals.get()
    assert (proposal.wish, proposal.title) == ("stop", "")
    html = phone.get(reverse("plans:proposals")).content.decode()
    assert "Ermee stoppen: Nee zeggen" in html
    form = phone.get(page_of(proposal)).context["form"]
    assert (form["wish"].value(), form["title"].value()) == ("stop", "Nee zeggen")


@pytest.mark.parametrize(
    ("typed", "where"),
    [
        ({"wish": "change", "title": ""}, "title"),
        ({"wish": "change", "title": "x" * 121}, "title"),
        ({"wish": "change", "title": "Nee zeggen", "frequency": "elke week"}, "why"),
        ({"title": "Anders"}, "wish"),
        ({"wish": "add", "title": "Anders"}, "wish"),
    ],
)
def test_a_change_says_what_changes(phone, item, trajectory, typed, where):
    page = phone.post(reverse("plans:propose_change", args=[item.pk]), typed)
    assert list(page.context["form"].errors) == [where]
    assert not trajectory.proposals.exists()


def test_what_is_over_cannot_be_changed(phone, item, counsellor):
    plans.set_state(item=item, by=counsellor, revision=1, state=State.STOPPED)
    assert phone.get(reverse("plans:propose_change", args=[item.pk])).status_code == 404
    assert "propose" not in phone.get(reverse("plans:item", args=[item.pk])).content.decode()


def test_a_waiting_proposal_is_rewritten(phone, propose):
    proposal = propose(kind=Kind.SELF_CARE, area="body")
    form = phone.get(page_of(proposal)).context["form"]
    assert form["sort"].value() == "self_care:body"
    typed = {"title": "Fietsen", "sort": "self_care:mind", "revision": 1, "key": proposal.pk}
    phone.post(page_of(proposal), typed)
    proposal.refresh_from_db()
    assert (proposal.title, proposal.area, proposal.revision) == ("Fietsen", "mind", 2)


def test_a_stale_rewrite_shows_both_texts_and_can_be_saved_on_purpose(phone, propose, client_user):
    proposal = propose()
    proposals.rewrite(proposal=proposal, by=client_user, revision=1, title="Van mijn laptop")
    page = phone.post(page_of(proposal), {"title": "Van mijn telefoon", "revision": 1, "key": proposal.pk})
    html = page.content.decode()
    assert page.status_code == 409
    assert "Van mijn laptop" in html
    assert "Van mijn telefoon" in html
    form = page.context["form"]
    phone.post(
        page_of(proposal), {"title": form["title"].value(), "revision": form["revision"].value(), "key": proposal.pk}
    )
    proposal.refresh_from_db()
    assert proposal.title == "Van mijn telefoon"


@pytest.mark.parametrize("wish", [Wish.ADD, Wish.CHANGE])
def test_what_was_answered_while_writing_can_be_sent_as_a_new_proposal(
    phone, propose, item, trajectory, counsellor, wish
):
    proposal = propose(wish, item=item if wish == Wish.CHANGE else None)
    proposals.decline(proposal=proposal, by=counsellor, revision=1, answer="Eerst de groep.")
    typed = {"title": "Net getypt", "wish": "change", "revision": 1, "key": proposal.pk}
    page = phone.post(page_of(proposal), typed)
    html = page.content.decode()
    assert page.status_code == 409
    assert "Eerst de groep." in html
    form = page.context["form"]
    again = NEW if wish == Wish.ADD else reverse("plans:propose_change", args=[item.pk])
    assert f'action="{again}"' in html
    key = form["key"].value() if wish == Wish.ADD else ""
    phone.post(again, {"title": form["title"].value(), "wish": "change", "key": key})
    assert [one.title for one in trajectory.proposals.open()] == ["Net getypt"]


def test_a_proposal_is_taken_back(phone, propose):
    proposal = propose()
    url = reverse("plans:withdraw", args=[proposal.pk])
    assert url in phone.get(page_of(proposal)).content.decode()
    for level in ("success", "error"):
        page = phone.post(url, follow=True)
        assert [message.level_tag for message in page.context["messages"]] == [level]
    assert "Teruggenomen" in phone.get(page_of(proposal)).content.decode()
    assert "Zwemmen" not in phone.get(reverse("plans:proposals")).content.decode()


def test_the_answer_is_read_with_its_reason(phone, propose, counsellor):
    proposal = propose()
    proposals.decline(proposal=proposal, by=counsellor, revision=1, answer="Na de zomer.")
    html = phone.get(page_of(proposal)).content.decode()
    assert "Na de zomer." in html
    assert "Ilse Doornbosch" in html
    assert "Zwemmen" in phone.get(reverse("plans:proposals")).content.decode()


def test_what_came_into_the_plan_is_shown_beside_what_was_proposed(phone, propose, counsellor):
    proposal = propose()
    details = {"kind": Kind.COMMUNITY, "title": "Zwemmen met de club"}
    item = proposals.accept(proposal=proposal, by=counsellor, revision=1, details=details)
    html = phone.get(page_of(proposal)).content.decode()
    assert "met de club</ins>" in html
    assert reverse("plans:item", args=[item.pk]) in html


def test_an_accepted_proposal_needs_no_comparison(phone, propose, counsellor):
    proposal = propose(kind=Kind.SKILL)
    proposals.accept(proposal=proposal, by=counsellor, revision=1)
    page = phone.get(page_of(proposal))
    assert page.context["comparison"] is None


def test_an_empty_list_says_what_it_is_for(phone):
    html = phone.get(reverse("plans:proposals")).content.decode()
    assert "nz-empty" in html
    assert NEW in html


def test_a_relative_proposes_for_their_own_plan(browser_of, relative, relative_trajectory):
    browser_of(relative).post(NEW, {"title": "Zaterdag voor mezelf", "key": new_id()})
    assert relative_trajectory.proposals.get().title == "Zaterdag voor mezelf"


def test_nobody_reads_or_takes_back_somebody_elses_proposal(browser_of, propose, other_client, relative, outsider):
    proposal = propose()
    for user in (other_client, relative, outsider):
        browser = browser_of(user)
        assert browser.get(page_of(proposal)).status_code == 404
        assert browser.post(reverse("plans:withdraw", args=[proposal.pk])).status_code == 404
    proposal.refresh_from_db()
    assert proposal.is_open


def test_the_list_costs_the_same_for_one_and_three(phone, propose, item, counsellor, django_assert_num_queries):
    def more():
        proposals.decline(proposal=propose(), by=counsellor, revision=1, answer="Later.")
        propose()

    propose(Wish.CHANGE, item=item)
    more()
    phone.get(reverse("plans:proposals"))
    for _ in range(2):
        with django_assert_num_queries(11):
            phone.get(reverse("plans:proposals"))
        more()
