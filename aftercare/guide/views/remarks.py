"""What readers say of a guide, and what the design team does with it."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from aftercare.core.differences import between
from aftercare.core.errors import Refused, Stale
from aftercare.guide import actions
from aftercare.guide.access import open_desk, open_edition, open_remark
from aftercare.guide.composing import Words, texts_of
from aftercare.guide.forms import AnswerForm, RemarkForm
from aftercare.guide.models import Passage, Remark
from aftercare.network.models import Block

SHOWN = 50


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def say(request: HttpRequest, pk: UUID, about: str) -> HttpResponse:
    """Of a text or a building block of the edition that holds, named by `about`."""
    edition = open_edition(pk)
    published = next((one for one in texts_of(edition.words) if one["key"] == about), None)
    if published is None and about not in Block.values:
        raise Http404
    form = RemarkForm(request.POST or None, published=published["text"] if published else None)
    if form.is_valid():
        of = _of_text(published) if published else {"block": about}
        actions.remark(region=edition.region, by=request.user, **of, **form.cleaned_data)
        messages.success(request, _("The design team reads it, and you hear what they did with it."))
        return redirect("guide:guide", pk)
    title = published["title"] if published else Block(about).label
    return render(request, "guide/say.html", {"edition": edition, "title": title, "form": form})


def _of_text(published: Words) -> dict:
    """The reader saw what was published, whatever the team wrote since."""
    return {"passage": get_object_or_404(Passage, pk=published["key"]), "over_revision": published["revision"]}


@login_required
@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    said = Remark.objects.filter(said_by=request.user).select_related("region", "passage")[:SHOWN]
    return render(request, "guide/mine.html", {"said": said, "now": timezone.now()})


@login_required
@require_safe
def waiting(request: HttpRequest, pk: UUID) -> HttpResponse:
    region = open_desk(request, pk)
    said = Remark.objects.filter(region=region).select_related("passage", "said_by", "settled_by")
    context = {
        "region": region,
        "open": said.filter(state=Remark.State.OPEN),
        "settled": said.exclude(state=Remark.State.OPEN)[:SHOWN],
        "now": timezone.now(),
    }
    return render(request, "guide/remarks.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def settle(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Take the proposed text over, or answer in words."""
    remark = open_remark(request, pk)
    takes = "take" in request.POST and bool(remark.proposed)
    form = AnswerForm(request.POST or None, needed=not takes)
    if form.is_valid():
        act = actions.take_up if takes else actions.reply
        try:
            act(remark=remark, by=request.user, **form.cleaned_data)
        except Stale:
            messages.error(
                request, _("The text changed since this was proposed. Change it by hand, and answer in words.")
            )
        except Refused as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, _("Whoever said it hears of it."))
        return redirect("guide:remarks", remark.region_id)
    old, new = between(remark.passage.text, remark.proposed) if remark.proposed else ([], [])
    context = {"remark": remark, "form": form, "old": old, "new": new, "now": timezone.now()}
    return render(request, "guide/remark.html", context)
