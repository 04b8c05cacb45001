"""An organisation's own questionnaires: looked at first, kept in versions, asked of clients, retired."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from aftercare.audit.models import AccessEntry
from aftercare.core.errors import Refused
from tests.trajectories.checkins.conftest import NOON, agree
from trajectories.checkins import actions as checkins
from trajectories.checkins import library
from trajectories.checkins.models import OwnQuestionnaire, OwnVersion
from trajectories.questionnaires import actions

RIGHT = """title = { en = "Days", nl = "Dagen" }
source = "De Brug"
licence = "Own work"
validated = false
for = ["client"]

[[items]]
id = "work"
kind = "choice"
text = { en = "Did you work?", nl = "Heb je gewerkt?" }
options = [
  { value = 0, text = { en = "No", nl = "Nee" } },
  { value = 4, text = { en = "Yes", nl = "Ja" } },
]

[[items]]
id = "hours"
kind = "scale"
text = { en = "How full was your day?", nl = "Hoe vol was je dag?" }
low = { en = "empty", nl = "leeg" }
high = { en = "full", nl = "vol" }
unless = { item = "work", is = [0], counts = 0 }

[[items]]
id = "story"
kind = "words"
about = { en = "Your day", nl = "Je dag" }
text = { en = "What was your day like?", nl = "Hoe was je dag?" }

