"""The client's page, the preview, the reader's page: the same words, nothing that hints, every look written down."""

import re

import pytest
from django.utils import timezone

from aftercare.audit.models import AccessEntry, Event
from aftercare.core.errors import Refused
from supportgroups import actions as groups
from tests.personas import person, running
from tests.trajectories.sharing.conftest import APPOINTMENTS, DAY, GROUPS, PLAN
from trajectories.appointments import actions as appointments
from trajectories.checkins import actions as checkins
from trajectories.dossier.models import Category, Recipient
from trajectories.lapses import actions as lapses
from trajectories.medication import actions as medication
from trajectories.plans import actions as plans
from trajectories.plans.models import PlanItem
from trajectories.sharing import actions
from trajectories.signalplan import actions as signalplan
from trajectories.signalplan.models import Colour
from trajectories.triggers import actions as triggers

SHARED = re.compile(r'<div class="nz-stack nz-gap-5">\s*<div class="nz-note.*?</main>', re.DOTALL)


@pytest.fixture
def full(trajectory, client_user, counsellor, series, coordinator):
    """Something of every category."""
    plans.set_goal(trajectory=trajectory, by=client_user, text="Rust in huis.")
    of_plan = {"trajectory": trajectory, "by": counsellor, "state": PlanItem.State.ACTIVE}
    plans.add(kind="skill", title="Nee zeggen", goal="Rustig blijven", frequency="elke dag", **of_plan)
    plans.add(kind="medication", title="Naltrexon", **of_plan)
    plans.add(kind="group", title="Avond in De Werf", trajectory=trajectory, by=counsellor)
    plans.add(kind="practical", title="Brief van de bank", due_on=timezone.localdate() + 5 * DAY, **of_plan)
    at = timezone.now() + DAY
    appointments.plan(
        trajectory=trajectory, by=counsellor, with_user=counsellor, starts_at=at, place="Kamer 2", tell=False
    )
    groups.enrol(group=series.group, participant=client_user, by=coordinator)
    plan = signalplan.propose(
        trajectory=trajectory, by=client_user, steps={Colour.RED: {"signs": "Ik neem niet meer op."}}
    )
    signalplan.agree(plan=plan, by=counsellor)
    checkins.hand_in(trajectory=trajectory, by=client_user, answers=answers(), note="Geheim briefje")
    triggers.log(trajectory=trajectory, by=client_user, strength=7, own_word="lege koelkast", note="Geheime notitie")
    medication.add(trajectory=trajectory, by=counsellor, name="Acamprosaat", dose="333 mg")
    medication.tell(trajectory=trajectory, by=client_user, text="Geheime klacht")


def answers() -> dict:
    return {"mood": 5, "craving": 4, "sleep": 7, "risk": 0, "confidence": 7, "use": 0, "support": ["family", "group"]}


WORDS = {
    Category.PLAN: ["Rust in huis.", "Nee zeggen", "Rustig blijven"],
    Category.PRACTICAL: ["Brief van de bank"],
    Category.APPOINTMENTS: ["Kamer 2"],
    Category.GROUPS: ["Stevig Staan"],
    Category.SIGNAL_PLAN: ["Ik neem niet meer op."],
    Category.CHECK_INS: ["nz-chart"],
    Category.TRIGGERS: ["7 van 10", "lege koelkast"],
    Category.MEDICATION: ["Acamprosaat", "333 mg"],
}
UNSHARED = ["Geheim briefje", "Geheime notitie", "Geheime klacht", "Naltrexon", "Avond in De Werf"]


def text(response) -> str:
    return response.content.decode()


@pytest.mark.parametrize("category", list(Category))
def test_a_reader_sees_what_is_shared_and_nothing_else(with_lot, full, relative, trajectory, browser_of, category):
    with_lot(category)
    page = text(browser_of(relative).get(f"/shared/{trajectory.pk}/"))
    for one, words in WORDS.items():
        for word in words:
            assert (word in page) == (one == category), word
    assert [word for word in UNSHARED if word in page] == []


