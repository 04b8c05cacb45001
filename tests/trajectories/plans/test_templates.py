"""Plan templates: kept by the organisation, begun with in one action, made of a plan without anything of a client."""

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from aftercare.audit.models import AccessEntry
from aftercare.core.errors import Refused, Stale
from supportgroups.models import SupportGroup
from trajectories.plans import actions as plans
from trajectories.plans.actions import templates
from trajectories.plans.models import Kind, PlanTemplate, State, TemplateItem

TODAY = date(2026, 3, 12)
WEEK = timedelta(weeks=1)


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(datetime(2026, 3, 12, 11, tzinfo=UTC), tick=False) as traveller:
        yield traveller


@pytest.fixture
def desk(browser_of, counsellor):
    return browser_of(counsellor)


@pytest.fixture
def template(organisation, counsellor) -> PlanTemplate:
    parts = [
        {"kind": Kind.INDIVIDUAL, "title": "Gesprek", "frequency": "elke week", "weeks": 8},
        {"kind": Kind.SELF_CARE, "area": "body", "title": "Elke dag naar buiten", "after_weeks": 2},
        {"kind": Kind.PRACTICAL, "area": "money", "title": "Post op orde", "weeks": 4},
        {"kind": Kind.FAMILY, "title": "Gezinsgesprek"},
    ]
    return templates.write(organisation=organisation, by=counsellor, name="Na de kliniek", parts=parts)


def url(name: str, *args) -> str:
    return reverse(f"plans:{name}", args=args)


def use(template, trajectory, by, **details):
    details = {"revision": template.revision, "chosen": list(template.items.values_list("pk", flat=True))} | details
    return templates.use(template=template, trajectory=trajectory, by=by, **{"starts_on": TODAY} | details)


def test_a_plan_begins_with_what_was_chosen(template, trajectory, counsellor):
    use(template, trajectory, counsellor)
    found = {item.title: item for item in trajectory.plan_items.all()}
    talk, outside = found["Gesprek"], found["Elke dag naar buiten"]
    assert (talk.starts_on, talk.ends_on, talk.state) == (TODAY, TODAY + 8 * WEEK - timedelta(days=1), State.ACTIVE)
    assert (outside.starts_on, outside.ends_on, outside.state) == (TODAY + 2 * WEEK, None, State.PLANNED)
    post, family = found["Post op orde"], found["Gezinsgesprek"]
    assert (post.due_on, post.starts_on, post.owner) == (TODAY + 4 * WEEK - timedelta(days=1), None, "client")
    assert (family.state, family.lacks) == (State.PLANNED, "participants")


def test_only_what_is_ticked_comes_into_the_plan(template, trajectory, counsellor):
    chosen = [template.items.get(kind=Kind.PRACTICAL).pk]
    (added,) = use(template, trajectory, counsellor, chosen=chosen)
    assert list(trajectory.plan_items.all()) == [added]


@pytest.mark.parametrize(("ended", "state"), [(False, State.ACTIVE), (True, State.PLANNED)])
def test_a_group_that_ended_is_left_open(organisation, trajectory, counsellor, ended, state):
    over = {"ended_at": datetime(2026, 1, 1, tzinfo=UTC), "ended_by": counsellor} if ended else {}
    group = SupportGroup.objects.create(organisation=organisation, name="Stevig Staan", **over)
    part = {"kind": Kind.GROUP, "title": "Stevig Staan", "group": group}
    template = templates.write(organisation=organisation, by=counsellor, name="Groep", parts=[part])
    (item,) = use(template, trajectory, counsellor)
    assert (item.group, item.state) == (None if ended else group, state)


def test_a_template_that_changed_meanwhile_adds_nothing(template, trajectory, counsellor, colleague):
    templates.add_item(template=template, by=colleague, kind=Kind.SKILL, title="Nee zeggen")
    with pytest.raises(Stale):
        use(template, trajectory, counsellor)
    assert not trajectory.plan_items.exists()


def test_another_organisations_template_is_refused(other_organisation, outsider, trajectory, counsellor):
    theirs = templates.write(organisation=other_organisation, by=outsider, name="Elders")
    with pytest.raises(Refused):
        use(theirs, trajectory, counsellor)


def test_changes_are_logged_and_say_who(template, colleague):
    templates.rename(template=template, by=colleague, revision=1, name="Na opname", about="")
    template.refresh_from_db()
    assert (template.name, template.changed_by, template.revision) == ("Na opname", colleague, 2)
    entry = AccessEntry.objects.filter(segment="plan_templates").first()
    assert (entry.user, entry.role, entry.client) == (colleague, "counsellor", None)


