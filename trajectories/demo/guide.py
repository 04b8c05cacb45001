"""The guides of three regions: two editions of the first, a text that one region took over, what readers said."""

from collections.abc import Mapping
from datetime import datetime

from aftercare.accounts.models import Region, User
from aftercare.audit import actions as audit
from aftercare.guide import actions
from aftercare.guide.composing import texts_of
from aftercare.guide.models import Edition, Passage
from aftercare.network import actions as network
from aftercare.network.models import Voice
from trajectories.demo.network import KEEPERS
from trajectories.demo.stories import WEEK, wall
from trajectories.demo.words import read

TOLD = read("guide.toml")
LOT = "naaste@demo.example"


def tell(users: Mapping[str, User], *, now: datetime) -> None:
    for told in TOLD["regions"]:
        region, by = Region.objects.get(name=told["name"]), users[KEEPERS[told["name"]][0]]
        first, second = (wall((now - WEEK * weeks).date(), 15) for weeks in (20, 6))
        with audit.dated(first):
            later = write(region, by, told, at=first)
        if later:
            with audit.dated(second):
                rewrite(region, by, later, at=second)
                actions.publish(region=region, by=by, news=told["news"], at=second)
    sit_in(users[KEEPERS["Amsterdam"][0]], now=now)
    speak(users, now=now)


def write(region: Region, by: User, told: dict, *, at: datetime) -> list[tuple[dict, Passage | None]]:
    """The first edition. What it did not say yet, or otherwise, comes back for the second."""
    later: list[tuple[dict, Passage | None]] = []
    for text in told["texts"]:
        if text.get("new"):
            later.append((text, None))
            continue
        words = text.get("before", text["text"]).strip()
        passage = actions.write(region=region, by=by, kind=text["kind"], title=text["title"], text=words, at=at)
        if "before" in text:
            later.append((text, passage))
    if "takes" in told:
        take(region, by, told["takes"])
    actions.publish(region=region, by=by, news="De eerste uitgave." if later else told["news"], at=at)
    return later


def rewrite(region: Region, by: User, later: list[tuple[dict, Passage | None]], *, at: datetime) -> None:
    for text, passage in later:
        words = {"title": text["title"], "text": text["text"].strip(), "at": at}
        if passage:
            actions.write(region=region, by=by, passage=passage, revision=1, **words)
        else:
            actions.write(region=region, by=by, kind=text["kind"], **words)


def take(region: Region, by: User, wanted: dict) -> None:
    passage = Passage.objects.select_related("region").get(region__name=wanted["region"], title=wanted["title"])
    edition = Edition.objects.filter(region=passage.region).order_by("-number").first()
    words = next(one for one in texts_of(edition.words) if one["key"] == str(passage.pk))
    actions.take_over_passage(passage=passage, published=words, into=region, by=by)


def sit_in(by: User, *, now: datetime) -> None:
    """Lot writes along as a relative."""
    lot = User.objects.filter(email=LOT).first()
    if lot:
        region = Region.objects.get(name="Amsterdam")
        network.team.seat(region=region, by=by, user=lot, voice=Voice.RELATIVE, at=now - WEEK * 8)


def speak(users: Mapping[str, User], *, now: datetime) -> None:
    for told in TOLD["remarks"]:
        passage = Passage.objects.select_related("region").get(region__name=told["region"], title=told["title"])
        by = User.objects.get(email=told["by"])
        said_at = wall((now - WEEK * told["days"] / 7).date(), 20)
        with audit.dated(said_at):
            remark = actions.remark(
                region=passage.region,
                by=by,
                passage=passage,
                text=told["text"],
                proposed=told.get("proposed", "").strip(),
                over_revision=passage.revision,
                at=said_at,
            )
        if "answer" in told:
            at = wall((now - WEEK).date(), 11)
            with audit.dated(at):
                keeper = users[KEEPERS[told["region"]][0]]
                actions.reply(remark=remark, by=keeper, answer=told["answer"], at=at, tell=False)
