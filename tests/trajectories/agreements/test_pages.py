"""The client's page on a phone, the care team's at a desk, and everywhere else where an agreement shows."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.trajectories.agreements.conftest import DAY, END, NOW, TODAY, WEEK
from trajectories.agreements import actions as agreements
from trajectories.agreements import reviews
from trajectories.dossier.models import Trajectory

MINE = "/me/agreements/"


@pytest.fixture
def phone(browser_of, client_user):
    return browser_of(client_user)


@pytest.fixture
def desk(browser_of, counsellor):
    return browser_of(counsellor)


@pytest.fixture
def of_client(trajectory):
    return lambda name="of_client", *args: reverse(f"agreements:{name}", args=[trajectory.pk, *args])


def text(response) -> str:
    return " ".join(response.content.decode().split())


def test_the_client_is_asked_in_words_and_agrees_with_one_tap(phone, trajectory, counsellor):
    question = "Your aftercare runs from 2 March 2026 until 14 June 2026. Do you agree?"
    assert question in text(phone.get("/me/"))
    assert "There is a question for you" in text(phone.get("/me/about/"))
    page = text(phone.get(MINE))
    assert question in page
    assert "Start and end are not agreed yet." in page
    accept = reverse("agreements:accept", args=[trajectory.agreements.get().pk])
    assert phone.get(accept).status_code == 405
    assert phone.post(accept)["Location"] == MINE
    page = text(phone.get(MINE))
    assert "from 2 March 2026 until 14 June 2026, in step 1. You both agreed to this." in page
    assert "Proposed by Ilse Doornbosch on 2 March 2026. Noor Velthuizen agreed on 2 March 2026." in page
    assert "Your next review: 13 April." in page
    assert question not in text(phone.get("/me/"))


@pytest.mark.parametrize(
    ("kind", "terms", "question"),
    [
        ("extend", {"ends_on": END + WEEK}, "becomes longer: until 21 June 2026."),
        ("shorten", {"ends_on": END - WEEK}, "becomes shorter: until 7 June 2026."),
        ("step_up", {"reason": "Veel trek."}, "more support: step 2."),
        ("close", {"ends_on": END}, "round off your aftercare on 14 June 2026."),
    ],
)
def test_every_kind_of_proposal_is_a_question(phone, propose, kind, terms, question):
    propose(kind, **terms)
    assert question in text(phone.get(MINE))


def test_an_own_proposal_waits_and_can_be_taken_back(phone, agreed, trajectory):
    page = phone.post(MINE + "propose/", {"kind": "extend", "ends_on": "2026-08-30", "reason": "De zomer is lastig."})
    assert page["Location"] == MINE
    proposed = trajectory.agreements.open().get()
    page = text(phone.get(MINE))
    assert "Your care team has not answered yet." in page
    assert '<p class="nz-own">De zomer is lastig.</p>' in page
    assert "Longer: until" not in text(phone.get("/me/"))
    phone.post(reverse("agreements:withdraw", args=[proposed.pk]))
    assert "Withdrawn on 2 March 2026." in text(phone.get(MINE))
    assert Trajectory.objects.get().ends_on == END


def test_the_caseload_and_the_dossier_say_what_the_client_proposes(desk, propose, client_user, trajectory, of_client):
    proposed = propose("extend", ends_on=END + WEEK, by=client_user, reason="De zomer is lastig.")
    (row,) = desk.get("/caseload/").context["queue"].listed
    assert [(one.text, one.because) for one in row.stated] == [
        ("Proposal to answer", "Noor proposes, today: Longer: until 21 June 2026.")
    ]
    assert of_client() in text(desk.get("/caseload/"))
    assert "Noor proposes, today: Longer: until 21 June 2026." in text(desk.get(trajectory.get_absolute_url()))
    assert '<q class="nz-own">De zomer is lastig.</q>' in text(desk.get(of_client()))
    assert desk.post(of_client("accept_of", proposed.pk))["Location"] == of_client()
    assert desk.get("/caseload/").context["queue"].listed == []
    page = desk.get(trajectory.get_absolute_url())
    assert "agreed until 21 June 2026" in text(page)
    titles = [entry.words.title for entry in page.context["timeline"].entries]
    assert "Agreed: Longer: until 21 June 2026" in titles
    assert ["De zomer is lastig."] in [entry.words.own for entry in page.context["timeline"].entries]


def test_until_it_is_confirmed_the_dossier_says_proposed(desk, trajectory):
    page = text(desk.get(trajectory.get_absolute_url()))
    assert "proposed until 14 June 2026" in page
    assert "Waits for Noor's answer." in page.replace("&#x27;", "'")


def test_the_desk_proposes_with_its_own_reason(desk, agreed, trajectory, of_client):
    desk.post(of_client("propose_of"), {"kind": "step_up", "reason": "Twee keer veel trek."})
    proposed = trajectory.agreements.open().get()
    page = text(desk.get(of_client()))
    assert "<p>Twee keer veel trek.</p>" in page
    assert "Agreed in a conversation" in page
    assert desk.post(of_client("withdraw_of", proposed.pk))["Location"] == of_client()


@pytest.mark.parametrize(
    ("typed", "where"),
    [
        ({}, "kind"),
        ({"kind": "magic"}, "kind"),
        ({"kind": "continue"}, "kind"),
        ({"kind": "step_down"}, "kind"),
        ({"kind": "extend"}, "ends_on"),
        ({"kind": "extend", "ends_on": "morgen"}, "ends_on"),
        ({"kind": "step_up"}, "reason"),
        ({"kind": "step_up", "reason": "x" * 501}, "reason"),
        ({"kind": "extend", "ends_on": "2026-06-14"}, "__all__"),
    ],
)
def test_a_wrong_proposal_is_said_at_the_field_and_kept(phone, agreed, trajectory, typed, where):
    page = phone.post(MINE + "propose/", {"reason": "Zomer.", **typed} if where != "reason" else typed)
    assert (page.status_code, list(page.context["form"].errors)) == (200, [where])
    assert "Zomer." in page.content.decode() or where == "reason"
    assert not trajectory.agreements.open().exists()


def test_two_proposing_at_once_both_see_both_and_lose_nothing(phone, propose, trajectory, counsellor):
    opened = phone.get(MINE + "propose/").context["form"].initial["seen"]
    propose("close", ends_on=END)
    page = phone.post(
        MINE + "propose/", {"kind": "extend", "ends_on": "2026-08-30", "reason": "De zomer.", "seen": opened or ""}
    )
    assert page.status_code == 409
    html = text(page)
    assert "Proposed in the meantime by Ilse Doornbosch" in html
    assert "Rounding off on 14 June 2026" in html
    assert "De zomer." in html
    again = phone.post(
        MINE + "propose/",
        {"kind": "extend", "ends_on": "2026-08-30", "reason": "De zomer.", "seen": page.context["form"].data["seen"]},
    )
    assert again.status_code == 302
    assert trajectory.agreements.open().get().counters.kind == "close"


def test_what_was_withdrawn_while_answering_can_be_sent_again(phone, propose, trajectory, counsellor):
    theirs = propose("close", ends_on=END)
    seen = phone.get(MINE + "propose/").context["form"].initial["seen"]
    agreements.withdraw(agreement=theirs, by=counsellor)
    typed = {"kind": "extend", "ends_on": "2026-08-30", "seen": seen}
    page = phone.post(MINE + "propose/", typed)
    assert page.status_code == 409
    assert phone.post(MINE + "propose/", typed | {"seen": page.context["form"].data["seen"]}).status_code == 302


def test_a_double_or_late_answer_gets_a_clear_page(phone, propose, counsellor):
    proposed = propose("extend", ends_on=END + WEEK)
    accept = reverse("agreements:accept", args=[proposed.pk])
    assert phone.post(accept).status_code == 302
    page = phone.post(accept)
    assert page.status_code == 409
    assert "This proposal is not open any more." in text(page)
    assert "Noor Velthuizen agreed on 2 March 2026." in text(page)


def test_an_answer_to_what_was_replaced_says_what_is_proposed_now(phone, desk, propose, of_client):
    first = propose("extend", ends_on=END + WEEK)
    propose("extend", ends_on=END + 2 * WEEK, seen=first)
    page = phone.post(reverse("agreements:accept", args=[first.pk]))
    assert page.status_code == 409
    assert "Proposed now, by Ilse Doornbosch: Longer: until 28 June 2026." in text(page)
    assert desk.post(of_client("spoken", first.pk), {"spoken_on": "2026-03-02"}).status_code == 409


def test_the_wrong_side_is_told_so(phone, propose):
    proposed = propose("extend", ends_on=END + WEEK)
    phone.post(reverse("agreements:withdraw", args=[proposed.pk]))
    assert "Only who proposed this can withdraw it." in text(phone.get(MINE))


def test_for_a_client_who_does_not_sign_in_the_conversation_is_written_down(
    desk, browser_of, client_user, trajectory, of_client
):
    first = trajectory.agreements.get()
    url = of_client("spoken", first.pk)
    assert "signs in here" not in text(desk.get(url))
    page = desk.post(url, {"spoken_on": "2027-01-01"})
    assert list(page.context["form"].errors) == ["spoken_on"]
    assert desk.post(url, {"spoken_on": "2026-03-02"})["Location"] == of_client()
    told = "Agreed in the conversation of 2 March 2026, written down by Ilse Doornbosch."
    assert told in text(desk.get(of_client()))
    assert told in text(browser_of(client_user).get(MINE))


def test_a_client_who_signs_in_is_named_as_such(desk, trajectory, of_client, client_user):
    type(client_user).objects.filter(pk=client_user.pk).update(last_login="2026-03-02T10:00Z")
    assert "Noor signs in here" in text(desk.get(of_client("spoken", trajectory.agreements.get().pk)))


def test_a_review_that_is_due_is_a_reason_and_stands_on_plan_and_home(
    browser_of, client_user, counsellor, agreed, trajectory, clock
):
    assert "Next review: 13 April" in text(browser_of(client_user).get("/me/plan/"))
    clock.shift(5 * WEEK)
    phone, desk = browser_of(client_user), browser_of(counsellor)
    assert "Your review, Mon 13 April" in text(phone.get("/me/"))
    assert "Go on like this" in text(phone.get(MINE + "propose/"))
    trajectory.summary.last_contact_at = "2026-04-10T10:00Z"
    trajectory.summary.save()
    assert desk.get("/caseload/").context["queue"].listed == []
    clock.shift(WEEK)
    phone, desk = browser_of(client_user), browser_of(counsellor)
    assert "It is time for your review, planned today" in text(phone.get("/me/plan/"))
    (row,) = desk.get("/caseload/").context["queue"].listed
    assert [(one.text, one.because) for one in row.stated] == [
        ("Review due", "Review today: agree together how it goes on.")
    ]


def test_a_passed_end_is_said(browser_of, counsellor, agreed, trajectory, clock):
    clock.shift(END - TODAY + 2 * DAY)
    desk = browser_of(counsellor)
    trajectory.summary.last_contact_at = "2026-06-15T10:00Z"
    trajectory.summary.save()
    (row,) = desk.get("/caseload/").context["queue"].listed
    assert ("Past the agreed end", "The agreed end was Sun 14 June. Agree on another one, or round off.") in [
        (one.text, one.because) for one in row.stated
    ]


def test_the_review_is_moved_and_refused_days_are_said(desk, agreed, trajectory, of_client):
    url = of_client("review")
    assert desk.get(url).context["form"].initial["every_weeks"] == 6
    for typed, where in (
        ({"due_on": "2026-08-01", "every_weeks": "6"}, "due_on"),
        ({"due_on": "", "every_weeks": "6"}, "due_on"),
        ({"due_on": "2026-03-10", "every_weeks": "0"}, "every_weeks"),
        ({"due_on": "2026-03-10", "every_weeks": "27"}, "every_weeks"),
    ):
        assert list(desk.post(url, typed).context["form"].errors) == [where]
    seen = desk.get(url).context["form"]["seen"].value()
    assert desk.post(url, {"due_on": "2026-03-10", "every_weeks": "2", "seen": seen})["Location"] == of_client()
    assert "Tue 10 March. Then every 2 weeks." in text(desk.get(of_client()))


def test_two_who_move_the_review_lose_nothing(desk, agreed, trajectory, of_client, colleague):
    url, seen = of_client("review"), desk.get(of_client("review")).context["form"]["seen"].value()
    reviews.plan(trajectory=trajectory, by=colleague, due_on=TODAY + 2 * WEEK, every_weeks=4)
    typed = {"due_on": "2026-03-10", "every_weeks": "2"}
    page = desk.post(url, typed | {"seen": seen})
    assert page.status_code == 409
    differences = [line[1:] for line in page.context["form"].differences]
    assert differences == [("16 March 2026", "10 March 2026"), ("4", "2")]
    assert 'value="2026-03-10"' in page.text
    assert trajectory.reviews.open().get().every_weeks == 4
    assert desk.post(url, typed | {"seen": page.context["form"]["seen"].value()}).status_code == 302
    assert trajectory.reviews.open().get().every_weeks == 2


def test_a_review_that_was_called_off_meanwhile_is_said(desk, agreed, trajectory, of_client):
    trajectory.reviews.open().update(ended_at=NOW)
    page = desk.post(of_client("review"), {"due_on": "2026-03-10", "every_weeks": "2", "seen": "2026-04-13/6"})
    assert [line[1] for line in page.context["form"].differences] == ["—", "—"]
    assert page.status_code == 409


def test_without_a_review_one_can_be_planned(desk, trajectory, of_client):
    assert "No review is planned." in text(desk.get(of_client()))
    assert desk.get(of_client("review")).context["form"].initial["every_weeks"] == 6
    desk.post(of_client("review"), {"due_on": "2026-03-10", "every_weeks": "2"})
    assert trajectory.reviews.open().exists()


def test_a_relative_agrees_on_their_own_aftercare(browser_of, relative, relative_trajectory, counsellor):
    asked = agreements.propose(trajectory=relative_trajectory, by=counsellor, kind="close", ends_on=TODAY + DAY)
    assert browser_of(relative).post(reverse("agreements:accept", args=[asked.pk]))["Location"] == MINE
    assert Trajectory.objects.get(pk=relative_trajectory.pk).ends_on == TODAY + DAY


@pytest.mark.parametrize(
    ("persona", "status"),
    [
        ("client_user", 403),
        ("peer_worker", 403),
        ("colleague", 404),
        ("coordinator", 404),
        ("relative", 404),
        ("other_client", 404),
        ("administrator", 404),
        ("outsider", 404),
    ],
)
def test_who_agrees_for_the_care_team(request, browser_of, agreed, propose, of_client, client_user, persona, status):
    user = request.getfixturevalue(persona)
    proposed = propose("extend", ends_on=END + WEEK, by=client_user)
    browser = browser_of(user)
    for url in (of_client(), of_client("propose_of"), of_client("review"), of_client("spoken", proposed.pk)):
        assert browser.get(url).status_code == status
    for name in ("accept_of", "withdraw_of", "spoken"):
        assert browser.post(of_client(name, proposed.pk), {"spoken_on": "2026-03-02"}).status_code == status
    assert browser.post(of_client("propose_of"), {"kind": "close", "ends_on": "2026-03-03"}).status_code == status
    proposed.refresh_from_db()
    assert proposed.is_open


@pytest.mark.parametrize("persona", ["other_client", "relative", "colleague", "outsider"])
def test_nobody_answers_for_another_client(request, browser_of, propose, persona):
    proposed = propose("extend", ends_on=END + WEEK)
    browser = browser_of(request.getfixturevalue(persona))
    for name in ("accept", "withdraw"):
        assert browser.post(reverse(f"agreements:{name}", args=[proposed.pk])).status_code == 404
    proposed.refresh_from_db()
    assert proposed.is_open


def test_the_pages_cost_the_same_for_one_and_three(phone, desk, propose, client_user, of_client):
    counts = {MINE: set(), of_client(): set()}
    seen = None
    for number in (1, 2, 3):
        seen = propose("extend", ends_on=END + number * WEEK, by=client_user, seen=seen)
        for browser, url in ((phone, MINE), (desk, of_client())):
            browser.get(url)
            with CaptureQueriesContext(connection) as queries:
                browser.get(url)
            counts[url].add(len(queries))
    assert [len(found) for found in counts.values()] == [1, 1]
