"""One's own phone: the choice, what is copied to it, what it sends later, and the two pages made for no network."""

import json
from datetime import timedelta

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.forms import BoundField
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect, render
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from aftercare.accounts import own_phone
from aftercare.core.errors import Refused
from aftercare.notifications import actions as notifications
from aftercare.notifications import push
from trajectories.checkins import library
from trajectories.checkins.forms import AnswerForm
from trajectories.checkins.questionnaire import Item
from trajectories.dossier.access import Permission, can, open_own
from trajectories.phone import actions as phone
from trajectories.phone.copies import addresses, assets
from trajectories.phone.forms import KnockForm, ParcelForm, read
from trajectories.triggers.answers import offers_for_any, whom_to_call
from trajectories.triggers.models import HELPED_ICONS
from trajectories.triggers.words import words_for

MOST_PARCELS = 50


@require_safe
def worker(request: HttpRequest) -> HttpResponse:
    """The service worker stands at the root, so that it may answer for the whole portal."""
    script = f'import "{static("js/phone/worker.js")}";\n'
    return HttpResponse(script, content_type="text/javascript", headers={"Cache-Control": "no-cache"})


@login_required
@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """Says what "this is my phone" means; the choice counts for this browser only."""
    trajectory = open_own(request, needs=Permission.OWN_PHONE)
    context = {
        "logs_triggers": can(request.user, Permission.TRIGGER_LOG, trajectory),
        "push_key": push.public_key() if push.is_possible() else "",
        "knocked_at": request.user.push_subscriptions.count(),
    }
    return render(request, "trajectories/phone/mine.html", context)


@login_required
@require_POST
def choose(request: HttpRequest) -> HttpResponse:
    open_own(request, needs=Permission.OWN_PHONE)
    response = redirect("phone:mine")
    if "mine" in request.POST:
        own_phone.keep(response, request.user)
        messages.success(request, _("Done. From now on this phone keeps what you need."))
    else:
        own_phone.forget(response)
        messages.success(request, _("Done. Nothing of you is left on this phone."))
    return response


@login_required
@require_POST
def knock(request: HttpRequest) -> HttpResponse:
    """Knock at this phone when something is ready."""
    open_own(request, needs=Permission.OWN_PHONE)
    form = KnockForm(request.POST)
    try:
        if form.is_valid():
            notifications.subscribe(by=request.user, **form.cleaned_data)
            messages.success(request, _("Done. You get a knock when something is ready for you."))
    except Refused as refused:
        messages.error(request, str(refused))
    return redirect("phone:mine")


@login_required
@require_POST
def no_knocks(request: HttpRequest) -> HttpResponse:
    open_own(request, needs=Permission.OWN_PHONE)
    notifications.unsubscribe(by=request.user)
    messages.success(request, _("Done. No phone of yours is knocked at any more."))
    return redirect("phone:mine")


@login_required
@require_safe
def copies(request: HttpRequest) -> HttpResponse:
    trajectory = open_own(request, needs=Permission.OWN_PHONE)
    shown = addresses(trajectory, request.user, on=timezone.localdate())
    return JsonResponse({"addresses": shown, "assets": assets(), "exit": reverse("accounts:leave")})


@login_required
def parcels(request: HttpRequest) -> HttpResponse:
    """GET gives the token to send with; POST takes parcels in, in their order."""
    trajectory = open_own(request, needs=Permission.OWN_PHONE)
    if request.method != "POST":
        return JsonResponse({"token": get_token(request)})
    try:
        sent = json.loads(request.body)["parcels"][:MOST_PARCELS]
        forms = [ParcelForm(dict(parcel)) for parcel in sent]
    except (ValueError, KeyError, TypeError):
        return HttpResponseBadRequest()
    if not all(form.is_valid() for form in forms):
        return HttpResponseBadRequest()
    now = timezone.now()
    received = [
        phone.take_in(
            trajectory=trajectory,
            by=request.user,
            key=form.cleaned_data["key"],
            contents=form.cleaned_data["contents"],
            told=read(parcel, form.cleaned_data["contents"], trajectory=trajectory),
            packed_at=now - timedelta(seconds=form.cleaned_data["age"]),
        )
        for form, parcel in zip(forms, sent, strict=True)
    ]
    return JsonResponse({"received": [{"key": parcel.key, "refusal": parcel.refusal} for parcel in received]})


@login_required
@require_safe
def offline(request: HttpRequest) -> HttpResponse:
    """What can be done without a network: the front page of the copies."""
    if not own_phone.is_own(request):
        return redirect("overview:me")
    trajectory = open_own(request, needs=Permission.OWN_PHONE)
    context = {"logs_triggers": can(request.user, Permission.TRIGGER_LOG, trajectory)}
    return render(request, "trajectories/phone/offline.html", context)


@login_required
@require_safe
def log(request: HttpRequest) -> HttpResponse:
    """The trigger log on one page: every tap goes into the phone's own store first."""
    if not own_phone.is_own(request):
        return redirect("triggers:new")
    trajectory = open_own(request, needs=Permission.TRIGGER_LOG)
    context = {
        "words": words_for(trajectory, at=timezone.now()),
        "choices": HELPED_ICONS.items(),
        "offers": offers_for_any(trajectory),
        "people": whom_to_call(trajectory),
    }
    return render(request, "trajectories/phone/log.html", context)


@login_required
@require_safe
def check_in(request: HttpRequest) -> HttpResponse:
    """The questions of now on one page. What is planned apart needs the internet, and the help beside it."""
    if not own_phone.is_own(request):
        return redirect("checkins:start")
    trajectory = open_own(request, needs=Permission.CHECK_IN_ANSWER)
    waiting = trajectory.occurrences.open(at=timezone.now()).filter(schedule__instrument__in=library.REGULAR)
    occurrence = waiting.select_related("schedule").first()
    asked = library.load(occurrence.schedule.instrument) if occurrence else library.usual(trajectory.kind)
    context = {"questionnaire": asked, "asked": [(item, _field(item)) for item in asked.items]}
    return render(request, "trajectories/phone/check_in.html", context)


def _field(item: Item) -> BoundField:
    """The field of a question, whose label is the id of the heading above it."""
    field = AnswerForm(item=item, prefix=item.id)["answer"]
    field.label = f"q-{item.id}"
    return field