[[scales]]
id = "structure"
label = { en = "Day structure", nl = "Dagstructuur" }
items = ["work", "hours"]
highest = 14
flag = { at_most = 3 }
levels = [{ from = 0, text = { en = "little", nl = "weinig" } }, { from = 8, text = { en = "enough", nl = "genoeg" } }]
"""
SECOND = RIGHT.replace("How full was your day?", "How full were your days?")


@pytest.fixture
def desk(browser_of, administrator):
    browser = browser_of(administrator)
    browser.cookies["django_language"] = "en"
    return browser


@pytest.fixture
def own(organisation, administrator) -> OwnQuestionnaire:
    return actions.add(organisation=organisation, by=administrator, slug="days", text=RIGHT)


def text(response) -> str:
    return " ".join(response.content.decode().split())


def form(organisation, **changed) -> dict:
    return {"organisation": organisation.pk, "slug": "days", "text": RIGHT, **changed}


NEW = "/questionnaires/new/"


def test_first_one_looks_and_nothing_is_kept(desk, organisation):
    page = text(desk.post(NEW, form(organisation)))
    for words in ("Did you work?", "Question 2 of 3", "Not asked after “No” at “Did you work?”.", "from 8: enough"):
        assert words in page
    assert "worth a look up to 3" in page
    assert not OwnQuestionnaire.objects.exists()


def test_then_it_is_kept_and_stands_in_the_list(desk, organisation):
    kept = desk.post(NEW, form(organisation, keep="1"), follow=True)
    assert "Kept. From now on counsellors can plan it." in text(kept)
    page = text(desk.get(reverse("questionnaires:kept")))
    assert "Days" in page
    assert "In use" in page
    assert "PHQ-9" in page


def test_a_file_is_read_into_the_field(desk, organisation):
    upload = SimpleUploadedFile("days.toml", b"\xef\xbb\xbf" + RIGHT.replace("\n", "\r\n").encode())
    page = text(desk.post(NEW, form(organisation, text="", file=upload)))
    assert "Keep this questionnaire" in page
    assert "De Brug" in page


@pytest.mark.parametrize(
    ("changed", "problem"),
    [
        ({"text": ""}, "Choose a file, or paste the definition here."),
        ({"text": "x" * 200_001}, "nz-errors"),
        ({"file": SimpleUploadedFile("a.toml", b"\xff\xfe\x00")}, "no text in UTF-8"),
        ({"file": SimpleUploadedFile("a.toml", b"a" * 200_001)}, "bigger than 200 kB"),
        ({"slug": "not a word!"}, "nz-errors"),
    ],
)
def test_what_cannot_be_read_is_said(changed, problem, desk, organisation):
    page = text(desk.post(NEW, form(organisation, keep="1", **changed)))
    assert problem in page
    assert not OwnQuestionnaire.objects.exists()


def test_every_mistake_is_told_with_its_line_and_the_text_stays(desk, organisation):
    wrong = RIGHT.replace("value = 4", "worth = 4").replace("highest = 14", "highest = 2").replace("hours", "uren", 1)
    page = text(desk.post(NEW, form(organisation, text=wrong, keep="1")))
    assert "things in the file are not right" in page
    for words in (
        '<td class="num">7</td>',
        "items work, option 2",
        "“worth” is unknown here.",
        "names no question: hours",
    ):
        assert words in page
    assert "worth = 4" in page
    assert not OwnQuestionnaire.objects.exists()


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ('for = ["client"]', 'for = ["closed_client"]', "“for” names one or more of: client, relative."),
        ('for = ["client"]', 'for = ["client"]\nalong = { with = ["a"], when = "medicines" }', "“along” is for"),
        ('id = "structure"', 'id = "craving"', "“craving” is a scale of the weekly check-in."),
        ("title =", "title", "cannot be read as TOML"),
    ],
)
def test_what_belongs_to_the_portal_is_refused(old, new, problem, desk, organisation):
    assert problem in text(desk.post(NEW, form(organisation, text=RIGHT.replace(old, new, 1), keep="1")))
    assert not OwnQuestionnaire.objects.exists()


def test_a_name_is_given_once(desk, own, organisation):
    assert "There is a questionnaire by this name." in text(desk.post(NEW, form(organisation, keep="1")))
    assert OwnVersion.objects.count() == 1


def test_a_new_version_and_the_old_one_stays_readable(desk, own):
    revise = reverse("questionnaires:revise", args=[own.pk])
    assert "How full was your day?" in text(desk.get(revise))
    assert "word for word" in text(desk.post(revise, {"text": RIGHT, "keep": "1"}))
    assert desk.post(revise, {"text": SECOND, "keep": "1"}).status_code == 302
    show = reverse("questionnaires:show", args=[own.pk])
    assert "How full were your days?" in text(desk.get(show))
    assert "How full was your day?" in text(desk.get(show, {"version": "1"}))
    assert desk.get(show, {"version": "9"}).status_code == 404
    assert str(OwnVersion.objects.first()) == "days v2"


def test_answers_keep_the_version_they_were_given_to(
    own, organisation, administrator, trajectory, counsellor, client_user
):
    agree(trajectory, counsellor, instrument=own.instrument, at=NOON)
    first = checkins.open_due(at=trajectory.check_in_schedules.get().next_due_at)
    assert first == 1
    occurrence = trajectory.occurrences.get()
    draft = checkins.start(trajectory=trajectory, by=client_user, occurrence=occurrence, at=occurrence.due_at)
    actions.revise(questionnaire=own, by=administrator, text=SECOND)
    sent = checkins.submit(check_in=draft, by=client_user, answers={"work": 4, "hours": 6}, at=occurrence.due_at)
    assert (sent.version, sent.scores) == (1, {"structure": 10})
    assert str(library.of(sent).item("hours").text.en) == "How full was your day?"
    assert library.load(own.instrument).version == 2


def test_a_client_fills_it_in_and_the_dossier_shows_it(
    own, trajectory, counsellor, client_user, browser_of, time_machine
):
    time_machine.move_to(NOON, tick=False)
    agree(trajectory, counsellor, instrument=own.instrument)
    at = trajectory.check_in_schedules.get().next_due_at
    time_machine.move_to(at, tick=False)
    checkins.open_due(at=at)
    phone = browser_of(client_user)
    phone.cookies["django_language"] = "en"
    url = phone.post(reverse("checkins:start")).url
    assert "Did you work?" in text(phone.get(url))
    after = phone.post(url, {"answer": "0"}, follow=True)
    assert "What was your day like?" in text(after)  # the hours are needless
    phone.post(after.request["PATH_INFO"], {"answer": "Rustig."})
    desk = browser_of(counsellor)
    desk.cookies["django_language"] = "en"
    page = text(desk.get(reverse("overview:dossier", args=[trajectory.pk])))
    assert "0 of 14" in page
    assert "little" in page


def test_counsellors_of_this_organisation_can_plan_it_until_it_retires(own, desk, trajectory, counsellor, browser_of):
    plan = reverse("checkins:plan", args=[trajectory.pk])
    staff = browser_of(counsellor)
    assert own.instrument in text(staff.get(plan))
    desk.post(reverse("questionnaires:retire", args=[own.pk]))
    assert own.instrument not in text(staff.get(plan))
    with pytest.raises(Refused):
        agree(trajectory, counsellor, instrument=own.instrument, at=NOON)
    show = reverse("questionnaires:show", args=[own.pk])
    assert "Counsellors cannot plan it any more." in text(desk.get(show))
    assert "Retired" in text(desk.get(reverse("questionnaires:kept")))
    desk.post(reverse("questionnaires:take_up", args=[own.pk]))
    assert own.instrument in text(staff.get(plan))


def test_another_organisation_cannot_ask_it(own, other_organisation, administrator, trajectory, counsellor):
    theirs = actions.add(organisation=other_organisation, by=administrator, slug="theirs", text=RIGHT)
    with pytest.raises(Refused):
        agree(trajectory, counsellor, instrument=theirs.instrument, at=NOON)
    found = library.available("client", organisation=trajectory.organisation_id)
    assert [one.id for one in found if one.id.startswith("own-")] == [own.instrument]


@pytest.mark.parametrize("name", ["own-nonsense", f"own-{'0' * 32}"])
def test_what_nobody_added_is_not_there(name, db):
    for version in (None, 1):
        with pytest.raises(library.NoSuchQuestionnaire):
            library.load(name, version)


def test_each_step_is_in_the_access_log(own, administrator):
    actions.revise(questionnaire=own, by=administrator, text=SECOND)
    actions.retire(questionnaire=own, by=administrator)
    actions.take_up(questionnaire=own, by=administrator)
    lines = AccessEntry.objects.filter(object_id=own.pk, segment="questionnaires", event="change")
    assert [(line.user, line.role) for line in lines] == [(administrator, "administrator")] * 4


@pytest.mark.parametrize(
    ("person", "status"), [("outsider", 403), ("counsellor", 403), ("manager", 403), ("client_user", 403)]
)
def test_nobody_else_comes_in(person, status, own, browser_of, organisation, request):
    browser = browser_of(request.getfixturevalue(person))
    for url in (NEW, reverse("questionnaires:kept"), reverse("questionnaires:show", args=[own.pk])):
        assert browser.get(url).status_code == status
    assert browser.post(reverse("questionnaires:retire", args=[own.pk])).status_code == status
    own.refresh_from_db()
    assert own.retired_at is None


def test_one_of_another_organisation_is_not_there(desk, other_organisation, administrator):
    theirs = actions.add(organisation=other_organisation, by=administrator, slug="theirs", text=RIGHT)
    assert desk.get(reverse("questionnaires:show", args=[theirs.pk])).status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_the_same_however_long(count, desk, organisation, administrator, django_assert_max_num_queries):
    for number in range(count):
        actions.add(organisation=organisation, by=administrator, slug=f"days-{number}", text=RIGHT)
    desk.get(reverse("questionnaires:kept"))
    with django_assert_max_num_queries(12):
        desk.get(reverse("questionnaires:kept"))


def test_the_example_is_a_definition(desk):
    example = desk.get(reverse("questionnaires:example")).content.decode()
    assert library.of_text(example, name="example", version=1, file="example").items
