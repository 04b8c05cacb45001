"""The guide as everybody reads it: per region, an earlier edition, on paper, what changed, regions side by side."""

from pathlib import Path
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from aftercare.accounts.models import Region
from aftercare.core.printing import pdf
from aftercare.guide import reading
from aftercare.guide.access import open_edition, regions_written_by, taken_by
from aftercare.guide.models import Edition
from aftercare.network.access import home_regions, keeps

TEMPLATE = Path(__file__).parent.parent / "typst" / "guide.typ"


@login_required
@require_safe
def regions(request: HttpRequest) -> HttpResponse:
    newest = {edition.region_id: edition for edition in Edition.objects.newest().select_related("region")}
    home = {region.pk for region in home_regions(request.user)}
    context = {
        "guides": sorted(newest.values(), key=lambda one: one.region_id not in home),
        "without": [region for region in Region.objects.all() if region.pk not in newest],
        "mine": regions_written_by(request.user),
        "home": home,
    }
    return render(request, "guide/regions.html", context)


@login_required
@require_safe
def guide(request: HttpRequest, pk: UUID, number: int | None = None) -> HttpResponse:
    edition = open_edition(pk, number)
    editions = list(Edition.objects.filter(region=pk).defer("words").select_related("published_by"))
    context = {
        "edition": edition,
        "chapters": reading.chapters(edition.words),
        "editions": editions,
        "is_newest": edition.number == editions[0].number,
        "writes": keeps(request.user, pk),
    }
    return render(request, "guide/guide.html", context)


@login_required
@require_safe
def paper(request: HttpRequest, pk: UUID, number: int) -> HttpResponse:
    """Nothing in it is about a person who gets care, so no line in the access log."""
    edition = open_edition(pk, number)
    day = date_format(edition.published_at, "j F Y")
    data = {
        "title": _("Guide of %(region)s") % {"region": edition.region},
        "organisation": edition.region.name,
        "foot": _("Edition %(number)d of %(day)s") % {"number": edition.number, "day": day},
        "numbers": [],
        "news": edition.news,
        "contents": _("Contents"),
        "chapters": [_on_paper(chapter) for chapter in reading.chapters(edition.words)],
    }
    name = f'inline; filename="guide-{edition.number}.pdf"'
    return HttpResponse(pdf(TEMPLATE, data), content_type="application/pdf", headers={"Content-Disposition": name})


def _on_paper(chapter: reading.Chapter) -> dict:
    return {
        "title": f"{chapter.number}. {chapter.title}",
        "sections": [
            {"title": section.title, "parts": [_part_on_paper(part) for part in section.parts]}
            for section in chapter.sections
        ],
    }


def _part_on_paper(part: reading.Part) -> dict:
    origin = _("Taken over from %(region)s") % {"region": part.origin} if part.origin else ""
    facts = [fact for fact in (part.standing, *part.facts, origin) if fact]
    paragraphs = [text.strip() for text in part.text.replace("\r\n", "\n").split("\n\n") if text.strip()]
    return {"title": part.title, "paragraphs": paragraphs, "facts": facts}


@login_required
@require_safe
def changed(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Two editions side by side; without a choice the newest and the one before."""
    editions = {one.number: one for one in Edition.objects.filter(region=pk).select_related("region")}
    if len(editions) < 2:
        raise Http404
    last, before = sorted(editions, reverse=True)[:2]
    new = editions.get(_number(request, "new"), editions[last])
    old = editions.get(_number(request, "old"), editions[before])
    context = {
        "old": old,
        "new": new,
        "editions": sorted(editions, reverse=True),
        "changes": reading.changes(old.words, new.words),
    }
    return render(request, "guide/changes.html", context)


def _number(request: HttpRequest, name: str) -> int | None:
    asked = request.GET.get(name, "")
    return int(asked) if asked.isascii() and asked.isdigit() else None


@login_required
@require_safe
def compare(request: HttpRequest) -> HttpResponse:
    """Every region in a table; one building block or kind of text in full."""
    editions = list(Edition.objects.newest().select_related("region"))
    topics = reading.topics()
    topic = next((one for one in topics if one.slug == request.GET.get("topic")), None)
    into = list(regions_written_by(request.user))
    context = {
        "editions": editions,
        "rows": [(one, [reading.figure_of(edition.words, one.slug) for edition in editions]) for one in topics],
        "topic": topic,
        "regions": [(one, reading.parts_about(one.words, topic.slug)) for one in editions] if topic else [],
        "into": into,
        "taken": taken_by(into) if into else set(),
    }
    return render(request, "guide/compare.html", context)