@pytest.mark.parametrize("category", list(Category))
def test_the_file_says_what_the_page_says_and_the_client_reads_that_it_was_saved(
    with_lot, full, relative, client_user, trajectory, browser_of, category
):
    with_lot(category)
    file = browser_of(relative).get(f"/shared/{trajectory.pk}/file/")
    assert file["Content-Disposition"].startswith("attachment")
    assert "Het is alleen voor jou" in text(file)
    for one, words in WORDS.items():
        for word in ["trek"] if one == Category.CHECK_INS else words:
            assert (word.lower() in text(file).lower()) == (one == category), word
    assert [word for word in UNSHARED if word in text(file)] == []
    saved = AccessEntry.objects.get(client=client_user, user=relative, event=Event.EXPORT)
    assert saved.segment == category


def test_a_file_of_what_is_empty_says_so_and_when_it_ends(with_lot, relative, trajectory, browser_of):
    with_lot(*Category, until=None)
    file = text(browser_of(relative).get(f"/shared/{trajectory.pk}/file/"))
    assert file.count("Hier staat nog niets.") == len(Category) - 1
    assert "kan op elk moment stoppen" in file


@pytest.mark.parametrize("category", list(Category))
def test_what_is_still_empty_says_so(with_lot, relative, trajectory, browser_of, category):
    with_lot(category)
    page = browser_of(relative).get(f"/shared/{trajectory.pk}/")
    assert page.status_code == 200
    assert str(category.label) in text(page)


def test_the_preview_is_what_the_reader_gets(with_lot, full, client_user, relative, trajectory, browser_of):
    recipient = with_lot(*Category)
    preview = SHARED.search(text(browser_of(client_user).get(f"/me/sharing/{recipient.pk}/preview/"))).group()
    page = SHARED.search(text(browser_of(relative).get(f"/shared/{trajectory.pk}/"))).group()
    end = preview.index('<a class="btn btn-quiet btn-tap"')
    assert preview[:end].split() == page[: page.rindex("</div>") + 6].split()[: len(preview[:end].split())]


def test_what_is_not_shared_leaves_no_trace(with_lot, relative, trajectory, client_user, counsellor, browser_of):
    with_lot(PLAN)
    lot = browser_of(relative)
    pages = ["/shared/", f"/shared/{trajectory.pk}/", "/me/", "/me/about/", "/me/concern/"]

    def seen() -> list[str]:
        return [without_tokens(text(lot.get(page))) for page in pages]

    before = seen()
    triggers.log(trajectory=trajectory, by=client_user, strength=9)
    lapses.tell(trajectory=trajectory, by=client_user)
    checkins.hand_in(trajectory=trajectory, by=client_user, answers=answers())
    plans.add(trajectory=trajectory, by=counsellor, kind="practical", title="Schuld")
    appointments.plan(
        trajectory=trajectory, by=counsellor, with_user=counsellor, starts_at=timezone.now() + DAY, tell=False
    )
    assert seen() == before


def test_a_relative_sees_the_same_whether_somebody_is_here_or_not(relative, browser_of, request):
    lot = browser_of(relative)
    pages = ["/shared/", "/me/about/", "/me/concern/"]
    before = [without_tokens(text(lot.get(page))) for page in pages]
    request.getfixturevalue("trajectory")
    assert [without_tokens(text(lot.get(page))) for page in pages] == before


def without_tokens(page: str) -> str:
    page = re.sub(r'nonce="[^"]*"', "", page)
    return re.sub(r'name="csrfmiddlewaretoken" value="[^"]*"|"X-CSRFToken": *"[^"]*"', "", page)


