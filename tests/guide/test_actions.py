"""Writing, publishing, what readers say, and taking over: what each refuses, and what stays."""

import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone

from aftercare.audit.models import AccessEntry
from aftercare.core.errors import Refused, Stale, TransitionRefused
from aftercare.guide import actions
from aftercare.guide.composing import compose, texts_of
from aftercare.guide.models import Edition, Passage, Remark, TakenService
from aftercare.guide.reading import changes, chapters, parts_about
from aftercare.network import actions as network
from aftercare.network.models import Knowledge, Voice
from aftercare.notifications.models import Message
from tests.guide.conftest import TEXT, add_service


def titles(region) -> list[str]:
    return list(Passage.objects.current().filter(region=region).values_list("title", flat=True))


def test_a_text_is_changed_over_the_revision_that_was_seen(region, policy_maker, chapter):
    words = {"region": region, "by": policy_maker, "passage": chapter, "title": "Anders", "text": "Nieuw."}
    actions.write(revision=1, **words)
    with pytest.raises(Stale):
        actions.write(revision=1, **words)
    assert Passage.objects.get(pk=chapter.pk).revision == 2


def test_texts_move_up_among_their_own_kind(region, policy_maker, chapter, agreement):
    second = actions.write(region=region, by=policy_maker, kind="chapter", title="Tweede", text="…")
    actions.move_up(passage=second, by=policy_maker)
    assert titles(region) == ["Tweede", "Bellen voor iemand gaat", "Waarom deze handreiking"]
    second.refresh_from_db()
    actions.move_up(passage=second, by=policy_maker)
    assert titles(region)[0] == "Tweede"


def test_nothing_is_published_before_there_is_something_or_twice(region, policy_maker, chapter):
    actions.remove(passage=chapter, by=policy_maker, revision=1)
    with pytest.raises(Refused):
        actions.publish(region=region, by=policy_maker)
    actions.write(region=region, by=policy_maker, kind="lesson", title="Les", text="Bel terug.")
    assert actions.publish(region=region, by=policy_maker).number == 1
    with pytest.raises(Refused):
        actions.publish(region=region, by=policy_maker)


def test_an_edition_stays_as_it_was_published(region, policy_maker, edition, chapter, service):
    before = Edition.objects.get().words
    actions.write(region=region, by=policy_maker, passage=chapter, revision=1, title="Anders", text="Nieuw.")
    network.services.withdraw(service=service, by=policy_maker, revision=service.revision, why="Gestopt")
    assert Edition.objects.get().words == before
    assert actions.publish(region=region, by=policy_maker).number == 2


def test_what_changed_is_shown_part_by_part(region, policy_maker, edition, chapter, agreement, service):
    actions.write(
        region=region,
        by=policy_maker,
        passage=chapter,
        revision=1,
        title=chapter.title,
        text=TEXT.replace("hier", "daar"),
    )
    actions.remove(passage=agreement, by=policy_maker, revision=1)
    actions.write(region=region, by=policy_maker, kind="lesson", title="Les", text="Bel terug.")
    found = {change.title: change for change in changes(edition.words, compose(region))}
    assert set(found) == {"Waarom deze handreiking", "Bellen voor iemand gaat", "Les"}
    changed = found["Waarom deze handreiking"]
    assert [piece.text.strip() for piece in changed.old if piece.changed] == ["hier"]
    assert [piece.text.strip() for piece in changed.new if piece.changed] == ["daar"]
    assert found["Les"].old == []
    assert found["Bellen voor iemand gaat"].new == []


def test_the_directory_is_told_by_building_block(region, policy_maker, edition):
    blocks = next(one for one in chapters(edition.words) if one.slug == "blocks")
    section = blocks.sections[0]
    assert [part.title for part in section.parts] == ["Inloop De Haven", "Een sleutel voor de avond"]
    haven, key = section.parts
    assert haven.facts == [
        "Aangeboden door De Haven", "Waterrade Inloop De Haven", "Voor: relaties", "Gratis", "Wachttijd: 2 weken"
    ]  # fmt: skip
    assert (key.level, key.standing) == ("info", "Deels aanwezig")


@pytest.mark.parametrize(("weeks", "told"), [(0, "Geen wachttijd"), (1, "Wachttijd: 1 week"), (None, "Gratis")])
def test_a_waiting_time_is_told_in_words(region, policy_maker, weeks, told):
    add_service(region, policy_maker, waiting_weeks=weeks)
    assert parts_about(compose(region), "evening")[0].facts[-1] == told


def test_what_is_known_and_needed_in_the_region_has_its_own_chapter(region, policy_maker, edition):
    network.behind.add(
        Knowledge, region=region, by=policy_maker, kind="lived", text="Avonden zijn het langst.", source="Panel"
    )
    needed = next(one for one in chapters(compose(region)) if one.slug == "needs")
    assert [part.text for part in needed.sections[0].parts] == ["Avonden zijn het langst."]
    assert parts_about(compose(region), "needs") == []
    assert parts_about(compose(region), "housing") == []


def test_a_proposal_takes_the_place_of_the_text_and_its_writer_hears(
    edition, region, policy_maker, chapter, client_user
):
    said = actions.remark(region=region, by=client_user, passage=chapter, proposed="Beter zo.", over_revision=1)
    assert said.voice == ""
    actions.take_up(remark=said, by=policy_maker, answer="Dank je.")
    assert Passage.objects.get(pk=chapter.pk).text == "Beter zo."
    assert Message.objects.get(kind="guide").recipient == client_user
    with pytest.raises(TransitionRefused):
        actions.reply(remark=said, by=policy_maker, answer="Nog eens.")


