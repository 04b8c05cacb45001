"""Groups for staff, and the own groups of whoever takes part."""

from collections.abc import Callable
from functools import partial

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.forms import model_to_dict
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from aftercare.core.errors import Refused
from supportgroups import access, actions, agenda, candidates, cover, grid, home, own, roll
from supportgroups.access import Permission
from supportgroups.forms import (
    AttendanceForm,
    ChangeForm,
    GroupForm,
    PlaceForm,
    RoomForm,
    ScopeForm,
    SearchForm,
    SeriesForm,
)
from supportgroups.models import Room, Scope, Series, Session

MOST_FOUND = 20
DATES_SHOWN = 12

form_page = require_http_methods(["GET", "HEAD", "POST"])


@login_required
@require_safe
def groups(request: HttpRequest) -> HttpResponse:
    visible = access.open_groups(request)
    may_edit = access.may(request.user, Permission.EDIT)
    ended = "ended" in request.GET
    shown = visible.filter(ended_at__isnull=not ended).with_places()
    shown = shown.with_coming(Session.objects.planned().published(), at=timezone.now(), at_most=1)
    context = {
        "groups": shown,
        "ended": ended,
        "running": not ended,
        "unfinished": access.unfinished(request.user),
        "may_edit": may_edit,
        "home": None if ended or not may_edit else _home(request),
    }
    return render(request, "supportgroups/list.html", context)


def _home(request: HttpRequest) -> home.Home:
    midnight = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
    planned = access.groups_visible_to(request.user, needs=Permission.EDIT)
    return home.look(planned, midnight=midnight, at=timezone.now())


@login_required
@require_safe
def week(request: HttpRequest) -> HttpResponse:
    context = _calendar(request, agenda.week)
    shown, now = context["shown"], context["now"]
    coming = [one for one in shown.sessions if one.period.lower > now and not one.is_cancelled]
    gaps = cover.gaps(coming) if context["may_edit"] else []
    context |= {"grid": grid.of(shown), "today": timezone.localdate()}
    context |= {"gaps": gaps, "missed": {gap.session.pk for gap in gaps}}
    return render(request, "supportgroups/week.html", context)


@login_required
@require_safe
def month(request: HttpRequest) -> HttpResponse:
    context = _calendar(request, partial(agenda.month, at=timezone.now()))
    return render(request, "supportgroups/month.html", context)


def _calendar(request: HttpRequest, read: Callable) -> dict:
    visible = access.open_groups(request)
    may_edit = access.may(request.user, Permission.EDIT)
    shown = read(asked=request.GET, groups=visible, planner=may_edit)
    return {"shown": shown, "sieve": shown.sieve, "may_edit": may_edit, "now": timezone.now()}


@login_required
@require_safe
def group(request: HttpRequest, pk) -> HttpResponse:
    group = access.open_group(request, pk, needs=Permission.VIEW)
    dates = access.sessions_of(request.user, group).with_people()
    now = timezone.now()
    coming = list(dates.coming(at=now).order_by("period", "id"))
    context = {
        "group": group,
        "coming": coming[:DATES_SHOWN],
        "later": coming[DATES_SHOWN:],
        "over": dates.over(at=now).with_attendance().order_by("-period", "-id")[:DATES_SHOWN],
        "places": access.read_participants(request, group),
        "waiting": access.read_waiting(request, group),
        "drafts": group.series.filter(draft=True) if group.may_edit else [],
    }
    return render(request, "supportgroups/group.html", context)


@login_required
@form_page
def new(request: HttpRequest) -> HttpResponse:
    organisation = access.open_organisation(request, needs=Permission.EDIT)
    form = GroupForm(request.POST or None)
    if group := _saved(request, form, actions.create_group, organisation=organisation):
        return redirect(group)
    return render(request, "supportgroups/new.html", {"form": form})


@login_required
@form_page
def edit(request: HttpRequest, pk) -> HttpResponse:
    group = access.open_group(request, pk, needs=Permission.EDIT)
    form = GroupForm(request.POST or None, initial=model_to_dict(group))
    if _saved(request, form, actions.edit_group, group=group):
        return redirect(group)
    return render(request, "supportgroups/edit.html", {"group": group, "form": form})


