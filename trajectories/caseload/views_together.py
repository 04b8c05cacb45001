"""One thing for several clients: choose, see what will happen, do it; and take it back."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from aftercare.core.errors import Refused
from trajectories.caseload.access import enter, open_chosen
from trajectories.caseload.together import JOBS, SESSION_KEY, recent, remember, undone_in_words


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def together(request: HttpRequest, what: str) -> HttpResponse:
    """A form first, then what it will do for each; only `sure` does it."""
    job = JOBS.get(what)
    if job is None:
        raise Http404
    posted = request.POST if request.method == "POST" else None
    chosen = _chosen(request.GET if posted is None else posted)
    if not chosen:
        enter(request)
        messages.info(request, _("Choose clients first: tick the box before their name."))
        return redirect("caseload:today")
    able, unable = open_chosen(request, chosen, needs=job.needs)
    form = job.form(posted, trajectories=able, by=request.user)
    lines = None
    if able and form.is_valid() and "change" not in posted:
        lines = job.will(able, form.cleaned_data)
        if "sure" in posted:
            try:
                made = job.act(trajectories=able, by=request.user, **form.cleaned_data)
            except Refused as refusal:
                form.add_error(None, str(refusal))
                lines = None
            else:
                if made:
                    remember(request, what, made)
                else:
                    messages.info(request, _("Nothing had to change."))
                return redirect("caseload:today")
    context = {"what": what, "job": job, "able": able, "unable": unable, "form": form, "lines": lines}
    return render(request, "trajectories/caseload/together.html", context)


@login_required
@require_POST
def undo(request: HttpRequest) -> HttpResponse:
    enter(request)
    last = recent(request)
    if last is None:
        messages.info(request, _("There is nothing to take back any more."))
        return redirect("caseload:today")
    job = JOBS[last["what"]]
    able, _unable = open_chosen(request, map(UUID, last["who"]), needs=job.needs)
    made = job.made.objects.filter(pk__in=last["made"], trajectory__in=able)
    undone = job.undo(list(made.select_related("trajectory__client__user")), request.user)
    messages.success(request, undone_in_words(undone, len(last["made"]) - undone))
    del request.session[SESSION_KEY]
    return redirect("caseload:today")


def _chosen(params) -> list[UUID]:
    try:
        return [UUID(pk) for pk in params.getlist("who")]
    except ValueError as error:
        raise Http404 from error