def test_every_look_is_in_the_clients_list(with_lot, relative, client_user, trajectory, browser_of):
    with_lot(PLAN, APPOINTMENTS)
    browser_of(relative).get(f"/shared/{trajectory.pk}/")
    looks = AccessEntry.objects.filter(client=client_user, user=relative, purpose="shared")
    assert set(looks.values_list("segment", "role")) == {("plan", "relative"), ("appointments", "relative")}
    page = text(browser_of(client_user).get("/me/access-log/?who=others"))
    assert relative.name in page
    assert "jij deelt het met diegene" in page


def test_looking_keeps_it_alive(with_lot, relative, trajectory, browser_of):
    recipient = with_lot(PLAN)
    long_ago = timezone.now() - 100 * DAY
    Recipient.objects.update(used_at=long_ago)
    browser_of(relative).get(f"/shared/{trajectory.pk}/")
    recipient.refresh_from_db()
    assert recipient.used_at > long_ago + DAY


def terms(**details) -> dict:
    until = (timezone.localdate() + 30 * DAY).isoformat()
    return {"categories": ["plan"], "purpose": "near", "until": until, "revision": "0"} | details


def test_a_client_shares_with_somebody_close(client_user, relative, trajectory, browser_of):
    noor = browser_of(client_user)
    posted = noor.post("/me/sharing/relative/", terms(name="Lot", email=relative.email.upper()))
    assert posted["Location"] == f"/me/sharing/{trajectory.recipients.get().pk}/preview/"
    assert browser_of(relative).get(f"/shared/{trajectory.pk}/").status_code == 200
    again = noor.post("/me/sharing/relative/", terms(name="Lot", email=relative.email))
    assert "Je deelt al met Lot" in text(again)


def test_the_answer_is_the_same_for_an_address_that_nobody_has(client_user, trajectory, browser_of):
    posted = browser_of(client_user).post("/me/sharing/relative/", terms(name="Kim", email="kim@test.example"))
    assert posted["Location"] == f"/me/sharing/{trajectory.recipients.get().pk}/preview/"


def test_a_client_shares_with_a_professional(client_user, partner, trajectory, browser_of):
    noor = browser_of(client_user)
    assert "Tamar Visser, Wijkteam Oever" in text(noor.get("/me/sharing/professional/"))
    assert "professional" in noor.post("/me/sharing/professional/", terms()).context["form"].errors
    noor.post("/me/sharing/professional/", terms(professional=partner.memberships.get().pk))
    assert browser_of(partner).get(f"/shared/{trajectory.pk}/").status_code == 200


@pytest.mark.parametrize(
    "wrong",
    [
        {"categories": []},
        {"purpose": ""},
        {"until": ""},
        {"until": "2020-01-01"},
        {"until": "morgen"},
        {"email": "Lot"},
    ],
    ids=str,
)
def test_what_lacks_is_asked_and_nothing_typed_is_lost(client_user, trajectory, browser_of, wrong):
    page = browser_of(client_user).post("/me/sharing/relative/", terms(name="Lotje", email="l@test.example") | wrong)
    assert 'value="Lotje"' in text(page)
    assert page.context["form"].errors
    assert not trajectory.recipients.exists()


def test_changing_shows_what_holds_and_holds_at_once(with_lot, client_user, browser_of):
    recipient = with_lot(PLAN, until=None)
    address = f"/me/sharing/{recipient.pk}/"
    noor = browser_of(client_user)
    assert noor.get(address).context["form"].initial["open_ended"]
    noor.post(address, terms(categories=["groups"], open_ended="on", revision="1"))
    assert [one.category for one in recipient.consents.filter(ended_at=None)] == [GROUPS]
    assert "Wat ik eerder deelde" in text(noor.get("/me/sharing/"))


def test_a_stale_page_gives_nothing_back(with_lot, client_user, browser_of):
    recipient = with_lot(PLAN, GROUPS)
    noor = browser_of(client_user)
    noor.post("/me/sharing/choose/", {f"revision-{recipient.pk}": "1", f"with-{recipient.pk}": ["plan"]})
    late = noor.post(f"/me/sharing/{recipient.pk}/", terms(categories=["plan", "groups"], revision="1"))
    assert late.status_code == 409
    assert [one.category for one in recipient.consents.filter(ended_at=None)] == [PLAN]
    assert late.context["form"]["revision"].value() == 2
    noor.post(f"/me/sharing/{recipient.pk}/", terms(categories=["plan", "groups"], revision="2"))
    assert recipient.consents.filter(ended_at=None).count() == 2