@login_required
@form_page
def end(request: HttpRequest, pk) -> HttpResponse:
    """Shows first what ends with it and who hears it."""
    group = access.open_group(request, pk, needs=Permission.EDIT)
    if request.method == "POST":
        _done(request, actions.end_group, said=_("The group has ended."), group=group)
        return redirect(group)
    coming = group.sessions.planned().filter(period__startswith__gt=timezone.now())
    told = access.read_concerned(request, group, group=group, sessions=coming)
    return render(request, "supportgroups/end.html", {"group": group, "coming": coming.count(), "told": told})


@login_required
@form_page
def plan(request: HttpRequest) -> HttpResponse:
    """One form for a series. Any button but "plan" and "draft" only shows the dates again."""
    organisation = access.open_organisation(request, needs=Permission.EDIT)
    form = SeriesForm(request.POST or None, organisation=organisation, initial={"group": request.GET.get("group")})
    if {"plan", "draft"} & request.POST.keys() and form.is_valid():
        try:
            series = _planned(form, organisation=organisation, by=request.user, draft="draft" in request.POST)
        except Refused as refused:
            form.refuse(refused)
        else:
            count = series.sessions.count()
            said = ngettext("%(count)d session is planned.", "%(count)d sessions are planned.", count)
            if series.draft:
                said = _("The draft is kept. It keeps the room and the facilitators; nobody else sees it.")
            messages.success(request, said % {"count": count})
            return redirect(series.group)
    part = "#dates" if request.htmx else ""
    return render(request, f"supportgroups/plan.html{part}", {"form": form, "preview": form.look()})


def _planned(form: SeriesForm, *, organisation, by, draft: bool) -> Series:
    asked = form.series() | {"draft": draft, "by": by}
    if group := form.cleaned_data["group"]:
        return actions.plan_series(group=group, **asked)
    return actions.start_group(name=form.cleaned_data["name"], organisation=organisation, **asked)


@login_required
@form_page
def publish(request: HttpRequest, pk) -> HttpResponse:
    """Shows first which dates, and who hears it."""
    series = access.open_series(request, pk)
    sessions = list(series.sessions.planned().with_people())
    if request.method == "POST":
        _done(request, actions.publish, said=_("The series is published."), series=series)
        return redirect(series.group)
    told = access.read_concerned(request, series.group, group=series.group, sessions=sessions)
    context = {"series": series, "group": series.group, "sessions": sessions, "told": told}
    return render(request, "supportgroups/publish.html", context)


@login_required
@require_POST
def put_away(request: HttpRequest, pk) -> HttpResponse:
    series = access.open_series(request, pk)
    _done(request, actions.put_away, said=_("The draft is gone. Room and facilitators are free again."), series=series)
    return redirect(series.group)


@login_required
@require_safe
def rooms(request: HttpRequest) -> HttpResponse:
    organisation = access.open_organisation(request, needs=Permission.EDIT)
    return render(request, "supportgroups/rooms.html", {"rooms": Room.objects.filter(organisation=organisation)})


@login_required
@form_page
def new_room(request: HttpRequest) -> HttpResponse:
    organisation = access.open_organisation(request, needs=Permission.EDIT)
    form = RoomForm(request.POST or None)
    if _saved(request, form, actions.add_room, organisation=organisation):
        return redirect("supportgroups:rooms")
    return render(request, "supportgroups/room.html", {"form": form, "room": None})


@login_required
@form_page
def edit_room(request: HttpRequest, pk) -> HttpResponse:
    room = access.open_room(request, pk)
    form = RoomForm(request.POST or None, initial=model_to_dict(room))
    if _saved(request, form, actions.edit_room, room=room):
        return redirect("supportgroups:rooms")
    return render(request, "supportgroups/room.html", {"form": form, "room": room})


@login_required
@form_page
def session(request: HttpRequest, pk) -> HttpResponse:
    """Attendance: each choice is stored at once where there is JavaScript, else all of them in one submit."""
    session = access.open_session(request, pk, needs=Permission.ATTENDANCE)
    lines = access.read_roll(request, session)
    form = AttendanceForm(request.POST or None, lines=lines, initial={"note": session.note})
    if form.is_valid():
        try:
            _mark(form, session=session, by=request.user, asked=request.POST, finish=not request.htmx)
        except Refused as refused:
            form.refuse(refused)
        else:
            if not request.htmx:
                messages.success(request, _("Saved."))
                return redirect(session)
            lines = roll.call(session)
    context = {"session": session, "form": form, "counts": roll.counts(lines), "time": roll.time_of(session)}
    context |= {
        "opens_on": actions.attendance_opens_on(session),
        "may_mark": actions.may_mark(session),
        "now": timezone.now(),
    }
    return render(request, f"supportgroups/session.html{'#counts' if request.htmx else ''}", context)