def test_a_name_is_used_once_until_it_is_put_away(template, organisation, counsellor):
    other = templates.write(organisation=organisation, by=counsellor, name="Anders")
    with pytest.raises(Refused):
        templates.write(organisation=organisation, by=counsellor, name=template.name)
    with pytest.raises(Refused):
        templates.rename(template=other, by=counsellor, revision=1, name=template.name, about="")
    templates.retire(template=template, by=counsellor)
    templates.write(organisation=organisation, by=counsellor, name=template.name)
    with pytest.raises(Stale):
        templates.add_item(template=template, by=counsellor, kind=Kind.SKILL, title="x")


@pytest.mark.parametrize(
    ("wrong", "rule"),
    [
        ({"kind": Kind.SELF_CARE}, "self_care_names_its_area"),
        ({"kind": Kind.SKILL, "area": "food"}, "area_only_of_its_kinds"),
        ({"kind": Kind.SKILL, "after_weeks": 53}, "starts_within_a_year"),
        ({"kind": Kind.SKILL, "weeks": 105}, "lasts_1_to_104_weeks"),
    ],
)
def test_the_database_refuses_what_never_holds(template, counsellor, wrong, rule):
    with pytest.raises(IntegrityError, match=rule), transaction.atomic():
        templates.add_item(template=template, by=counsellor, title="x", **wrong)


def test_a_template_shows_its_picture_and_name(template):
    assert str(template) == "Na de kliniek"
    part = template.items.get(kind=Kind.SELF_CARE)
    assert (str(part), part.icon) == ("Elke dag naar buiten", "bike")
    assert TemplateItem(kind=Kind.SKILL).icon == "dumbbell"


def test_the_library_lists_templates_and_begins_empty(desk, organisation, counsellor):
    assert "nz-empty" in desk.get(url("templates")).content.decode()
    page = desk.post(url("new_template"), {"name": "Eerste maand", "about": "Na de kliniek"}, follow=True)
    assert "nz-empty" in page.content.decode()
    made = PlanTemplate.objects.get()
    assert (made.name, made.organisation, made.changed_by) == ("Eerste maand", organisation, counsellor)
    page = desk.post(url("new_template"), {"name": "Eerste maand"})
    assert page.context["form"].errors["name"]


@pytest.mark.parametrize("kind", [Kind.SKILL, Kind.SELF_CARE, Kind.GROUP, Kind.PRACTICAL])
def test_each_kind_is_added_to_a_template(desk, template, kind):
    form = desk.get(url("add_template_item", template.pk, kind)).context["form"]
    assert ("area" in form.fields) == (kind in (Kind.SELF_CARE, Kind.PRACTICAL))
    assert ("group" in form.fields) == (kind == Kind.GROUP)
    typed = {"title": "Nieuw", "after_weeks": 1, "weeks": 6, "area": "money"}
    desk.post(url("add_template_item", template.pk, kind), typed)
    part = template.items.get(title="Nieuw")
    assert (part.kind, part.after_weeks, part.weeks) == (kind, 1, 6)


def test_nonsense_is_said_at_the_field(desk, template):
    assert desk.get(url("add_template_item", template.pk, "magic")).status_code == 404
    page = desk.post(url("add_template_item", template.pk, "skill"), {"title": "x", "after_weeks": 53, "weeks": 0})
    assert set(page.context["form"].errors) == {"after_weeks", "weeks"}


def test_an_item_is_changed_and_removed(desk, template):
    part = template.items.get(kind=Kind.INDIVIDUAL)
    path = url("template_item", template.pk, part.pk)
    assert desk.get(path).context["form"]["title"].value() == "Gesprek"
    desk.post(path, {"title": "Gesprek met begeleider", "after_weeks": 0, "revision": 1})
    part.refresh_from_db()
    assert (part.title, part.revision) == ("Gesprek met begeleider", 2)
    desk.post(url("remove_template_item", template.pk, part.pk))
    assert not template.items.filter(pk=part.pk).exists()


