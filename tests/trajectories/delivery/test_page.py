"""The operator's page: what waits, what failed and why, and what a person must settle. No names, no contents."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from aftercare.audit.models import AccessEntry
from aftercare.core.errors import Refused, TransitionRefused
from aftercare.notifications.models import Message, State, Undeliverable
from tests.personas import person
from trajectories.delivery import actions
from trajectories.delivery.actions import Decision
from trajectories.delivery.words import in_words

PAGE = "/delivery/"
NOW = timezone.now()
HOUR = timedelta(hours=1)


@pytest.fixture(autouse=True)
def english(administrator):
    administrator.language = "en"
    administrator.save()


@pytest.fixture
def message(client_user, trajectory):
    """message("a", state=…) is one to Noor."""

    def make(key: str, state: str = State.UNCERTAIN, **details) -> Message:
        details = {"recipient": client_user, "channel": "sms", "kind": "check_in", **details}
        sent = {"sent_at": NOW} if state == State.SENT else {}
        return Message.objects.create(
            key=key, state=state, due_at=NOW - HOUR, expires_at=details.pop("expires_at", NOW + 12 * HOUR),
            **details, **sent,
        )  # fmt: skip

    return make


@pytest.fixture
def admin(browser_of, administrator):
    with override("en"):
        yield browser_of(administrator)


def test_with_an_empty_outbox_it_says_so(admin):
    html = admin.get(PAGE).content.decode()
    assert "Nothing to settle" in html
    assert "Nothing is late" in html
    assert "Everything of the last seven days arrived" in html


def test_it_counts_by_state_and_says_why_in_words(admin, message, client_user):
    client_user.phone = "06-1234 5678"
    client_user.save()
    message("due", State.DUE)
    message("later", State.DUE, expires_at=NOW + 2 * HOUR)
    Message.objects.filter(key="later").update(due_at=NOW + HOUR)
    message("sent", State.SENT)
    message("bounced", State.FAILED, channel="email", last_error="smtp 550")
    message("again", State.FAILED, channel="email", last_error="smtp 550")
    doubtful = message("doubt", last_error="sms no answer")
    Undeliverable.objects.create(
        user=client_user, channel="email", address="noor@test.example", reason="smtp 550", since=NOW
    )
    response = admin.get(PAGE)
    html, figures = response.content.decode(), response.context["figures"]
    assert (figures.waiting, figures.later, figures.sent, figures.failed, figures.uncertain) == (1, 1, 1, 2, 1)
    assert [(failure.reason, failure.count) for failure in figures.failures] == [(in_words("smtp 550"), 2)]
    assert "The service for text messages gave no answer." in html
    assert str(doubtful.pk) in html
    assert "ends in 678" in html
    assert "1 address does not work" in html
    for telling in ("Noor", "Velthuizen", "noor@test.example", "06-1234"):
        assert telling not in html


def test_people_of_other_organisations_are_not_counted_nor_settled(admin, message, outsider):
    other = message("other", recipient=outsider)
    assert admin.get(PAGE).context["figures"].uncertain == 0
    url = reverse("delivery:settle", args=[other.pk])
    assert admin.post(url, {"decision": "arrived"}).status_code == 404
    other.refresh_from_db()
    assert other.state == State.UNCERTAIN


def test_a_colleagues_message_is_seen_too(admin, message, counsellor):
    message("staff", recipient=counsellor, channel="email")
    assert admin.get(PAGE).context["figures"].uncertain == 1


@pytest.mark.parametrize("persona", ["counsellor", "manager", "client_user", "outsider"])
def test_it_is_for_administrators_alone(persona, request, browser_of, message):
    doubtful = message("doubt")
    browser = browser_of(request.getfixturevalue(persona))
    assert browser.get(PAGE).status_code == 403
    assert browser.post(reverse("delivery:settle", args=[doubtful.pk]), {"decision": "arrived"}).status_code == 403
    assert browser.post(reverse("delivery:go_on")).status_code == 403


@pytest.mark.parametrize(
    ("decision", "state"), [("arrived", State.SENT), ("again", State.DUE), ("give_up", State.FAILED)]
)
def test_a_person_says_how_it_ended(decision, state, admin, message, administrator):
    doubtful = message("doubt", last_error="sms no answer", attempts=1)
    response = admin.post(reverse("delivery:settle", args=[doubtful.pk]), {"decision": decision}, follow=True)
    assert f"Settled: {Decision(decision).label}." in response.content.decode()
    doubtful.refresh_from_db()
    assert doubtful.state == state
    assert AccessEntry.objects.filter(user=administrator, segment="delivery").count() == 1


def test_it_is_settled_once(admin, message, administrator):
    doubtful = message("doubt")
    actions.settle(message=doubtful, by=administrator, decision=Decision.ARRIVED)
    with pytest.raises(TransitionRefused):
        actions.settle(message=doubtful, by=administrator, decision=Decision.GIVE_UP)
    response = admin.post(reverse("delivery:settle", args=[doubtful.pk]), {"decision": "again"}, follow=True)
    assert "Somebody settled this already." in response.content.decode()


def test_what_is_too_late_is_not_offered_again(admin, message, administrator):
    late = message("late", expires_at=NOW - HOUR)
    assert "Send it again" not in admin.get(PAGE).content.decode()
    with pytest.raises(Refused):
        actions.settle(message=late, by=administrator, decision=Decision.AGAIN)


def test_an_unknown_decision_changes_nothing(admin, message):
    doubtful = message("doubt")
    assert admin.post(reverse("delivery:settle", args=[doubtful.pk]), {"decision": "x"}).status_code == 400


def test_after_trouble_everything_that_still_makes_sense_goes_on(admin, message, other_organisation):
    message("tired", State.FAILED, attempts=5, last_error="smtp 451", channel="email")
    message("refused", State.FAILED, attempts=1, last_error="smtp 554", channel="email")
    message("late", State.FAILED, attempts=5, expires_at=NOW - HOUR)
    message("instead", State.FAILED, attempts=5)
    message("instead:then-email", State.SENT, channel="email")
    message("other", State.FAILED, attempts=5, recipient=person("Wout Rietveld", "wout@test.example"))
    assert "Try 1 message again" in admin.get(PAGE).content.decode()
    assert "1 message is tried again." in admin.post(reverse("delivery:go_on"), follow=True).content.decode()
    assert list(Message.objects.filter(state=State.DUE).values_list("key", "attempts")) == [("tired", 0)]


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_asks_the_same_however_much_there_is(count, admin, message, django_assert_max_num_queries):
    for number in range(count):
        message(f"doubt {number}")
    with django_assert_max_num_queries(16):
        admin.get(PAGE)


@pytest.mark.parametrize(
    ("reason", "words"),
    [
        ("smtp 451", "The mail server answered 451."),
        ("push 400", "The service for knocks answered 400."),
        ("sender lost", "The portal stopped while it was sending."),
        ("NoReverseMatch", "No answer, or an error of the portal itself (NoReverseMatch)."),
        ("", "No answer, or an error of the portal itself (?)."),
    ],
)
def test_each_reason_has_words(reason, words):
    with override("en"):
        assert in_words(reason) == words