def _mark(form: AttendanceForm, *, session: Session, by, asked, finish: bool) -> None:
    everyone = "everyone" in asked
    marks = form.marks_with_everyone_present() if everyone else form.marks()
    actions.mark_attendance(session=session, by=by, marks=marks)
    if finish and not everyone:
        actions.finish_attendance(session=session, by=by, note=form.cleaned_data["note"])


@login_required
@form_page
def move(request: HttpRequest, pk) -> HttpResponse:
    session = access.open_session(request, pk, needs=Permission.EDIT)
    touched = access.read_touched(request, session)
    scopes = [one.choice for one in touched]
    form = ChangeForm(request.POST or None, session=session, scopes=scopes, asked=request.GET)
    said = _("The change is saved. Everybody concerned gets a message.")
    if _saved(request, form, actions.change, said=said, session=session):
        return redirect(session)
    context = {"session": session, "form": form, "told": touched[0].told, "further": _further(touched)}
    return render(request, "supportgroups/move.html", context)


@login_required
@form_page
def cancel(request: HttpRequest, pk) -> HttpResponse:
    """Shows first who hears it."""
    session = access.open_session(request, pk, needs=Permission.EDIT)
    touched = access.read_touched(request, session)
    posted = request.POST if request.method == "POST" else None
    form = ScopeForm(posted, scopes=[one.choice for one in touched])
    if form.is_valid():
        said = _("The session is cancelled. Everybody concerned gets a message.")
        if form.cleaned_data["scope"] != Scope.ONE:
            said = _("The sessions are cancelled. Everybody concerned gets one message.")
        _done(request, actions.cancel_session, said=said, session=session, scope=form.cleaned_data["scope"])
        return redirect(session.group)
    context = {"session": session, "form": form, "told": touched[0].told, "further": _further(touched)}
    return render(request, "supportgroups/cancel.html", context)


def _further(touched: list[access.Touched]) -> list:
    """Who hears it only when more dates change than this one."""
    return [person for person in touched[-1].told if person not in touched[0].told]


@login_required
@form_page
def people(request: HttpRequest, pk) -> HttpResponse:
    """Whom to give a place. The name is posted, so that it stays out of addresses and their logs."""
    group = access.open_group(request, pk, needs=Permission.ENROL)
    form = SearchForm(request.POST or None)
    found = None
    if form.is_valid():
        access.log_search(request, group)
        found = candidates.search(by=request.user, group=group, named=form.cleaned_data["named"])[:MOST_FOUND]
    return render(request, "supportgroups/people.html", {"group": group, "form": form, "found": found})


@login_required
@require_POST
def enrol(request: HttpRequest, pk) -> HttpResponse:
    group = access.open_group(request, pk, needs=Permission.ENROL)
    known = candidates.candidates(by=request.user, organisation=group.organisation, whom=group.whom)
    form = PlaceForm(request.POST, candidates=known)
    if form.is_valid():
        person = form.cleaned_data["participant"]
        _done(
            request, actions.enrol, said=_("%(name)s has a place.") % {"name": person}, group=group, participant=person
        )
    else:
        messages.error(request, _("This person cannot be given a place here."))
    return redirect(group)


@login_required
@form_page
def leave(request: HttpRequest, pk) -> HttpResponse:
    enrolment = access.open_enrolment(request, pk)
    if request.method == "POST":
        said = _("%(name)s has no place any more.") % {"name": enrolment.participant}
        _done(request, actions.leave, said=said, enrolment=enrolment)
        return redirect(enrolment.group)
    return render(request, "supportgroups/leave.html", {"enrolment": enrolment})


@login_required
@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    context = {
        "places": own.read_own_places(request),
        "waits": own.read_own_waits(request.user),
        "joinable": own.may_ask_for(request.user),
    }
    return render(request, "supportgroups/mine.html", context)


def _saved(request: HttpRequest, form, action: Callable, *, said: str = "", **what):
    """What the action made of a valid form, or something true; nothing when the form must be shown again."""
    if not form.is_valid():
        return None
    try:
        made = action(by=request.user, **what, **form.cleaned_data)
    except Refused as refused:
        form.refuse(refused)
        return None
    messages.success(request, said or _("Saved."))
    return made or True


def _done(request: HttpRequest, action: Callable, *, said: str, **what) -> None:
    """A step without a form: it is said that it was done, or why not."""
    try:
        action(by=request.user, **what)
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, said)