def test_a_stale_item_shows_both_and_can_be_saved_on_purpose(desk, template, colleague):
    part = template.items.get(kind=Kind.INDIVIDUAL)
    templates.change_item(item=part, by=colleague, revision=1, title="Van Farah")
    path, typed = url("template_item", template.pk, part.pk), {"title": "Van Ilse", "after_weeks": 0, "revision": 1}
    page = desk.post(path, typed)
    html = page.content.decode()
    assert page.status_code == 409
    assert "Van Farah" in html
    assert "Van Ilse" in html
    desk.post(path, typed | {"revision": page.context["form"]["revision"].value()})
    part.refresh_from_db()
    assert part.title == "Van Ilse"


def test_a_stale_name_shows_both(desk, template, colleague):
    templates.rename(template=template, by=colleague, revision=1, name="Van Farah", about="")
    path = url("rename_template", template.pk)
    page = desk.post(path, {"name": "Van Ilse", "revision": 1})
    html = page.content.decode()
    assert page.status_code == 409
    assert "Van Farah" in html
    assert "Van Ilse" in html
    desk.post(path, {"name": "Van Ilse", "revision": page.context["form"]["revision"].value()})
    template.refresh_from_db()
    assert template.name == "Van Ilse"


def test_a_name_that_is_taken_is_said_at_the_field(desk, template, organisation, counsellor):
    templates.write(organisation=organisation, by=counsellor, name="Anders")
    page = desk.post(url("rename_template", template.pk), {"name": "Anders", "revision": 1})
    assert page.context["form"].errors["name"]


def test_what_is_put_away_is_offered_no_more(desk, template, trajectory):
    desk.post(url("retire_template", template.pk))
    assert "Na de kliniek" not in desk.get(url("templates")).content.decode()
    assert desk.get(url("template", template.pk)).status_code == 404
    assert desk.get(url("use_template", trajectory.pk, template.pk)).status_code == 404


def test_a_plan_page_leads_to_the_templates(desk, template, trajectory):
    assert url("choose_template", trajectory.pk) in desk.get(url("items", trajectory.pk)).content.decode()
    assert url("use_template", trajectory.pk, template.pk) in (
        desk.get(url("choose_template", trajectory.pk)).content.decode()
    )


def test_nothing_is_added_before_the_last_button(desk, template, trajectory):
    path = url("use_template", trajectory.pk, template.pk)
    offers = desk.get(path).context["form"].offers
    assert [offer.chosen for offer in offers] == [True] * 4
    kept = offers[0].part.pk
    page = desk.post(path, {"starts_on": "2026-04-01", "chosen": [kept], "revision": 1, "preview": "yes"})
    assert [offer.chosen for offer in page.context["form"].offers] == [True, False, False, False]
    assert page.context["form"].offers[0].starts_on == date(2026, 4, 1)
    assert not trajectory.plan_items.exists()
    page = desk.post(path, {"starts_on": "2026-04-01", "chosen": [kept], "revision": 1}, follow=True)
    assert page.resolver_match.view_name == "plans:items"
    assert trajectory.plan_items.get().starts_on == date(2026, 4, 1)


def test_what_the_plan_has_already_is_said_and_not_ticked(desk, template, trajectory, counsellor):
    plans.add(trajectory=trajectory, by=counsellor, kind=Kind.INDIVIDUAL, title="gesprek")
    page = desk.get(url("use_template", trajectory.pk, template.pk))
    assert [offer.part.title for offer in page.context["form"].offers if offer.is_there] == ["Gesprek"]
    assert not next(offer for offer in page.context["form"].offers if offer.is_there).chosen


@pytest.mark.parametrize("wrong", [{"chosen": []}, {"starts_on": ""}])
def test_a_wrong_start_is_said_and_adds_nothing(desk, template, trajectory, wrong):
    chosen = [part.pk for part in template.items.all()]
    typed = {"starts_on": "2026-04-01", "chosen": chosen, "revision": 1} | wrong
    page = desk.post(url("use_template", trajectory.pk, template.pk), typed)
    assert list(page.context["form"].errors) == list(wrong)
    assert "nz-errors" in page.content.decode()
    assert not trajectory.plan_items.exists()


def test_a_template_that_changed_meanwhile_is_shown_again(desk, template, trajectory, colleague):
    chosen = template.items.get(kind=Kind.INDIVIDUAL).pk
    templates.add_item(template=template, by=colleague, kind=Kind.SKILL, title="Van Farah")
    path, typed = url("use_template", trajectory.pk, template.pk), {"starts_on": "2026-04-01", "chosen": [chosen]}
    page = desk.post(path, typed | {"revision": 1})
    assert page.status_code == 409
    assert "Van Farah" in page.content.decode()
    assert [offer.part.pk for offer in page.context["form"].offers if offer.chosen] == [chosen]
    desk.post(path, typed | {"revision": page.context["form"]["revision"].value()})
    assert trajectory.plan_items.count() == 1