def test_a_proposal_over_an_older_text_is_not_put_over_the_newer_one(
    edition, region, policy_maker, chapter, counsellor
):
    said = actions.remark(region=region, by=counsellor, passage=chapter, proposed="Beter zo.", over_revision=1)
    actions.write(region=region, by=policy_maker, passage=chapter, revision=1, title="t", text="Ondertussen.")
    with pytest.raises(Stale):
        actions.take_up(remark=said, by=policy_maker)
    assert Passage.objects.get(pk=chapter.pk).text == "Ondertussen."
    assert Remark.objects.get().state == Remark.State.OPEN
    actions.reply(remark=said, by=policy_maker, answer="Met de hand gedaan.")
    assert Remark.objects.get().state == Remark.State.ANSWERED


def test_of_the_past_nobody_is_told(edition, region, policy_maker, counsellor):
    said = actions.remark(region=region, by=counsellor, block="evening", text="Goed.")
    actions.reply(remark=said, by=policy_maker, answer="Dank je.", tell=False)
    assert not Message.objects.filter(kind="guide").exists()


def test_everybody_speaks_as_what_they_are(edition, region, policy_maker, peer_worker, counsellor, relative, partner):
    spoken = {
        person: actions.remark(region=region, by=person, block="evening", text="Goed.").voice
        for person in (policy_maker, peer_worker, counsellor, relative, partner)
    }
    assert list(spoken.values()) == [Voice.POLICY, Voice.LIVED, Voice.PROFESSIONAL, "", Voice.PROFESSIONAL]
    network.team.seat(region=region, by=policy_maker, user=relative, voice=Voice.RELATIVE)
    assert actions.remark(region=region, by=relative, block="evening", text="Goed.").voice == Voice.RELATIVE


def test_a_text_taken_over_keeps_its_origin_and_is_taken_once(edition, chapter, elsewhere, other_policy_maker, region):
    published = texts_of(edition.words)[0]
    copy = actions.take_over_passage(passage=chapter, published=published, into=elsewhere, by=other_policy_maker)
    assert (copy.region, copy.text, copy.taken_from) == (elsewhere, TEXT, chapter)
    actions.write(region=elsewhere, by=other_policy_maker, passage=copy, revision=1, title="Van ons", text="Aangepast.")
    told = chapters(actions.publish(region=elsewhere, by=other_policy_maker).words)[0].sections[0].parts[0]
    assert (told.text, told.origin) == ("Aangepast.", "Waterrade")
    with pytest.raises(Refused):
        actions.take_over_passage(passage=chapter, published=published, into=elsewhere, by=other_policy_maker)
    with pytest.raises(Refused):
        actions.take_over_passage(passage=chapter, published=published, into=region, by=other_policy_maker)


def test_a_building_block_taken_over_is_a_draft_with_its_origin(service, elsewhere, other_policy_maker, region):
    taken = actions.take_over_service(service=service, into=elsewhere, by=other_policy_maker)
    assert (taken.state, taken.name, taken.about, taken.region) == ("draft", service.name, service.about, elsewhere)
    assert (taken.provider, taken.phone, taken.capacity) == ("Nog te vinden", "", "unknown")
    assert TakenService.objects.get().origin == service
    network.services.publish(service=taken, by=other_policy_maker, revision=taken.revision)
    assert compose(elsewhere)["blocks"][0]["services"][0]["origin"] == "Waterrade"
    with pytest.raises(Refused):
        actions.take_over_service(service=service, into=elsewhere, by=other_policy_maker)


def test_what_is_of_oneself_or_not_in_the_directory_is_not_taken_over(service, region, elsewhere, policy_maker):
    with pytest.raises(Refused):
        actions.take_over_service(service=service, into=region, by=policy_maker)
    network.services.withdraw(service=service, by=policy_maker, revision=service.revision, why="Gestopt")
    with pytest.raises(Refused):
        actions.take_over_service(service=service, into=elsewhere, by=policy_maker)


def test_every_act_is_in_the_log_in_the_role_of_who_did_it(edition, region, policy_maker, client_user):
    actions.remark(region=region, by=client_user, block="evening", text="Goed.")
    lines = AccessEntry.objects.filter(segment="guide")
    assert set(lines.filter(user=policy_maker).values_list("role", flat=True)) == {"policy_maker"}
    assert set(lines.filter(user=client_user).values_list("role", flat=True)) == {"reader"}


def test_the_guide_is_put_together_in_as_many_queries_for_three_as_for_one(
    region, policy_maker, edition, django_assert_num_queries
):
    with django_assert_num_queries(5):
        compose(region)
    for name in ("Twee", "Drie"):
        add_service(region, policy_maker, name=name)
        actions.write(region=region, by=policy_maker, kind="lesson", title=name, text=name)
    with django_assert_num_queries(5):
        compose(region)


@pytest.mark.parametrize(
    "values",
    [
        {"text": "", "proposed": ""},
        {"proposed": "Zo.", "passage": None},
        {"block": "evening"},
        {"state": "answered"},
        {"settled_at": timezone.now()},
    ],
)
def test_a_remark_that_can_never_be_is_refused_by_the_database(edition, region, counsellor, chapter, values):
    said = actions.remark(region=region, by=counsellor, passage=chapter, text="Goed.")
    with pytest.raises(DatabaseError), transaction.atomic():
        Remark.objects.filter(pk=said.pk).update(**values)