def test_refused_words_stand_by_the_form(with_lot, client_user, browser_of, monkeypatch):
    def refuse(**_details):
        raise Refused("Vandaag niet.")

    recipient = with_lot(PLAN)
    monkeypatch.setattr(actions, "change", refuse)
    page = browser_of(client_user).post(f"/me/sharing/{recipient.pk}/", terms(revision="1"))
    assert "Vandaag niet." in text(page)


def test_stopping_is_one_tap_on_the_page(with_lot, client_user, browser_of):
    recipient = with_lot(PLAN)
    noor = browser_of(client_user)
    assert f'action="/me/sharing/{recipient.pk}/stop/"' in text(noor.get("/me/sharing/"))
    noor.post(f"/me/sharing/{recipient.pk}/stop/")
    assert "Je deelt nu niets" in text(noor.get("/me/sharing/"))
    assert "ziet ook niet dat je hier bent" in text(noor.get(f"/me/sharing/{recipient.pk}/preview/"))


def test_the_table_shows_every_kind_with_everybody_and_a_tick_away_stops_it(
    with_lot, with_tamar, client_user, browser_of
):
    lot, tamar = with_lot(PLAN, GROUPS), with_tamar(APPOINTMENTS)
    noor = browser_of(client_user)
    page = noor.get("/me/sharing/")
    shared = {(one.name, category) for category, cells in page.context["table"] for one, given in cells if given}
    assert shared == {("Lot", "plan"), ("Lot", "groups"), ("Tamar Visser", "appointments")}
    assert text(page).count('type="checkbox"') == 2 * len(Category)
    ticks = {f"revision-{one.pk}": "1" for one in (lot, tamar)}
    answer = noor.post(
        "/me/sharing/choose/", ticks | {f"with-{lot.pk}": ["plan"], f"with-{tamar.pk}": ["appointments"]}, follow=True
    )
    assert "Het geldt vanaf nu" in text(answer)
    assert [one.category for one in lot.consents.filter(ended_at=None)] == [PLAN]


@pytest.mark.parametrize("wrong", [{"revision": "morgen"}, {"with": "secrets"}, {"revision": "7", "with": "groups"}])
def test_a_table_that_does_not_fit_changes_nothing_and_says_so(with_lot, client_user, browser_of, wrong):
    recipient = with_lot(PLAN)
    ticks = {f"{name}-{recipient.pk}": value for name, value in ({"revision": "1", "with": "plan"} | wrong).items()}
    answer = browser_of(client_user).post("/me/sharing/choose/", ticks, follow=True)
    assert "Kijk wat er nu geldt" in text(answer)
    assert [one.category for one in recipient.consents.filter(ended_at=None)] == [PLAN]


def test_what_ends_soon_says_so(with_lot, client_user, browser_of):
    with_lot(PLAN, until=timezone.localdate() + 3 * DAY)
    assert "nz-status-warn" in text(browser_of(client_user).get("/me/sharing/"))


@pytest.mark.parametrize("clients", [1, 3])
def test_the_list_asks_as_much_for_three_as_for_one(
    relative, counsellor, organisation, browser_of, django_assert_num_queries, clients
):
    for number in range(clients):
        user = person(f"Wout {number}", f"wout{number}@test.example")
        actions.share(
            trajectory=running(user, counsellor, organisation),
            by=user,
            name="Lot",
            email=relative.email,
            categories=[PLAN],
            purpose="near",
        )
    lot = browser_of(relative)
    lot.get("/shared/")
    with django_assert_num_queries(QUERIES):
        lot.get("/shared/")


QUERIES = 10