def test_a_plan_becomes_a_template_without_anything_of_the_client(desk, trajectory, counsellor, organisation):
    group = SupportGroup.objects.create(organisation=organisation, name="Stevig Staan")
    own = plans.add(
        trajectory=trajectory,
        by=counsellor,
        kind=Kind.SELF_CARE,
        area="money",
        title="Lot kijkt mee op zondag",
        goal="Zonder schrik.",
        carrier="Lot",
        frequency="elke zondag met Lot",
    )
    met = plans.add(trajectory=trajectory, by=counsellor, kind=Kind.GROUP, title="Mijn groep", group=group)
    left = plans.add(trajectory=trajectory, by=counsellor, kind=Kind.SKILL, title="Nee tegen mijn broer")
    path = url("save_template", trajectory.pk)
    form = desk.get(path).context["form"]
    assert (form[f"title_{own.pk}"].value(), form[f"title_{met.pk}"].value()) == ("Zelfzorg: Geld", "Stevig Staan")
    assert form[f"frequency_{own.pk}"].value() is None
    typed = {f"take_{own.pk}": "on", f"title_{own.pk}": "Samen geld bekijken", f"frequency_{own.pk}": "elke week"}
    typed |= {f"take_{met.pk}": "on", f"title_{met.pk}": "Stevig Staan", f"title_{left.pk}": "x"}
    page = desk.post(path, typed | {"name": "Geld en groep"}, follow=True)
    html = page.content.decode()
    parts = {part.title: part for part in PlanTemplate.objects.get().items.all()}
    assert set(parts) == {"Samen geld bekijken", "Stevig Staan"}
    assert (parts["Stevig Staan"].group, parts["Samen geld bekijken"].area) == (group, "money")
    assert not any(words in html for words in ("Lot", "Zonder schrik", "broer", "Mijn groep"))


@pytest.mark.parametrize(
    ("wrong", "where"),
    [({"name": ""}, "name"), ({"take": ""}, "__all__"), ({"title": ""}, "title"), ({"name": "Na de kliniek"}, "name")],
)
def test_a_wrong_template_is_said_and_nothing_is_made(desk, template, trajectory, counsellor, wrong, where):
    item = plans.add(trajectory=trajectory, by=counsellor, kind=Kind.SKILL, title="Nee zeggen")
    typed = {"name": "Nieuw", "take": "on", "title": "Nee zeggen"} | wrong
    typed = {name if name == "name" else f"{name}_{item.pk}": value for name, value in typed.items() if value}
    page = desk.post(url("save_template", trajectory.pk), typed)
    assert [name.split("_0")[0].split(f"_{item.pk}")[0] for name in page.context["form"].errors] == [where]
    assert list(PlanTemplate.objects.all()) == [template]


def test_a_coordinator_keeps_templates_and_opens_no_plan(browser_of, coordinator, template, trajectory):
    browser = browser_of(coordinator)
    assert browser.get(url("template", template.pk)).status_code == 200
    assert browser.get(url("use_template", trajectory.pk, template.pk)).status_code == 404


def test_others_keep_no_templates(browser_of, template, outsider, peer_worker, client_user, manager):
    assert browser_of(outsider).get(url("template", template.pk)).status_code == 404
    assert browser_of(outsider).post(url("retire_template", template.pk)).status_code == 404
    for user in (peer_worker, client_user, manager):
        for path in (url("templates"), url("new_template"), url("template", template.pk)):
            assert browser_of(user).get(path).status_code == 403


def test_the_pages_cost_the_same_for_one_and_three(desk, template, trajectory, organisation, counsellor):
    paths = [url("templates"), url("choose_template", trajectory.pk), url("use_template", trajectory.pk, template.pk)]

    def costs() -> list[int]:
        found = []
        for path in paths:
            desk.get(path)
            with CaptureQueriesContext(connection) as queries:
                desk.get(path)
            found.append(len(queries))
        return found

    before = costs()
    for number in range(2):
        templates.write(organisation=organisation, by=counsellor, name=f"Meer {number}")
        templates.add_item(template=template, by=counsellor, kind=Kind.SKILL, title=f"Meer {number}")
    assert costs() == before
