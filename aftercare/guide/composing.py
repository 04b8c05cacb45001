"""The guide of a region put together: the team's texts, and what the directory says now, as plain data to keep."""

from collections import defaultdict
from typing import Any

from aftercare.accounts.models import Region
from aftercare.guide.models import Passage
from aftercare.network.models import Block, Knowledge, Precondition, Service

Words = dict[str, Any]


def compose(region: Region) -> Words:
    """In five queries, whatever stands in it."""
    texts: dict[str, list] = defaultdict(list)
    for passage in Passage.objects.current().filter(region=region).select_related("taken_from__region"):
        texts[passage.kind].append(_passage(passage))
    needs: dict[str, list] = defaultdict(list)
    for one in Precondition.objects.of_region().filter(region=region):
        needs[one.block].append({"key": str(one.pk), "title": one.title, "note": one.note, "standing": one.standing})
    known: dict[str, list] = defaultdict(list)
    for one in Knowledge.objects.of_region().filter(region=region):
        known[one.block].append({"key": str(one.pk), "kind": one.kind, "text": one.text, "source": one.source})
    services = _services(region)
    return {
        "chapters": texts[Passage.Kind.CHAPTER],
        "blocks": [
            {"block": block.value, "services": services[block], "needs": needs[block], "known": known[block]}
            for block in Block
            if services[block] or needs[block] or known[block]
        ],
        "needs": needs[""],
        "known": known[""],
        "agreements": texts[Passage.Kind.AGREEMENT],
        "lessons": texts[Passage.Kind.LESSON],
    }


def _passage(passage: Passage) -> Words:
    origin = passage.taken_from.region.name if passage.taken_from_id else ""
    return {
        "key": str(passage.pk),
        "title": passage.title,
        "text": passage.text,
        "revision": passage.revision,
        "origin": origin,
    }


def _services(region: Region) -> dict[str, list]:
    found: dict[str, list] = defaultdict(list)
    listed = Service.objects.published().filter(region=region).select_related("taken_over__origin__region")
    for service in listed.prefetch_related("municipalities"):
        taken = getattr(service, "taken_over", None)
        found[service.block].append(
            {
                "key": str(service.pk),
                "title": service.name,
                "provider": service.provider,
                "about": service.about,
                "places": [place.name for place in service.municipalities.all()],
                "areas": service.areas,
                "costs": service.costs,
                "weeks": service.waiting_weeks,
                "origin": taken.origin.region.name if taken else "",
            }
        )
    return found


def texts_of(words: Words) -> list[Words]:
    """What the team wrote, of every kind."""
    return [*words["chapters"], *words["agreements"], *words["lessons"]]
